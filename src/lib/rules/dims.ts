import { avalOf, type Value } from '$lib/core/interpreter';
import { broadcastInDim, moveAxis } from '$lib/core/ops';

/** Where the batch axis of a value is; null for a value that all rows share. JAX's `bdim`. */
export type Dim = number | null;

export interface Batched {
	readonly outs: readonly Value[];
	readonly dims: readonly Dim[];
}

export const one = (out: Value, dim: Dim): Batched => ({ outs: [out], dims: [dim] });

/** The batch axis moved to `to`; an unbatched value is copied along a new axis of `size` there. */
export function batchAt(x: Value, dim: Dim, size: number, to = 0): Value {
	if (dim !== null) return moveAxis(x, dim, to);
	const { shape } = avalOf(x);
	const full = [...shape.slice(0, to), size, ...shape.slice(to)];
	return broadcastInDim(
		x,
		full,
		full.map((_, axis) => axis).filter((axis) => axis !== to)
	);
}

/** Axis numbers of one row as axis numbers of the batch whose batch axis is `dim`. */
export const shifted = (axes: readonly number[], dim: number): number[] =>
	axes.map((axis) => (axis >= dim ? axis + 1 : axis));

/** Rows brought to the front, or none. */
export const frontOrNull = (dim: Dim): Dim => (dim === null ? null : 0);

/** Rows at the front where there are any. */
export const atFront = (batched: boolean): Dim => (batched ? 0 : null);
