import type { Shape } from '$lib/array/shape';
import { avalOf, type Value } from '$lib/core/interpreter';
import type { Dim } from '$lib/core/ops';

/** What batch rules ask of their operands. */

export const shapeOf = (x: Value): Shape => avalOf(x).shape;
export const rankOf = (x: Value): number => shapeOf(x).length;

/** The only operand's axis, which the caller guarantees to be there. */
export function sole(dims: readonly Dim[]): number {
	const [dim] = dims;
	if (dim === null) throw new Error('internal: a batch rule without a batched operand');
	return dim;
}
