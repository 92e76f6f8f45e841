import { describe, expect, test } from 'vitest';
import '$lib/transforms/eval';
import { NDArray } from '$lib/array/ndarray';
import type { Value } from '$lib/core/interpreter';
import { arrayFrom } from '$lib/api/values';
import { matmul } from '$lib/api/jnp/matmul';
import { matrixTranspose } from '$lib/api/jnp/shape';
import { cholesky, eigh, qr } from '$lib/api/linalg/factors';
import { norm, vectorNorm } from '$lib/api/linalg/norms';
import { matrixPower, multiDot } from '$lib/api/linalg/products';
import { det, inv, slogdet, solve } from '$lib/api/linalg/solving';
import { lstsq, matrixRank, pinv, svd } from '$lib/api/linalg/svd';

const numbers = (x: Value): number[] => [...(x as NDArray).data];
const shape = (x: Value): readonly number[] => (x as NDArray).shape;
const close = (x: Value, expected: number[], digits = 4): void => {
	expect(numbers(x)).toHaveLength(expected.length);
	numbers(x).forEach((v, i) => expect(v).toBeCloseTo(expected[i], digits));
};
const a = arrayFrom([
	[4, 1, 2],
	[1, 3, 0],
	[2, 0, 5]
]);
const tall = arrayFrom([
	[1, 2],
	[3, 4],
	[5, 6]
]);
const unit3 = [1, 0, 0, 0, 1, 0, 0, 0, 1];

describe('factors', () => {
	test('cholesky gives a lower factor back, NaN where there is none', () => {
		const l = cholesky(a);
		close(matmul(l, cholesky(a, true)), numbers(a));
		expect(numbers(l)[1]).toBe(0);
		expect(numbers(cholesky(arrayFrom([[1, 2], [2, 1]])))[3]).toBeNaN(); // prettier-ignore
	});

	test('qr gives back the matrix and right angles', () => {
		const [q, r] = qr(tall);
		expect([shape(q), shape(r)]).toEqual([
			[3, 2],
			[2, 2]
		]);
		close(matmul(q, r), numbers(tall));
		expect(shape(qr(tall, 'complete')[0])).toEqual([3, 3]);
	});

	test('eigh gives eigenvalues in ascending order and unit vectors', () => {
		const { values, vectors } = eigh(arrayFrom([[2, 1], [1, 2]])); // prettier-ignore
		close(values, [1, 3]);
		expect(Math.abs(numbers(vectors)[0])).toBeCloseTo(Math.SQRT1_2, 5);
	});

	test('svd puts a tall, a wide and a singular matrix together again', () => {
		for (const m of [tall, arrayFrom([[1, 2, 3], [0, 1, 0]]), arrayFrom([[1, 2], [2, 4], [3, 6]])] /* prettier-ignore */) {
			const { u, s, vt } = svd(m, false);
			const k = numbers(s).length;
			const us = new NDArray(
				'float32',
				shape(u),
				Float32Array.from(numbers(u), (v, i) => v * numbers(s)[i % k])
			);
			close(matmul(us, vt), numbers(m));
			close(matmul(vt, matrixTranspose(vt)), k === 2 ? [1, 0, 0, 1] : unit3);
		}
		const { u, vt } = svd(arrayFrom([[1, 2, 3], [2, 4, 6]])); // prettier-ignore
		close(matmul(vt, matrixTranspose(vt)), unit3);
		close(matmul(u, matrixTranspose(u)), [1, 0, 0, 1]);
	});
});

describe('solving', () => {
	test('solve, inv, det and slogdet agree', () => {
		close(matmul(a, inv(a)), unit3);
		close(matmul(a, solve(a, arrayFrom([1, 2, 3]))), [1, 2, 3]);
		close(det(a), [43]);
		close(det(arrayFrom([[0, 2, 0, 0], [1, 0, 0, 0], [0, 0, 3, 0], [0, 0, 0, 1]])), [-6]); // prettier-ignore
		const { sign, logabsdet } = slogdet(a);
		close(sign, [1]);
		close(logabsdet, [Math.log(43)]);
	});

	test('inv and det take each matrix of a batch', () => {
		const batch = arrayFrom([[[2, 0], [0, 4]], [[1, 1], [0, 1]]]); // prettier-ignore
		close(inv(batch), [0.5, 0, 0, 0.25, 1, -1, 0, 1]);
		close(det(batch), [8, 1]);
	});

	test('lstsq, pinv and matrix_rank agree on a tall matrix', () => {
		const [x, residuals, rank] = lstsq(tall, arrayFrom([1, 2, 2]));
		close(x, [-2 / 3, 11 / 12]);
		expect(numbers(residuals)).toHaveLength(1);
		expect(numbers(rank)).toEqual([2]);
		close(matmul(pinv(tall), tall), [1, 0, 0, 1]);
		expect(numbers(matrixRank(arrayFrom([[1, 2], [2, 4]])))).toEqual([1]); // prettier-ignore
	});
});

describe('norms and products', () => {
	test('norm takes an order, of vectors and of matrices', () => {
		const v = arrayFrom([3, -4, 0]);
		expect([null, 1, Infinity, -Infinity, 0, 3].map((ord) => numbers(norm(v, { ord }))[0])).toEqual([
			5,
			7,
			4,
			0,
			2,
			Math.fround(Math.cbrt(91))
		]);
		close(norm(tall), [Math.sqrt(91)]);
		close(norm(tall, { ord: 1n }), [12]);
		close(norm(tall, { ord: Infinity }), [11]);
		close(norm(tall, { ord: 2n }), [9.525518]);
		close(norm(tall, { axis: 1n, keepdims: true }), [Math.sqrt(5), 5, Math.sqrt(61)]);
		close(vectorNorm(tall), [Math.sqrt(91)]);
	});

	test('integers stay integers in powers and chains', () => {
		const f = arrayFrom([[1n, 1n], [1n, 0n]]); // prettier-ignore
		expect(numbers(matrixPower(f, 9n))).toEqual([55, 34, 34, 21]);
		expect((matrixPower(f, 9n) as NDArray).dtype).toBe('int32');
		expect(numbers(multiDot([f, f, f]))).toEqual([3, 2, 2, 1]);
		close(matrixPower(a, -1n), numbers(inv(a)));
	});
});
