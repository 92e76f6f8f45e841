import type { NDArray } from '$lib/array/ndarray';
import { sizeOf, stridesOf, type Shape } from '$lib/array/shape';
import fc from 'fast-check';

/** Every index of a shape, row-major. */
export function indices(shape: Shape): number[][] {
	return shape.reduce<number[][]>(
		(all, n) => all.flatMap((index) => Array.from({ length: n }, (_, i) => [...index, i])),
		[[]]
	);
}

/** Element at an index, or undefined outside. */
export function at(x: NDArray, index: readonly number[]): number | undefined {
	const strides = stridesOf(x.shape);
	if (index.some((i, axis) => i < 0 || i >= x.shape[axis])) return undefined;
	return x.data[index.reduce((sum, i, axis) => sum + i * strides[axis], 0)];
}

/** A shape of up to `rank` axes, sizes 0 to 4. */
export const shapes = (rank = 4, least = 0): fc.Arbitrary<number[]> =>
	fc.array(fc.integer({ min: least, max: 4 }), { maxLength: rank });

/** A shape with some values: small integers, exact in every dtype. */
export const filled = (shape: Shape): fc.Arbitrary<number[]> =>
	fc.array(fc.integer({ min: -9, max: 9 }), { minLength: sizeOf(shape), maxLength: sizeOf(shape) });
