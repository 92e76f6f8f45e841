import { ProgramError } from '$lib/core/errors';
import { isValue, type Value } from '$lib/core/interpreter';
import { reprHook } from '$lib/core/tree';
import { foreignArrays, foreignNumbers } from './foreign';
import { typeText } from './python-type';
import { alone, isScalar, scalarArray } from './values';

/** A pytree leaf as an array, or null where it is no JAX type. */
export function leafOrNull(x: unknown): Value | null {
	const foreign = foreignArrays.convert(x);
	if (foreign) return foreign;
	if (isValue(x)) return x;
	const number = isScalar(x) ? x : foreignNumbers.of(x);
	return number === null ? null : scalarArray(alone(number));
}

/** A pytree leaf as an array. Throws JAX's TypeError for strings, functions and the like. */
export function leafValue(x: unknown): Value {
	const value = leafOrNull(x);
	if (value) return value;
	const text =
		typeof x === 'string' ? `'${x}' of type <class 'str'>` : `'${reprHook.of(x)}' of type '${typeText(x)}'`;
	throw new ProgramError('TypeError', `Argument ${text} is not a valid JAX type`);
}
