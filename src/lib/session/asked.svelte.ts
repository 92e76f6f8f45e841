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

interface Answer {
	readonly expression: string;
	readonly asked: Asked;
}

const pending: Asked = { kind: 'pending' };

/** The values of expressions, asked for when they are first looked at and kept as long as their loop. */
export class AskedColumns {
	#answers = new WeakMap<Loop, readonly Answer[]>();
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
		const known = this.#answers.get(loop)?.find((one) => one.expression === expression);
		if (known) return known.asked;
		if (!this.ready()) return pending;
		this.#keep(loop, expression, pending);
		void this.#ask(loop, expression);
		return pending;
	}

	async #ask(loop: Loop, expression: string): Promise<void> {
		const place = { within: loop.within, loop: loop.index };
		const reply = await this.ask({ kind: 'column', place, expression });
		if (reply.kind === 'superseded') this.#keep(loop, expression, null);
		else {
			this.#keep(
				loop,
				expression,
				reply.kind === 'answered' ? { kind: 'known', column: reply.answer } : reply
			);
			this.#count++;
		}
	}

	/** Null forgets it. */
	#keep(loop: Loop, expression: string, asked: Asked | null): void {
		const others = (this.#answers.get(loop) ?? []).filter((one) => one.expression !== expression);
		this.#answers.set(loop, asked ? [...others, { expression, asked }] : others);
	}
}
