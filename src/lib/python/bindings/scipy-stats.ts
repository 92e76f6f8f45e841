import { NamedTuple } from '$lib/core/containers';
import { NativeFn } from '$lib/core/fn';
import { applyAlongAxis } from '$lib/api/along-axis';
import type { Distribution } from '$lib/api/scipy/distribution';
import * as ranks from '$lib/api/scipy/ranks';
import * as rarer from '$lib/api/scipy/rarer-stats';
import * as stats from '$lib/api/scipy/stats';
import { truncnorm } from '$lib/api/scipy/truncnorm';
import { registerModule } from '../module';
import { native } from '../native';
import { family, flag } from './family';
import { lacking } from './lacking';

/** A distribution's functions; their parameters have the defaults of scipy. */
function distribution(
	name: string,
	parameters: string,
	functions: Readonly<Record<string, Distribution>>
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
const modeResult = { name: 'ModeResult', fields: ['mode', 'count'] };

registerModule(
	'jax.scipy.stats',
	family(
		native(
			"rankdata(a, method='average', *, axis=None, nan_policy='propagate')",
			(x: unknown, method: string, axis: unknown) =>
				axis === null
					? ranks.rankdata(x, method)
					: applyAlongAxis(new NativeFn('rankdata', ([line]) => ranks.rankdata(line, method)), axis, x)
		),
		native(
			"mode(a, axis=0, nan_policy='propagate', keepdims=False)",
			(x: unknown, axis: unknown, _: unknown, keepdims: unknown) =>
				new NamedTuple(modeResult, [...ranks.mode(x, axis, flag(keepdims))])
		),
		native(
			"sem(a, axis=0, ddof=1, nan_policy='propagate', *, keepdims=False)",
			(x: unknown, axis: unknown, ddof: unknown, policy: string, keepdims: unknown) =>
				ranks.sem(x, axis, ddof, policy, flag(keepdims))
		)
	),
	lacking('jax.scipy.stats', 'gaussian_kde')
);
distribution('norm', located, stats.norm);
distribution('uniform', located, { ...stats.uniform, ppf: rarer.uniformPpf });
distribution('expon', located, stats.expon);
distribution('laplace', located, stats.laplace);
distribution('cauchy', located, { ...stats.cauchy, ppf: rarer.cauchyPpf, isf: rarer.cauchyIsf });
distribution('logistic', located, { ...stats.logistic, isf: rarer.logisticIsf });
distribution('t', `df, ${located}`, stats.t);
distribution('gamma', `a, ${located}`, { ...stats.gamma, ...rarer.gammaShares });
distribution('beta', `a, b, ${located}`, { ...stats.beta, ...rarer.betaShares });
distribution('chi2', `df, ${located}`, { ...stats.chi2, ...rarer.chi2Shares });
distribution('bernoulli', 'p, loc=0', stats.bernoulli);
distribution('bernoulli', 'p', { cdf: rarer.bernoulliCdf, ppf: rarer.bernoulliPpf });
distribution('pareto', `b, ${located}`, rarer.pareto);
distribution('gumbel_r', located, rarer.gumbelR);
distribution('gumbel_l', located, rarer.gumbelL);
distribution('truncnorm', `a, b, ${located}`, truncnorm);
distribution('vonmises', 'kappa', rarer.vonmises);
distribution('wrapcauchy', 'c', rarer.wrapcauchy);
distribution('gennorm', 'beta', rarer.gennorm);
distribution('nbinom', 'n, p, loc=0', rarer.nbinom);
distribution('betabinom', 'n, a, b, loc=0', rarer.betabinom);
distribution('dirichlet', 'alpha', rarer.dirichlet);
registerModule(
	'jax.scipy.stats.multinomial',
	family(native('logpmf(x, n, p)', rarer.multinomial.logpmf), native('pmf(x, n, p)', rarer.multinomial.pmf))
);
distribution('poisson', 'mu, loc=0', { ...stats.poisson, cdf: rarer.poissonCdf });
distribution('binom', 'n, p, loc=0', stats.binom);
distribution('geom', 'p, loc=0', stats.geom);
distribution('multivariate_normal', 'mean, cov, allow_singular=None', stats.multivariateNormal);
