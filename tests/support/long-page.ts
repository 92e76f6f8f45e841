import { withValues } from '$lib/recording/columns';
import type { Loop } from '$lib/recording/recording';
import type { AnswerTo, QuestionKind, QuestionOf } from '$lib/session/protocol';
import { Responder } from '$lib/session/responder';
import { imports, littleRoom } from './long';

/** The page's side of a program's run. */
export class Page {
	readonly loop: Loop;
	readonly #responder: Responder;

	constructor(body: string, room?: typeof littleRoom) {
		this.#responder = new Responder({ room });
		const { answer, transfer } = this.#responder.respond({ kind: 'run', id: 0, program: imports + body });
		const got = structuredClone(answer, { transfer });
		if (got.kind !== 'recorded') throw new Error(`the answer is ${got.kind}`);
		this.loop = got.recording.loops[0];
	}

	ask<K extends QuestionKind>(question: Omit<QuestionOf<K>, 'place'> & { kind: K }): AnswerTo<K> {
		const asked = { ...question, place: { within: [], loop: this.loop.index } } as unknown as QuestionOf<K>;
		const { answer, transfer } = this.#responder.respond({ kind: 'ask', id: 1, question: asked as never });
		const got = structuredClone(answer, { transfer });
		if (got.kind !== 'answered') throw new Error(JSON.stringify(got));
		return got.answer as AnswerTo<K>;
	}

	at(step: number): Loop {
		const { from, to, columns } = this.ask({ kind: 'window', step });
		const { long } = this.loop;
		if (!long) throw new Error('the loop is kept whole');
		return { ...withValues(this.loop, columns), long: { ...long, from, to } };
	}
}

/** One that keeps the loop whole, and one that has windows of it. */
export const pages = (body: string): { whole: Page; long: Page } => ({
	whole: new Page(body),
	long: new Page(body, littleRoom)
});
