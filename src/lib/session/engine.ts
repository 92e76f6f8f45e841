import type { Recording } from '$lib/recording/recording';
import type { Answer, Request } from './protocol';

/** The part of a `Worker` that is used. */
export interface Port {
	postMessage(request: Request): void;
	terminate(): void;
	onmessage: ((event: MessageEvent<Answer>) => void) | null;
	onerror: ((event: ErrorEvent) => void) | null;
}

/** Who is told what becomes of a run. */
export interface Listener {
	recorded(recording: Recording): void;
	crashed(message: string): void;
}

/**
 * Runs programs in a worker, one at a time: the newest wins. A worker that is busy with an older program is ended,
 * since it cannot be interrupted, and a new one takes its place.
 */
export class Engine {
	#port: Port | null = null;
	#id = 0;
	#busy = false;

	constructor(
		private readonly open: () => Port,
		private readonly listener: Listener
	) {}

	run(program: string): void {
		if (this.#busy) this.cancel();
		this.#busy = true;
		this.#port ??= this.#connect();
		this.#port.postMessage({ kind: 'run', id: ++this.#id, program });
	}

	/** Ends what runs; nothing more is heard of it. */
	cancel(): void {
		if (this.#busy) this.close();
	}

	/** Ends the worker; the next run starts another. */
	close(): void {
		this.#port?.terminate();
		this.#port = null;
		this.#busy = false;
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
		if (answer.id !== this.#id || !this.#busy) return;
		this.#busy = false;
		if (answer.kind === 'recorded') this.listener.recorded(answer.recording);
		else this.listener.crashed(answer.message);
	}
}

/** The worker of this page. Only in a browser. */
export const openWorker = (): Port =>
	new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'lockstep' });
