import type { Atom, Jaxpr, Var } from './jaxpr';
import type { Dim } from './ops';

/** Which jaxpr of one row a batched one was made of, and where its variables are now. */
export interface BatchedFrom {
	readonly row: Jaxpr;
	readonly placed: ReadonlyMap<Var, { readonly atom: Atom; readonly dim: Dim }>;
}

const rows = new WeakMap<Jaxpr, BatchedFrom>();

/** What `vmap` made a jaxpr of; undefined where it did not. */
export const batchedFrom = (batched: Jaxpr): BatchedFrom | undefined => rows.get(batched);

/** Remembers it; a jaxpr that `vmap` left as it was is made of none. */
export function setBatchedFrom(batched: Jaxpr, from: BatchedFrom): void {
	if (batched !== from.row) rows.set(batched, from);
}
