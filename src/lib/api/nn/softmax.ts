import { avalOf, type Value } from '$lib/core/interpreter';
import { binary, convert, expandDims, iota, select, unary } from '$lib/core/ops';
import type { DType } from '$lib/array/dtype';
import { axesIn, axisIn, index, range } from '../arguments';
import { broadcastTo, promoteTypes } from '../broadcast';
import { dtypeOf } from '../dtypes';
import { constantLike } from '../elementwise';
import { jitted1 } from '../jitted';
import * as jnp from '../jnp/arithmetic';
import { max, mean, sum } from '../jnp/reductions';
import { where } from '../jnp/where';
import { scalarArray, toValue } from '../values';

export interface SoftmaxOptions {
	readonly axis?: unknown;
	/** Elements where this is false are left out. */
	readonly where?: unknown;
}

const real = (x: unknown, name: string): Value => promoteTypes([toValue(x, name)], 'inexact')[0];

/** Operands of a function with a mask that may be missing. */
const masked = (x: Value, mask: unknown): Value[] =>
	mask === null || mask === undefined ? [x] : [x, toValue(mask)];

/** x less its largest element, which takes no part in differentiation. */
function shifted(x: Value, axis: unknown, mask: Value | undefined): Value {
	const top = max(x, { axis, keepdims: true, where: mask ?? null, initial: -Infinity });
	const kept = mask ? where(mask, x, scalarArray(-Infinity)) : x;
	return jnp.subtract(kept, unary('stop_gradient', top));
}

/** `jax.nn.softmax` */
export function softmax(x: unknown, { axis = -1n, where: mask = null }: SoftmaxOptions = {}): Value {
	const value = real(x, 'softmax');
	const [a, m] = masked(value, mask);
	return softmaxBody(a, axis, m);
}

function softmaxBody(x: Value, axis: unknown, mask?: Value): Value {
	const raised = unary('exp', shifted(x, axis, mask));
	const result = jnp.trueDivide(raised, sum(raised, { axis, keepdims: true, where: mask ?? null }));
	return mask ? where(mask, result, scalarArray(0)) : result;
}

/** `jax.nn.log_softmax` */
export function logSoftmax(x: unknown, { axis = -1n, where: mask = null }: SoftmaxOptions = {}): Value {
	const value = real(x, 'log_softmax');
	return jitted1('log_softmax', [axis], (a, m) => logSoftmaxBody(a, axis, m), masked(value, mask));
}

function logSoftmaxBody(x: Value, axis: unknown, mask?: Value): Value {
	const below = shifted(x, axis, mask);
	const total = sum(unary('exp', below), { axis, keepdims: true, where: mask ?? null });
	const result = jnp.subtract(below, unary('log', total));
	return mask ? where(mask, result, scalarArray(-Infinity)) : result;
}

export interface LogSumExpOptions {
	readonly axis?: unknown;
	/** Weights of the exponentials. */
	readonly b?: unknown;
	readonly keepdims?: boolean;
	readonly where?: unknown;
}

/** log(sum(b exp(a))) and the sum's sign, computed around the largest element. */
function logSumExpParts(a: unknown, options: LogSumExpOptions): [Value, Value] {
	const { axis = null, b = null, keepdims = false, where: mask = null } = options;
	const values = promoteTypes(b === null ? [toValue(a, 'logsumexp')] : [toValue(a), toValue(b)], 'inexact');
	const x = values[0];
	const dims = axesIn(axis, avalOf(x).shape.length);
	const over = { axis: dims.map(BigInt), where: mask };
	const top = max(x, { ...over, initial: -Infinity });
	const finite = unary('is_finite', top);
	const base = unary('stop_gradient', select(finite, zeroLike(top), top));
	const raised = unary('exp', jnp.subtract(x, expandDims(base, dims)));
	const weighted = values.length > 1 ? jnp.multiply(values[1], raised) : raised;
	const total = sum(weighted, over);
	const sign = unary('sign', total);
	const out = jnp.add(unary('log', unary('abs', total)), base);
	return keepdims ? [expandDims(out, dims), expandDims(sign, dims)] : [out, sign];
}

const zeroLike = (x: Value): Value => broadcastTo(constantLike(x, 0), avalOf(x).shape);

/** `jax.nn.logsumexp`, `jax.scipy.special.logsumexp`. */
export function logsumexp(a: unknown, options: LogSumExpOptions = {}): Value {
	const [out, sign] = logSumExpParts(a, options);
	if (options.b === null || options.b === undefined) return out;
	return where(binary('lt', sign, constantLike(sign, 0)), scalarArray(NaN), out);
}

/** The same with the sum's sign beside it. */
export const logsumexpSigned = (a: unknown, options: LogSumExpOptions = {}): [Value, Value] =>
	logSumExpParts(a, options);

/** `jax.nn.standardize`: mean 0 and variance 1 along `axis`. */
export function standardize(
	x: unknown,
	axis: unknown = -1n,
	given: { readonly mean?: unknown; readonly variance?: unknown; readonly where?: unknown } = {},
	epsilon: unknown = 1e-5
): Value {
	const value = real(x, 'standardize');
	const over = { axis, keepdims: true, where: given.where ?? null };
	const middle = given.mean ?? mean(value, over);
	const spread = given.variance ?? jnp.subtract(mean(unary('square', value), over), jnp.square(middle));
	return jnp.multiply(jnp.subtract(value, middle), unary('rsqrt', jnp.add(spread, epsilon)));
}

/** `jax.nn.one_hot`: a new axis of `classes` places, 1 at the index. */
export function oneHot(x: unknown, classes: unknown, axis: unknown = -1n, dtype: unknown = null): Value {
	const n = index(classes, 'The error arose in jax.nn.one_hot argument `num_classes`.');
	const type = dtypeOf(dtype) ?? 'float32';
	const value = toValue(x, 'one_hot');
	const along = axisIn(axis, avalOf(value).shape.length + 1);
	return jitted1('_one_hot', [n, along, type], (v) => oneHotBody(v, n, along, type), [value]);
}

function oneHotBody(x: Value, n: number, axis: number, dtype: DType): Value {
	const { shape, dtype: own } = avalOf(x);
	const wide = expandDims(x, [axis]);
	const places = range(shape.length + 1).map((i) => (i === axis ? n : 1));
	const type = own === 'bool' ? 'int32' : own;
	return convert(binary('eq', convert(wide, type, avalOf(x).weak), iota(type, places, axis)), dtype);
}
