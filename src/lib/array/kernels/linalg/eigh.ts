import type { DType } from '../../dtype';
import type { Kernel } from '../../kernel';
import type { Shape } from '../../shape';
import { matricesOf } from './matrices';

/**
 * `eigh` by cyclic Jacobi rotations, in double precision and rounded at the end: ins `[a]` [..., n, n] (the lower triangle is read,
 * or the upper), outs `[v, w]`: eigenvectors in the columns of `v`, eigenvalues ascending. The sign of an eigenvector is anyone's
 * choice; here its last element that is not zero is positive.
 */
export function eigh(dtype: DType, shape: Shape, lower = true): Kernel {
	const { rows: n, count } = matricesOf('eigh', dtype, shape);
	const a = new Float64Array(n * n);
	const v = new Float64Array(n * n);
	return ([x], [outV, outW]) => {
		for (let m = 0; m < count; m++) {
			for (let i = 0; i < n; i++)
				for (let j = 0; j <= i; j++)
					a[i * n + j] = a[j * n + i] = x.data[x.at + (m * n + (lower ? i : j)) * n + (lower ? j : i)];
			diagonalise(a, v, n);
			const order = Array.from({ length: n }, (_, i) => i).sort((i, j) => a[i * n + i] - a[j * n + j]);
			order.forEach((from, to) => {
				outW.data[outW.at + m * n + to] = a[from * n + from];
				const sign = signOf(v, n, from);
				for (let i = 0; i < n; i++) outV.data[outV.at + (m * n + i) * n + to] = sign * v[i * n + from];
			});
		}
	};
}

/** -1 where the last element of a column that would not round to nothing is negative. */
function signOf(v: Float64Array, n: number, column: number): number {
	for (let i = n - 1; i >= 0; i--)
		if (Math.abs(v[i * n + column]) > 1e-12) return Math.sign(v[i * n + column]);
	return 1;
}

const mostSweeps = 60;

function offDiagonal(a: Float64Array, n: number): number {
	let sum = 0;
	for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) sum += a[i * n + j] ** 2;
	return sum;
}

/** Rotates away one element after another until none is left; `v` collects the rotations. NaN ends it at once. */
function diagonalise(a: Float64Array, v: Float64Array, n: number): void {
	v.fill(0);
	for (let i = 0; i < n; i++) v[i * n + i] = 1;
	for (let sweep = 0; sweep < mostSweeps && offDiagonal(a, n) > 0; sweep++)
		for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) if (a[p * n + q] !== 0) rotate(a, v, n, p, q);
}

/** The rotation in the plane of p and q that makes a[p, q] zero. */
function rotate(a: Float64Array, v: Float64Array, n: number, p: number, q: number): void {
	const theta = (a[q * n + q] - a[p * n + p]) / (2 * a[p * n + q]);
	const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1));
	const c = 1 / Math.hypot(t, 1);
	const s = t * c;
	for (let k = 0; k < n; k++) turn(a, k * n + p, k * n + q, c, s);
	for (let k = 0; k < n; k++) turn(a, p * n + k, q * n + k, c, s);
	for (let k = 0; k < n; k++) turn(v, k * n + p, k * n + q, c, s);
	a[p * n + q] = a[q * n + p] = 0;
}

function turn(x: Float64Array, i: number, j: number, c: number, s: number): void {
	const [p, q] = [x[i], x[j]];
	x[i] = c * p - s * q;
	x[j] = s * p + c * q;
}
