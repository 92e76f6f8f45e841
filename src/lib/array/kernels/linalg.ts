import type { DType } from '../dtype';
import type { Kernel } from '../kernel';
import type { Shape } from '../shape';

/** `cholesky` (lower) of every matrix of `shape` [..., n, n]; NaN throughout where not positive definite. ins `[a]`, outs `[l]`. */
export function cholesky(dtype: DType, shape: Shape): Kernel {
	throw new Error('internal: not built yet');
}

export interface TriangularParams {
	readonly leftSide: boolean;
	readonly lower: boolean;
	readonly transposeA: boolean;
	readonly unitDiagonal: boolean;
}

/** `triangular_solve`: ins `[a, b]`, outs `[x]` of b's shape with a x = b, or x a = b where not `leftSide`. */
export function triangularSolve(dtype: DType, a: Shape, b: Shape, params: TriangularParams): Kernel {
	throw new Error('internal: not built yet');
}

/** `lu` with partial pivoting: ins `[a]`, outs `[lu, pivots (int32), permutation (int32)]`. */
export function lu(dtype: DType, shape: Shape): Kernel {
	throw new Error('internal: not built yet');
}

/** `qr` by Householder reflections: ins `[a]` [..., m, n], outs `[q, r]`, reduced unless `fullMatrices`. */
export function qr(dtype: DType, shape: Shape, fullMatrices: boolean): Kernel {
	throw new Error('internal: not built yet');
}

/** `eigh` by Jacobi rotations, lower triangle read: ins `[a]`, outs `[v, w]`, eigenvalues ascending. */
export function eigh(dtype: DType, shape: Shape): Kernel {
	throw new Error('internal: not built yet');
}
