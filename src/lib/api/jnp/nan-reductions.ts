import { avalOf, type Value } from '$lib/core/interpreter';
import * as ops from '$lib/core/ops';
import { isFloat } from '$lib/array/dtype';
import { constantLike } from '../elementwise';
import { toValue } from '../values';
import { max, mean, min, prod, sum, type ReductionOptions } from './reductions';
import { argmax, argmin, type SpreadOptions } from './statistics';
import { isnan } from './rarer-ufuncs';
import { where } from './where';

type Reduce = (x: unknown, options?: ReductionOptions) => Value;

/** A reduction that sees `filler` where the array has NaN; all-NaN gives NaN where `empty` says so. */
const ignoring =
	(fn: string, reduce: Reduce, filler: number, empty: boolean): Reduce =>
	(x, options = {}) => {
		const value = toValue(x, fn);
		if (!isFloat(avalOf(value).dtype)) return reduce(value, options);
		const missing = isnan(value);
		const result = reduce(where(missing, constantLike(value, filler), value), options);
		if (!empty) return result;
		const none = ops.reduce('reduce_and', missing, axesOf(value, result, options));
		return where(reshapedLike(none, result), constantLike(result, NaN), result);
	};

const axesOf = (x: Value, result: Value, { axis }: ReductionOptions): number[] => {
	const rank = avalOf(x).shape.length;
	if (axis === null || axis === undefined || avalOf(result).shape.length === 0)
		return Array.from({ length: rank }, (_, i) => i);
	const n = Number(axis);
	return [n < 0 ? n + rank : n];
};
const reshapedLike = (x: Value, like: Value): Value => ops.reshape(x, avalOf(like).shape);

export const nansum = ignoring('nansum', sum, 0, false);
export const nanprod = ignoring('nanprod', prod, 1, false);
export const nanmax = ignoring('nanmax', max, -Infinity, true);
export const nanmin = ignoring('nanmin', min, Infinity, true);

export function nanmean(x: unknown, options: ReductionOptions = {}): Value {
	const value = toValue(x, 'nanmean');
	if (!isFloat(avalOf(value).dtype)) return mean(value, options);
	const { dtype } = avalOf(value);
	const count = sum(ops.unary('not', isnan(value)), {
		axis: options.axis,
		dtype,
		keepdims: options.keepdims
	});
	return ops.binary('div', nansum(value, options), count);
}

export function nanvar(x: unknown, options: SpreadOptions = {}): Value {
	const value = toValue(x, 'nanvar');
	const missing = isnan(value);
	const center = nanmean(value, { axis: options.axis, keepdims: true });
	const apart = where(missing, constantLike(value, 0), ops.binary('sub', value, center));
	const { dtype } = avalOf(value);
	const count = sum(ops.unary('not', missing), { axis: options.axis, dtype, keepdims: options.keepdims });
	const total = sum(ops.unary('square', apart), { axis: options.axis, keepdims: options.keepdims });
	return ops.binary('div', total, ops.binary('sub', count, constantLike(count, options.ddof ?? 0)));
}

export const nanstd = (x: unknown, options: SpreadOptions = {}): Value =>
	ops.unary('sqrt', nanvar(x, options));

const argIgnoring =
	(fn: string, find: typeof argmax, filler: number) =>
	(x: unknown, axis: unknown = null, keepdims = false): Value => {
		const value = toValue(x, fn);
		return find(where(isnan(value), constantLike(value, filler), value), axis, keepdims);
	};
export const nanargmax = argIgnoring('nanargmax', argmax, -Infinity);
export const nanargmin = argIgnoring('nanargmin', argmin, Infinity);
