import type { Value } from '$lib/core/interpreter';
import { numpyInts } from '$lib/core/numpy-ints';
import type { Dim } from '$lib/core/ops';

export interface Batched {
	readonly outs: readonly Value[];
	readonly dims: readonly Dim[];
}

export const one = (out: Value, dim: Dim): Batched => ({ outs: [out], dims: [dim] });

/** Axis numbers of one row as axis numbers of the batch whose batch axis is `dim`. */
export const shifted = (axes: readonly number[], dim: number): number[] =>
	axes.map((axis) => (axis >= dim ? axis + 1 : axis));

/** The rows' own axis in front, then those of one row, each one on. */
export const afterLanes = (axes: readonly number[]): number[] =>
	numpyInts([0, ...axes.map((axis) => axis + 1)], [false, ...axes.map(() => true)]);

/** Rows brought to the front, or none. */
export const frontOrNull = (dim: Dim): Dim => (dim === null ? null : 0);

/** Rows at the front where there are any. */
export const atFront = (batched: boolean): Dim => (batched ? 0 : null);
