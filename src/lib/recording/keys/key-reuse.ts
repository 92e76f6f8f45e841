import type { Span } from '$lib/core/source';
import type { EqnIndex, Lane, LoopIndex, Step } from '../moment';

/** A random key that is consumed though it had been before, so that the same numbers come again. */
export interface KeyReuse {
	/** `same-draw`: another lane draws with it in the same step by the same equation, as with a key all lanes share. */
	readonly kind: 'reused-key' | 'same-draw';
	/** The first time at this place, in this lane. */
	readonly use: KeyUse;
	/** What consumed the key before, the first time of all. */
	readonly earlier: KeyUse;
	/** Steps it happens at, at this place in this lane; more where a loop inside the body repeats it. */
	readonly count: number;
}

/** Where a random key was drawn from, or split. */
export interface KeyUse {
	readonly how: 'draw' | 'split';
	/** The expression; inside `eqn` where that is a call, a branch or a loop. */
	readonly span: Span | null;
	readonly text: string;
	/** null outside any loop. */
	readonly at: {
		readonly loop: LoopIndex;
		/** Null for the condition of a while loop, which is asked before the step and once more after the last. */
		readonly eqn: EqnIndex | null;
		readonly step: Step;
		readonly lane: Lane;
	} | null;
}
