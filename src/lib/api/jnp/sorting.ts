import { ProgramError } from '$lib/core/errors';
import { avalOf, bind, bind1, type Value } from '$lib/core/interpreter';
import * as ops from '$lib/core/ops';
import { axesIn, axisIn, index, isSequence } from '../arguments';
import { promoteArgs } from '../broadcast';
import { jitted1 } from '../jitted';
import { constant, toValue } from '../values';
import { ravel, sliceAxis } from './shape';
import { isnan } from './rarer-ufuncs';
import { isFloat } from '$lib/array/dtype';

export interface SortOptions {
	readonly stable?: boolean;
	readonly descending?: boolean;
}

/** Sorted along an axis; flattened first where the axis is None. */
export function sort(x: unknown, axis: unknown = -1n, options: SortOptions = {}): Value {
	const value = toValue(x, 'sort');
	const along = axis === null ? null : axisIn(axis, avalOf(value).shape.length);
	const { stable = true, descending = false } = options;
	const body = (operand: Value): Value => {
		const flat = along === null ? ravel(operand) : operand;
		const dimension = along ?? 0;
		const sorted = bind1('sort', [flat], { dimension, is_stable: stable, num_keys: 1 });
		return descending ? ops.rev(sorted, [dimension]) : sorted;
	};
	return jitted1('sort', [along, stable, descending], body, [value]);
}

/** The order that sorts. */
export function argsort(x: unknown, axis: unknown = -1n, options: SortOptions = {}): Value {
	const value = toValue(x, 'argsort');
	const along = axis === null ? null : axisIn(axis, avalOf(value).shape.length);
	const { stable = true, descending = false } = options;
	const body = (operand: Value): Value => orderOf(operand, along, stable, descending);
	return jitted1('argsort', [along, stable, descending], body, [value]);
}

function orderOf(x: Value, axis: number | null, stable: boolean, descending: boolean): Value {
	const flat = axis === null ? ravel(x) : x;
	const dimension = axis ?? 0;
	const places = ops.iota('int32', avalOf(flat).shape, dimension);
	const params = { dimension, is_stable: stable, num_keys: 1 };
	if (!descending) return bind('sort', [flat, places], params)[1];
	const turned = [flat, places].map((operand) => ops.rev(operand, [dimension]));
	return ops.rev(bind('sort', turned, params)[1], [dimension]);
}

/** The order that sorts by several keys, the last one first. */
export function lexsort(keys: readonly unknown[], axis: unknown = -1n): Value {
	if (keys.length === 0) throw new ProgramError('TypeError', 'need sequence of keys with len > 0 in lexsort');
	const values = keys.map((key, i) => toValue(key, 'lexsort', i));
	const { shape } = avalOf(values[0]);
	const dimension = axisIn(axis, shape.length);
	const places = ops.iota('int32', shape, dimension);
	const results = bind('sort', [...values.reverse(), places], {
		dimension,
		is_stable: true,
		num_keys: values.length
	});
	return results[results.length - 1];
}

/** The `k` largest, largest first, and their places. */
export function topK(x: unknown, k: unknown, axis: unknown = -1n): [Value, Value] {
	const value = toValue(x, 'top_k');
	const { shape } = avalOf(value);
	const count = index(k);
	if (count < 0)
		throw new ProgramError('ValueError', `k argument to top_k must be nonnegative, got ${count}`);
	if (shape.length === 0)
		throw new ProgramError('TypeError', 'top_k operand must have >= 1 dimension, got ()');
	const along = axisIn(axis, shape.length);
	if (count > shape[along])
		throw new ProgramError(
			'ValueError',
			`k argument to top_k must be no larger than size along axis; got k=${count} with shape=(${shape.join(', ')}${shape.length === 1 ? ',' : ''}) and axis=${along}`
		);
	const [values, places] = bind('top_k', [value], { k: count, axis: along });
	return [values, places];
}

/** The element at place `kth` where it is in sorted order, smaller ones before it. */
export const partition = (x: unknown, _kth: unknown, axis: unknown = -1n): Value => sort(x, axis);
export const argpartition = (x: unknown, _kth: unknown, axis: unknown = -1n): Value => argsort(x, axis);

/** The middle value, or the mean of the two in the middle. */
export function median(
	x: unknown,
	options: { readonly axis?: unknown; readonly keepdims?: boolean } = {}
): Value {
	return quantile(x, 0.5, options);
}

export interface QuantileOptions {
	readonly axis?: unknown;
	readonly keepdims?: boolean;
	readonly method?: string;
	readonly ignoreNaN?: boolean;
}

export const percentile = (x: unknown, q: unknown, options: QuantileOptions = {}): Value => {
	const [share] = promoteArgs('percentile', [q], 'inexact');
	return quantile(
		x,
		ops.binary('div', share, constant(100, avalOf(share).dtype, avalOf(share).weak)),
		options
	);
};

/** The value below which the share `q` lies, interpolated between neighbours. */
export function quantile(x: unknown, q: unknown, options: QuantileOptions = {}): Value {
	const [value, given] = promoteArgs('quantile', [toValue(x, 'quantile')], 'inexact').concat(
		promoteArgs('quantile', [q], 'inexact')
	);
	const { shape, dtype } = avalOf(value);
	const share = ops.convert(given, dtype);
	const several = isSequence(options.axis) ? axesIn(options.axis, shape.length) : null;
	if (several) return overSeveral(value, q, several, options);
	const flat = options.axis === null || options.axis === undefined;
	const axis = flat ? 0 : axisIn(options.axis, shape.length);
	const method = options.method ?? 'linear';
	const ignoreNaN = options.ignoreNaN ?? false;
	const body = (a: Value, b: Value): Value => quantileBody(flat ? ravel(a) : a, b, axis, method, ignoreNaN);
	const result = jitted1('quantile', [flat, axis, method, ignoreNaN], body, [value, share]);
	if (!options.keepdims) return result;
	const lead = avalOf(share).shape.length;
	return ops.expandDims(result, flat ? shape.map((_, i) => i + lead) : [axis + lead]);
}

/** Several axes are made one, the last. */
function overSeveral(x: Value, q: unknown, axes: readonly number[], options: QuantileOptions): Value {
	const { shape } = avalOf(x);
	const kept = shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
	const moved = ops.transpose(x, [...kept, ...axes]);
	const size = axes.reduce((n, axis) => n * shape[axis], 1);
	const joined = ops.reshape(moved, [...kept.map((axis) => shape[axis]), size]);
	const result = quantile(joined, q, { ...options, axis: -1n, keepdims: false });
	if (!options.keepdims) return result;
	const lead = avalOf(result).shape.length - kept.length;
	return ops.expandDims(
		result,
		axes.map((axis) => axis + lead)
	);
}

function quantileBody(x: Value, q: Value, axis: number, method: string, ignoreNaN: boolean): Value {
	const { shape, dtype } = avalOf(x);
	const last = shape.length - 1;
	const moved = ops.moveAxis(x, axis, last);
	const sorted = bind1('sort', [moved], { dimension: last, is_stable: true, num_keys: 1 });
	const rows = avalOf(moved).shape.slice(0, -1);
	const counted = ignoreNaN ? countNumbers(moved, last) : constant(shape[axis], dtype);
	const answers = eachShare(q, (share) => {
		const at = ops.mul(share, ops.binary('sub', counted, constant(1, dtype)));
		return between(
			sorted,
			ops.broadcastInDim(at, rows, rows.length === avalOf(at).shape.length ? rows.map((_, i) => i) : []),
			method
		);
	});
	if (ignoreNaN || !isFloat(dtype)) return answers;
	return spoiled(answers, ops.reduce('reduce_or', isnan(moved), [last]), avalOf(q).shape.length);
}

const countNumbers = (x: Value, axis: number): Value =>
	ops.reduce('reduce_sum', ops.convert(ops.unary('not', isnan(x)), avalOf(x).dtype), [axis]);

/** One result for a rank-0 share, a leading axis of them for several. */
function eachShare(q: Value, answer: (share: Value) => Value): Value {
	const { shape } = avalOf(q);
	if (shape.length === 0) return answer(q);
	const parts = Array.from({ length: shape[0] }, (_, i) =>
		ops.expandDims(answer(ops.squeeze(sliceAxis(q, 0, i, i + 1), [0])), [0])
	);
	return ops.concatenate(parts, 0);
}

/** Values of the last axis at fractional places, one a row. */
function between(sorted: Value, at: Value, method: string): Value {
	const { shape, dtype } = avalOf(sorted);
	const size = shape[shape.length - 1];
	const top = constant(size - 1, dtype);
	const inside = (place: Value): Value => bind1('clamp', [constant(0, dtype), place, top], {});
	const below = inside(ops.unary('floor', at));
	const above = inside(ops.unary('ceil', at));
	const [low, high] = [pick(sorted, below), pick(sorted, above)];
	switch (method) {
		case 'lower':
			return low;
		case 'higher':
			return high;
		case 'midpoint':
			return ops.mul(ops.add(low, high), constant(0.5, dtype));
		case 'nearest':
			return ops.select(ops.binary('le', ops.binary('sub', at, below), constant(0.5, dtype)), high, low);
		case 'linear': {
			const share = ops.binary('sub', at, below);
			const rest = ops.binary('sub', constant(1, dtype), share);
			return ops.add(ops.mul(low, rest), ops.mul(high, share));
		}
		default:
			throw new ProgramError(
				'ValueError',
				"method can only be 'linear', 'lower', 'higher', 'midpoint', or 'nearest'"
			);
	}
}

/** The element of the last axis whose number `place` says, by a mask. */
function pick(sorted: Value, place: Value): Value {
	const { shape, dtype } = avalOf(sorted);
	const last = shape.length - 1;
	const places = ops.iota('int32', shape, last);
	const wanted = ops.broadcastInDim(
		ops.convert(place, 'int32'),
		shape,
		avalOf(place).shape.map((_, i) => i)
	);
	const masked = ops.select(ops.binary('eq', places, wanted), ops.full(shape, -Infinity, dtype), sorted);
	return ops.reduce('reduce_max', masked, [last]);
}

/** NaN where a row has one. */
function spoiled(answers: Value, missing: Value, lead: number): Value {
	const { shape, dtype } = avalOf(answers);
	const mask = ops.broadcastInDim(
		missing,
		shape,
		avalOf(missing).shape.map((_, i) => i + lead)
	);
	return ops.select(mask, answers, ops.full(shape, NaN, dtype));
}
