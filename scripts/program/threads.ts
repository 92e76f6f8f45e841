import { parentPort, Worker } from 'node:worker_threads';
import { faultyLine, jsonLine } from './json-line';
import { faulty, observe, type Observation } from './observe';

/** Two at once, as most machines have two cores to spare. */
const threads = 2;
const memory = { maxOldGenerationSizeMb: 2048 };

/** What a thread is asked: what a program did as data, with its scans or without; as a line of JSON; the rest of the line. */
type Question =
	| { readonly kind: 'data'; readonly program: string; readonly scans: Parameters<typeof observe>[1] }
	| { readonly kind: 'json'; readonly name: string; readonly program: string }
	| { readonly kind: 'more' };

/** A stretch of a line. */
interface Piece {
	readonly text: string;
	readonly isLast: boolean;
}

/**
 * Runs programs in threads and tells what they did. The module the process was started with has to call
 * `answerPrograms` where it finds itself in a thread.
 */
export const observeAll = (
	programs: readonly string[],
	seconds: number,
	scans: Parameters<typeof observe>[1] = 'with scans'
): AsyncGenerator<Observation> =>
	inOrder(programs, async (program, thread, settle) =>
		settle(await thread.ask<Observation>({ kind: 'data', program, scans }, seconds, faulty))
	);

/** A line of JSON a program, each in pieces. */
export async function* jsonOfAll(
	programs: readonly { readonly name: string; readonly program: string }[],
	seconds: number
): AsyncGenerator<string> {
	const lines = inOrder<(typeof programs)[number], AsyncIterable<string>>(
		programs,
		async ({ name, program }, thread, settle) => {
			const stopped = (fault: string): Piece => ({ text: faultyLine(name, fault), isLast: true });
			const first = await thread.ask<Piece>({ kind: 'json', name, program }, seconds, stopped);
			await new Promise<void>((done) => settle(piecesFrom(first, thread, seconds, done)));
		}
	);
	for await (const line of lines) yield* line;
}

async function* piecesFrom(
	first: Piece,
	thread: Thread,
	seconds: number,
	done: () => void
): AsyncGenerator<string> {
	let piece = first;
	while (!piece.isLast) {
		// The next one is made while this one is written.
		const next = thread.ask<Piece>({ kind: 'more' }, seconds, (fault) => {
			throw new Error(fault);
		});
		yield piece.text;
		piece = await next;
	}
	done();
	yield piece.text;
}

/**
 * Has threads do something with programs and yields what comes of it, in their order, each as soon as it can be. One
 * that takes longer than `seconds` or all the memory is stopped.
 */
async function* inOrder<P, T>(
	programs: readonly P[],
	act: (program: P, thread: Thread, settle: (result: T) => void) => Promise<void>
): AsyncGenerator<T> {
	let next = 0;
	const settle: ((result: T) => void)[] = [];
	const results = programs.map(() => new Promise<T>((resolve) => settle.push(resolve)));
	const work = async (): Promise<void> => {
		const thread = new Thread();
		for (let at = next++; at < programs.length; at = next++)
			await act(programs[at] as P, thread, settle[at] as (result: T) => void);
		await thread.close();
	};
	const workers = Array.from({ length: Math.min(threads, programs.length) }, work);
	for (const result of results) yield await result;
	await Promise.all(workers);
}

/** A thread that is begun anew after it had to be stopped. */
class Thread {
	private worker: Worker | null = null;

	ask<T>(question: Question, seconds: number, instead: (fault: string) => T): Promise<T> {
		const worker = (this.worker ??= new Worker(new URL(import.meta.url), { resourceLimits: memory }));
		return new Promise((resolve, reject) => {
			const settle = (answer: T): void => {
				clearTimeout(timer);
				worker.off('message', settle);
				worker.off('error', crash);
				resolve(answer);
			};
			const stop = (fault: string): void => {
				this.worker = null;
				void worker
					.terminate()
					.then(() => settle(instead(fault)))
					.catch(reject);
			};
			const crash = (error: Error): void => stop(String(error));
			const timer = setTimeout(() => stop(`stopped after ${seconds} s`), seconds * 1000);
			worker.on('message', settle);
			worker.on('error', crash);
			worker.postMessage(question);
		});
	}

	async close(): Promise<void> {
		await this.worker?.terminate();
	}
}

/** A thread's whole work: questions come in, answers go out. */
export function answerPrograms(): void {
	let line: Iterator<string> | null = null;
	parentPort?.on('message', (question: Question) => {
		if (question.kind === 'data') {
			parentPort?.postMessage(observe(question.program, question.scans));
			return;
		}
		if (question.kind === 'json') line = jsonLine(question.name, question.program);
		const { value: text } = line?.next() ?? { value: '' };
		parentPort?.postMessage({ text, isLast: text.endsWith('\n') } satisfies Piece);
	});
}
