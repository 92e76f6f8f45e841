import { ProgramError } from '$lib/core/errors';
import type { Column } from '$lib/recording/recording';
import { recycle } from '$lib/recording/spare';
import { answerTo } from './answers/answers';
import { failureOf } from './failure';
import type { Answer, Question, Request } from './protocol';
import { record, type Run } from './run';

/** Bytes of storage that are not worth more than a copy. */
const little = 2 ** 20;

/** Work of a run that may be done again where a question needs it: some tens of milliseconds. */
const quick = 3e7;

/** The last program, and its run as long as that is here. */
interface Last {
	readonly program: string;
	readonly run: Run | null;
}

/** The engine's side of the protocol: runs programs and keeps the last one, which questions are about. */
export class Responder {
	#last: Last | null = null;

	answer(request: Request): Answer {
		const { id } = request;
		try {
			return request.kind === 'run'
				? { kind: 'recorded', id, recording: this.#start(request.program).recording }
				: { kind: 'answered', id, answer: this.#tell(request.question) };
		} catch (fault) {
			if (fault instanceof ProgramError) return { kind: 'refused', id, failure: failureOf(fault) };
			return { kind: 'crashed', id, message: fault instanceof Error ? fault.message : String(fault) };
		}
	}

	/**
	 * Storage to be sent along with the last recording instead of a copy of it. Copying much takes longer than running a
	 * program, so a quick run is not kept but done again when there is a question.
	 */
	handOver(): ArrayBuffer[] {
		if (!this.#last?.run || this.#last.run.work > quick) return [];
		const buffers = [...new Set(storageOf(this.#last.run).map(({ buffer }) => buffer))];
		const owned = buffers.filter((buffer) => buffer instanceof ArrayBuffer);
		if (owned.reduce((sum, { byteLength }) => sum + byteLength, 0) <= little) return [];
		this.#last = { program: this.#last.program, run: null };
		return owned;
	}

	#start(program: string): Run {
		// The page has copies of all it was sent.
		if (this.#last?.run) recycle(storageOf(this.#last.run));
		this.#last = null;
		return this.#record(program);
	}

	#record(program: string): Run {
		const run = record(program);
		this.#last = { program, run };
		return run;
	}

	#tell(question: Question): ReturnType<typeof answerTo> {
		if (this.#last === null) throw new Error('internal: a question before any program has run');
		return answerTo(this.#last.run ?? this.#record(this.#last.program), question);
	}
}

const storageOf = ({ live }: Run): Column['data'][] => live.flatMap(({ kept }) => kept.storage);
