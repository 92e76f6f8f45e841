import { ProgramError } from '$lib/core/errors';
import { avalOf, type Value } from '$lib/core/interpreter';
import { binary, log, neg, reshape, unary } from '$lib/core/ops';
import { isInteger } from '$lib/array/dtype';
import { promoteArgs, promoteTypes } from '../broadcast';
import { constantLike } from '../elementwise';
import * as jnp from '../jnp/arithmetic';
import { floor } from '../jnp/rarer-arithmetic';
import { clip } from '../jnp/choosing';
import { concatenate } from '../jnp/joining';
import { all, sum } from '../jnp/reductions';
import { equal, greater, greaterEqual, less, lessEqual } from '../jnp/ufuncs';
import { where } from '../jnp/where';
import { toValue } from '../values';
import { betainc, gammainc, gammaincc, i0e } from './incomplete';
import { betaln, gammaln, logit, xlogy } from './special';
import { args, expOf, logOf, standard, type Distribution } from './distribution';

/** Distributions by JAX's formulas (jax/_src/scipy/stats). */

const exp = (x: Value): Value => unary('exp', x);
const below = (x: Value, y: number): Value => binary('lt', x, constantLike(x, y));
const or = (...masks: Value[]): Value => masks.reduce((a, b) => binary('or', a, b));

/** A share below, its logarithm, and both of the share above. */
const shares = (cdf: Distribution, sf: Distribution): Record<string, Distribution> => ({
	cdf,
	sf,
	logcdf: logOf(cdf),
	logsf: logOf(sf)
});

export const gammaShares = shares(
	(...operands) => {
		const [x, a, loc, scale] = args('gamma.cdf', operands);
		return gammainc(a, clip(standard(x, loc, scale), 0, Infinity));
	},
	(...operands) => {
		const [x, a, loc, scale] = args('gamma.sf', operands);
		const y = standard(x, loc, scale);
		return where(below(y, 0), 1, gammaincc(a, y));
	}
);

export const chi2Shares = shares(
	(...operands) => {
		const [x, df, loc, scale] = args('chi2.cdf', operands);
		return gammainc(jnp.trueDivide(df, 2), clip(standard(x, loc, jnp.multiply(scale, 2)), 0, Infinity));
	},
	(...operands) => {
		const [x, df, loc, scale] = args('chi2.sf', operands);
		return gammaincc(jnp.trueDivide(df, 2), clip(standard(x, loc, jnp.multiply(scale, 2)), 0, Infinity));
	}
);

export const betaShares = shares(
	(...operands) => {
		const [x, a, b, loc, scale] = args('beta.cdf', operands);
		return betainc(a, b, clip(standard(x, loc, scale), 0, 1));
	},
	(...operands) => {
		const [x, a, b, loc, scale] = args('beta.sf', operands);
		return betainc(b, a, jnp.subtract(1, clip(standard(x, loc, scale), 0, 1)));
	}
);

export const poissonCdf: Distribution = (...operands) => {
	const [k, mu, loc] = args('poisson.logpmf', operands);
	const x = jnp.subtract(k, loc);
	return where(below(x, 0), 0, gammaincc(floor(jnp.add(x, 1)), mu));
};

const isShare = (p: Value): Value =>
	binary('and', binary('ge', p, constantLike(p, 0)), binary('le', p, constantLike(p, 1)));

export const bernoulliCdf: Distribution = (...operands) => {
	const [k, p] = args('bernoulli.cdf', operands);
	const inside = where(below(k, 0), 0, where(below(k, 1), jnp.subtract(1, p), 1));
	return where(binary('and', isShare(p), binary('eq', k, k)), inside, NaN);
};
export const bernoulliPpf: Distribution = (...operands) => {
	const [q, p] = args('bernoulli.ppf', operands);
	const value = where(binary('le', q, jnp.subtract(constantLike(p, 1), p)), 0, 1);
	return where(binary('and', isShare(p), isShare(q)), jnp.multiply(value, constantLike(q, 1)), NaN);
};

/** The tangent of the angle of a share, from the middle. */
const cauchyInverse =
	(name: string, sign: number): Distribution =>
	(...operands) => {
		const [q, loc, scale] = args(name, operands);
		const angle = jnp.subtract(jnp.multiply(q, sign * Math.PI), (sign * Math.PI) / 2);
		return jnp.add(jnp.multiply(unary('tan', angle), scale), loc);
	};
export const cauchyPpf = cauchyInverse('cauchy.ppf', 1);
export const cauchyIsf = cauchyInverse('cauchy.isf', -1);

export const uniformPpf: Distribution = (...operands) => {
	const [q, loc, scale] = args('uniform.ppf', operands);
	return where(isShare(q), jnp.add(loc, jnp.multiply(scale, q)), NaN);
};

export const logisticIsf: Distribution = (...operands) => {
	const [x, loc, scale] = args('logistic.isf', operands);
	return jnp.add(jnp.multiply(neg(logit(x)), scale), loc);
};

const paretoLogpdf: Distribution = (...operands) => {
	const [x, b, loc, scale] = args('pareto.logpdf', operands);
	const y = standard(x, loc, scale);
	const normalizer = log(jnp.trueDivide(scale, b));
	const value = neg(jnp.add(normalizer, jnp.multiply(jnp.add(b, 1), log(y))));
	return where(less(x, jnp.add(loc, scale)), -Infinity, value);
};
const paretoCdf: Distribution = (...operands) => {
	const [x, b, loc, scale] = args('pareto.cdf', operands);
	const value = jnp.subtract(1, binary('pow', ...pair(standard(x, loc, scale), neg(b))));
	return where(less(x, jnp.add(loc, scale)), 0, value);
};
const paretoSf: Distribution = (...operands) => jnp.subtract(1, paretoCdf(...operands));
const pair = (x: Value, y: Value): [Value, Value] => {
	const [a, b] = args('pow', [x, y]);
	return [a, b];
};
export const pareto: Record<string, Distribution> = {
	logpdf: paretoLogpdf,
	pdf: expOf(paretoLogpdf),
	...shares(paretoCdf, paretoSf),
	ppf: (...operands) => {
		const [q, b, loc, scale] = args('pareto.ppf', operands);
		const power = binary('pow', ...pair(jnp.subtract(1, q), jnp.trueDivide(-1, b)));
		return where(isShare(q), jnp.add(loc, jnp.multiply(scale, power)), NaN);
	}
};

/** Of the larger extreme, and mirrored of the smaller. */
const gumbel = (name: string, side: 1 | -1): Record<string, Distribution> => {
	const at = (operands: readonly unknown[]): { z: Value; scale: Value } => {
		const [x, loc, scale] = args(name, operands);
		return { z: jnp.multiply(standard(x, loc, scale), side), scale };
	};
	const known = (scale: Value, value: Value): Value => where(greater(scale, 0), value, NaN);
	const logpdf: Distribution = (...operands) => {
		const { z, scale } = at(operands);
		return known(scale, jnp.subtract(neg(jnp.add(z, exp(neg(z)))), log(scale)));
	};
	const near: Distribution = (...operands) => {
		const { z, scale } = at(operands);
		return known(scale, neg(exp(neg(z))));
	};
	const far: Distribution = (...operands) => {
		const { z, scale } = at(operands);
		return known(scale, log(neg(unary('expm1', neg(exp(neg(z)))))));
	};
	const [logcdf, logsf] = side === 1 ? [near, far] : [far, near];
	return {
		logpdf,
		pdf: expOf(logpdf),
		logcdf,
		logsf,
		cdf: expOf(logcdf),
		sf: expOf(logsf),
		ppf: (...operands) => {
			const [p, loc, scale] = args(`${name}.ppf`, operands);
			const inside = binary('and', greater(p, 0), less(p, 1));
			const tail = side === 1 ? neg(log(p)) : neg(unary('log1p', neg(p)));
			return where(inside, jnp.subtract(loc, jnp.multiply(jnp.multiply(scale, side), log(tail))), NaN);
		}
	};
};
export const gumbelR = gumbel('gumbel_r', 1);
export const gumbelL = gumbel('gumbel_l', -1);

const vonmisesLogpdf: Distribution = (...operands) => {
	const [x, kappa] = args('vonmises.logpdf', operands);
	const turned = jnp.multiply(kappa, jnp.subtract(unary('cos', x), 1));
	const value = jnp.subtract(turned, log(jnp.multiply(2 * Math.PI, i0e(kappa))));
	return where(greater(kappa, 0), value, NaN);
};
export const vonmises = { logpdf: vonmisesLogpdf, pdf: expOf(vonmisesLogpdf) };

const wrapcauchyLogpdf: Distribution = (...operands) => {
	const [x, c] = args('wrapcauchy.logpdf', operands);
	const square = jnp.multiply(c, c);
	const spread = jnp.subtract(jnp.add(1, square), jnp.multiply(jnp.multiply(2, c), unary('cos', x)));
	const value = jnp.subtract(jnp.subtract(log(jnp.subtract(1, square)), Math.log(2 * Math.PI)), log(spread));
	const inside = or(binary('and', greater(c, 0), less(c, 1)));
	const turn = binary('and', greaterEqual(x, 0), lessEqual(x, 2 * Math.PI));
	return where(inside, where(turn, value, -Infinity), NaN);
};
export const wrapcauchy = { logpdf: wrapcauchyLogpdf, pdf: expOf(wrapcauchyLogpdf) };

const nbinomLogpmf: Distribution = (...operands) => {
	const [k, n, p, loc] = args('nbinom.logpmf', operands);
	const y = jnp.subtract(k, loc);
	const ways = jnp.subtract(gammaln(jnp.add(y, n)), jnp.add(gammaln(n), gammaln(jnp.add(y, 1))));
	const chances = jnp.add(jnp.multiply(n, log(p)), xlogy(y, jnp.subtract(1, p)));
	return where(less(k, loc), -Infinity, jnp.add(ways, chances));
};
export const nbinom = { logpmf: nbinomLogpmf, pmf: expOf(nbinomLogpmf) };

const betabinomLogpmf: Distribution = (...operands) => {
	const [k, n, a, b, loc] = args('betabinom.logpmf', operands);
	const y = jnp.subtract(floor(k), loc);
	const rest = jnp.subtract(n, y);
	const ways = neg(jnp.add(unary('log1p', n), betaln(jnp.add(rest, 1), jnp.add(y, 1))));
	const shape = jnp.subtract(betaln(jnp.add(y, a), jnp.add(rest, b)), betaln(a, b));
	const outside = or(less(y, loc), greater(y, jnp.subtract(n, loc)));
	const value = where(outside, -Infinity, jnp.add(ways, shape));
	return where(or(less(n, 0), lessEqual(a, 0), lessEqual(b, 0)), NaN, value);
};
export const betabinom = { logpmf: betabinomLogpmf, pmf: expOf(betabinomLogpmf) };

const gennormLogpdf: Distribution = (...operands) => {
	const [x, beta] = args('gennorm.logpdf', operands);
	const normalizer = jnp.subtract(log(jnp.multiply(0.5, beta)), gammaln(jnp.trueDivide(1, beta)));
	return jnp.subtract(normalizer, binary('pow', ...pair(unary('abs', x), beta)));
};
export const gennorm: Record<string, Distribution> = {
	logpdf: gennormLogpdf,
	pdf: expOf(gennormLogpdf),
	cdf: (...operands) => {
		const [x, beta] = args('gennorm.cdf', operands);
		const share = gammainc(jnp.trueDivide(1, beta), binary('pow', ...pair(unary('abs', x), beta)));
		return jnp.multiply(0.5, jnp.add(1, jnp.multiply(unary('sign', x), share)));
	}
};

const dirichletLogpdf: Distribution = (given, concentrations) => {
	const [x, alpha] = promoteTypes(
		[toValue(given, 'dirichlet.logpdf'), toValue(concentrations, 'dirichlet.logpdf', 1)],
		'inexact'
	);
	const [n] = avalOf(alpha).shape;
	const { shape } = avalOf(x);
	if (shape[0] !== n && shape[0] !== n - 1)
		throw new ProgramError(
			'ValueError',
			`\`x\` must have either the same number of entries as \`alpha\` or one entry fewer; got x.shape=(${shape.join(', ')},), alpha.shape=(${n},)`
		);
	const rest = jnp.subtract(1, sum(x, { axis: 0n, keepdims: true }));
	const whole = shape[0] === n ? x : concatenate([x, rest], 0n);
	const normalizer = jnp.subtract(sum(gammaln(alpha)), gammaln(sum(alpha)));
	const powers = jnp.subtract(alpha, 1);
	const tall = shape.length > 1 ? reshape(powers, [n, ...shape.slice(1).map(() => 1)]) : powers;
	const value = jnp.subtract(sum(xlogy(tall, whole), { axis: 0n }), normalizer);
	const near = less(unary('abs', jnp.subtract(sum(whole, { axis: 0n }), 1)), 1e-6);
	return where(binary('and', all(greater(whole, 0), { axis: 0n }), near), value, -Infinity);
};
export const dirichlet = { logpdf: dirichletLogpdf, pdf: expOf(dirichletLogpdf) };

const multinomialLogpmf: Distribution = (counts, trials, chances) => {
	const [p] = args('multinomial.logpmf', [chances]);
	const [x, n] = promoteArgs('multinomial.logpmf', [counts, trials], 'numeric');
	const types = [avalOf(x).dtype, avalOf(n).dtype];
	if (!isInteger(types[0]))
		throw new ProgramError(
			'ValueError',
			`x and n must be of integer type; got x.dtype=${types[0]}, n.dtype=${types[1]}`
		);
	const ways = jnp.subtract(xlogy(x, p), gammaln(jnp.add(x, 1)));
	const value = jnp.add(gammaln(jnp.add(n, 1)), sum(ways, { axis: -1n }));
	return where(equal(sum(x), n), value, -Infinity);
};
export const multinomial = { logpmf: multinomialLogpmf, pmf: expOf(multinomialLogpmf) };
