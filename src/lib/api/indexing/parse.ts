import { ProgramError } from '$lib/core/errors';
import { reprHook } from '$lib/core/tree';
import { EllipsisType, Slice, Tuple } from '$lib/core/containers';
import { avalOf, isValue, type Value } from '$lib/core/interpreter';
import { NDArray } from '$lib/array/ndarray';
import { allocate, isInteger } from '$lib/array/dtype';
import { type Shape } from '$lib/array/shape';
import { isSequence, itemsOf, range, staticInt } from '../arguments';
import { foreignArrays } from '../foreign';
import { arrayFrom, toValue } from '../values';
import { masks } from '../parts';

const { maskIndices, notStatic } = masks.functions;

/** An index of one axis (or, for `None`, of none), in the order written, ellipses and trailing slices spelled out. */
export type AxisIndex =
	| { readonly kind: 'newaxis' }
	/** `x[True]`: an axis of size 1, `x[False]`: of size 0. */
	| { readonly kind: 'flag'; readonly value: boolean }
	| { readonly kind: 'slice'; readonly axis: number; readonly slice: Bounds; readonly whole: boolean }
	| { readonly kind: 'integer'; readonly axis: number; readonly value: number }
	| { readonly kind: 'array'; readonly axis: number; readonly value: Value };

export interface ParsedIndex {
	readonly axes: readonly AxisIndex[];
	/** Integers and arrays stand side by side, so that their axes stay in place. */
	readonly adjacent: boolean;
}

/** A slice of an axis of known size: Python's `slice.indices`. */
export interface Bounds {
	readonly start: number;
	readonly stop: number;
	readonly step: number;
}

type Item = 'ellipsis' | Slice | Value | number | boolean | null;

/** What the user wrote between the brackets, for an array of `shape`. Throws JAX's errors. */
export function parseIndex(index: unknown, shape: Shape): ParsedIndex {
	const written = index instanceof Tuple ? index.items : [withoutList(index)];
	const items = written.map(itemOf);
	const consumed = items.map(axesTaken);
	const total = consumed.reduce((sum, n) => sum + n, 0);
	if (items.filter((item) => item === 'ellipsis').length > 1)
		throw new ProgramError('IndexError', "an index can only have a single ellipsis ('...')");
	if (total > shape.length)
		throw new ProgramError(
			'IndexError',
			`Too many indices: array is ${shape.length}-dimensional, but ${total} were indexed`
		);
	return spelledOut(items, shape, shape.length - total);
}

/** A bare list is refused, as JAX refuses it. */
function withoutList(index: unknown): unknown {
	if (!Array.isArray(index)) return index;
	const unpacks = index.some(
		(item) =>
			item === null ||
			item instanceof EllipsisType ||
			item instanceof Slice ||
			isSequence(item) ||
			(isValue(item) && avalOf(item).shape.length > 0)
	);
	throw new ProgramError(
		'TypeError',
		`Using a non-tuple sequence for multidimensional indexing is not allowed; use \`arr[${unpacks ? 'tuple' : 'array'}(seq)]\` instead of \`arr[seq]\`. See https://github.com/jax-ml/jax/issues/4564 for more information.`
	);
}

const wrongType = (type: string): ProgramError =>
	new ProgramError('TypeError', `Indexer must have integer or boolean type, got indexer with type ${type}`);

function itemOf(item: unknown): Item {
	if (item === null || item === undefined) return null;
	if (item instanceof EllipsisType) return 'ellipsis';
	if (item instanceof Slice || typeof item === 'boolean') return item;
	if (typeof item === 'bigint') return Number(item);
	if (typeof item === 'number') throw wrongType('float64');
	if (isValue(item)) return foreignPlace(item) ?? arrayItem(toValue(item));
	if (typeof item === 'string')
		throw new ProgramError('TypeError', `JAX does not support string indexing; got idx='${item}'`);
	if (isSequence(item))
		return itemsOf(item).length === 0
			? new NDArray('int32', [0], allocate('int32', 0))
			: arrayItem(arrayFrom(item));
	throw new ProgramError(
		'IndexError',
		`only integers, slices (\`:\`), ellipsis (\`...\`), newaxis (\`None\`) and integer or boolean arrays are valid indices. Got ${reprHook.of(item)}`
	);
}

/** A NumPy integer is a known place; null for any other array. */
function foreignPlace(item: Value): number | null {
	const own = foreignArrays.convert(item);
	if (!(own instanceof NDArray) || own.ndim > 0 || !isInteger(own.dtype)) return null;
	return own.data[0];
}

function arrayItem(value: Value): Value {
	const { dtype } = avalOf(value);
	if (!isInteger(dtype) && dtype !== 'bool') throw wrongType(dtype);
	return value;
}

const isMask = (item: Item): item is Value => isValue(item) && avalOf(item).dtype === 'bool';

function axesTaken(item: Item): number {
	if (item === null || item === 'ellipsis' || typeof item === 'boolean') return 0;
	return isMask(item) ? avalOf(item).shape.length : 1;
}

function spelledOut(items: readonly Item[], shape: Shape, left: number): ParsedIndex {
	const axes: AxisIndex[] = [];
	const advanced: number[] = [];
	let axis = 0;
	let place = 0;
	items.forEach((item, position) => {
		if (item === 'ellipsis') {
			range(left, axis).forEach((each) => axes.push(wholeAxis(each, shape)));
			axis += left;
			place++;
			return;
		}
		const found = isMask(item)
			? maskIndices(item, axis, shape, position)
			: [axisIndex(item, axis, shape, position)];
		for (const each of found) {
			if (each.kind === 'integer' || each.kind === 'array') advanced.push(place);
			axes.push(each);
			place++;
		}
		axis += axesTaken(item);
	});
	range(shape.length - axis, axis).forEach((each) => axes.push(wholeAxis(each, shape)));
	return { axes, adjacent: advanced.every((at, i) => i === 0 || at === advanced[i - 1] + 1) };
}

const wholeAxis = (axis: number, shape: Shape): AxisIndex => ({
	kind: 'slice',
	axis,
	slice: { start: 0, stop: shape[axis], step: 1 },
	whole: true
});

function axisIndex(item: Exclude<Item, 'ellipsis'>, axis: number, shape: Shape, position: number): AxisIndex {
	if (item === null) return { kind: 'newaxis' };
	if (typeof item === 'boolean') return { kind: 'flag', value: item };
	if (typeof item === 'number') return { kind: 'integer', axis, value: item };
	if (item instanceof Slice) {
		const slice = sliceBounds(item, shape[axis], position);
		const whole = item.start === null && item.stop === null && item.step === null;
		return { kind: 'slice', axis, slice, whole };
	}
	return { kind: 'array', axis, value: item };
}

/** Python's `slice.indices(size)`; traced bounds are JAX's IndexError. */
function sliceBounds(slice: Slice, size: number, position = 0): Bounds {
	const given = [slice.start, slice.stop, slice.step];
	const numbers = given.map((bound) => (typeof bound === 'number' ? null : staticInt(bound)));
	if (numbers.some((n, i) => n === null && given[i] !== null && given[i] !== undefined))
		throw notStatic(given, position);
	const step = numbers[2] ?? 1;
	if (step === 0) throw new ProgramError('ValueError', 'slice step cannot be zero');
	const [low, high] = step > 0 ? [0, size] : [-1, size - 1];
	const inside = (n: number): number => Math.min(high, Math.max(low, n < 0 ? n + size : n));
	return {
		start: numbers[0] === null ? (step > 0 ? low : high) : inside(numbers[0]),
		stop: numbers[1] === null ? (step > 0 ? high : low) : inside(numbers[1]),
		step
	};
}
