import { ProgramError } from '$lib/core/errors';
import { Tracer, avalOf, bind, type Value } from '$lib/core/interpreter';
import * as ops from '$lib/core/ops';
import { isFloat } from '$lib/array/dtype';
import { sizeOf } from '$lib/array/shape';
import { axisIn, concretizationError, index, range } from '../arguments';
import { promoteTypes } from '../broadcast';
import { arrayLikes, constant, toValue } from '../values';
import { getItem } from '../indexing/take';
import { cumsum } from './cumulative';
import { concatenate } from './joining';
import { flatnonzero, isin } from './searching';
import { ravel, sliceAxis } from './shape';
import { where } from './where';

export interface UniqueOptions {
	readonly axis?: unknown;
	/** How many are given back: what `jit` needs to know. */
	readonly size?: unknown;
	readonly fill?: unknown;
	readonly equalNan?: boolean;
}

export interface UniqueResult {
	readonly values: Value;
	readonly index: Value;
	readonly inverse: Value;
	readonly counts: Value;
}

const sizeHelp =
	'The error arose for the first argument of jnp.unique(). To make jnp.unique() compatible with JIT and other transforms, you can specify a concrete value for the size argument, which will determine the output size.';

/**
 * The different elements (slices along `axis`) in ascending order, their first places, where each went, how often each
 * is there. With `size` so many, filled up with `fill` or the least.
 */
export function unique(x: unknown, options: UniqueOptions = {}): UniqueResult {
	const given = toValue(x, 'unique');
	const size = options.size === null || options.size === undefined ? null : index(options.size);
	if (size === null && given instanceof Tracer) throw concretizationError(given, sizeHelp);
	const flat = options.axis === null || options.axis === undefined;
	const value = flat ? ravel(given) : given;
	const axis = flat ? 0 : axisIn(options.axis, avalOf(value).shape.length);
	const rows = ops.moveAxis(value, axis, 0);
	const count = avalOf(rows).shape[0];
	const order = orderOf(rows);
	const sorted = getItem(rows, order);
	const first = firstOfRun(sorted, options.equalNan ?? true);
	const places = flatnonzero(first, size === null ? null : BigInt(size), 0n);
	const found = count === 0 ? sorted : getItem(sorted, places);
	const filled = size === null ? found : fillUp(found, first, size, options.fill);
	const ranks = ops.binary('sub', cumsum(first), constant(1, 'int32'));
	const back = bind('sort', [order, ranks], { dimension: 0, is_stable: true, num_keys: 1 })[1];
	return {
		values: ops.moveAxis(filled, 0, axis),
		index: getItem(order, places),
		inverse: flat ? ops.reshape(back, avalOf(given).shape) : back,
		counts: countsOf(first, places, count, size)
	};
}

/** The stable order of the rows, by their first elements, then their second ones and so on. */
function orderOf(rows: Value): Value {
	const { shape } = avalOf(rows);
	const width = sizeOf(shape.slice(1));
	const table = ops.reshape(rows, [shape[0], width]);
	const keys = range(width).map((i) => ops.squeeze(sliceAxis(table, 1, i, i + 1), [1]));
	const places = ops.iota('int32', [shape[0]]);
	if (width === 0) return places;
	const sorted = bind('sort', [...keys, places], { dimension: 0, is_stable: true, num_keys: width });
	return sorted[width];
}

/** Where a row of the sorted differs from the one before. */
function firstOfRun(sorted: Value, equalNan: boolean): Value {
	const { shape, dtype } = avalOf(sorted);
	const [size] = shape;
	if (size === 0) return ops.full([0], false, 'bool');
	const [later, earlier] = [sliceAxis(sorted, 0, 1, size), sliceAxis(sorted, 0, 0, size - 1)];
	const apart = ops.binary('ne', later, earlier);
	const bothNan = ops.binary('and', ops.binary('ne', later, later), ops.binary('ne', earlier, earlier));
	const differs = equalNan && isFloat(dtype) ? ops.binary('and', apart, ops.unary('not', bothNan)) : apart;
	const any = ops.reduce('reduce_or', differs, range(shape.length - 1, 1));
	return ops.concatenate([ops.full([1], true, 'bool'), any], 0);
}

function fillUp(found: Value, first: Value, size: number, fill: unknown): Value {
	if (fill === null || fill === undefined) return found;
	const { shape, dtype } = avalOf(found);
	const count = ops.reduce('reduce_sum', ops.convert(first, 'int32'), [0]);
	const there = ops.binary('lt', ops.iota('int32', [size]), ops.broadcastInDim(count, [size], []));
	const column = ops.expandDims(there, range(shape.length - 1, 1));
	return where(column, found, ops.convert(toValue(fill, 'unique'), dtype));
}

/** How far it is from each run's start to the next one's; none where runs have run out. */
function countsOf(first: Value, places: Value, total: number, size: number | null): Value {
	const end = constant(total, 'int32');
	if (size === null) {
		const next = ops.concatenate(
			[sliceAxis(places, 0, 1, avalOf(places).shape[0]), ops.expandDims(end, [0])],
			0
		);
		return avalOf(places).shape[0] === 0 ? places : ops.binary('sub', next, places);
	}
	const starts = flatnonzero(first, BigInt(size + 1), BigInt(total));
	return ops.binary('sub', sliceAxis(starts, 0, 1, size + 1), sliceAxis(starts, 0, 0, size));
}

export type SetOperation = 'union1d' | 'intersect1d' | 'setdiff1d' | 'setxor1d';

/** The union, intersection or difference of two arrays' elements, in ascending order. */
export function setOperation(
	op: SetOperation,
	x: unknown,
	y: unknown,
	{ size = null, fill = null }: { readonly size?: unknown; readonly fill?: unknown } = {}
): Value {
	const [a, b] = promoteTypes(arrayLikes(op, [x, y])).map((v) => ravel(v));
	for (const operand of [a, b])
		if (size === null && operand instanceof Tracer)
			throw concretizationError(operand, `The error arose in ${op}()`);
	if (op === 'union1d') return unique(concatenate([a, b]), { size, fill }).values;
	const kept = (from: Value, others: Value, shared: boolean): readonly [Value, Value] => [
		from,
		isin(from, others, !shared)
	];
	const pools = {
		intersect1d: [kept(a, b, true)],
		setdiff1d: [kept(a, b, false)],
		setxor1d: [kept(a, b, false), kept(b, a, false)]
	}[op];
	const values = concatenate(pools.map(([from]) => from));
	const mask = concatenate(pools.map(([, chosen]) => chosen));
	if (size === null) return unique(getItem(values, mask)).values;
	return chosenUnique(values, mask, index(size), op === 'setdiff1d' ? (fill ?? 0n) : fill);
}

/** The different elements where the mask holds, `size` of them: the others are sorted to the end. */
function chosenUnique(values: Value, mask: Value, size: number, fill: unknown): Value {
	const [out, sorted] = bind('sort', [ops.unary('not', mask), values], {
		dimension: 0,
		is_stable: true,
		num_keys: 2
	});
	const first = ops.binary('and', firstOfRun(sorted, true), ops.unary('not', out));
	const places = flatnonzero(first, BigInt(size), 0n);
	const { dtype } = avalOf(values);
	const least = fill === null || fill === undefined ? sliceAxis(sorted, 0, 0, 1) : toValue(fill, 'unique');
	return fillUp(getItem(sorted, places), first, size, ops.convert(least, dtype));
}

/** What `return_indices` of `intersect1d` gives besides: the first places of the shared elements. */
export function sharedPlaces(x: unknown, y: unknown): [values: Value, inX: Value, inY: Value] {
	const shared = setOperation('intersect1d', x, y);
	if (shared instanceof Tracer)
		throw new ProgramError('NotImplementedError', 'Lockstep has no intersect1d with return_indices in jit');
	const placesIn = (from: unknown): Value => {
		const all = unique(from);
		return getItem(all.index, isin(all.values, shared));
	};
	return [shared, placesIn(x), placesIn(y)];
}
