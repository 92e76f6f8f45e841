import { avalOf, type Value } from '$lib/core/interpreter';
import { add, binary, convert, mul, neg, unary } from '$lib/core/ops';
import { promoteArgs, promoteTypes } from '../broadcast';
import { constantLike } from '../elementwise';
import * as jnp from '../jnp/arithmetic';
import { maximum, minimum } from '../jnp/ufuncs';
import { where } from '../jnp/where';
import { scalarArray, toValue } from '../values';

/** Functions of `jax.scipy.special`. */
type Unary = (x: unknown) => Value;
type Binary = (x: unknown, y: unknown) => Value;

const real = (x: unknown, name: string): Value => promoteTypes([toValue(x, name)], 'inexact')[0];
const weak = (x: number): Value => scalarArray(x);
const compare = (op: 'lt' | 'le' | 'gt' | 'ge' | 'eq', x: Value, y: number): Value =>
	binary(op, x, constantLike(x, y));

export const gammaln: Unary = (x) => unary('lgamma', real(x, 'gammaln'));
export const digamma: Unary = (x) => unary('digamma', real(x, 'digamma'));
export const erf: Unary = (x) => unary('erf', real(x, 'erf'));
export const erfc: Unary = (x) => unary('erfc', real(x, 'erfc'));
export const erfinv: Unary = (x) => unary('erf_inv', real(x, 'erfinv'));
export const expit: Unary = (x) => unary('logistic', real(x, 'expit'));

/** log(x / (1 - x)) */
export const logit: Unary = (x) => {
	const value = real(x, 'logit');
	return unary('log', binary('div', value, binary('sub', constantLike(value, 1), value)));
};

/** x log y, 0 where x is 0. */
export const xlogy: Binary = (x, y) => {
	const [a, b] = promoteArgs('xlogy', [x, y], 'inexact');
	return where(compare('eq', a, 0), weak(0), jnp.multiply(a, unary('log', b)));
};

/** x log(1 + y), 0 where x is 0. */
export const xlog1py: Binary = (x, y) => {
	const [a, b] = promoteArgs('xlog1py', [x, y], 'inexact');
	return where(compare('eq', a, 0), weak(0), jnp.multiply(a, unary('log1p', b)));
};

/** -x log x, -inf below 0. */
export const entr: Unary = (x) => {
	const value = real(x, 'entr');
	return where(compare('lt', value, 0), weak(-Infinity), neg(xlogy(value, value)));
};

/** x log(x / y) where both are positive, 0 where x is 0, inf elsewhere. */
export const relEntr: Binary = (x, y) => {
	const [a, b] = promoteArgs('rel_entr', [x, y], 'inexact');
	const both = binary('and', compare('gt', a, 0), compare('gt', b, 0));
	const safeA = where(both, a, weak(1));
	const safeB = where(both, b, weak(1));
	const value = jnp.subtract(xlogy(safeA, safeA), xlogy(safeA, safeB));
	const edge = binary('and', compare('eq', a, 0), compare('ge', b, 0));
	return where(both, value, where(edge, weak(0), weak(Infinity)));
};

export const klDiv: Binary = (x, y) => jnp.add(jnp.subtract(relEntr(x, y), x), y);

/** log of the beta function, the smaller argument first as JAX has it. */
export const betaln: Binary = (x, y) => {
	const [a, b] = promoteArgs('betaln', [x, y], 'inexact');
	const [low, high] = [minimum(a, b), maximum(a, b)];
	const rest = jnp.subtract(unary('lgamma', high), unary('lgamma', jnp.add(low, high)));
	return jnp.add(unary('lgamma', low), rest);
};

export const beta: Binary = (x, y) => unary('exp', betaln(x, y));

/** The gamma function, with its sign between the poles. */
export const gamma: Unary = (x) => {
	const value = real(x, 'gamma');
	const floor = unary('floor', value);
	const odd = compare('eq', unary('abs', binary('rem', floor, constantLike(floor, 2))), 1);
	const sign = where(binary('and', compare('lt', value, 0), odd), weak(-1), weak(1));
	return jnp.multiply(sign, unary('exp', unary('lgamma', value)));
};

export const factorial: Unary = (n) => {
	const value = real(n, 'factorial');
	return where(
		compare('lt', value, 0),
		weak(0),
		unary('exp', unary('lgamma', add(value, constantLike(value, 1))))
	);
};

/** The normal distribution function, by erf near 0 and erfc in the tails. */
export const ndtr: Unary = (x) => {
	const value = real(x, 'ndtr');
	const w = mul(value, constantLike(value, Math.SQRT1_2));
	const z = unary('abs', w);
	const near = jnp.add(weak(1), unary('erf', w));
	const tail = where(compare('gt', w, 0), jnp.subtract(weak(2), unary('erfc', z)), unary('erfc', z));
	return jnp.multiply(weak(0.5), where(compare('lt', z, Math.SQRT1_2), near, tail));
};

/** Below it log ndtr is an asymptotic series, above `high` it is -ndtr(-x); JAX's bounds for float32. */
const low = -10;
const high = 5;

export const logNdtr: Unary = (x) => {
	const value = real(x, 'log_ndtr');
	const far = neg(ndtr(neg(value)));
	const middle = unary('log', ndtr(maximum(value, low)));
	const bounded = minimum(value, low);
	return where(compare('gt', value, high), far, where(compare('gt', value, low), middle, lowerTail(bounded)));
};

/** -x^2/2 - log(-x) - log(2 pi)/2 + log(1 - 1/x^2 + 3/x^4 - 15/x^6) */
function lowerTail(x: Value): Value {
	const square = mul(x, x);
	const scale = jnp.subtract(
		jnp.subtract(jnp.multiply(weak(-0.5), square), unary('log', neg(x))),
		weak(0.5 * Math.log(2 * Math.PI))
	);
	const inverse = jnp.trueDivide(weak(1), square);
	const series = [-15, 3, -1, 1].reduce<Value>(
		(sum, coefficient) => jnp.add(jnp.multiply(sum, inverse), weak(coefficient)),
		convert(constantLike(x, 0), avalOf(x).dtype)
	);
	return jnp.add(scale, unary('log', series));
}

/** The inverse of `ndtr`. */
export const ndtri: Unary = (p) => {
	const value = real(p, 'ndtri');
	const centred = jnp.subtract(jnp.multiply(weak(2), value), weak(1));
	return jnp.multiply(weak(Math.SQRT2), unary('erf_inv', centred));
};
