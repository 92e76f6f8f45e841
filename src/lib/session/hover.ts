import type { EqnIndex, Lane, Step } from '$lib/recording/moment';

/** A value in the picture: what a `[data-cell]` stands for. */
export interface Cell {
	readonly kind: 'init' | 'carry' | 'x' | 'y' | 'closed';
	readonly leaf: number;
	/** Null where the value exists once for all lanes. */
	readonly lane: Lane | null;
	/** -1 for an init. */
	readonly step: Step;
}

/** What the pointer rests on, in the picture or in the code. Never part of a link. */
export type Hover =
	| { readonly kind: 'cell'; readonly cell: Cell }
	| { readonly kind: 'eqn'; readonly eqn: EqnIndex; readonly lane: Lane | null };
