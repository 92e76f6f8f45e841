import { Tuple, tuple } from '$lib/core/containers';
import { ProgramError } from '$lib/core/errors';
import type { Value } from '$lib/core/interpreter';
import { qr, eigh } from '$lib/api/linalg/factors';
import * as solving from '$lib/api/linalg/solving';
import { singularValues, svd } from '$lib/api/linalg/svd';
import { convolve, correlate } from '$lib/api/jnp/signal';
import { logsumexp, logsumexpSigned, logSoftmax, softmax } from '$lib/api/nn/softmax';
import * as linalg from '$lib/api/scipy/linalg';
import * as special from '$lib/api/scipy/special';
import * as incomplete from '$lib/api/scipy/incomplete';
import { cholesky } from '$lib/api/linalg/factors';
import './scipy-stats';
import { registerModule } from '../module';
import { native, type NativeFunction } from '../native';
import { truth } from '../truth';
import { family } from './family';
import { lacking } from './lacking';

const one = (name: string, f: (x: unknown) => Value): NativeFunction => native(`${name}(x)`, f);
const two = (name: string, f: (x: unknown, y: unknown) => Value): NativeFunction =>
	native(`${name}(x, y)`, f);

registerModule(
	'jax.scipy',
	{},
	lacking('jax.scipy', 'cluster fft integrate ndimage optimize sparse spatial')
);

/** Vectors only: what `jnp.convolve` and `jnp.correlate` do, full by default. */
registerModule(
	'jax.scipy.signal',
	family(
		native("convolve(in1, in2, mode='full', method='auto', precision=None)", convolve),
		native("fftconvolve(in1, in2, mode='full', axes=None)", convolve),
		native("correlate(in1, in2, mode='full', method='auto', precision=None)", correlate)
	),
	lacking('jax.scipy.signal', 'convolve2d correlate2d csd detrend istft stft welch')
);

registerModule(
	'jax.scipy.special',
	() =>
		family(
			native(
				'logsumexp(a, axis=None, b=None, keepdims=False, return_sign=False, where=None)',
				(a: unknown, axis: unknown, b: unknown, keepdims: unknown, sign: unknown, where: unknown) => {
					const options = { axis, b, keepdims: truth(keepdims), where };
					return truth(sign) ? tuple(...logsumexpSigned(a, options)) : logsumexp(a, options);
				}
			),
			native('softmax(x, /, *, axis=None)', (x: unknown, axis: unknown) => softmax(x, { axis })),
			native('log_softmax(x, /, *, axis=None)', (x: unknown, axis: unknown) => logSoftmax(x, { axis })),
			one('gammaln', special.gammaln),
			one('gamma', special.gamma),
			one('digamma', special.digamma),
			native('factorial(n, exact=False)', special.factorial),
			one('erf', special.erf),
			one('erfc', special.erfc),
			one('erfinv', special.erfinv),
			one('expit', special.expit),
			one('logit', special.logit),
			one('entr', special.entr),
			one('ndtr', special.ndtr),
			native('ndtri(p)', special.ndtri),
			native('log_ndtr(x, series_order=3)', special.logNdtr),
			native('gammainc(a, x)', incomplete.gammainc),
			native('gammaincc(a, x)', incomplete.gammaincc),
			native('betainc(a, b, x)', incomplete.betainc),
			native('zeta(x, q=None)', (x: unknown, q: unknown) => {
				if (q === null)
					throw new ProgramError(
						'NotImplementedError',
						'Riemann zeta function not implemented; pass q != None to compute the Hurwitz Zeta function.'
					);
				return incomplete.zeta(x, q);
			}),
			native('polygamma(n, x)', incomplete.polygamma),
			one('i0', incomplete.i0),
			one('i0e', incomplete.i0e),
			one('i1', incomplete.i1),
			one('i1e', incomplete.i1e),
			native('poch(z, m)', incomplete.poch),
			native('multigammaln(a, d)', incomplete.multigammaln),
			one('gammasgn', incomplete.gammasgn),
			two('xlogy', special.xlogy),
			two('xlog1py', special.xlog1py),
			native('betaln(a, b)', special.betaln),
			native('beta(a, b)', special.beta),
			native('rel_entr(p, q)', special.relEntr),
			native('kl_div(p, q)', special.klDiv)
		),
	lacking(
		'jax.scipy.special',
		'bernoulli bessel_jn comb exp1 expi expn fresnel hyp1f1 hyp2f1 lpmn lpmn_values owens_t sici spence sph_harm sph_harm_y wofz'
	)
);

/** The transposition asked for, by number or letter. */
function transOf(trans: unknown): linalg.Trans {
	if (trans === 0n || trans === 'N') return 0;
	if (trans === 1n || trans === 2n || trans === 'T' || trans === 'C') return 1;
	throw new ProgramError('ValueError', `Invalid 'trans' value ${String(trans)}`);
}

/** The pair of a factor and whether it is lower. */
function factorOf(pair: unknown): [factor: unknown, lower: boolean] {
	const items = pair instanceof Tuple ? pair.items : Array.isArray(pair) ? pair : [];
	return [items[0], truth(items[1])];
}

registerModule(
	'jax.scipy.linalg',
	() =>
		family(
			native(
				'solve_triangular(a, b, trans=0, lower=False, unit_diagonal=False, overwrite_b=False, debug=None, check_finite=True)',
				(a: unknown, b: unknown, trans: unknown, lower: unknown, unit: unknown) =>
					linalg.solveTriangular(a, b, transOf(trans), truth(lower), truth(unit))
			),
			native('cholesky(a, lower=False, overwrite_a=False, check_finite=True)', (a: unknown, lower: unknown) =>
				cholesky(a, !truth(lower))
			),
			native(
				'cho_factor(a, lower=False, overwrite_a=False, check_finite=True)',
				(a: unknown, lower: unknown) => tuple(linalg.choFactor(a, truth(lower)), truth(lower))
			),
			native('cho_solve(c_and_lower, b, overwrite_b=False, check_finite=True)', (pair: unknown, b: unknown) =>
				linalg.choSolve(...factorOf(pair), b)
			),
			native(
				"solve(a, b, lower=False, overwrite_a=False, overwrite_b=False, debug=False, check_finite=True, assume_a='gen')",
				(a: unknown, b: unknown, lower: unknown, ...rest: unknown[]) =>
					linalg.solve(a, b, truth(lower), rest[rest.length - 1])
			),
			native('inv(a, overwrite_a=False, check_finite=True)', (a: unknown) => solving.inv(a)),
			native('det(a, overwrite_a=False, check_finite=True)', (a: unknown) => solving.det(a)),
			native(
				'lu(a, permute_l=False, overwrite_a=False, check_finite=True)',
				(a: unknown, permute: unknown) => {
					const [p, l, u] = linalg.lu(a);
					return truth(permute) ? tuple(linalg.product(p, l), u) : tuple(p, l, u);
				}
			),
			native(
				"qr(a, overwrite_a=False, lwork=None, mode='full', pivoting=False, check_finite=True)",
				(a: unknown, _: unknown, __: unknown, mode: unknown) => {
					const found = qr(a, mode === 'r' ? 'r' : mode === 'economic' ? 'reduced' : 'complete');
					return tuple(...found);
				}
			),
			native(
				'eigh(a, b=None, lower=True, eigvals_only=False, overwrite_a=False, overwrite_b=False, turbo=True, eigvals=None, type=1, check_finite=True)',
				(a: unknown, b: unknown, lower: unknown, only: unknown) => {
					if (b !== null)
						throw new ProgramError('NotImplementedError', 'Only the b=None case of eigh is implemented');
					const { values, vectors } = eigh(a, truth(lower) ? 'L' : 'U');
					return truth(only) ? values : tuple(values, vectors);
				}
			),
			native(
				"svd(a, full_matrices=True, compute_uv=True, overwrite_a=False, check_finite=True, lapack_driver='gesdd')",
				(a: unknown, full: unknown, computeUv: unknown) => {
					if (!truth(computeUv)) return singularValues(a);
					const { u, s, vt } = svd(a, truth(full));
					return tuple(u, s, vt);
				}
			),
			native('expm(A)', linalg.expm),
			native('lu_factor(a, overwrite_a=False, check_finite=True)', (a: unknown) =>
				tuple(...linalg.luFactor(a))
			),
			native(
				'lu_solve(lu_and_piv, b, trans=0, overwrite_b=False, check_finite=True)',
				(pair: unknown, b: unknown, trans: unknown) => {
					if (transOf(trans) !== 0)
						throw new ProgramError('NotImplementedError', 'Lockstep has lu_solve with trans=0.');
					const [factors, pivots] = (pair as Tuple).items;
					return linalg.luSolve(factors, pivots, b);
				}
			),
			native('hilbert(n)', linalg.hilbert),
			native('toeplitz(c, r=None)', linalg.toeplitz),
			native('block_diag(*arrs)', linalg.blockDiag)
		),
	lacking(
		'jax.scipy.linalg',
		'eigh_tridiagonal expm_frechet funm hessenberg pascal polar rsf2csf schur sqrtm'
	)
);
