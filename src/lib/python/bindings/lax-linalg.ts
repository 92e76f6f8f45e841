import { tuple } from '$lib/core/containers';
import { bind, bind1, type Value } from '$lib/core/interpreter';
import { choleskyOf } from '$lib/api/linalg/factors';
import { symmetrized } from '$lib/api/linalg/matrices';
import { toValue } from '$lib/api/values';
import { registerModule } from '../module';
import { native } from '../native';
import { family, flag } from './family';
import { lacking } from './lacking';

const matrix = (x: unknown): Value => toValue(x, 'linalg');

/** The primitives of matrices as `jax.lax.linalg` has them. */
registerModule(
	'jax.lax.linalg',
	family(
		native('cholesky(a, *, symmetrize_input=True)', (a: unknown, symmetrize: unknown) =>
			choleskyOf(flag(symmetrize) ? symmetrized(matrix(a)) : matrix(a))
		),
		native(
			'triangular_solve(a, b, *, left_side=False, lower=False, transpose_a=False, conjugate_a=False, unit_diagonal=False)',
			(
				a: unknown,
				b: unknown,
				left: unknown,
				lower: unknown,
				transpose: unknown,
				_: unknown,
				unit: unknown
			) =>
				bind1('triangular_solve', [matrix(a), matrix(b)], {
					left_side: flag(left),
					lower: flag(lower),
					transpose_a: flag(transpose),
					conjugate_a: false,
					unit_diagonal: flag(unit)
				})
		),
		native('lu(x)', (a: unknown) => tuple(...bind('lu', [matrix(a)], {}))),
		native(
			'qr(x, *, pivoting=False, full_matrices=True, use_magma=None)',
			(a: unknown, _: unknown, full: unknown) =>
				tuple(...bind('qr', [matrix(a)], { full_matrices: flag(full), pivoting: false }))
		),
		native(
			'svd(x, *, full_matrices=True, compute_uv=True, subset_by_index=None, algorithm=None)',
			(a: unknown, full: unknown, uv: unknown) => {
				const parts = bind('svd', [matrix(a)], { full_matrices: flag(full), compute_uv: flag(uv) });
				if (!flag(uv)) return parts[0];
				const [s, u, vt] = parts;
				return tuple(u, s, vt);
			}
		),
		native(
			'eigh(x, *, lower=True, symmetrize_input=True, sort_eigenvalues=True, subset_by_index=None, implementation=None)',
			(a: unknown, lower: unknown, symmetrize: unknown) =>
				tuple(
					...bind('eigh', [flag(symmetrize) ? symmetrized(matrix(a)) : matrix(a)], {
						lower: flag(lower),
						sort_eigenvalues: true,
						subset_by_index: null
					})
				)
		)
	),
	lacking(
		'jax.lax.linalg',
		'cholesky_update eig hessenberg householder_product lu_pivots_to_permutation ormqr qdwh schur symmetric_product tridiagonal tridiagonal_solve'
	)
);
