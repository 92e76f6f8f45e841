import type { Failure, Recording } from '$lib/recording/recording';
import { Engine, type Port } from './engine';
import type { QuestionKind, QuestionOf, Reply } from './protocol';
import type { Status } from './status';
import { Debounce } from './throttle';
import { patience } from './timing';

/** Who is told what becomes of runs. */
export interface Awaiting {
	recorded(recording: Recording): void;
	/** There is a new status. */
	settled(): void;
}

/** Runs the program of the editor in the engine and knows how that goes. */
export class Runner {
	status = $state.raw<Status>({ kind: 'running', slow: false, failure: null });
	/** The program that questions are about: the one that was run last. */
	ran: string | null = null;

	#engine: Engine | null = null;
	readonly #slow = new Debounce(patience);

	constructor(private readonly awaiting: Awaiting) {}

	/** The error in sight: while a newer program runs, still that of the last one. */
	get failure(): Failure | null {
		return this.status.kind === 'failed' || this.status.kind === 'running' ? this.status.failure : null;
	}

	open(openEngine: () => Port): void {
		this.#engine = new Engine(openEngine, {
			recorded: (recording) => this.awaiting.recorded(recording),
			unreached: (part) => this.settle({ kind: 'unreached', part }),
			crashed: (message) => this.settle({ kind: 'crashed', message })
		});
	}

	close(): void {
		this.#slow.cancel();
		this.#engine?.close();
	}

	run(program: string): void {
		this.#slow.cancel();
		if (program.trim() === '') {
			this.#engine?.cancel();
			this.settle({ kind: 'empty' });
			return;
		}
		const failure = this.failure;
		this.status = { kind: 'running', slow: false, failure };
		this.#slow.do(() => (this.status = { kind: 'running', slow: true, failure }));
		this.ran = program;
		this.#engine?.run(program);
	}

	/** Forgets the error in sight: it was another program's. */
	forget(): void {
		this.status = { kind: 'running', slow: false, failure: null };
	}

	/** Ends the worker: one that could not fetch something may remember that. */
	renew(): void {
		this.#engine?.close();
	}

	/** Ends what runs; nothing more is heard of it, and the status stays. */
	drop(): void {
		this.#engine?.cancel();
	}

	/** Ends a run that takes too long. */
	cancel(): void {
		this.drop();
		this.settle({ kind: 'cancelled' });
	}

	settle(status: Status): void {
		this.#slow.cancel();
		this.status = status;
		this.awaiting.settled();
	}

	/** Asks the engine about the program that was run last. Never rejects. */
	ask<K extends QuestionKind>(question: QuestionOf<K>): Promise<Reply<K>> {
		return this.#engine?.ask(question) ?? Promise.resolve({ kind: 'superseded' });
	}

	/** Nothing shows the recording any more. */
	release(recording: Recording): void {
		this.#engine?.release(recording);
	}
}
