import type { LoopPlace } from '$lib/recording/moment';
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

	readonly #names = new WeakMap<object, readonly string[]>();

	constructor(
		private readonly ask: <K extends 'column' | 'names'>(question: QuestionOf<K>) => Promise<Reply<K>>,
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

	/** The names that an expression may use; none while they are not known. */
	namesIn(loop: Loop): readonly string[] {
		void this.#count;
		const known = this.#names.get(allOf(loop));
		if (known === undefined && this.ready()) {
			this.#names.set(allOf(loop), []);
			void this.#askNames(loop);
		}
		return known ?? [];
	}

	async #askNames(loop: Loop): Promise<void> {
		const reply = await this.ask({ kind: 'names', place: placeOf(loop) });
		if (reply.kind !== 'answered') return;
		this.#names.set(allOf(loop), reply.answer);
		this.#count++;
	}

	async #ask(loop: Loop, expression: string): Promise<void> {
		const { long } = loop;
		const window = long && { from: long.from, to: long.to };
		const reply = await this.ask({ kind: 'column', place: placeOf(loop), expression, window });
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

/** What is the same for all windows of a loop. */
const allOf = (loop: Loop): object => loop.long?.profile ?? loop;

const placeOf = ({ within, index }: Loop): LoopPlace => ({ within, loop: index });
