import { ProgramError } from '$lib/core/errors';
import { Tracer, avalOf, type Value } from '$lib/core/interpreter';
import { add, convert, expandDims, iota, mul } from '$lib/core/ops';
import { promote } from '$lib/core/promote';
import { reprHook } from '$lib/core/tree';
import { NDArray } from '$lib/array/ndarray';
import { isFloat } from '$lib/array/dtype';
import { concretizationError, isSequence, shapeOf, type ArrayLike } from '../arguments';
import { broadcastTo } from '../broadcast';
import { dtypeOf } from '../dtypes';
import { typeText } from '../python-type';
import {
	arrayFrom,
	arrayLikes,
	avalOfLike,
	constant,
	convertLike,
	isArrayLike,
	isScalar,
	made
} from '../values';

/** `jnp.array`, `jnp.asarray`: scalars, arrays, nested lists. */
export function array(x: unknown, dtype: unknown = null, ndmin = 0): Value {
	const value = arrayFrom(x, dtypeOf(dtype));
	const missing = ndmin - avalOf(value).shape.length;
	return missing > 0
		? expandDims(
				value,
				Array.from({ length: missing }, (_, i) => i)
			)
		: value;
}

const filled = (shape: unknown, value: 0 | 1, dtype: unknown): Value =>
	made(broadcastTo(constant(value, dtypeOf(dtype) ?? 'float32'), shapeOf(shape)));

export const zeros = (shape: unknown, dtype: unknown = null): Value => filled(shape, 0, dtype);
export const ones = (shape: unknown, dtype: unknown = null): Value => filled(shape, 1, dtype);

/** `fill` broadcast to `shape`. */
export function full(shape: unknown, fill: unknown, dtype: unknown = null): Value {
	const sizes = shapeOf(shape);
	const type = dtypeOf(dtype);
	if (isSequence(fill)) return broadcastTo(arrayFrom(fill, type), sizes);
	const [value] = arrayLikes('full', [fill]);
	const { dtype: own, weak } = avalOfLike(value);
	return made(broadcastTo(convertLike(value, type ?? own, type === null && weak), sizes));
}

export const like =
	(fn: string, fill: 0 | 1) =>
	(x: unknown, dtype: unknown = null, shape: unknown = null): Value => {
		const [given] = arrayLikes(fn, [x]);
		return fullOf(given, fill, dtype, shape);
	};
export const zerosLike = like('zeros_like', 0);
export const onesLike = like('ones_like', 1);

/** An array of the shape and type of `x`; weakly typed where `x` is and no type is given. */
export function fullLike(x: unknown, fill: unknown, dtype: unknown = null, shape: unknown = null): Value {
	const [given, value] = arrayLikes('full_like', [x, fill]);
	return fullOf(given, value, dtype, shape);
}

function fullOf(x: ArrayLike, fill: ArrayLike | 0 | 1, dtype: unknown, shape: unknown): Value {
	const own = avalOfLike(x);
	const type = dtypeOf(dtype);
	const sizes = shape === null ? own.shape : shapeOf(shape);
	const weak = type === null && own.weak;
	return made(broadcastTo(convertLike(fill, type ?? own.dtype, weak), sizes));
}

/** `jnp.arange`: iota where it starts at 0 and steps by 1, a constant otherwise. */
export function arange(
	start: unknown,
	stop: unknown = null,
	step: unknown = null,
	dtype: unknown = null
): Value {
	const given = [start, stop, step].map((bound, i) => bound ?? [0n, null, 1n][i]);
	const names = stop === null && step === null ? ['stop'] : ['start', 'stop', 'step'];
	[start, stop, step].forEach((bound, i) => {
		if (bound instanceof Tracer)
			throw concretizationError(bound, `It arose in the jnp.arange argument '${names[i] ?? 'stop'}'`);
	});
	[start, stop, step].forEach((bound, position) => {
		if (bound !== null && !isArrayLike(bound))
			throw new ProgramError(
				'TypeError',
				`arange requires ndarray, scalar, or None arguments, got ${typeText(bound)} at position ${position}.`
			);
	});
	const [from, to, by] = stop === null ? [0n, start, given[2]] : given;
	const bounds = arrayLikes('arange', [from, to, by]);
	const type = dtypeOf(dtype) ?? promote(bounds.map(avalOfLike)).dtype;
	if (type === 'bool') throw new ProgramError('TypeError', 'iota does not accept dtype bool');
	const [a, b, c] = bounds.map(numberOf);
	if (c === 0) throw new ProgramError('ZeroDivisionError', 'division by zero');
	const size = Math.max(0, Math.ceil((b - a) / c));
	if (step !== null) {
		const working = isFloat(type) ? 'float32' : type;
		const steps = mul(constant(c, working), iota(working, [size]));
		return convert(add(constant(a, working), steps), type);
	}
	const places = iota(type, [size]);
	return a === 0 ? places : add(constant(a, type), places);
}

function numberOf(x: ArrayLike): number {
	if (isScalar(x)) return Number(x);
	if (x instanceof NDArray && x.size === 1) return x.data[0];
	throw new ProgramError('ValueError', `jax.numpy.arange: arguments must be scalars; got ${reprHook.of(x)}`);
}
