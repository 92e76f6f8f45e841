import { ProgramError } from '$lib/core/errors';
import { avalOf, Tracer, type Value } from '$lib/core/interpreter';
import { longText } from '$lib/core/aval';
import { type NDArray } from '$lib/array/ndarray';
import { isFloat, isInteger } from '$lib/array/dtype';
import { concretizationError, seeAlso } from './arguments';

const tracerError = (type: string, head: string, tracer: Tracer): ProgramError => {
	const lines = [head, tracer.originText()].filter((line) => line !== '').join('\n');
	return new ProgramError(type, lines + seeAlso(type), {}, { kind: 'traced', tracer });
};

/** While a derivative is taken a traced value may be known all the same. */
const known = (x: Value): Value => (x instanceof Tracer ? (x.concrete() ?? x) : x);

/** `bool(x)`. A traced value is JAX's TracerBoolConversionError, several elements are ambiguous. */
export function truthOf(value: Value): boolean {
	const x = known(value);
	if (x instanceof Tracer)
		throw tracerError(
			'TracerBoolConversionError',
			`Attempted boolean conversion of traced array with shape ${longText(x.aval)}.`,
			x
		);
	if (x.size === 0)
		throw new ProgramError(
			'ValueError',
			'The truth value of an empty array is ambiguous. Use `array.size > 0` to check that an array is not empty.'
		);
	if (x.size > 1)
		throw new ProgramError(
			'ValueError',
			'The truth value of an array with more than one element is ambiguous. Use a.any() or a.all()'
		);
	return x.data[0] !== 0;
}

const castAdvice = (to: string): string =>
	`The problem arose with the \`${to}\` function. If trying to convert the data type of a value, try using \`x.astype(${to})\` or \`jnp.array(x, ${to})\` instead.`;

/** The only element of an array of no axes. */
function scalarOf(value: Value, to: 'int' | 'float' | 'complex'): number {
	const x = known(value);
	if (x instanceof Tracer) throw concretizationError(x, castAdvice(to));
	if (x.ndim > 0)
		throw new ProgramError(
			'TypeError',
			'Only scalar arrays can be converted to Python scalars; got arr.ndim=' + x.ndim
		);
	return x.data[0];
}

/** `int(x)`, towards zero. */
export function intOf(x: Value): bigint {
	const n = scalarOf(x, 'int');
	if (Number.isNaN(n)) throw new ProgramError('ValueError', 'cannot convert float NaN to integer');
	if (!Number.isFinite(n))
		throw new ProgramError('OverflowError', 'cannot convert float infinity to integer');
	return BigInt(Math.trunc(n));
}

/** `float(x)`. */
export const floatOf = (x: Value): number => scalarOf(x, 'float');

/** `operator.index(x)`: positions in lists, bounds of `range`. */
export function indexOf(x: Value): bigint {
	const { dtype, shape } = avalOf(x);
	if (!isInteger(dtype) || shape.length > 0)
		throw new ProgramError('TypeError', 'Only integer scalar arrays can be converted to a scalar index.');
	if (x instanceof Tracer)
		throw tracerError(
			'TracerIntegerConversionError',
			`The __index__() method was called on traced array with shape ${longText(x.aval)}`,
			x
		);
	return BigInt(x.data[0]);
}

/** The element as a Python scalar. */
export function scalarAt(x: NDArray, i: number): number | bigint | boolean {
	if (x.dtype === 'bool') return x.data[i] !== 0;
	return isFloat(x.dtype) ? x.data[i] : BigInt(x.data[i]);
}

/** `x.item(...)`. */
export function itemOf(value: Value, places: readonly number[] = []): number | bigint | boolean {
	const x = known(value);
	if (x instanceof Tracer) throw concretizationError(x, 'This occurred in the item() method of jax.Array');
	if (places.length === 0) {
		if (x.size !== 1)
			throw new ProgramError('ValueError', 'can only convert an array of size 1 to a Python scalar');
		return scalarAt(x, 0);
	}
	const flat =
		places.length === 1 ? places[0] : places.reduce((at, place, axis) => at * x.shape[axis] + place, 0);
	const at = flat < 0 ? flat + x.size : flat;
	if (at < 0 || at >= x.size)
		throw new ProgramError('IndexError', `index ${flat} is out of bounds for axis 0 with size ${x.size}`);
	return scalarAt(x, at);
}

/** Nested lists of Python scalars; the scalar itself for no axes. */
export function listOf(value: Value): unknown {
	const x = known(value);
	if (x instanceof Tracer) throw concretizationError(x, 'This occurred in the tolist() method of jax.Array');
	const build = (axis: number, from: number, span: number): unknown => {
		if (axis === x.ndim) return scalarAt(x, from);
		const size = x.shape[axis];
		const step = size === 0 ? 0 : span / size;
		return Array.from({ length: size }, (_, i) => build(axis + 1, from + i * step, step));
	};
	return build(0, 0, x.size);
}

/** JAX's refusal of `x[i] = y`. */
export const immutable = (): ProgramError =>
	new ProgramError(
		'TypeError',
		'JAX arrays are immutable and do not support in-place item assignment. Instead of x[idx] = y, use x = x.at[idx].set(y) or another .at[] method: https://docs.jax.dev/en/latest/_autosummary/jax.numpy.ndarray.at.html'
	);

/** NumPy's function was called on a traced value. */
export const notConcreteArray = (x: Tracer): ProgramError =>
	tracerError(
		'TracerArrayConversionError',
		`The numpy.ndarray conversion method __array__() was called on traced array with shape ${longText(x.aval)}`,
		x
	);
