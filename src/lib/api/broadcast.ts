import { longText } from '$lib/core/aval';
import { ProgramError } from '$lib/core/errors';
import { avalOf, type Value } from '$lib/core/interpreter';
import { broadcastInDim, expandDims } from '$lib/core/ops';
import { inexact, promote } from '$lib/core/promote';
import type { DType } from '$lib/array/dtype';
import { sameShape, shapeText, type Shape } from '$lib/array/shape';
import { range, type ArrayLike } from './arguments';
import { arrayLikes, avalOfLike, checkFits, convertLike, toValue } from './values';

/** NumPy's broadcasting of shapes. Throws JAX's ValueError where they do not fit. */
export function broadcastShapes(...shapes: readonly Shape[]): number[] {
	const rank = Math.max(0, ...shapes.map((shape) => shape.length));
	return range(rank).map((axis) => {
		const sizes = shapes
			.map((shape) => shape[axis - rank + shape.length])
			.filter((size) => size !== undefined && size !== 1);
		if (sizes.some((size) => size !== sizes[0])) throw incompatible(shapes);
		return sizes[0] ?? 1;
	});
}

const incompatible = (shapes: readonly Shape[]): ProgramError =>
	new ProgramError(
		'ValueError',
		`Incompatible shapes for broadcasting: shapes=[${shapes.map(shapeText).join(', ')}]`
	);

/** JAX's `_broadcast_to`. */
export function broadcastTo(x: Value, shape: Shape): Value {
	const own = avalOf(x).shape;
	if (sameShape(own, shape)) return x;
	if (shape.length < own.length)
		throw new ProgramError(
			'ValueError',
			`Cannot broadcast to shape with fewer dimensions: arr_shape=${shapeText(own)} shape=${shapeText(shape)}`
		);
	const lead = shape.length - own.length;
	if (own.some((size, axis) => size !== 1 && size !== shape[lead + axis]))
		throw new ProgramError(
			'ValueError',
			`Incompatible types for broadcasting: input type=${longText(avalOf(x))} and requested type=${longText({ ...avalOf(x), shape })}`
		);
	return broadcastInDim(x, shape, range(own.length, lead));
}

/** All operands in their common shape. */
export function broadcastArrays(values: readonly Value[]): Value[] {
	const shapes = values.map((x) => avalOf(x).shape);
	if (shapes.every((shape) => sameShape(shape, shapes[0]))) return [...values];
	const shape = broadcastShapes(...shapes);
	return values.map((x) => broadcastTo(x, shape));
}

/**
 * Ranks made equal by leading axes of size 1, as elementwise primitives want them; scalars stay scalars (JAX's
 * `promote_shapes`).
 */
export function promoteShapes(values: readonly Value[]): Value[] {
	const shapes = values.map((x) => avalOf(x).shape);
	const ranks = new Set(shapes.filter((shape) => shape.length > 0).map((shape) => shape.length));
	if (ranks.size < 2) return [...values];
	const rank = broadcastShapes(...shapes).length;
	return values.map((x) => expandDims(x, range(rank - avalOf(x).shape.length)));
}

/** How the common type is bent: as it is, integers and booleans to float32, booleans to int32. */
export type Bend = 'plain' | 'inexact' | 'numeric';

const bent: { readonly [B in Bend]: (dtype: DType) => DType } = {
	plain: (dtype) => dtype,
	inexact,
	numeric: (dtype) => (dtype === 'bool' ? 'int32' : dtype)
};

/** Operands converted to their common type (JAX's `promote_dtypes` and its inexact and numeric kin). */
export function promoteTypes(operands: readonly ArrayLike[], bend: Bend = 'plain'): Value[] {
	if (operands.length === 1 && bend === 'plain') return [toValue(operands[0])];
	operands.forEach((x, i) => checkFits(x, ['x', 'y'][i] ?? `args[${i}]`));
	const { dtype, weak } = promote(operands.map(avalOfLike));
	const target = bent[bend](dtype);
	return operands.map((x) => convertLike(x, target, weak));
}

/** Operands of the library function `fn` in a common type and rank (JAX's `promote_args`). */
export function promoteArgs(fn: string, operands: readonly unknown[], bend: Bend = 'plain'): Value[] {
	const given = arrayLikes(fn, operands);
	checkKeys(fn, given);
	return promoteShapes(promoteTypes(given, bend));
}

function checkKeys(fn: string, operands: readonly ArrayLike[]): void {
	const types = operands.map((x) => avalOfLike(x).dtype);
	if (!types.includes('key<fry>')) return;
	const word = types.length === 1 ? 'dtype' : 'dtypes';
	throw new ProgramError('TypeError', `${fn} does not accept ${word} ${types.join(', ')}.`);
}
