import { isMainThread, parentPort, Worker } from 'node:worker_threads';

/** What a worker of a benchmark does with each request: its answer, and the storage that goes along. */
export type Serve<Request, Answer> = () => (request: Request) => {
	readonly answer: Answer;
	readonly transfer: readonly ArrayBuffer[];
};

/** A benchmark's worker, seen from outside. */
export interface Served<Request, Answer> {
	ask(request: Request, transfer?: readonly ArrayBuffer[]): Promise<Answer>;
	close(): Promise<number>;
}

/** Runs this very script in a worker, where `serveHere` finds `name`. */
export function openWorker<Request, Answer>(name: string): Served<Request, Answer> {
	const worker = new Worker(new URL(import.meta.url), { argv: [name] });
	const ask = (request: Request, transfer: readonly ArrayBuffer[] = []): Promise<Answer> =>
		new Promise((resolve, reject) => {
			worker.once('message', (answer: Answer) => {
				worker.off('error', reject);
				resolve(answer);
			});
			worker.once('error', reject);
			worker.postMessage(request, [...transfer]);
		});
	return { ask, close: () => worker.terminate() };
}

/** In a worker: answers requests until it is ended. Answers whether this is one. */
export function serveHere(servers: { readonly [name: string]: Serve<never, unknown> }): boolean {
	if (isMainThread || parentPort === null) return false;
	const port = parentPort;
	const handle = servers[process.argv.at(-1) ?? '']();
	port.on('message', (request: unknown) => {
		// The benchmark asks its own worker.
		const { answer, transfer } = handle(request as never);
		port.postMessage(answer, [...transfer]);
	});
	return true;
}
