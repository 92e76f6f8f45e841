import type { Value } from '$lib/core/interpreter';
import { binary, log, neg, unary } from '$lib/core/ops';
import * as jnp from '../jnp/arithmetic';
import { greater, greaterEqual, less, lessEqual } from '../jnp/ufuncs';
import { where } from '../jnp/where';
import { logNdtr, ndtr } from './special';
import { args, expOf, standard, type Distribution } from './distribution';

const exp = (x: Value): Value => unary('exp', x);
const or = (x: Value, y: Value): Value => binary('or', x, y);

/** log of the normal mass between a and b, from the side where nothing cancels. */
function gaussMass(a: Value, b: Value): Value {
	const differ = (p: Value, q: Value): Value => jnp.add(p, unary('log1p', neg(exp(jnp.subtract(q, p)))));
	const left = differ(logNdtr(b), logNdtr(a));
	const right = differ(logNdtr(neg(a)), logNdtr(neg(b)));
	const middle = unary('log1p', neg(jnp.add(ndtr(a), ndtr(neg(b)))));
	return where(lessEqual(b, 0), left, where(greater(a, 0), right, middle));
}

const truncnormArgs = (operands: readonly unknown[]): Value[] => {
	const [x, a, b, loc, scale] = args('truncnorm.logpdf', operands);
	return [standard(x, loc, scale), a, b, scale];
};
const truncnormLogpdf: Distribution = (...operands) => {
	const [x, a, b, scale] = truncnormArgs(operands);
	const normal = jnp.multiply(-0.5, jnp.add(unary('square', x), Math.log(2 * Math.PI)));
	const value = jnp.subtract(jnp.subtract(normal, log(scale)), gaussMass(a, b));
	const cut = where(or(less(x, a), greater(x, b)), -Infinity, value);
	return where(greaterEqual(a, b), NaN, cut);
};
const truncnormLogcdf: Distribution = (...operands) => {
	const [x, a, b] = truncnormArgs(operands);
	const value = jnp.subtract(gaussMass(a, x), gaussMass(a, b));
	return where(lessEqual(x, a), -Infinity, where(greaterEqual(x, b), 0, value));
};
const truncnormLogsf: Distribution = (...operands) => {
	const [x, a, b] = truncnormArgs(operands);
	const value = jnp.subtract(gaussMass(x, b), gaussMass(a, b));
	return where(lessEqual(x, a), 0, where(greaterEqual(x, b), -Infinity, value));
};
export const truncnorm: Record<string, Distribution> = {
	logpdf: truncnormLogpdf,
	pdf: expOf(truncnormLogpdf),
	logcdf: truncnormLogcdf,
	cdf: expOf(truncnormLogcdf),
	logsf: truncnormLogsf,
	sf: expOf(truncnormLogsf)
};
