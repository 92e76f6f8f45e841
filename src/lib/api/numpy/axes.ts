import { ProgramError } from '$lib/core/errors';
import { Tracer } from '$lib/core/interpreter';
import { stridesOf, sizeOf, type Shape } from '$lib/array/shape';
import { isSequence, itemsOf, staticInt } from '../arguments';
import { typeName } from '../python-type';

/** An axis brought into [0, rank), in NumPy's words where it is not there. */
export function axisIn(axis: unknown, rank: number): number {
	const n = staticInt(axis);
	if (n === null)
		throw new ProgramError('TypeError', `'${typeName(axis)}' object cannot be interpreted as an integer`);
	if (n < -rank || n >= rank)
		throw new ProgramError('AxisError', `axis ${n} is out of bounds for array of dimension ${rank}`);
	return n < 0 ? n + rank : n;
}

/** One axis, several, or all for None. */
export function axesIn(axes: unknown, rank: number): number[] {
	if (axes === null || axes === undefined) return Array.from({ length: rank }, (_, axis) => axis);
	return (isSequence(axes) ? itemsOf(axes) : [axes]).map((axis) => axisIn(axis, rank));
}

/** The elements of an array gone through along some axes: what remains, and for each remaining place its elements. */
export interface Lines {
	/** Shape without the axes, or with size 1 there. */
	readonly shape: Shape;
	/** Positions of the elements of each line, in order. */
	readonly lines: readonly (readonly number[])[];
}

export function linesAlong(shape: Shape, axes: readonly number[], keepdims = false): Lines {
	const strides = stridesOf(shape);
	const inside = axes.slice().sort((a, b) => a - b);
	const outside = shape.map((_, axis) => axis).filter((axis) => !inside.includes(axis));
	const starts = offsets(outside, shape, strides);
	const steps = offsets(inside, shape, strides);
	const left = keepdims
		? shape.map((n, axis) => (inside.includes(axis) ? 1 : n))
		: outside.map((axis) => shape[axis]);
	return { shape: left, lines: starts.map((start) => steps.map((step) => start + step)) };
}

/** Offsets of all index combinations of some axes, row-major. */
function offsets(axes: readonly number[], shape: Shape, strides: readonly number[]): number[] {
	let found = [0];
	for (const axis of axes)
		found = found.flatMap((at) => Array.from({ length: shape[axis] }, (_, i) => at + i * strides[axis]));
	return found;
}

/** Positions of a transposed array's elements in the original. */
export function transposed(shape: Shape, order: readonly number[]): { shape: Shape; positions: number[] } {
	const strides = stridesOf(shape);
	return { shape: order.map((axis) => shape[axis]), positions: offsets(order, shape, strides) };
}

export const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

/** A shape as the user writes it: a length or a sequence of lengths. */
export function shapeFrom(x: unknown): number[] {
	return (isSequence(x) ? itemsOf(x) : [x]).map((n) => {
		const size = staticInt(n);
		if (size === null && !isSequence(x) && n instanceof Tracer)
			throw new ProgramError(
				'TypeError',
				`expected a sequence of integers or a single integer, got '${String(n)}'`
			);
		if (size === null)
			throw new ProgramError('TypeError', `'${typeName(n)}' object cannot be interpreted as an integer`);
		if (size < 0) throw new ProgramError('ValueError', 'negative dimensions are not allowed');
		return size;
	});
}

/** A new shape with at most one -1, which takes what is left. */
export function reshaped(size: number, asked: unknown): number[] {
	const wanted = (isSequence(asked) ? itemsOf(asked) : [asked]).map((n) => staticInt(n) ?? NaN);
	const known = wanted.filter((n) => n !== -1).reduce((a, b) => a * b, 1);
	const shape = wanted.map((n) => (n === -1 ? size / known : n));
	if (sizeOf(shape) !== size || shape.some((n) => !Number.isInteger(n)))
		throw new ProgramError(
			'ValueError',
			`cannot reshape array of size ${size} into shape (${wanted.join(',')}${wanted.length === 1 ? ',' : ''})`
		);
	return shape;
}
