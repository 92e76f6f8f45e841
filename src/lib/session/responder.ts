import { ProgramError } from '$lib/core/errors';
import { answerTo } from './answers/answers';
import { failureOf } from './failure';
import type { Answer, Request } from './protocol';
import { record, type Run } from './run';

/** The engine's side of the protocol: runs programs and keeps the last one, which questions are about. */
export class Responder {
	#run: Run | null = null;

	answer(request: Request): Answer {
		const { id } = request;
		try {
			if (request.kind === 'run') {
				this.#run = null;
				this.#run = record(request.program);
				return { kind: 'recorded', id, recording: this.#run.recording };
			}
			if (this.#run === null) throw new Error('internal: a question before any program has run');
			return { kind: 'answered', id, answer: answerTo(this.#run, request.question) };
		} catch (fault) {
			if (fault instanceof ProgramError) return { kind: 'refused', id, failure: failureOf(fault) };
			return { kind: 'crashed', id, message: fault instanceof Error ? fault.message : String(fault) };
		}
	}
}
