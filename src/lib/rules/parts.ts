import { part } from '$lib/parts/part';

/** Rules of primitives that fewer programs need, and what runs long loops faster. */

export const branches = part('cond', () => import('./cond'), /\b(cond|switch|grad|where)\b/);
export const whiles = part('while', () => import('./while'), /\b(while_loop|fori_loop)\b/);
export const wrapped = part(
	'custom rules',
	() => import('./wrapped'),
	/\bnn\b|debug|checkpoint|remat|custom_|psum|pm(ax|in|ean)|axis_index|all_gather|ppermute/
);
export const matrices = part('matrices', () => import('./linalg'), /\blinalg\b|polyfit|multivariate/);
export const indexing = part('indexing', () => import('./gather'), /\bat\[|\btake|[\w)\]]\[\s*[a-zA-Z_]/);
export const generator = part('generated code', () => import('./generate'), null);

export const specials = part(
	'special functions',
	() => import('./special'),
	/\bscipy\b|igamma|betainc|bessel/
);

export const specialNames = [
	'zeta',
	'polygamma',
	'igamma',
	'igammac',
	'igamma_grad_a',
	'random_gamma_grad',
	'regularized_incomplete_beta',
	'bessel_i0e',
	'bessel_i1e'
] as const;

export const matrixNames = ['cholesky', 'triangular_solve', 'lu', 'qr', 'svd', 'eigh'] as const;
