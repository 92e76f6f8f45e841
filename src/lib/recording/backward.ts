import type { Span } from '$lib/core/source';
import type { EqnIndex, LoopIndex } from './moment';
import type { Operand } from './recording';

/** A loop that goes back over a forward one, step by step from its last. */
export interface Backward {
	/** Its place among the loops beside this one; null where it ran somewhere else, as in a step of another loop. */
	readonly forward: LoopIndex | null;
	/** What the forward loop keeps for it: its tape. */
	readonly residuals: readonly Residual[];
	/** What its leaves are, each in the order of the loop's. */
	readonly closed: readonly BackwardPart[];
	readonly carry: readonly BackwardPart[];
	readonly xs: readonly BackwardPart[];
	readonly ys: readonly BackwardPart[];
}

/** The cotangent of a leaf of the forward loop (null where the program has no name for it), or what that kept. */
export type BackwardPart =
	| { readonly kind: 'cotangent'; readonly of: GradientLeaf | null }
	| { readonly kind: 'residual'; readonly residual: number }
	| { readonly kind: 'other' };

export interface GradientLeaf {
	readonly role: 'closed' | 'carry' | 'x' | 'y';
	readonly leaf: number;
	readonly name: string;
}

/** A value that a forward pass keeps for the backward pass. */
export interface Residual {
	/** The value's own name, or what it is to its expression: `tanh′`. */
	readonly name: string;
	/** At every step; an x, which is there anyway; or once, being the same at every step. */
	readonly kept: 'step' | 'x' | 'once';
	/** The forward value that it is; null for what only the derivative asks for. */
	readonly is: Operand | null;
	/** The equation of the forward body that makes it, or whose derivative asks for it. */
	readonly eqn: EqnIndex | null;
	/** Its expression in the program. */
	readonly span: Span | null;
	readonly text: string;
}
