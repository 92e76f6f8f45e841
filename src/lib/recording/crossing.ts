import type { Span } from '$lib/core/source';
import type { EqnIndex } from './moment';

/** Whether values cross from row to row in a loop, for whatever numbers it is given. */
export type Crossing =
	/** Proved: each equation, in every step, makes a row's numbers of that row's alone. */
	| { readonly kind: 'apart'; readonly rows: Rows; readonly equations: number }
	/** Numbers of several rows come together, or change rows, by this expression. */
	| {
			readonly kind: 'meet';
			readonly rows: Rows;
			/** Null where the loop shows no equation for it. */
			readonly eqn: EqnIndex | null;
			readonly span: Span | null;
			readonly text: string;
	  }
	/** There are no rows to cross between. */
	| { readonly kind: 'single' }
	| { readonly kind: 'too large' };

/** What the rows are: those of vmap, or (a batch made by hand) the leading axis that every carry and x has. */
export type Rows =
	| { readonly kind: 'vmap'; readonly count: number }
	| { readonly kind: 'leading axis'; readonly count: number };
