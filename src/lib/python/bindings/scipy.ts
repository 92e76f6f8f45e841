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
import * as stats from '$lib/api/scipy/stats';
import { cholesky } from '$lib/api/linalg/factors';
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
			one('factorial', special.factorial),
			one('erf', special.erf),
			one('erfc', special.erfc),
			one('erfinv', special.erfinv),
			one('expit', special.expit),
			one('logit', special.logit),
			one('entr', special.entr),
			one('ndtr', special.ndtr),
			one('ndtri', special.ndtri),
			one('log_ndtr', special.logNdtr),
			two('xlogy', special.xlogy),
			two('xlog1py', special.xlog1py),
			two('betaln', special.betaln),
			two('beta', special.beta),
			two('rel_entr', special.relEntr),
			two('kl_div', special.klDiv)
		),
	lacking(
		'jax.scipy.special',
		'bernoulli bessel_jn betainc comb exp1 expi expn fresnel gammainc gammaincc gammasgn hyp1f1 hyp2f1 i0 i0e i1 i1e lpmn lpmn_values multigammaln owens_t poch polygamma sici spence sph_harm sph_harm_y wofz zeta'
	)
);

/** A distribution's functions; their parameters have the defaults of scipy. */
function distribution(
	name: string,
	parameters: string,
	functions: Readonly<Record<string, stats.Distribution>>
): void {
	registerModule(
		`jax.scipy.stats.${name}`,
		family(
			...Object.entries(functions).map(([fn, f]) => {
				const first = fn.endsWith('pmf') ? 'k' : fn === 'ppf' || fn === 'isf' ? 'q' : 'x';
				return native(`${fn}(${first}, ${parameters})`, f);
			})
		),
		lacking(`jax.scipy.stats.${name}`, 'cdf logcdf sf logsf isf ppf pdf logpdf pmf logpmf entropy')
	);
}

const located = 'loc=0, scale=1';
registerModule(
	'jax.scipy.stats',
	{},
	lacking(
		'jax.scipy.stats',
		'betabinom dirichlet gaussian_kde gennorm gumbel_l gumbel_r mode multinomial nbinom pareto rankdata sem truncnorm vonmises wrapcauchy'
	)
);
distribution('norm', located, stats.norm);
distribution('uniform', located, stats.uniform);
distribution('expon', located, stats.expon);
distribution('laplace', located, stats.laplace);
distribution('cauchy', located, stats.cauchy);
distribution('logistic', located, stats.logistic);
distribution('t', `df, ${located}`, stats.t);
distribution('gamma', `a, ${located}`, stats.gamma);
distribution('beta', `a, b, ${located}`, stats.beta);
distribution('chi2', `df, ${located}`, stats.chi2);
distribution('bernoulli', 'p, loc=0', stats.bernoulli);
distribution('poisson', 'mu, loc=0', stats.poisson);
distribution('binom', 'n, p, loc=0', stats.binom);
distribution('geom', 'p, loc=0', stats.geom);
distribution('multivariate_normal', 'mean, cov, allow_singular=None', stats.multivariateNormal);

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
			native('lu(a, permute_l=False)', (a: unknown, permute: unknown) => {
				const [p, l, u] = linalg.lu(a);
				return truth(permute) ? tuple(linalg.product(p, l), u) : tuple(p, l, u);
			}),
			native(
				"qr(a, overwrite_a=False, lwork=None, mode='full')",
				(a: unknown, _: unknown, __: unknown, mode: unknown) => {
					const found = qr(a, mode === 'r' ? 'r' : mode === 'economic' ? 'reduced' : 'complete');
					return tuple(...found);
				}
			),
			native(
				'eigh(a, b=None, lower=True, eigvals_only=False)',
				(a: unknown, b: unknown, lower: unknown, only: unknown) => {
					if (b !== null)
						throw new ProgramError('NotImplementedError', 'Only the b=None case of eigh is implemented');
					const { values, vectors } = eigh(a, truth(lower) ? 'L' : 'U');
					return truth(only) ? values : tuple(values, vectors);
				}
			),
			native(
				'svd(a, full_matrices=True, compute_uv=True)',
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
			native('toeplitz(c, r=None)', linalg.toeplitz),
			native('block_diag(*arrs)', linalg.blockDiag)
		),
	lacking(
		'jax.scipy.linalg',
		'eigh_tridiagonal expm_frechet funm hessenberg hilbert lu_solve pascal polar rsf2csf schur sqrtm'
	)
);
