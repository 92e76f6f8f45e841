import type { Recording } from '$lib/recording/recording';
import type { Answer, Answerable, Question, QuestionKind, QuestionOf, Reply, Request } from './protocol';

/** The part of a `Worker` that is used. */
export interface Port {
	postMessage(request: Request, transfer: ArrayBuffer[]): void;
	terminate(): void;
	onmessage: ((event: MessageEvent<Answer>) => void) | null;
	onerror: ((event: ErrorEvent) => void) | null;
}

/** Who is told what becomes of a run. */
export interface Listener {
	recorded(recording: Recording): void;
	/** A part of the engine that the program needs could not be fetched. */
	unreached(part: string): void;
	crashed(message: string): void;
}

type Tell = (reply: Reply<QuestionKind>) => void;

/**
 * Runs programs in a worker, one at a time: the newest wins. A worker that is busy with an older program is ended,
 * since it cannot be interrupted, and a new one takes its place. Questions are about the program run last.
 */
export class Engine {
	#port: Port | null = null;
	#id = 0;
	#running: number | null = null;
	readonly #asked = new Map<number, Tell>();
	/** Of recordings, what can be written again once nothing shows them; and what can be now. */
	readonly #storage = new WeakMap<Recording, readonly ArrayBuffer[]>();
	#spent: readonly ArrayBuffer[] = [];

	constructor(
		private readonly open: () => Port,
		private readonly listener: Listener
	) {}

	run(program: string): void {
		if (this.#running !== null || this.#asked.size > 0) this.close();
		this.#running = ++this.#id;
		const spent = this.#spent;
		this.#spent = [];
		this.#post({ kind: 'run', id: this.#running, program, ...(spent.length > 0 && { spent }) }, spent);
	}

	/** Nothing shows the recording any more: the next run may write over it. */
	release(recording: Recording): void {
		this.#spent = this.#storage.get(recording) ?? [];
	}

	/** Asks about the program run last. Never rejects. */
	ask<K extends QuestionKind>(question: QuestionOf<K>): Promise<Reply<K>> {
		return new Promise((resolve) => {
			if (this.#port === null) return resolve({ kind: 'superseded' });
			const id = ++this.#id;
			// The worker answers a question with what its kind is answered with.
			this.#asked.set(id, (reply) => resolve(reply as Reply<K>));
			this.#post({ kind: 'ask', id, question: question as Question });
		});
	}

	/** Ends what runs; nothing more is heard of it. */
	cancel(): void {
		if (this.#running !== null) this.close();
	}

	/** Ends the worker; the next run starts another. */
	close(): void {
		this.#port?.terminate();
		this.#port = null;
		this.#running = null;
		const unanswered = [...this.#asked.values()];
		this.#asked.clear();
		for (const tell of unanswered) tell({ kind: 'superseded' });
	}

	#post(request: Answerable, transfer: readonly ArrayBuffer[] = []): void {
		this.#port ??= this.#connect();
		this.#port.postMessage(request, [...transfer]);
	}

	#connect(): Port {
		const port = this.open();
		port.onmessage = ({ data }) => this.#answered(data);
		port.onerror = (event) => {
			this.close();
			this.listener.crashed(event.message || 'the engine could not be loaded');
		};
		return port;
	}

	#answered(answer: Answer): void {
		const tell = this.#asked.get(answer.id);
		if (tell) {
			this.#asked.delete(answer.id);
			if (answer.kind === 'unreached') tell({ kind: 'crashed', message: unreached(answer.part) });
			else if (answer.kind !== 'recorded') tell(answer);
			return;
		}
		if (answer.id !== this.#running) return;
		this.#running = null;
		if (answer.kind === 'recorded') {
			this.#storage.set(answer.recording, answer.storage ?? []);
			this.listener.recorded(answer.recording);
		} else if (answer.kind === 'unreached') this.listener.unreached(answer.part);
		else if (answer.kind === 'crashed') this.listener.crashed(answer.message);
	}
}

/** In words, of a part of the engine. */
const unreached = (part: string): string =>
	`this takes a part of the engine (${part}) that could not be fetched; is there a network?`;

/** The worker of this page, which goes on loading once it has shown something. Only in a browser. */
export function openWorker(): Port {
	const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'lockstep' });
	const prepare = (): void => worker.postMessage({ kind: 'prepare' } satisfies Request);
	if (!savesData()) worker.addEventListener('message', () => whenIdle(prepare), { once: true });
	return worker;
}

/** Has the reader asked for little to be loaded? */
const savesData = (): boolean =>
	(navigator as { readonly connection?: { readonly saveData?: boolean } }).connection?.saveData === true;

/** After the picture has been drawn. Safari cannot tell. */
const whenIdle = (then: () => void): unknown =>
	'requestIdleCallback' in window ? requestIdleCallback(then) : setTimeout(then, 500);
