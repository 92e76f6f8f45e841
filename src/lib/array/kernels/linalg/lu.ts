import type { Data, DType } from '../../dtype';
import type { Kernel } from '../../kernel';
import { sizeOf, type Shape } from '../../shape';
import { copySlots } from '../elementwise';
import { matricesOf, minusProduct } from './matrices';

/**
 * `lu` with partial pivoting of matrices [..., m, n]: ins `[a]`, outs `[lu, pivots, permutation]`, the last two int32 of
 * [..., min(m, n)] and [..., m]. Row i was exchanged with row `pivots[i]`; row i of the factors is row `permutation[i]` of `a`.
 */
export function lu(dtype: DType, shape: Shape): Kernel {
	const { rows, columns, count } = matricesOf('lu', dtype, shape);
	const steps = Math.min(rows, columns);
	const size = sizeOf(shape);
	return ([a], [out, pivots, permutation]) => {
		copySlots(size, a, out);
		for (let m = 0; m < count; m++) {
			const p = out.at + m * rows * columns;
			const order = permutation.at + m * rows;
			for (let i = 0; i < rows; i++) permutation.data[order + i] = i;
			for (let k = 0; k < steps; k++) {
				const pivot = largest(out.data, p, columns, rows, k);
				pivots.data[pivots.at + m * steps + k] = pivot;
				exchange(permutation.data, order + k, order + pivot, 1);
				exchange(out.data, p + k * columns, p + pivot * columns, columns);
				eliminate(out.data, p, rows, columns, k);
			}
		}
	};
}

/** Row, from k down, whose element in column k is largest. */
function largest(x: Data, p: number, columns: number, rows: number, k: number): number {
	let best = k;
	for (let i = k + 1; i < rows; i++)
		if (Math.abs(x[p + i * columns + k]) > Math.abs(x[p + best * columns + k])) best = i;
	return best;
}

function exchange(x: Data, p: number, q: number, n: number): void {
	for (let i = 0; i < n; i++) [x[p + i], x[q + i]] = [x[q + i], x[p + i]];
}

/** The column below the pivot by its reciprocal, as LAPACK does, then the rest of the matrix. */
function eliminate(x: Data, p: number, rows: number, columns: number, k: number): void {
	const pivot = x[p + k * columns + k];
	if (pivot === 0) return;
	const reciprocal = Math.fround(1 / pivot);
	for (let i = k + 1; i < rows; i++) {
		const factor = Math.fround(x[p + i * columns + k] * reciprocal);
		x[p + i * columns + k] = factor;
		for (let j = k + 1; j < columns; j++)
			x[p + i * columns + j] = minusProduct(x[p + i * columns + j], factor, x[p + k * columns + j]);
	}
}
