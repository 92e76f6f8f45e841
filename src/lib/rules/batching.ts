import type { Atom, Jaxpr, Var } from '$lib/core/jaxpr';
import type { Value } from '$lib/core/interpreter';
import type { Batched } from './dims';
import type { Dim } from '$lib/core/ops';

/** A jaxpr carried out for all rows at once. */
export interface BatchedJaxpr {
	readonly jaxpr: Jaxpr;
	/** Of each result. */
	readonly outDims: readonly Dim[];
	/** Where each variable of the one-row jaxpr is now, and along which axis its rows lie. */
	readonly placed: ReadonlyMap<Var, { readonly atom: Atom; readonly dim: Dim }>;
}

/** What a batch rule is handed. The batch rule of a higher-order primitive re-traces its jaxprs with `batchJaxpr`. */
export interface BatchContext {
	readonly size: number;
	/** The axis' name, where the user gave it one. */
	readonly axisName: string | null;
	/** Name of the vmapped function, for the loops' views. */
	readonly name: string;
	/**
	 * Traces `jaxpr` again with batched inputs where `dims` is not null. An output whose entry in `force` is an axis
	 * comes out batched there whatever it depends on; null moves a batched output to 0 and leaves others unbatched.
	 * Without `force` outputs stay where they fell.
	 */
	readonly batchJaxpr: (jaxpr: Jaxpr, dims: readonly Dim[], force?: readonly Dim[]) => BatchedJaxpr;
	/** Calls `f` on one row's values, standing for all rows of `args`. */
	readonly batchCall: (
		f: (args: readonly Value[]) => readonly Value[],
		args: readonly Value[],
		dims: readonly Dim[]
	) => Batched;
}

/** The caller guarantees at least one of `dims` to be non-null. */
export type Batch<Params> = (
	context: BatchContext,
	args: readonly Value[],
	dims: readonly Dim[],
	params: Params
) => Batched;
