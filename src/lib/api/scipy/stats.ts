import { avalOf, type Value } from '$lib/core/interpreter';
import { binary, log, mul, neg, reshape, unary } from '$lib/core/ops';
import { broadcastTo, promoteTypes } from '../broadcast';
import { constantLike } from '../elementwise';
import * as jnp from '../jnp/arithmetic';
import { sum } from '../jnp/reductions';
import { expandDims } from '../jnp/shape';
import { where } from '../jnp/where';
import { choleskyOf, triangularSolve } from '../linalg/factors';
import { diagonalOf, symmetrized, withBatch } from '../linalg/matrices';
import { scalarArray, toValue } from '../values';
import { args, expOf, logOf, standard, type Distribution } from './distribution';
import { betaln, gammaln, logit, logNdtr, ndtr, ndtri, xlog1py, xlogy } from './special';

const weak = (x: number): Value => scalarArray(x);
/** log(1 - exp(f)) for f at most 0. */
const log1mexp =
	(f: Distribution): Distribution =>
	(...operands) =>
		log(neg(unary('expm1', f(...operands))));
const less = (x: Value, y: Value): Value => binary('lt', x, y);
const minusInfinity = weak(-Infinity);
const logPi2 = Math.log(2 * Math.PI);

const normLogpdf: Distribution = (...operands) => {
	const [x, loc, scale] = args('norm.logpdf', operands);
	const variance = unary('square', scale);
	const normalizer = log(jnp.multiply(weak(2 * Math.PI), variance));
	const quadratic = jnp.trueDivide(unary('square', jnp.subtract(x, loc)), variance);
	return jnp.trueDivide(jnp.add(normalizer, quadratic), weak(-2));
};
const normZ = (operands: readonly unknown[]): Value => {
	const [x, loc, scale] = args('norm', operands);
	return standard(x, loc, scale);
};

export const norm = {
	logpdf: normLogpdf,
	pdf: expOf(normLogpdf),
	cdf: ((...operands) => ndtr(normZ(operands))) as Distribution,
	logcdf: ((...operands) => logNdtr(normZ(operands))) as Distribution,
	sf: ((...operands) => ndtr(neg(normZ(operands)))) as Distribution,
	logsf: ((...operands) => logNdtr(neg(normZ(operands)))) as Distribution,
	isf: ((...operands) => {
		const [q, loc, scale] = args('norm.isf', operands);
		return jnp.add(jnp.multiply(ndtri(jnp.subtract(1, q)), scale), loc);
	}) as Distribution,
	ppf: ((...operands) => {
		const [q, loc, scale] = args('norm.ppf', operands);
		return jnp.add(jnp.multiply(ndtri(q), scale), loc);
	}) as Distribution
};

const uniformLogpdf: Distribution = (...operands) => {
	const [x, loc, scale] = args('uniform.logpdf', operands);
	const outside = binary('or', binary('gt', x, jnp.add(loc, scale)), less(x, loc));
	return where(outside, minusInfinity, neg(log(scale)));
};
const uniformCdf: Distribution = (...operands) => {
	const [x, loc, scale] = args('uniform.cdf', operands);
	const past = where(binary('gt', x, jnp.add(loc, scale)), 1, standard(x, loc, scale));
	return where(less(x, loc), 0, past);
};
export const uniform = {
	logpdf: uniformLogpdf,
	pdf: expOf(uniformLogpdf),
	cdf: uniformCdf
};

const exponLogpdf: Distribution = (...operands) => {
	const [x, loc, scale] = args('expon.logpdf', operands);
	const value = neg(jnp.add(standard(x, loc, scale), log(scale)));
	return where(less(x, loc), minusInfinity, value);
};
const exponLogsf: Distribution = (...operands) => {
	const [x, loc, scale] = args('expon.sf', operands);
	return where(less(x, loc), 0, neg(standard(x, loc, scale)));
};
const exponCdf: Distribution = (...operands) => neg(unary('expm1', exponLogsf(...operands)));
const exponPpf: Distribution = (...operands) => {
	const [q, loc, scale] = args('expon.ppf', operands);
	const known = binary('and', binary('ge', q, constantLike(q, 0)), binary('le', q, constantLike(q, 1)));
	return where(known, jnp.subtract(loc, jnp.multiply(scale, unary('log1p', neg(q)))), NaN);
};
export const expon = {
	logpdf: exponLogpdf,
	pdf: expOf(exponLogpdf),
	cdf: exponCdf,
	sf: expOf(exponLogsf),
	logsf: exponLogsf,
	logcdf: log1mexp(exponLogsf),
	ppf: exponPpf
};

const laplaceLogpdf: Distribution = (...operands) => {
	const [x, loc, scale] = args('laplace.logpdf', operands);
	const spread = jnp.trueDivide(unary('abs', jnp.subtract(x, loc)), scale);
	return neg(jnp.add(spread, log(jnp.multiply(weak(2), scale))));
};
const laplaceCdf: Distribution = (...operands) => {
	const [x, loc, scale] = args('laplace.cdf', operands);
	const z = standard(x, loc, scale);
	const half = (y: Value): Value => jnp.multiply(0.5, unary('exp', y));
	return where(binary('le', z, constantLike(z, 0)), half(z), jnp.subtract(1, half(neg(z))));
};
export const laplace = {
	logpdf: laplaceLogpdf,
	pdf: expOf(laplaceLogpdf),
	cdf: laplaceCdf
};

const cauchyLogpdf: Distribution = (...operands) => {
	const [x, loc, scale] = args('cauchy.logpdf', operands);
	const z = standard(x, loc, scale);
	return neg(jnp.add(log(jnp.multiply(weak(Math.PI), scale)), unary('log1p', mul(z, z))));
};
const cauchyCdf: Distribution = (...operands) => {
	const [x, loc, scale] = args('cauchy.cdf', operands);
	return jnp.add(0.5, jnp.multiply(1 / Math.PI, unary('atan', standard(x, loc, scale))));
};
const cauchySf: Distribution = (...operands) => {
	const [x, loc, scale] = args('cauchy.sf', operands);
	return cauchyCdf(neg(x), neg(loc), scale);
};
export const cauchy = {
	logpdf: cauchyLogpdf,
	pdf: expOf(cauchyLogpdf),
	cdf: cauchyCdf,
	sf: cauchySf,
	logcdf: logOf(cauchyCdf),
	logsf: logOf(cauchySf)
};

const logisticLogpdf: Distribution = (...operands) => {
	const [x, loc, scale] = args('logistic.logpdf', operands);
	const half = jnp.multiply(standard(x, loc, scale), weak(0.5));
	const tail = jnp.add(
		unary('abs', half),
		unary('log1p', unary('exp', jnp.multiply(weak(-2), unary('abs', half))))
	);
	return jnp.subtract(jnp.multiply(weak(-2), tail), log(scale));
};
const logisticCdf: Distribution = (...operands) => {
	const [x, loc, scale] = args('logistic.cdf', operands);
	return unary('logistic', standard(x, loc, scale));
};
const logisticSf: Distribution = (...operands) => {
	const [x, loc, scale] = args('logistic.sf', operands);
	return unary('logistic', neg(standard(x, loc, scale)));
};
const logisticPpf: Distribution = (...operands) => {
	const [q, loc, scale] = args('logistic.ppf', operands);
	return jnp.add(jnp.multiply(logit(q), scale), loc);
};
export const logistic = {
	logpdf: logisticLogpdf,
	pdf: expOf(logisticLogpdf),
	cdf: logisticCdf,
	sf: logisticSf,
	ppf: logisticPpf
};

const tLogpdf: Distribution = (...operands) => {
	const [x, df, loc, scale] = args('t.logpdf', operands);
	const z = standard(x, loc, scale);
	const more = jnp.trueDivide(jnp.add(df, weak(1)), weak(2));
	const normalizer = jnp.subtract(
		jnp.add(
			gammaln(jnp.trueDivide(df, weak(2))),
			jnp.multiply(weak(0.5), log(jnp.multiply(weak(Math.PI), df)))
		),
		gammaln(more)
	);
	const quadratic = jnp.multiply(more, unary('log1p', jnp.trueDivide(mul(z, z), df)));
	return neg(jnp.add(jnp.add(normalizer, log(scale)), quadratic));
};
export const t = { logpdf: tLogpdf, pdf: expOf(tLogpdf) };

const gammaLogpdf: Distribution = (...operands) => {
	const [x, a, loc, scale] = args('gamma.logpdf', operands);
	const y = standard(x, loc, scale);
	const kernel = jnp.subtract(xlogy(jnp.subtract(a, weak(1)), y), y);
	const value = jnp.subtract(kernel, jnp.add(gammaln(a), log(scale)));
	return where(less(x, loc), minusInfinity, value);
};
export const gamma = { logpdf: gammaLogpdf, pdf: expOf(gammaLogpdf) };

const betaLogpdf: Distribution = (...operands) => {
	const [x, a, b, loc, scale] = args('beta.logpdf', operands);
	const y = standard(x, loc, scale);
	const kernel = jnp.add(xlogy(jnp.subtract(a, weak(1)), y), xlog1py(jnp.subtract(b, weak(1)), neg(y)));
	const value = jnp.subtract(kernel, jnp.add(betaln(a, b), log(scale)));
	const outside = binary('or', binary('gt', x, jnp.add(loc, scale)), less(x, loc));
	return where(outside, minusInfinity, value);
};
export const beta = { logpdf: betaLogpdf, pdf: expOf(betaLogpdf) };

const chi2Logpdf: Distribution = (...operands) => {
	const [x, df, loc, scale] = args('chi2.logpdf', operands);
	return gammaLogpdf(standard(x, loc, scale), jnp.trueDivide(df, weak(2)), weak(0), weak(2));
};
export const chi2 = { logpdf: chi2Logpdf, pdf: expOf(chi2Logpdf) };

const bernoulliLogpmf: Distribution = (...operands) => {
	const [k, p, loc] = args('bernoulli.logpmf', operands);
	const x = jnp.subtract(k, loc);
	const value = jnp.add(xlogy(x, p), xlog1py(jnp.subtract(weak(1), x), neg(p)));
	const known = binary('or', binary('eq', x, constantLike(x, 0)), binary('eq', x, constantLike(x, 1)));
	return where(known, value, minusInfinity);
};
export const bernoulli = { logpmf: bernoulliLogpmf, pmf: expOf(bernoulliLogpmf) };

const poissonLogpmf: Distribution = (...operands) => {
	const [k, mu, loc] = args('poisson.logpmf', operands);
	const x = jnp.subtract(k, loc);
	const value = jnp.subtract(jnp.subtract(xlogy(x, mu), mu), gammaln(jnp.add(x, weak(1))));
	return where(less(x, constantLike(x, 0)), minusInfinity, value);
};
export const poisson = { logpmf: poissonLogpmf, pmf: expOf(poissonLogpmf) };

const binomLogpmf: Distribution = (...operands) => {
	const [k, n, p, loc] = args('binom.logpmf', operands);
	const x = jnp.subtract(k, loc);
	const rest = jnp.subtract(n, x);
	const ways = jnp.subtract(
		gammaln(jnp.add(n, weak(1))),
		jnp.add(gammaln(jnp.add(x, weak(1))), gammaln(jnp.add(rest, weak(1))))
	);
	const value = jnp.add(ways, jnp.add(xlogy(x, p), xlog1py(rest, neg(p))));
	const inside = binary('and', binary('ge', x, constantLike(x, 0)), binary('le', x, n));
	return where(inside, value, minusInfinity);
};
export const binom = { logpmf: binomLogpmf, pmf: expOf(binomLogpmf) };

const geomLogpmf: Distribution = (...operands) => {
	const [k, p, loc] = args('geom.logpmf', operands);
	const x = jnp.subtract(k, loc);
	const value = jnp.add(xlog1py(jnp.subtract(x, weak(1)), neg(p)), log(p));
	return where(binary('le', x, constantLike(x, 0)), minusInfinity, value);
};
export const geom = { logpmf: geomLogpmf, pmf: expOf(geomLogpmf) };

/** `multivariate_normal.logpdf`: the distance by the covariance's Cholesky factor. */
function multivariateLogpdf(x: unknown, mean: unknown, cov: unknown): Value {
	const [value, middle, spread] = promoteTypes(
		[x, mean, cov].map((each) => toValue(each, 'multivariate_normal.logpdf')),
		'inexact'
	);
	const n = avalOf(middle).shape.at(-1);
	if (n === undefined) return scalarLogpdf(value, middle, spread);
	const gap = jnp.subtract(value, middle);
	const batch = avalOf(gap).shape.slice(0, -1);
	const factor = choleskyOf(symmetrized(spread));
	const solved = triangularSolve(withBatch(factor, batch), expandDims(broadcastTo(gap, [...batch, n]), -1n), {
		lower: true
	});
	const distance = sum(unary('square', reshape(solved, [...batch, n])), { axis: -1n });
	const logdet = sum(log(diagonalOf(factor)), { axis: -1n });
	return jnp.subtract(jnp.subtract(jnp.multiply(weak(-0.5), distance), weak((n / 2) * logPi2)), logdet);
}

const scalarLogpdf = (x: Value, mean: Value, cov: Value): Value => {
	const distance = jnp.trueDivide(unary('square', jnp.subtract(x, mean)), cov);
	return jnp.multiply(weak(-0.5), jnp.add(distance, jnp.add(weak(logPi2), log(cov))));
};

export const multivariateNormal = {
	logpdf: ((x, mean, cov) => multivariateLogpdf(x, mean, cov)) as Distribution,
	pdf: expOf((x, mean, cov) => multivariateLogpdf(x, mean, cov))
};
