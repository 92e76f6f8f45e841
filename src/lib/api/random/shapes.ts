import { shapeText, sameShape, type Shape } from '$lib/array/shape';
import { isFloat, type DType } from '$lib/array/dtype';
import { avalOf, type Value } from '$lib/core/interpreter';
import { expandDims } from '$lib/core/ops';
import { ProgramError } from '$lib/core/errors';
import { range } from '../arguments';
import { broadcastShapes, broadcastTo } from '../broadcast';

/** Refuses parameters that do not broadcast to the asked shape. */
export function checkShape(name: string, shape: Shape, ...params: readonly Shape[]): void {
	const result = broadcastShapes(shape, ...params);
	if (sameShape(result, shape)) return;
	throw new ProgramError(
		'ValueError',
		`${name} parameter shapes must be broadcast-compatible with shape argument, and the result of broadcasting the shapes must equal the shape argument, but got result ${shapeText(result)} for shape argument ${shapeText(shape)}.`
	);
}

/** Refuses element types that are not floating. */
export function checkFloat(name: string, dtype: DType): void {
	if (isFloat(dtype)) return;
	throw new ProgramError(
		'ValueError',
		`dtype argument to \`${name}\` must be a float${name === 'uniform' ? '' : ' or complex'} dtype, got ${dtype}`
	);
}

/** Scalars as they are, anything else spread over `shape`: what elementwise primitives take. */
export const fit = (x: Value, shape: Shape): Value =>
	avalOf(x).shape.length === 0 ? x : broadcastTo(x, shape);

/** Leading axes of size 1 up to `rank`, as JAX's samplers bring their parameters beside what is drawn. */
export const toRank = (x: Value, rank: number): Value => expandDims(x, range(rank - avalOf(x).shape.length));

export const shapeIn = (x: Value): Shape => avalOf(x).shape;
