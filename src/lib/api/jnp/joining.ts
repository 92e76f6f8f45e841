import { ProgramError } from '$lib/core/errors';
import { avalOf, bind, bind1, isValue, type Value } from '$lib/core/interpreter';
import { reprHook } from '$lib/core/tree';
import * as ops from '$lib/core/ops';
import { NDArray } from '$lib/array/ndarray';
import { allocate } from '$lib/array/dtype';
import { sameShape, shapeText, sizeOf } from '$lib/array/shape';
import { axisIn, concretizationError, index, isSequence, itemsOf, range, staticInt } from '../arguments';
import { broadcastTo, promoteTypes } from '../broadcast';
import { dtypeOf } from '../dtypes';
import { arrayFrom, arrayLikes, constant, toValue } from '../values';
import { Tracer } from '$lib/core/interpreter';
import { jitted1 } from '../jitted';
import { atLeast, ravel, sliceAxis } from './shape';
import { take } from './taking';

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
	return bind('split', [value], { sizes, axis: along });
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

/** Repeated as a block along each axis. */
export function tile(x: unknown, reps: unknown): Value {
	const value = toValue(x, 'tile');
	const counts = isSequence(reps) ? itemsOf(reps).map((n) => index(n)) : [index(reps)];
	const { shape } = avalOf(value);
	const times = [...new Array<number>(Math.max(0, shape.length - counts.length)).fill(1), ...counts];
	const extra = range(times.length - shape.length);
	return bind1('tile', [extra.length > 0 ? ops.expandDims(value, extra) : value], { reps: times });
}

/** Each element repeated along an axis: the same number of times, or as often as `repeats` says. */
export function repeat(x: unknown, repeats: unknown, axis: unknown = null, total: unknown = null): Value {
	const value = toValue(x, 'repeat');
	if (axis === null) return repeat(ravel(value), repeats, 0n, total);
	const along = axisIn(axis, avalOf(value).shape.length);
	const n = staticInt(repeats);
	if (n !== null && total === null) return repeatEach(value, n, along);
	return repeatBy(value, repeats, along, total);
}

function repeatEach(x: Value, n: number, axis: number): Value {
	const { shape } = avalOf(x);
	const wide = [...shape.slice(0, axis + 1), n, ...shape.slice(axis + 1)];
	const dims = range(shape.length).map((i) => (i > axis ? i + 1 : i));
	const sizes = shape.map((size, i) => (i === axis ? size * n : size));
	return ops.reshape(ops.broadcastInDim(x, wide, dims), sizes);
}

function repeatBy(x: Value, repeats: unknown, axis: number, total: unknown): Value {
	const counts = isSequence(repeats) ? arrayOf(repeats) : toValue(repeats, 'repeat', 1);
	if (counts instanceof Tracer && total !== null) return repeatTraced(x, counts, axis, index(total));
	if (counts instanceof Tracer)
		throw concretizationError(
			counts,
			'When jit-compiling jnp.repeat, the total number of repeats must be static. To fix this, either specify a static value for `repeats`, or pass a static value to `total_repeat_length`.'
		);
	const size = avalOf(x).shape[axis];
	if (counts.size !== 1 && counts.size !== size)
		throw new ProgramError(
			'ValueError',
			`operands could not be broadcast together with remapped shapes [original->remapped]: (${counts.size},)  and requested shape (${size},)`
		);
	const each = range(size).map((i) => counts.data[counts.size === 1 ? 0 : i]);
	const places = each.flatMap((count, i) => new Array<number>(count).fill(i));
	if (total !== null) {
		const length = index(total);
		while (places.length < length) places.push(places[places.length - 1] ?? 0);
		places.length = length;
	}
	if (places.length === 0) return sliceAxis(x, axis, 0, 0);
	return ops.concatenate(
		places.map((i) => sliceAxis(x, axis, i, i + 1)),
		axis
	);
}

/** Place i of the result is that of the source where the running count first exceeds i; the last one goes on. */
function repeatTraced(x: Value, counts: Value, axis: number, total: number): Value {
	const size = avalOf(x).shape[axis];
	const each = ops.broadcastInDim(counts, [size], avalOf(counts).shape.length === 0 ? [] : [0]);
	const ends = ops.broadcastInDim(ops.cumulative('cumsum', each, 0), [total, size], [1]);
	const wanted = ops.convert(ops.iota('int32', [total, size], 0), avalOf(ends).dtype);
	const passed = ops.convert(ops.binary('le', ends, wanted), 'int32');
	const places = ops.reduce('reduce_sum', passed, [1]);
	return take(x, places, { axis: BigInt(axis), mode: 'clip' });
}

function arrayOf(list: Parameters<typeof itemsOf>[0]): NDArray {
	const data = allocate('int32', itemsOf(list).length);
	itemsOf(list).forEach((item, i) => (data[i] = index(item)));
	return new NDArray('int32', [data.length], data);
}

/** `values` after `x`, both flattened where the axis is None. */
export function append(x: unknown, values: unknown, axis: unknown = null): Value {
	const parts = arrayLikes('append', [x, values]).map((part) => toValue(part));
	const body = (a: Value, b: Value): Value =>
		axis === null ? concatenate([ravel(a), ravel(b)], 0n) : concatenate([a, b], axis);
	return jitted1('append', [String(axis)], body, parts);
}

/** Without the elements at static positions. */
export function remove(x: unknown, positions: unknown, axis: unknown = null): Value {
	const value = axis === null ? ravel(x) : toValue(x, 'delete');
	const along = axis === null ? 0 : axisIn(axis, avalOf(value).shape.length);
	const size = avalOf(value).shape[along];
	const list = isSequence(positions)
		? itemsOf(positions).map((place) => index(place))
		: positions instanceof NDArray && positions.ndim === 1
			? [...positions.data]
			: [index(positions)];
	const gone = new Set(list.map((place) => (place < 0 ? place + size : place)));
	return joinRuns(
		value,
		along,
		range(size).filter((i) => !gone.has(i))
	);
}

/** The slices at these positions, in ascending order, joined by runs. */
function joinRuns(x: Value, axis: number, places: readonly number[]): Value {
	const runs: [number, number][] = [];
	for (const place of places) {
		const last = runs[runs.length - 1];
		if (last && last[1] === place) last[1] = place + 1;
		else runs.push([place, place + 1]);
	}
	if (runs.length === 0) return sliceAxis(x, axis, 0, 0);
	return ops.concatenate(
		runs.map(([from, to]) => sliceAxis(x, axis, from, to)),
		axis
	);
}

/** `values` put in before static positions: one, or several with a value each. */
export function insert(x: unknown, position: unknown, values: unknown, axis: unknown = null): Value {
	const value = axis === null ? ravel(x) : toValue(x, 'insert');
	const places = severalPlaces(position);
	if (places) return insertEach(value, places, values, axis === null ? 0n : axis);
	const along = axis === null ? 0 : axisIn(axis, avalOf(value).shape.length);
	const { shape, dtype } = avalOf(value);
	const place = index(position, 'jnp.insert takes a static position');
	const at = place < 0 ? place + shape[along] : place;
	const given = ops.convert(isSequence(values) ? arrayFrom(values) : toValue(values, 'insert', 2), dtype);
	// The values' first axis is the one that is put in.
	const raised = ops.expandDims(given, range(Math.max(0, shape.length - avalOf(given).shape.length)));
	const added = ops.moveAxis(raised, 0, along);
	const length = avalOf(added).shape[along];
	const block = broadcastTo(
		added,
		shape.map((size, i) => (i === along ? length : size))
	);
	const size = shape[along];
	return ops.concatenate([sliceAxis(value, along, 0, at), block, sliceAxis(value, along, at, size)], along);
}

/** Positions in a list or an array; null for a single one. */
function severalPlaces(position: unknown): readonly number[] | null {
	const list = isSequence(position)
		? itemsOf(position).map((place) => index(place))
		: position instanceof NDArray && position.ndim === 1
			? [...position.data]
			: null;
	return list;
}

/** The i-th of the values before the i-th position, counted in the array as it was. */
function insertEach(x: Value, places: readonly number[], values: unknown, axis: unknown): Value {
	const { shape, dtype } = avalOf(x);
	const along = axisIn(axis, shape.length);
	const given = ops.convert(isSequence(values) ? arrayFrom(values) : toValue(values, 'insert', 2), dtype);
	const rank = avalOf(given).shape.length;
	const count =
		places.length === 1 && rank > 0 ? avalOf(given).shape[Math.min(along, rank - 1)] : places.length;
	const at = range(count).map((i) => {
		const place = places[places.length === 1 ? 0 : i];
		return Math.min(Math.max(place < 0 ? place + shape[along] : place, 0), shape[along]);
	});
	const block = broadcastTo(
		given,
		shape.map((size, i) => (i === along ? count : size))
	);
	const order = range(count).sort((i, j) => at[i] - at[j] || i - j);
	const cuts = [0, ...order.map((i) => at[i]), shape[along]];
	const parts = order.flatMap((i, k) => [
		sliceAxis(x, along, cuts[k], cuts[k + 1]),
		sliceAxis(block, along, i, i + 1)
	]);
	return ops.concatenate([...parts, sliceAxis(x, along, cuts[count], cuts[count + 1])], along);
}

/** Cuts or repeats `x`, flattened, to a new shape. */
export function resize(x: unknown, shape: readonly number[]): Value {
	const flat = ravel(x);
	const size = avalOf(flat).shape[0];
	const wanted = sizeOf(shape);
	if (size === 0) return broadcastTo(constant(0, avalOf(flat).dtype), shape);
	const copies = range(Math.ceil(wanted / size)).map(() => flat);
	return ops.reshape(sliceAxis(ops.concatenate(copies, 0), 0, 0, wanted), shape);
}
