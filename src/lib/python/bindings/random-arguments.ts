import type { DType } from '$lib/array/dtype';
import type { Shape } from '$lib/array/shape';
import { isValue, type Value } from '$lib/core/interpreter';
import { Tuple } from '$lib/core/containers';
import { shapeOf as anyShape } from '$lib/api/arguments';
import { dtypeOf } from '$lib/api/dtypes';
import type { SamplingMode } from '$lib/api/random/continuous';
import * as keys from '$lib/api/random/keys';
import { arrayFrom, isScalar, toValue } from '$lib/api/values';
import { pyError, typeError } from '../errors';
import { reprOf } from '../repr';
import { typeOf } from '../types';

/** A key argument: an array. */
export function keyOf(x: unknown): Value {
	if (isValue(x)) return x;
	if (isScalar(x))
		throw typeError(
			'JAX encountered invalid PRNG key data: expected key_data to have ndim, shape, and dtype attributes. Got ' +
				reprOf(x)
		);
	throw typeError(`unexpected PRNG key type ${typeOf(x).toString()}`);
}

/** A seed: a Python integer keeps its low 32 bits. */
export function seedOf(x: unknown): Value {
	if (typeof x === 'bigint') {
		if (BigInt.asIntN(64, x) !== x && BigInt.asUintN(64, x) !== x)
			throw pyError('OverflowError', 'Python int too large to convert to C long');
		return keys.seedOf(x);
	}
	if (isValue(x)) return x;
	if (typeof x === 'boolean') return keys.seedOf(BigInt(x));
	if (typeof x === 'number') throw typeError('PRNG key seed must be an integer; got JitTracer(~float32[])');
	return arrayFrom(x);
}

const optional = <T>(read: (x: unknown) => T) => (x: unknown): T | null => (x === null ? null : read(x)); // prettier-ignore
export const shapeOrNull = optional(shapeOf);
const typeFor =
	(whenNone: DType) =>
	(x: unknown): DType =>
		dtypeOf(x) ?? whenNone;
export const floatType = typeFor('float32');
export const intType = typeFor('int32');

/** Python integers that int32 does not hold are refused as arguments of a jitted function are. */
export function bound(x: unknown, path: string): Value {
	if (typeof x === 'bigint' && BigInt.asIntN(32, x) !== x)
		throw pyError(
			'OverflowError',
			`An overflow was encountered while parsing an argument to a jitted computation, whose argument path is ${path}. Got <class 'int'> with value ${x}`
		);
	return toValue(x, 'randint');
}

/** A shape; Python's floats are no sizes. */
export function shapeOf(x: unknown): Shape {
	const list = x instanceof Tuple ? x.items : Array.isArray(x) ? x : [x];
	if (list.some((size) => typeof size === 'number'))
		throw typeError(
			`Shapes must be 1D sequences of concrete values of integer type, got ${reprOf(new Tuple(list))}.`
		);
	return anyShape(x);
}

export const threefry = 'threefry2x32';

/** Lockstep's keys are all of JAX's default kind. */
export function checkImpl(impl: unknown): void {
	if (impl === null || impl === threefry) return;
	throw pyError('NotImplementedError', `Lockstep has random keys of impl='${threefry}' only.`);
}

/** JAX's `mode` of some samplers. */
export function modeOf(mode: unknown): SamplingMode {
	if (mode === null || mode === 'low' || mode === 'high') return mode;
	if (mode === 'highest') throw pyError('NotImplementedError', "Lockstep has no mode='highest'.");
	throw pyError('ValueError', `got ${reprOf(mode)} for mode, expected low or high`);
}

/** How many keys, or their shape. */
export function splitShape(num: unknown): Shape {
	if (typeof num === 'number') throw typeError("'float' object cannot be interpreted as an integer");
	return shapeOf(num);
}
