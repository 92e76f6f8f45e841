import { sameShape, shapeText, sizeOf, type Shape } from '$lib/array/shape';
import { aval, type Aval } from '$lib/core/aval';
import { ProgramError } from '$lib/core/errors';
import type { GatherDims, Params } from '$lib/core/primitive';
import { sameDtype } from './elementwise';

/** Types of what moves elements about, joins and contracts. Throw JAX's TypeErrors. */

export const like = (a: Aval, change: Partial<Aval>): Aval => ({ ...a, ...change });

export const without = (shape: Shape, axes: readonly number[]): Shape =>
	shape.filter((_, axis) => !axes.includes(axis));

/** Shape of a gather's result: the index array's axes with the window's axes put in at `offset_dims`. */
export function gatherShape(indices: Shape, dims: GatherDims, sliceSizes: Shape): Shape {
	const window = sliceSizes.filter(
		(_, axis) => !dims.collapsed_slice_dims.includes(axis) && !dims.operand_batching_dims.includes(axis)
	);
	const batch = indices.slice(0, -1);
	const rank = window.length + batch.length;
	let w = 0;
	let b = 0;
	return Array.from({ length: rank }, (_, axis) =>
		dims.offset_dims.includes(axis) ? window[w++] : batch[b++]
	);
}

export function dotShape(
	[x, y]: readonly Aval[],
	{ dimension_numbers, preferred_element_type }: Params['dot_general']
): Aval[] {
	const [[xContract, yContract], [xBatch, yBatch]] = dimension_numbers;
	const sizes = (a: Aval, axes: readonly number[]) => axes.map((axis) => a.shape[axis]);
	if (!sameShape(sizes(x, xContract), sizes(y, yContract)))
		throw new ProgramError(
			'TypeError',
			`dot_general requires contracting dimensions to have the same shape, got ${shapeText(sizes(x, xContract))} and ${shapeText(sizes(y, yContract))}.`
		);
	if (!sameShape(sizes(x, xBatch), sizes(y, yBatch)))
		throw new ProgramError(
			'TypeError',
			`dot_general requires lhs batch dimensions and rhs batch dimensions to have the same shape, got ${shapeText(sizes(x, xBatch))} and ${shapeText(sizes(y, yBatch))}.`
		);
	const shape = [
		...sizes(x, xBatch),
		...without(x.shape, [...xContract, ...xBatch]),
		...without(y.shape, [...yContract, ...yBatch])
	];
	const dtype = preferred_element_type ?? sameDtype('dot_general', [x, y]);
	return [aval(dtype, shape, x.weak && y.weak)];
}

export function concatenateShape(operands: readonly Aval[], { dimension }: Params['concatenate']): Aval[] {
	const [head] = operands;
	const dtype = sameDtype('concatenate', operands);
	const shapes = operands.map(({ shape }) => shapeText(shape)).join(', ');
	if (operands.some(({ shape }) => shape.length !== head.shape.length))
		throw new ProgramError(
			'TypeError',
			`Cannot concatenate arrays with different numbers of dimensions: got ${shapes}.`
		);
	if (operands.some(({ shape }) => shape.some((n, axis) => axis !== dimension && n !== head.shape[axis])))
		throw new ProgramError(
			'TypeError',
			`Cannot concatenate arrays with shapes that differ in dimensions other than the one being concatenated: concatenating along dimension ${dimension} for shapes ${shapes}.`
		);
	const total = operands.reduce((sum, { shape }) => sum + shape[dimension], 0);
	const shape = head.shape.map((n, axis) => (axis === dimension ? total : n));
	return [
		aval(
			dtype,
			shape,
			operands.every(({ weak }) => weak)
		)
	];
}

export function reshapeShape([x]: readonly Aval[], { new_sizes }: Params['reshape']): Aval[] {
	if (sizeOf(x.shape) !== sizeOf(new_sizes))
		throw new ProgramError(
			'TypeError',
			`reshape total size must be unchanged, got new_sizes ${shapeText(new_sizes)} for shape ${shapeText(x.shape)}.`
		);
	return [like(x, { shape: new_sizes })];
}

export const sliceSize = (start: number, limit: number, stride: number): number =>
	Math.max(0, Math.ceil((limit - start) / stride));

export const paddedSize = (n: number, [low, high, interior]: readonly [number, number, number]): number =>
	Math.max(0, n + low + high + Math.max(0, n - 1) * interior);
