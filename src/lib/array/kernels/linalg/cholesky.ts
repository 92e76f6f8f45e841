import type { Data, DType } from '../../dtype';
import type { Kernel } from '../../kernel';
import type { Shape } from '../../shape';
import { matricesOf, minusProduct } from './matrices';

/**
 * `cholesky` of every matrix of `shape` [..., n, n], the lower triangle read: ins `[a]`, outs `[l]`. Where a matrix is not
 * positive definite its lower triangle is NaN.
 */
export function cholesky(dtype: DType, shape: Shape): Kernel {
	const { rows: n, count } = matricesOf('cholesky', dtype, shape);
	return ([a], [l]) => {
		for (let m = 0; m < count; m++) {
			const at = l.at + m * n * n;
			const definite = factor(a.data, a.at + m * n * n, l.data, at, n);
			if (!definite) l.data.fill(0, at, at + n * n);
			if (!definite) for (let i = 0; i < n; i++) l.data.fill(NaN, at + i * n, at + i * n + i + 1);
		}
	};
}

/** Column by column, divided by its pivot through the reciprocal as LAPACK does it; false as soon as a pivot is not positive. */
function factor(a: Data, p: number, l: Data, q: number, n: number): boolean {
	for (let j = 0; j < n; j++) {
		for (let i = 0; i < n; i++) {
			let acc = i < j ? 0 : a[p + i * n + j];
			if (i >= j) for (let k = 0; k < j; k++) acc = minusProduct(acc, l[q + i * n + k], l[q + j * n + k]);
			if (i === j && !(acc > 0)) return false;
			l[q + i * n + j] = i === j ? Math.sqrt(acc) : i < j ? 0 : acc * Math.fround(1 / l[q + j * n + j]);
		}
	}
	return true;
}
