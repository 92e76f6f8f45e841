import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cholesky } from '$lib/array/kernels/linalg/cholesky';
import { eigh } from '$lib/array/kernels/linalg/eigh';
import { lu } from '$lib/array/kernels/linalg/lu';
import { qr } from '$lib/array/kernels/linalg/qr';
import { triangularSolve } from '$lib/array/kernels/linalg/triangular-solve';
import type { NDArray } from '$lib/array/ndarray';
import { array, numbers, run, runAll } from './run';

type Rows = readonly (readonly number[])[];
const matrix = (rows: Rows): NDArray => array('float32', [rows.length, rows[0].length], rows.flat());
const rowsOf = (x: NDArray): number[][] =>
	Array.from({ length: x.shape[0] }, (_, i) => numbers(x).slice(i * x.shape[1], (i + 1) * x.shape[1]));
const transposed = (a: Rows): number[][] => a[0].map((_, j) => a.map((row) => row[j]));
const times = (a: Rows, b: Rows): number[][] =>
	a.map((row) => b[0].map((_, j) => row.reduce((sum, x, k) => sum + x * b[k][j], 0)));
const eye = (n: number): number[][] =>
	Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => Number(i === j)));

function expectClose(a: Rows, b: Rows, tolerance = 1e-4): void {
	const worst = Math.max(0, ...a.flatMap((row, i) => row.map((x, j) => Math.abs(x - b[i][j]))));
	expect(worst).toBeLessThanOrEqual(tolerance);
}

const entry = fc.integer({ min: -40, max: 40 }).map((x) => x / 8);
const matrices = (rows: number, columns: number): fc.Arbitrary<number[][]> =>
	fc.array(fc.array(entry, { minLength: columns, maxLength: columns }), { minLength: rows, maxLength: rows });
const sized = fc
	.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }))
	.chain(([m, n]) => matrices(m, n));
const square = fc.integer({ min: 1, max: 5 }).chain((n) => matrices(n, n));

describe('cholesky', () => {
	it('gives a lower triangle whose product with itself is the matrix', () => {
		fc.assert(
			fc.property(square, (b) => {
				const a = times(b, transposed(b)).map((row, i) => row.map((x, j) => x + Number(i === j)));
				const n = a.length;
				const l = rowsOf(run(cholesky('float32', [n, n]), [matrix(a)], 'float32', [n, n]));
				expectClose(times(l, transposed(l)), a, 1e-3);
				expect(l.every((row, i) => row.every((x, j) => j <= i || x === 0))).toBe(true);
			})
		);
	});
	it('is NaN below the diagonal where the matrix is not positive definite, alone in its batch', () => {
		const a = array('float32', [2, 2, 2], [1, 2, 2, 1, 4, 2, 2, 5]);
		expect(numbers(run(cholesky('float32', [2, 2, 2]), [a], 'float32', [2, 2, 2]))).toEqual([
			NaN,
			0,
			NaN,
			NaN,
			2,
			0,
			1,
			2
		]);
	});
	it('reads the lower triangle only', () => {
		expect(
			numbers(
				run(
					cholesky('float32', [2, 2]),
					[
						matrix([
							[4, 9],
							[2, 5]
						])
					],
					'float32',
					[2, 2]
				)
			)
		).toEqual([2, 0, 1, 2]);
	});
});

describe('triangular_solve', () => {
	const flags = fc.record({
		leftSide: fc.boolean(),
		lower: fc.boolean(),
		transposeA: fc.boolean(),
		unitDiagonal: fc.boolean()
	});
	it('solves from either side, with either triangle, transposed or not, with a unit diagonal or not', () => {
		fc.assert(
			fc.property(square, fc.integer({ min: 1, max: 3 }), flags, fc.gen(), (values, width, params, g) => {
				const n = values.length;
				const a = values.map((row, i) => row.map((x, j) => (i === j ? 2 + Math.abs(x) : x / 8)));
				const b = g(matrices, params.leftSide ? n : width, params.leftSide ? width : n);
				const kernel = triangularSolve('float32', [n, n], [b.length, b[0].length], params);
				const x = rowsOf(run(kernel, [matrix(a), matrix(b)], 'float32', [b.length, b[0].length]));
				const kept = a.map((row, i) =>
					row.map((v, j) => (i === j ? (params.unitDiagonal ? 1 : v) : params.lower === j < i ? v : 0))
				);
				const t = params.transposeA ? transposed(kept) : kept;
				expectClose(params.leftSide ? times(t, x) : times(x, t), b);
			})
		);
	});
});

describe('lu', () => {
	it('factors the rows in the order of the permutation', () => {
		fc.assert(
			fc.property(sized, (a) => {
				const [m, n] = [a.length, a[0].length];
				const k = Math.min(m, n);
				const [factors, pivots, permutation] = runAll(
					lu('float32', [m, n]),
					[matrix(a)],
					[
						['float32', [m, n]],
						['int32', [k]],
						['int32', [m]]
					]
				);
				const f = rowsOf(factors);
				const l = f.map((row, i) => Array.from({ length: k }, (_, j) => (j < i ? row[j] : Number(i === j))));
				const u = f.slice(0, k).map((row, i) => row.map((x, j) => (j < i ? 0 : x)));
				expectClose(
					times(l, u),
					numbers(permutation).map((i) => a[i])
				);
				const order = a.map((_, i) => i);
				numbers(pivots).forEach((p, i) => ([order[i], order[p]] = [order[p], order[i]]));
				expect(order).toEqual(numbers(permutation));
				expect(l.flat().every((x) => Math.abs(x) <= 1)).toBe(true);
			})
		);
	});
});

describe('qr', () => {
	it('gives an orthonormal q and an upper triangular r, reduced or full', () => {
		fc.assert(
			fc.property(sized, fc.boolean(), (a, full) => {
				const [m, n] = [a.length, a[0].length];
				const k = full ? m : Math.min(m, n);
				const [q, r] = runAll(
					qr('float32', [m, n], full),
					[matrix(a)],
					[
						['float32', [m, k]],
						['float32', [k, n]]
					]
				).map(rowsOf);
				expectClose(times(q, r), a);
				expectClose(times(transposed(q), q), eye(k));
				expect(r.every((row, i) => row.every((x, j) => j >= i || x === 0))).toBe(true);
			})
		);
	});
	it("has LAPACK's signs", () => {
		const [, r] = runAll(
			qr('float32', [2, 2], false),
			[
				matrix([
					[3, 1],
					[4, 2]
				])
			],
			[
				['float32', [2, 2]],
				['float32', [2, 2]]
			]
		);
		expectClose(
			rowsOf(r),
			[
				[-5, -2.2],
				[0, 0.4]
			],
			1e-6
		);
	});
});

describe('eigh', () => {
	it('gives ascending eigenvalues and orthonormal eigenvectors', () => {
		fc.assert(
			fc.property(square, (b) => {
				const n = b.length;
				const a = b.map((row, i) => row.map((_, j) => b[Math.max(i, j)][Math.min(i, j)]));
				const [v, w] = runAll(
					eigh('float32', [n, n]),
					[matrix(b)],
					[
						['float32', [n, n]],
						['float32', [n]]
					]
				);
				const vectors = rowsOf(v);
				const values = numbers(w);
				expect([...values].sort((p, q) => p - q)).toEqual(values);
				expectClose(times(transposed(vectors), vectors), eye(n));
				expectClose(
					times(a, vectors),
					vectors.map((row) => row.map((x, j) => x * values[j]))
				);
			})
		);
	});
	it('takes the sign that makes the last element positive', () => {
		const half = Math.fround(Math.SQRT1_2);
		const [v, w] = runAll(
			eigh('float32', [2, 2]),
			[
				matrix([
					[2, 1],
					[1, 2]
				])
			],
			[
				['float32', [2, 2]],
				['float32', [2]]
			]
		);
		expect(rowsOf(v)).toEqual([
			[-half, half],
			[half, half]
		]);
		expect(numbers(w)).toEqual([1, 3]);
	});
});
