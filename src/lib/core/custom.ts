import type { Value } from './interpreter';
import type { Aval } from './aval';
import type { Jaxpr } from './jaxpr';

/** A body that is computed again where its gradient is taken. Printed as JAX prints `jax.checkpoint`. */
export interface RematParams {
	readonly jaxpr: Jaxpr;
	readonly prevent_cse: boolean;
	/** Set in the backward pass. */
	readonly differentiated: boolean;
	readonly policy: null;
}

/** Results of a function and their tangents, one for each. */
export interface Pushed {
	readonly outs: readonly Value[];
	readonly tangents: readonly Value[];
}

/** A derivative the program gives: run in the current interpreter, a tangent for every operand. */
export type PushForward = (primals: readonly Value[], tangents: readonly Value[]) => Pushed;

/** Operands: what the body closes over (`num_consts`), then the arguments. */
export interface CustomJvpParams {
	readonly name: string;
	readonly call_jaxpr: Jaxpr;
	readonly jvp_jaxpr_fun: PushForward;
	/** What the rule is called, for the jaxpr's print. */
	readonly jvp: string;
	readonly num_consts: number;
	readonly symbolic_zeros: boolean;
}

/** Cotangents of all arguments from what was kept and the cotangents of all results; null is zero. */
export type PullBack = (residuals: readonly Value[], cts: readonly Value[]) => readonly (Value | null)[];

/** Results, what the backward pass needs of the forward pass, and the backward pass. */
export interface Kept {
	readonly outs: readonly Value[];
	readonly residuals: readonly Value[];
	readonly bwd: PullBack;
}

/** Operands as those of `custom_jvp_call`. */
export interface CustomVjpParams {
	readonly name: string;
	readonly call_jaxpr: Jaxpr;
	readonly fwd_jaxpr_thunk: (args: readonly Value[]) => Kept;
	/** What the passes are called, for the jaxpr's print. */
	readonly fwd: string;
	readonly bwd: string;
	readonly num_consts: number;
	readonly symbolic_zeros: boolean;
}

/** The unknown linear map that a pullback is the transpose of. Operands: residuals, then tangents that are not zero. */
export interface CustomLinParams {
	readonly num_res: number;
	readonly bwd: PullBack;
	readonly out_avals: readonly Aval[];
	/** Of each argument of the function, whether its tangent is zero and left out. */
	readonly in_zeros: readonly boolean[];
	readonly symbolic_zeros: boolean;
}
