import type { Span } from '$lib/core/source';
import type { EqnIndex, Lane } from './moment';

/** Which value of the picture is meant. */
export interface CellRef {
	readonly kind: 'init' | 'x' | 'carry' | 'y' | 'final' | 'watch';
	/** Null for a value that exists once for all lanes. */
	readonly lane: Lane | null;
	/** The step the cell stands at; 0 for init, the loop's length for final. */
	readonly step: number;
	readonly leaf: number;
}

/** What the pointer is on, in the code, in the lanes, in the body table or in a jaxpr. */
export type Hover =
	| { readonly kind: 'span'; readonly span: Span }
	| { readonly kind: 'cell'; readonly cell: CellRef }
	| {
			readonly kind: 'equation';
			readonly eqn: EqnIndex;
			/** Null on the equation itself. */ readonly lane: Lane | null;
	  }
	/** An equation of a jaxpr (loop-jaxprs.ts), which may be one that the user's body does not have. */
	| {
			readonly kind: 'traced';
			readonly origin: number | null;
			readonly eqn: EqnIndex | null;
			readonly span: Span | null;
	  };
