import type { LoopView } from './control';
import type { Var } from './jaxpr';
import type { Source } from './source';

/** What the loops of a gradient tell of their part in it, in terms of the loop that the program has. */

/** A leaf of a loop's view, with its name there. */
export interface LeafPlace {
	readonly role: 'closed' | 'carry' | 'x' | 'y';
	readonly leaf: number;
	readonly name: string;
}

/** What a forward pass keeps for its backward pass: one and the same object in both. */
export interface Tape {
	/** The forward pass as the program has it, which the residuals are of. */
	readonly of: LoopView;
	readonly residuals: readonly TapeResidual[];
}

export interface TapeResidual {
	/** At every step; an x, which is there anyway; or once, being the same at every step. */
	readonly kept: 'step' | 'x' | 'once';
	/** The variable of the forward body that it is; null for what only the derivative asks for. */
	readonly is: Var | null;
	/** Where what only the derivative asks for is from. */
	readonly source: Source | null;
}

/** What an operand or a result is. `of` is null for what has no leaf of its own in the user's view. */
export type PassPart =
	| { readonly kind: 'value' }
	| { readonly kind: 'tangent' | 'cotangent'; readonly of: LeafPlace | null }
	| { readonly kind: 'residual'; readonly residual: number };

/** A loop of tangents or of cotangents: what its body's arguments and results are, in order. */
export interface Pass {
	/** Null until it is known what is kept. */
	readonly tape: Tape | null;
	readonly ins: readonly PassPart[];
	readonly outs: readonly PassPart[];
}
