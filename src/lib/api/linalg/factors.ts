import { ProgramError } from '$lib/core/errors';
import { bind, bind1, type Value } from '$lib/core/interpreter';
import { jitted, jitted1 } from '../jitted';
import { real, sideOf, sizesOf, symmetrized, transposed, triangle } from './matrices';

/** The lower factor of symmetric positive definite matrices; NaN where they are none. */
export const choleskyOf = (x: Value): Value => triangle(bind1('cholesky', [x], {}), true);

/** `jnp.linalg.cholesky` */
export function cholesky(a: unknown, upper = false, symmetrize = true): Value {
	const x = real(a, 'jnp.linalg.cholesky');
	sideOf(x, 'cholesky');
	return jitted1(
		'cholesky',
		[upper, symmetrize],
		(m) => {
			const factor = choleskyOf(symmetrize ? symmetrized(m) : m);
			return upper ? transposed(factor) : factor;
		},
		[x]
	);
}

export type QrMode = 'reduced' | 'complete' | 'r';

/** `jnp.linalg.qr`: q and r, or r alone. */
export function qr(a: unknown, mode: QrMode = 'reduced'): readonly Value[] {
	const x = real(a, 'jnp.linalg.qr');
	sizesOf(x, 'qr');
	if (!['reduced', 'complete', 'r'].includes(mode))
		throw new ProgramError('ValueError', `Unsupported QR decomposition mode '${String(mode)}'`);
	const full = mode === 'complete';
	const [q, r] = jitted('qr', [full], (m) => bind('qr', [m], { full_matrices: full, pivoting: false }), [x]);
	return mode === 'r' ? [r] : [q, r];
}

/** `jnp.linalg.eigh`: eigenvalues in ascending order, and eigenvectors as columns. */
export function eigh(a: unknown, uplo: unknown = null, symmetrize = true): { values: Value; vectors: Value } {
	const lower = uplo === null || uplo === 'L';
	if (!lower && uplo !== 'U')
		throw new ProgramError('ValueError', `UPLO must be one of None, 'L', or 'U', got ${String(uplo)}`);
	const x = real(a, 'jnp.linalg.eigh');
	sideOf(x, 'eigh');
	const params = { lower, sort_eigenvalues: true, subset_by_index: null };
	const body = (m: Value): Value[] => bind('eigh', [symmetrize ? symmetrized(m) : m], params);
	const [vectors, values] = jitted('eigh', [lower, symmetrize], body, [x]);
	return { values, vectors };
}

export const eigvalsh = (a: unknown, uplo: unknown = 'L'): Value => eigh(a, uplo).values;

/** LU factors in one matrix, pivots and permutation. */
export const luOf = (x: Value): readonly Value[] => bind('lu', [x], {});

/** x of a x = b for triangular a (or its transpose). */
export const triangularSolve = (
	a: Value,
	b: Value,
	{
		lower,
		transposeA = false,
		unitDiagonal = false
	}: { lower: boolean; transposeA?: boolean; unitDiagonal?: boolean }
): Value =>
	bind1('triangular_solve', [a, b], {
		left_side: true,
		lower,
		transpose_a: transposeA,
		conjugate_a: false,
		unit_diagonal: unitDiagonal
	});
