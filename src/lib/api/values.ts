import { ProgramError } from '$lib/core/errors';
import { arrayFirst, moreThan32Bits } from '$lib/core/help/values';
import { avalOf, bind1, isValue, type Value, Tracer } from '$lib/core/interpreter';
import { hold, keepWritten } from '$lib/core/literal';
import { convert, expandDims, concatenate } from '$lib/core/ops';
import { promote } from '$lib/core/promote';
import { reprHook } from '$lib/core/tree';
import { type Aval } from '$lib/core/aval';
import { NDArray } from '$lib/array/ndarray';
import { allocate, isFloat, type DType } from '$lib/array/dtype';
import { rounder } from '$lib/array/rounding';
import { sameShape, shapeText, sizeOf, type Shape } from '$lib/array/shape';
import { isWriting } from '$lib/transforms/make-jaxpr';
import { isSequence, itemsOf, type ArrayLike } from './arguments';
import { foreignArrays } from './foreign';
import { typeText } from './python-type';

export type PyScalar = number | bigint | boolean;

export const isScalar = (x: unknown): x is PyScalar =>
	typeof x === 'number' || typeof x === 'bigint' || typeof x === 'boolean';
export const isArrayLike = (x: unknown): x is ArrayLike => isScalar(x) || isValue(x);

/** The type a Python scalar has before it meets arrays. */
const scalarType = (x: PyScalar): { dtype: DType; weak: boolean } =>
	typeof x === 'boolean'
		? { dtype: 'bool', weak: false }
		: { dtype: typeof x === 'bigint' ? 'int32' : 'float32', weak: true };

/** Type and shape of an operand, without making an array of it. */
export const avalOfLike = (x: ArrayLike): Aval => (isValue(x) ? avalOf(x) : { ...scalarType(x), shape: [] });

/** A Python scalar as a rank-0 array of `dtype`: integers wrap, floats round, as XLA converts them. */
export function constant(x: PyScalar, dtype: DType, weak = false): NDArray {
	const data = allocate(dtype, 1);
	data[0] = element(x, dtype);
	const array = new NDArray(dtype, [], data, weak);
	if (weak && typeof x === 'number') keepWritten(array, x);
	return array;
}

function element(x: PyScalar, dtype: DType): number {
	if (dtype === 'bool') return x ? 1 : 0;
	if (isFloat(dtype)) return rounder(dtype)(Number(x));
	return typeof x === 'bigint' ? Number(BigInt.asIntN(32, x)) : Math.trunc(Number(x));
}

const tooLarge = (x: bigint, dtype: DType): ProgramError =>
	new ProgramError('OverflowError', `Python integer ${x} out of bounds for ${dtype}`);

/** Integers that become int32 have to fit. `path` is where the argument stands. */
export function checkFits(x: unknown, path = 'x'): void {
	if (typeof x !== 'bigint' || BigInt.asIntN(32, x) === x) return;
	throw new ProgramError(
		'OverflowError',
		`An overflow was encountered while parsing an argument to a jitted computation, whose argument path is ${path}. Got <class 'int'> with value ${x}`,
		moreThan32Bits(x)
	);
}

/** A rank-0 array of a Python scalar's own (weak) type. */
export function scalarArray(x: PyScalar): NDArray {
	const { dtype, weak } = scalarType(x);
	checkFits(x);
	return constant(x, dtype, weak);
}

/**
 * An operand of `fn` as an array: arrays as they are, Python scalars weak. Throws JAX's TypeError for lists and
 * whatever else is no array (JAX's `ensure_arraylike`).
 */
export function toValue(x: unknown, fn = 'asarray', position = 0): Value {
	if (isValue(x)) return ours(x);
	if (isScalar(x)) return scalarArray(x);
	throw notArrayLike(x, fn, position);
}

/** Arrays of NumPy's as JAX takes them. */
const ours = (x: Value): Value => foreignArrays.convert(x) ?? x;

const notArrayLike = (x: unknown, fn: string, position: number): ProgramError =>
	new ProgramError(
		'TypeError',
		`${fn} requires ndarray or scalar arguments, got ${typeText(x)} at position ${position}.`,
		isSequence(x) ? arrayFirst : {}
	);

/** The operands, each an array or a scalar; throws JAX's TypeError where one is not. */
export const arrayLikes = (fn: string, operands: readonly unknown[]): ArrayLike[] =>
	operands.map((x, position) => {
		if (!isArrayLike(x)) throw notArrayLike(x, fn, position);
		return isValue(x) ? ours(x) : x;
	});

/** An operand converted to `dtype`; a Python scalar becomes a constant of it without an equation. */
export const convertLike = (x: ArrayLike, dtype: DType, weak = false): Value =>
	isValue(x) ? convert(ours(x), dtype, weak) : constant(x, dtype, weak);

/** A new array as the program holds it: one that is made while a jaxpr is written belongs to that. */
export const made = (x: Value): Value => (isWriting() ? x : hold(x));

/**
 * `jnp.array`: scalars weak, arrays kept, nested lists and tuples stacked. With `dtype` everything is of that type.
 */
export const arrayFrom = (x: unknown, dtype: DType | null = null): Value => made(arrayOf(x, dtype));

function arrayOf(x: unknown, dtype: DType | null): Value {
	if (isValue(x)) return dtype === null ? ours(x) : convert(ours(x), dtype);
	if (isScalar(x)) return dtype === null ? scalarArray(alone(x)) : constant(checked(x, dtype), dtype);
	if (!isSequence(x)) throw notAnArray(x);
	const leaves = leavesOf(x);
	const common = dtype ?? (leaves.length === 0 ? 'float32' : promote(leaves.map(avalOfLike)).dtype);
	return nested(x, common);
}

const notAnArray = (x: unknown): ProgramError =>
	x === null || x === undefined
		? new ProgramError('ValueError', 'None is not a valid value for jnp.array')
		: new ProgramError(
				'TypeError',
				`Value '${typeof x === 'string' ? x : reprHook.of(x)}' with dtype ${typeof x === 'string' ? `<U${Math.max(1, x.length)}` : 'object'} is not a valid JAX array type. Only arrays of numeric types are supported by JAX.`
			);

function leavesOf(x: unknown): ArrayLike[] {
	if (isArrayLike(x)) return [x];
	if (!isSequence(x)) throw notAnArray(x);
	return itemsOf(x).flatMap(leavesOf);
}

/** A scalar by itself, where an integer fits int32. */
export function alone(x: PyScalar): PyScalar {
	if (typeof x !== 'bigint' || BigInt.asIntN(32, x) === x) return x;
	throw new ProgramError('OverflowError', `Python int ${x} too large to convert to int32`, moreThan32Bits(x));
}

/** The element itself, where its integer fits the type. */
function checked(x: PyScalar, dtype: DType): PyScalar {
	if (typeof x !== 'bigint' || isFloat(dtype) || dtype === 'bool') return x;
	const { low, high } = integerRange(dtype);
	if (x < low || x > high) throw tooLarge(x, dtype);
	return x;
}

export function integerRange(dtype: DType): { low: bigint; high: bigint } {
	const bits = BigInt(Number(dtype.replace(/\D/g, '')));
	return dtype.startsWith('u')
		? { low: 0n, high: (1n << bits) - 1n }
		: { low: -(1n << (bits - 1n)), high: (1n << (bits - 1n)) - 1n };
}

function nested(x: unknown, dtype: DType): Value {
	const shape: number[] = [];
	const flat: PyScalar[] = [];
	if (gather(x, 0, shape, flat)) {
		const data = allocate(dtype, flat.length);
		flat.forEach((item, i) => (data[i] = element(checked(item, dtype), dtype)));
		return new NDArray(dtype, shape, data);
	}
	return stackParts(x, dtype);
}

/** Collects a nest of Python scalars and concrete arrays of no axes; false where something else is inside. */
function gather(x: unknown, depth: number, shape: number[], flat: PyScalar[]): boolean {
	if (isScalar(x)) {
		flat.push(x);
		return depth === shape.length || ragged(shape.slice(0, depth));
	}
	if (!isSequence(x)) return false;
	const items = itemsOf(x);
	if (flat.length === 0 && depth === shape.length) shape.push(items.length);
	else if (shape[depth] !== items.length) ragged(shape.slice(0, depth));
	return items.every((item) => gather(item, depth + 1, shape, flat));
}

function ragged(shape: Shape): never {
	throw new ProgramError(
		'ValueError',
		'setting an array element with a sequence. The requested array has an inhomogeneous shape after ' +
			`${shape.length} dimensions. The detected shape was ${shapeText(shape)} + inhomogeneous part.`
	);
}

/** A list with arrays inside: concrete ones are copied together, traced ones stacked. */
function stackParts(x: unknown, dtype: DType): Value {
	if (isArrayLike(x)) return convertLike(x, dtype);
	if (!isSequence(x)) throw notAnArray(x);
	// A traced item is written down whole, its new axis too, before the next.
	const traced = hasTracer(x);
	const parts = itemsOf(x).map((item) => {
		const part = stackParts(item, dtype);
		return traced ? expandDims(part, [0]) : part;
	});
	const first = avalOf(parts[0]).shape;
	if (parts.some((part) => !sameShape(avalOf(part).shape, first))) ragged([parts.length]);
	return parts.every((part) => part instanceof NDArray)
		? stackConcrete(parts, dtype, first)
		: concatenate(parts, 0);
}

const hasTracer = (x: unknown): boolean => (isSequence(x) ? itemsOf(x).some(hasTracer) : x instanceof Tracer);

function stackConcrete(parts: readonly NDArray[], dtype: DType, shape: Shape): NDArray {
	const size = sizeOf(shape);
	const data = allocate(dtype, size * parts.length);
	const words = data.length / Math.max(1, size * parts.length);
	parts.forEach((part, i) => data.set(part.data, i * size * words));
	return new NDArray(dtype, [parts.length, ...shape], data);
}

/** A copy, `copy_p` in JAX. */
export const copied = (x: Value): Value => bind1('copy', [x], {});
