import type { Shape } from '../shape';

/** Where every index of `shape`, row-major, lies in an array with these strides: one number an element. */
export function offsetsOf(shape: Shape, strides: readonly number[]): Int32Array {
	let offsets = new Int32Array(1);
	shape.forEach((n, axis) => {
		const next = new Int32Array(offsets.length * n);
		for (let i = 0; i < offsets.length; i++)
			for (let j = 0; j < n; j++) next[i * n + j] = offsets[i] + j * strides[axis];
		offsets = next;
	});
	return offsets;
}

/** `offsetsOf` for some of the axes of an array. */
export const axesOffsets = (shape: Shape, strides: readonly number[], axes: readonly number[]): Int32Array =>
	offsetsOf(
		axes.map((axis) => shape[axis]),
		axes.map((axis) => strides[axis])
	);

/** The axes of a shape that are not among `axes`, in order. */
export const otherAxes = (shape: Shape, ...axes: readonly (readonly number[])[]): number[] =>
	shape.map((_, axis) => axis).filter((axis) => !axes.some((some) => some.includes(axis)));

/** Every index of a shape, row-major. */
export function indicesOf(shape: Shape): number[][] {
	let indices: number[][] = [[]];
	for (const n of shape)
		indices = indices.flatMap((index) => Array.from({ length: n }, (_, i) => [...index, i]));
	return indices;
}
