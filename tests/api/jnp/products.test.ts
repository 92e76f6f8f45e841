import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { einsum } from '$lib/api/jnp/einsum';
import { matmul } from '$lib/api/jnp/matmul';
import { cross, dot, inner, kron, outer, tensordot } from '$lib/api/jnp/products';
import { broadcastShapes } from '$lib/api/broadcast';
import { NDArray } from '$lib/array/ndarray';
import { sizeOf, stridesOf } from '$lib/array/shape';
import { concrete, floats, plain } from '../support';

const counted = (shape: readonly number[]): NDArray =>
	new NDArray(
		'float32',
		shape,
		Float32Array.from({ length: sizeOf(shape) }, (_, i) => (i % 7) - 2)
	);

const at = (x: NDArray, index: readonly number[]): number => {
	const strides = stridesOf(x.shape);
	const offset = x.ndim - index.length;
	if (offset < 0) return at(x, index.slice(-x.ndim));
	return x.data[index.reduce((sum, i, axis) => sum + (x.shape[axis] === 1 ? 0 : i) * strides[axis], 0)];
};

/** The product of stacks of matrices, element by element. */
function naive(x: NDArray, y: NDArray): number[] {
	const batch = broadcastShapes(x.shape.slice(0, -2), y.shape.slice(0, -2));
	const [n, k] = x.shape.slice(-2);
	const m = y.shape[y.ndim - 1];
	const grid = [...batch, n, m];
	return Array.from({ length: sizeOf(grid) }, (_, flat) => {
		const index = grid.map((size, axis) => Math.floor(flat / stridesOf(grid)[axis]) % size);
		const [i, j] = index.slice(-2);
		const own = (a: NDArray, last: number[]): number =>
			at(a, [...index.slice(0, -2).slice(batch.length - (a.ndim - 2)), ...last]);
		return Array.from({ length: k }, (_, c) => own(x, [i, c]) * own(y, [c, j])).reduce((a, b) => a + b, 0);
	});
}

describe('matmul', () => {
	const size = fc.constantFrom(1, 2, 3);
	const stacks = fc.tuple(fc.array(size, { maxLength: 2 }), size, size, size).chain(([batch, n, k, m]) =>
		fc
			.tuple(
				...[0, 1].map(() =>
					fc.tuple(fc.nat(batch.length), fc.array(fc.boolean(), { minLength: 2, maxLength: 2 }))
				)
			)
			.map((sides) => {
				const lead = sides.map(([cut, ones]) => batch.slice(cut).map((each, i) => (ones[i] ? 1 : each)));
				return [counted([...lead[0], n, k]), counted([...lead[1], k, m])] as const;
			})
	);

	test('agrees with the sum of products for all ways of broadcasting', () => {
		fc.assert(
			fc.property(stacks, ([x, y]) => {
				const product = concrete(matmul(x, y));
				expect(product.shape).toEqual([
					...broadcastShapes(x.shape.slice(0, -2), y.shape.slice(0, -2)),
					x.shape[x.ndim - 2],
					y.shape[y.ndim - 1]
				]);
				expect([...product.data]).toEqual(naive(x, y));
			})
		);
	});

	test('a vector is a row on the left and a column on the right', () => {
		const matrix = floats([[1, 2], [3, 4], [5, 6]]); // prettier-ignore
		expect(plain(matmul(matrix, floats([1, 10])))).toEqual([21, 43, 65]);
		expect(plain(matmul(floats([1, 10, 100]), matrix))).toEqual([531, 642]);
	});

	test('refuses sizes that do not meet, and scalars', () => {
		expect(() => matmul(counted([2, 3]), counted([2, 3]))).toThrow(
			'dot_general requires contracting dimensions to have the same shape, got (3,) and (2,).'
		);
		expect(() => matmul(counted([2]), 2)).toThrow(
			'matmul input operand 1 must have ndim at least 1, but it has ndim 0'
		);
	});
});

describe('other products', () => {
	const v = floats([1, 2, 3]);
	test('dot, inner, outer, cross and kron of vectors', () => {
		expect(plain(dot(v, v))).toBe(14);
		expect(plain(inner(v, v))).toBe(14);
		expect(plain(outer(floats([1, 2]), v))).toEqual([[1, 2, 3], [2, 4, 6]]); // prettier-ignore
		expect(plain(cross(v, floats([0, 1, 0])))).toEqual([-3, 0, 1]);
		expect(plain(kron(floats([1, 10]), v))).toEqual([1, 2, 3, 10, 20, 30]);
	});

	test('tensordot over pairs of axes', () => {
		const x = counted([2, 3, 4]);
		expect(
			plain(
				tensordot(x, x, [
					[0n, 2n],
					[0n, 2n]
				])
			)
		).toEqual(plain(einsum('iaj,ibj->ab', x, x)));
	});
});

describe('einsum', () => {
	const x = counted([2, 3]);
	const y = counted([3, 4]);
	test('agrees with the products it spells', () => {
		expect(plain(einsum('ij,jk->ik', x, y))).toEqual(plain(matmul(x, y)));
		expect(plain(einsum('ij,jk', x, y))).toEqual(plain(matmul(x, y)));
		expect(plain(einsum('ii', matmul(x, counted([3, 2]))))).toBe(
			[0, 1].reduce((sum, i) => sum + (plain(matmul(x, counted([3, 2]))) as number[][])[i][i], 0)
		);
		expect(plain(einsum('...j,j->...', counted([2, 2, 3]), floats([1, 1, 1])))).toEqual(
			plain(matmul(counted([2, 2, 3]), floats([1, 1, 1])))
		);
	});

	test('says which label does not fit', () => {
		expect(() => einsum('ij,jk->ik', x, x)).toThrow(/Size of label 'j'/);
		expect(() => einsum('ijk->i', x)).toThrow(/does not contain the correct number of indices/);
	});
});
