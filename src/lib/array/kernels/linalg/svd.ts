import type { DType } from '../../dtype';
import type { Kernel } from '../../kernel';
import type { Shape } from '../../shape';
import { matricesOf } from './matrices';

/**
 * `svd` by one-sided Jacobi rotations, in double precision and rounded at the end: ins `[a]` [..., m, n], outs `[s]` or, with
 * `computeUv`, `[s, u, vt]`: singular values descending; u and vt with min(m, n) columns and rows, or square where
 * `fullMatrices`. The signs of singular vectors are anyone's choice; here the last element of each row of vt that is not zero
 * is positive.
 */
export function svd(dtype: DType, shape: Shape, fullMatrices: boolean, computeUv: boolean): Kernel {
	const { rows: m, columns: n, count } = matricesOf('svd', dtype, shape);
	const k = Math.min(m, n);
	const [uColumns, vRows] = fullMatrices ? [m, n] : [k, k];
	return ([x], [outS, outU, outV]) => {
		for (let each = 0; each < count; each++) {
			const at = x.at + each * m * n;
			const wide = m < n;
			const a = columnsOf(x.data.subarray(at, at + m * n), m, n, wide);
			const { values, left, right } = decompose(a, wide ? n : m);
			for (let i = 0; i < k; i++) outS.data[outS.at + each * k + i] = values[i];
			if (!computeUv) continue;
			const [u, v] = wide ? [right, left] : [left, right];
			complete(u, m, uColumns);
			complete(v, n, vRows);
			fixSigns(u, v, k);
			u.slice(0, uColumns).forEach((column, j) =>
				column.forEach((value, i) => (outU.data[outU.at + (each * m + i) * uColumns + j] = value))
			);
			v.slice(0, vRows).forEach((row, i) =>
				row.forEach((value, j) => (outV.data[outV.at + (each * vRows + i) * n + j] = value))
			);
		}
	};
}

/** The columns of the matrix, or of its transpose where it is wide: at least as long as there are many. */
function columnsOf(data: ArrayLike<number>, m: number, n: number, wide: boolean): number[][] {
	return Array.from({ length: wide ? m : n }, (_, j) =>
		Array.from({ length: wide ? n : m }, (__, i) => (wide ? data[j * n + i] : data[i * n + j]))
	);
}

const dot = (a: readonly number[], b: readonly number[]): number => {
	let sum = 0;
	for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
	return sum;
};

const mostSweeps = 60;

/** Turns pairs of columns until all are at right angles; what they were turned by is `right`. */
function decompose(a: number[][], length: number): { values: number[]; left: number[][]; right: number[][] } {
	const n = a.length;
	const v = a.map((_, j) => a.map((__, i) => Number(i === j)));
	for (let sweep = 0, turned = true; sweep < mostSweeps && turned; sweep++) {
		turned = false;
		for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) turned = rotate(a, v, p, q) || turned;
	}
	const sizes = a.map((column) => Math.sqrt(dot(column, column)));
	const order = a.map((_, j) => j).sort((i, j) => sizes[j] - sizes[i]);
	const least = Math.max(...sizes, 0) * 1e-14 * length;
	return {
		values: order.map((j) => sizes[j]),
		left: order.filter((j) => sizes[j] > least).map((j) => a[j].map((x) => x / sizes[j])),
		right: order.map((j) => v[j])
	};
}

function rotate(a: number[][], v: number[][], p: number, q: number): boolean {
	const [alpha, beta, gamma] = [dot(a[p], a[p]), dot(a[q], a[q]), dot(a[p], a[q])];
	if (!(Math.abs(gamma) > 1e-15 * Math.sqrt(alpha * beta))) return false;
	const zeta = (beta - alpha) / (2 * gamma);
	const t = (zeta < 0 ? -1 : 1) / (Math.abs(zeta) + Math.hypot(1, zeta));
	const c = 1 / Math.hypot(1, t);
	for (const columns of [a, v]) turn(columns[p], columns[q], c, c * t);
	return true;
}

function turn(x: number[], y: number[], c: number, s: number): void {
	for (let i = 0; i < x.length; i++) [x[i], y[i]] = [c * x[i] - s * y[i], s * x[i] + c * y[i]];
}

/** Adds unit vectors at right angles to all there are, until there are `count` (Gram-Schmidt on the axes, twice). */
function complete(vectors: number[][], length: number, count: number): void {
	for (let axis = 0; vectors.length < count && axis < length; axis++) {
		const next = Array.from({ length }, (_, i) => Number(i === axis));
		for (let pass = 0; pass < 2; pass++)
			for (const known of vectors) {
				const along = dot(next, known);
				for (let i = 0; i < length; i++) next[i] -= along * known[i];
			}
		const size = Math.sqrt(dot(next, next));
		if (size > 1e-8) vectors.push(next.map((x) => x / size));
	}
}

function fixSigns(u: number[][], v: number[][], k: number): void {
	for (let i = 0; i < k; i++) {
		const last = v[i].findLast((x) => Math.abs(x) > 1e-12) ?? 1;
		if (last > 0) continue;
		u[i] = u[i].map((x) => -x);
		v[i] = v[i].map((x) => -x);
	}
}
