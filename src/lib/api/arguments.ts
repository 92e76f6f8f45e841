import { ProgramError } from '$lib/core/errors';
import { reprHook } from '$lib/core/tree';
import { Tuple } from '$lib/core/containers';
import { Tracer, isValue, type Value } from '$lib/core/interpreter';
import { NDArray } from '$lib/array/ndarray';
import { isInteger } from '$lib/array/dtype';
import { arrayStr } from '$lib/array/text';
import { typeName } from './python-type';

/** What a function of arrays takes: arrays, and Python's scalars (number: float, bigint: int). */
export type ArrayLike = Value | number | bigint | boolean;

/** A static integer: from TypeScript a number, from Python a bigint or an integer array of no axes. */
export type Int = number | bigint | boolean | Value;

/** One axis, several, or (null) all of them. */
export type Axes = Int | readonly Int[] | Tuple | null;

/** The integer's value, or null for anything that is none. */
export function staticInt(x: unknown): number | null {
	if (typeof x === 'bigint') return Number(x);
	if (typeof x === 'boolean') return Number(x);
	if (typeof x === 'number') return Number.isInteger(x) ? x : null;
	if (x instanceof NDArray && x.size === 1 && x.ndim === 0 && isInteger(x.dtype)) return x.data[0];
	return null;
}

export const isSequence = (x: unknown): x is readonly unknown[] | Tuple =>
	Array.isArray(x) || x instanceof Tuple;
export const itemsOf = (x: readonly unknown[] | Tuple): readonly unknown[] =>
	x instanceof Tuple ? x.items : x;

/** `operator.index`: an integer that must be known now. `context` names the argument for JAX's message. */
export function index(x: unknown, context = ''): number {
	if (x instanceof Tracer) throw concretizationError(x, context);
	const n = staticInt(x);
	if (n === null)
		throw new ProgramError('TypeError', `'${typeName(x)}' object cannot be interpreted as an integer`);
	return n;
}

/** JAX's error where a traced value stands in a static argument. */
export function concretizationError(tracer: Tracer, context: string): ProgramError {
	const { dtype, shape } = tracer.aval;
	const lines = [
		`Abstract tracer value encountered where concrete value is expected: traced array with shape ${dtype}[${shape.join(',')}]`
	];
	if (context !== '') lines.push(context);
	lines.push(tracer.originText());
	const text = lines.filter((line) => line !== '').join('\n');
	const message = `${text}${seeAlso('ConcretizationTypeError', '\n\n')}`;
	return new ProgramError('ConcretizationTypeError', message, {}, { kind: 'traced', tracer });
}

export const seeAlso = (name: string, gap = '\n'): string =>
	`${gap}See https://docs.jax.dev/en/latest/errors.html#jax.errors.${name}`;

/** An axis brought into [0, rank). JAX's `canonicalize_axis`. */
export function axisIn(axis: unknown, rank: number, name = 'axis'): number {
	const n = index(axis);
	if (n < -rank || n >= rank)
		throw new ProgramError('ValueError', `${name} ${n} is out of bounds for array of dimension ${rank}`);
	return n < 0 ? n + rank : n;
}

/** Axes brought into [0, rank), in the order given; all of them for null. */
export function axesIn(axes: unknown, rank: number): number[] {
	if (axes === null || axes === undefined) return range(rank);
	const list = isSequence(axes) ? itemsOf(axes) : [axes];
	const found = list.map((axis) => axisIn(axis, rank));
	if (new Set(found).size < found.length)
		throw new ProgramError('ValueError', `duplicate value in 'axis': ${sequenceText(list)}`);
	return found;
}

/** A shape written by the user. Throws JAX's text for what is none. */
export function shapeOf(shape: unknown): number[] {
	const sizes = sizesOf(shape);
	if (sizes.some((size) => size < 0))
		throw new ProgramError(
			'TypeError',
			`broadcast_in_dim shape must have every element be nonnegative, got ${sequenceText(sizes)}.`
		);
	return sizes;
}

/**
 * The sizes of a shape as it is written, negative ones too. A number is a size in an array of numbers, as TypeScript
 * writes shapes; anywhere else it is Python's float, which is none. `asList` says how the message shows the shape.
 */
export function sizesOf(shape: unknown, asList = false): number[] {
	const list = isSequence(shape)
		? itemsOf(shape)
		: shape instanceof NDArray && shape.ndim === 1 && isInteger(shape.dtype)
			? [...shape.data]
			: [shape];
	const counted = !(shape instanceof Tuple) && isSequence(shape) && list.every((n) => Number.isInteger(n));
	const sizes = list.map((size) => (typeof size === 'number' && !counted ? null : staticSize(size)));
	if (sizes.some((size) => size === null)) throw badShape(list, asList);
	return sizes as number[];
}

const staticSize = (size: unknown): number | null =>
	typeof size === 'boolean' ? Number(size) : staticInt(size);

function badShape(list: readonly unknown[], asList: boolean): ProgramError {
	const text = `Shapes must be 1D sequences of concrete values of integer type, got ${asList ? `[${list.map(sizeText).join(', ')}]` : tupleText(list.map(sizeText))}.`;
	const tracer = list.find((size) => size instanceof Tracer);
	if (!(tracer instanceof Tracer)) return new ProgramError('TypeError', text);
	const advice = 'If using `jit`, try using `static_argnums` or applying `jit` to smaller subfunctions.';
	const origin = tracer.originText();
	const message = [text, advice, origin].filter((line) => line !== '').join('\n');
	return new ProgramError('TypeError', message, {}, { kind: 'traced', tracer });
}

/** Python's text of a tuple of simple things. */
export const sequenceText = (list: readonly unknown[]): string => tupleText(list.map(plainText));

const tupleText = (parts: readonly string[]): string =>
	parts.length === 1 ? `(${parts[0]},)` : `(${parts.join(', ')})`;

/** A number where a size is wanted is Python's float. */
const sizeText = (x: unknown): string => (typeof x === 'number' ? reprHook.of(x) : plainText(x));

export function plainText(x: unknown): string {
	if (x === null || x === undefined) return 'None';
	if (typeof x === 'boolean') return x ? 'True' : 'False';
	if (typeof x === 'string') return `'${x}'`;
	if (typeof x === 'number') return Number.isInteger(x) ? `${x}` : String(x);
	if (isSequence(x)) return sequenceText(itemsOf(x));
	if (isValue(x) && !(x instanceof Tracer)) return arrayStr(x);
	return String(x);
}

export const range = (n: number, from = 0): number[] => Array.from({ length: n }, (_, i) => i + from);
