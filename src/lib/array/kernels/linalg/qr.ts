import type { Data, DType } from '../../dtype';
import type { Kernel } from '../../kernel';
import type { Shape } from '../../shape';
import { matricesOf } from './matrices';

/**
 * `qr` by Householder reflections, in double precision and rounded at the end, with LAPACK's signs: ins `[a]` [..., m, n], outs
 * `[q, r]` of [..., m, k] and [..., k, n], where k is m for `fullMatrices` and min(m, n) otherwise.
 */
export function qr(dtype: DType, shape: Shape, fullMatrices: boolean): Kernel {
	const { rows, columns, count } = matricesOf('qr', dtype, shape);
	const inner = fullMatrices ? rows : Math.min(rows, columns);
	const r = new Float64Array(rows * columns);
	const q = new Float64Array(rows * rows);
	return ([a], [outQ, outR]) => {
		for (let m = 0; m < count; m++) {
			for (let i = 0; i < r.length; i++) r[i] = a.data[a.at + m * r.length + i];
			reduce(r, q, rows, columns);
			copyBlock(q, rows, outQ.data, outQ.at + m * rows * inner, rows, inner);
			copyBlock(r, columns, outR.data, outR.at + m * inner * columns, inner, columns);
		}
	};
}

/** Turns `r` upper triangular in place and gathers the reflections in `q`. */
function reduce(r: Float64Array, q: Float64Array, rows: number, columns: number): void {
	q.fill(0);
	for (let i = 0; i < rows; i++) q[i * rows + i] = 1;
	for (let k = 0; k < Math.min(rows - 1, columns); k++) {
		const v = reflector(r, rows, columns, k);
		if (v === null) continue;
		reflectRows(r, columns, v, k);
		for (let i = k + 1; i < rows; i++) r[i * columns + k] = 0;
		reflectColumns(q, rows, v, k);
	}
}

/** Normal of the mirror that takes column k to a multiple of a unit vector of the opposite sign; null where it is one. */
function reflector(r: Float64Array, rows: number, columns: number, k: number): Float64Array | null {
	const v = Float64Array.from({ length: rows - k }, (_, i) => r[(k + i) * columns + k]);
	if (v.subarray(1).every((x) => x === 0)) return null;
	const norm = Math.hypot(...v);
	v[0] += v[0] < 0 ? -norm : norm;
	const length = Math.hypot(...v);
	return v.map((x) => x / length);
}

/** r -= 2 v (vT r), from row k on. */
function reflectRows(r: Float64Array, columns: number, v: Float64Array, k: number): void {
	for (let j = k; j < columns; j++) {
		let dot = 0;
		v.forEach((x, i) => (dot += x * r[(k + i) * columns + j]));
		v.forEach((x, i) => (r[(k + i) * columns + j] -= 2 * x * dot));
	}
}

/** q -= 2 (q v) vT, from column k on. */
function reflectColumns(q: Float64Array, n: number, v: Float64Array, k: number): void {
	for (let row = 0; row < n; row++) {
		let dot = 0;
		v.forEach((x, i) => (dot += x * q[row * n + k + i]));
		v.forEach((x, i) => (q[row * n + k + i] -= 2 * x * dot));
	}
}

function copyBlock(
	from: Float64Array,
	stride: number,
	to: Data,
	at: number,
	rows: number,
	columns: number
): void {
	for (let i = 0; i < rows; i++)
		for (let j = 0; j < columns; j++) to[at + i * columns + j] = from[i * stride + j];
}
