import type { Column, Failure, Loop } from '$lib/recording/recording';
import type { QuestionOf, Reply } from './protocol';

/** What is known of an expression over the history of a loop. */
export type Asked =
	| { readonly kind: 'pending' }
	| { readonly kind: 'known'; readonly column: Column }
	/** A mistake in the expression. */
	| { readonly kind: 'refused'; readonly failure: Failure }
	/** A fault of ours. */
	| { readonly kind: 'crashed'; readonly message: string };

const pending: Asked = { kind: 'pending' };

/** The values of expressions, asked for when they are first looked at and kept as long as their loop. */
export class AskedColumns {
	#answers = new WeakMap<Loop, Map<string, Asked>>();
	/** Counts answers: whoever looked is told of them. */
	#count = $state(0);

	constructor(
		private readonly ask: (question: QuestionOf<'column'>) => Promise<Reply<'column'>>,
		/** Whether questions are about the recording that is shown. */
		private readonly ready: () => boolean
	) {}

	/** What is known now; looked at in a derivation it is told again when more is. */
	of(loop: Loop, expression: string): Asked {
		void this.#count;
		const known = this.#answers.get(loop)?.get(expression);
		if (known) return known;
		if (!this.ready()) return pending;
		this.#keep(loop, expression, pending);
		void this.#ask(loop, expression);
		return pending;
	}

	async #ask(loop: Loop, expression: string): Promise<void> {
		const place = { within: loop.within, loop: loop.index };
		const reply = await this.ask({ kind: 'column', place, expression });
		if (reply.kind === 'superseded') this.#answers.get(loop)?.delete(expression);
		else {
			this.#keep(
				loop,
				expression,
				reply.kind === 'answered' ? { kind: 'known', column: reply.answer } : reply
			);
			this.#count++;
		}
	}

	#keep(loop: Loop, expression: string, asked: Asked): void {
		const kept = this.#answers.get(loop) ?? new Map<string, Asked>();
		this.#answers.set(loop, kept.set(expression, asked));
	}
}
