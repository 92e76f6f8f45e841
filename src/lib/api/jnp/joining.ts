import { ProgramError } from '$lib/core/errors';
import { avalOf, bind, isValue, type Value } from '$lib/core/interpreter';
import { reprHook } from '$lib/core/tree';
import { numpyInts } from '$lib/core/numpy-ints';
import * as ops from '$lib/core/ops';
import { NDArray } from '$lib/array/ndarray';
import { sameShape, shapeText } from '$lib/array/shape';
import { axisIn, index, isSequence, itemsOf, range } from '../arguments';
import { promoteTypes } from '../broadcast';
import { dtypeOf } from '../dtypes';
import { arrayLikes, toValue } from '../values';
import { jitted1 } from '../jitted';
import { atLeast, ravel, sliceAxis } from './shape';

/** The operands of a joining function: a list, or an array taken apart along its first axis. */
function partsOf(fn: string, arrays: unknown): Value[] {
	if (isSequence(arrays)) return arrayLikes(fn, itemsOf(arrays)).map((x) => toValue(x));
	if (isValue(arrays) && avalOf(arrays).shape.length > 0) return unstack(arrays, 0);
	throw new ProgramError('TypeError', `${fn} requires a list or tuple of arrays, got ${reprHook.of(arrays)}`);
}

/** The slices of `x` along an axis, without it. */
export function unstack(x: Value, axis: number): Value[] {
	return range(avalOf(x).shape[axis]).map((i) => ops.squeeze(sliceAxis(x, axis, i, i + 1, true), [axis]));
}

/** Joined along an axis that is there; flattened first where the axis is None. */
export function concatenate(arrays: unknown, axis: unknown = 0n, dtype: unknown = null): Value {
	const parts = partsOf('concatenate', arrays);
	if (parts.length === 0) throw new ProgramError('ValueError', 'Need at least one array to concatenate.');
	if (axis === null)
		return concatenate(
			parts.map((part) => ravel(part)),
			0n,
			dtype
		);
	const ranks = parts.map((part) => avalOf(part).shape.length);
	if (ranks[0] === 0) throw new ProgramError('ValueError', 'Zero-dimensional arrays cannot be concatenated.');
	if (ranks.some((rank) => rank !== ranks[0]))
		throw new ProgramError(
			'TypeError',
			`Cannot concatenate arrays with different numbers of dimensions: got ${parts.map((part) => shapeText(avalOf(part).shape)).join(', ')}.`
		);
	const along = axisIn(axis, ranks[0]);
	return ops.concatenate(typedAlike(parts, dtype), along);
}

function typedAlike(parts: readonly Value[], dtype: unknown): Value[] {
	const type = dtypeOf(dtype);
	return type === null ? promoteTypes(parts) : parts.map((part) => ops.convert(part, type));
}

/** Joined along a new axis. */
export function stack(arrays: unknown, axis: unknown = 0n, dtype: unknown = null): Value {
	const parts = partsOf('stack', arrays);
	if (parts.length === 0) throw new ProgramError('ValueError', 'Need at least one array to stack.');
	const { shape } = avalOf(parts[0]);
	if (parts.some((part) => avalOf(part).shape.length !== shape.length))
		throw new ProgramError(
			'ValueError',
			`Cannot stack arrays with different numbers of dimensions: got ${parts.map((part) => shapeText(avalOf(part).shape)).join(', ')}.`
		);
	if (parts.some((part) => !sameShape(avalOf(part).shape, shape)))
		throw new ProgramError(
			'ValueError',
			`All input arrays must have the same shape. Got ${parts.map((part) => shapeText(avalOf(part).shape)).join(', ')}.`
		);
	const along = axisIn(axis, shape.length + 1);
	return isSequence(arrays)
		? ops.stack(typedAlike(parts, dtype), along)
		: concatenate(
				parts.map((part) => ops.expandDims(part, [along])),
				BigInt(along),
				dtype
			);
}

export const vstack = (arrays: unknown, dtype: unknown = null): Value =>
	concatenate(
		partsOf('vstack', arrays).map((part) => atLeast(part, 2)),
		0n,
		dtype
	);
export const dstack = (arrays: unknown, dtype: unknown = null): Value =>
	concatenate(
		partsOf('dstack', arrays).map((part) => atLeast(part, 3)),
		2n,
		dtype
	);

export function hstack(arrays: unknown, dtype: unknown = null): Value {
	const parts = partsOf('hstack', arrays).map((part) => atLeast(part, 1));
	return concatenate(parts, avalOf(parts[0]).shape.length === 1 ? 0n : 1n, dtype);
}

export function columnStack(arrays: unknown): Value {
	const parts = partsOf('column_stack', arrays).map((part) =>
		avalOf(part).shape.length < 2 ? ops.transpose(atLeast(part, 2), [1, 0]) : part
	);
	return concatenate(parts, 1n);
}

/** Cut into `count` equal parts or at the positions given. With `uneven` the first parts take what is left over. */
export function split(x: unknown, sections: unknown, axis: unknown = 0n, uneven = false): Value[] {
	const value = toValue(x, 'split');
	const { shape } = avalOf(value);
	const along = axisIn(axis, shape.length);
	const cuts = cutsOf(sections, shape[along], uneven);
	const sizes = cuts.slice(1).map((cut, i) => Math.max(0, cut - cuts[i]));
	if (sizes.length === 1) return [value];
	return bind('split', [value], { sizes: numpyInts(sizes), axis: along });
}

function cutsOf(sections: unknown, size: number, uneven: boolean): number[] {
	if (isSequence(sections) || (sections instanceof NDArray && sections.ndim === 1)) {
		const places = isSequence(sections) ? itemsOf(sections).map((place) => index(place)) : [...sections.data];
		const inside = places.map((place) => Math.min(size, Math.max(0, place < 0 ? place + size : place)));
		return [0, ...inside, size];
	}
	const n = index(sections, 'in jax.numpy.split argument 1');
	if (n === 0) throw new ProgramError('ZeroDivisionError', 'integer division or modulo by zero');
	if (!uneven && size % n !== 0)
		throw new ProgramError(
			'ValueError',
			`array split does not result in an equal division: rest is ${size % n}`
		);
	const [part, rest] = [Math.floor(size / n), size % n];
	return range(n + 1).map((i) => i * part + Math.min(i, rest));
}

/** `values` after `x`, both flattened where the axis is None. */
export function append(x: unknown, values: unknown, axis: unknown = null): Value {
	const parts = arrayLikes('append', [x, values]).map((part) => toValue(part));
	const body = (a: Value, b: Value): Value =>
		axis === null ? concatenate([ravel(a), ravel(b)], 0n) : concatenate([a, b], axis);
	return jitted1('append', [String(axis)], body, parts);
}
