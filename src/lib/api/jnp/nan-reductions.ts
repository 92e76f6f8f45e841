import { avalOf, type Value } from '$lib/core/interpreter';
import * as ops from '$lib/core/ops';
import { isFloat } from '$lib/array/dtype';
import { constantLike } from '../elementwise';
import { jitted1 } from '../jitted';
import { toValue } from '../values';
import { all, max, mean, min, prod, sum, type ReductionOptions } from './reductions';
import { argmax, argmin, type SpreadOptions } from './statistics';
import { isnan } from './rarer-ufuncs';
import { where } from './where';

type Reduce = (x: unknown, options?: ReductionOptions) => Value;

/** A reduction that sees `filler` where the array has NaN; all-NaN gives NaN where `empty` says so. */
const ignoring =
	(fn: string, reduce: Reduce, filler: number, empty: boolean): Reduce =>
	(x, options = {}) => {
		const body = (value: Value): Value => {
			if (!isFloat(avalOf(value).dtype)) return reduce(value, options);
			const missing = isnan(value);
			const result = reduce(where(missing, constantLike(value, filler), value), options);
			if (!empty) return result;
			const none = all(missing, { axis: options.axis, keepdims: options.keepdims });
			return where(none, constantLike(result, NaN), result);
		};
		// Options may be arrays of the trace outside, which no key can name.
		return jitted1(fn, null, body, [toValue(x, fn)]);
	};

export const nansum = ignoring('nansum', sum, 0, false);
export const nanprod = ignoring('nanprod', prod, 1, false);
export const nanmax = ignoring('nanmax', max, -Infinity, true);
export const nanmin = ignoring('nanmin', min, Infinity, true);

/** How many are no NaN, in the type of `x`. */
const countOf = (x: Value, { axis, keepdims, where: mask }: ReductionOptions): Value =>
	sum(ops.unary('not', isnan(x)), { axis, dtype: avalOf(x).dtype, keepdims, where: mask });

export function nanmean(x: unknown, options: ReductionOptions = {}): Value {
	const value = toValue(x, 'nanmean');
	if (!isFloat(avalOf(value).dtype)) return mean(value, options);
	return ops.binary('div', nansum(value, options), countOf(value, options));
}

export function nanvar(x: unknown, options: SpreadOptions = {}): Value {
	const value = toValue(x, 'nanvar');
	const { axis, keepdims, where: mask } = options;
	const center = nanmean(value, { axis, keepdims: true, where: mask });
	const apart = where(isnan(value), constantLike(value, 0), ops.binary('sub', value, center));
	const count = countOf(value, options);
	const total = sum(ops.unary('square', apart), { axis, keepdims, where: mask });
	const spread = ops.binary('div', total, ops.binary('sub', count, constantLike(count, options.ddof ?? 0)));
	return where(ops.binary('gt', count, constantLike(count, options.ddof ?? 0)), spread, NaN);
}

export const nanstd = (x: unknown, options: SpreadOptions = {}): Value =>
	ops.unary('sqrt', nanvar(x, options));

/** Where all are NaN there is no such place: -1. */
const argIgnoring =
	(fn: string, find: typeof argmax, filler: number) =>
	(x: unknown, axis: unknown = null, keepdims = false): Value => {
		const value = toValue(x, fn);
		const missing = isnan(value);
		const found = find(where(missing, constantLike(value, filler), value), axis, keepdims);
		return where(all(missing, { axis, keepdims }), constantLike(found, -1), found);
	};
export const nanargmax = argIgnoring('nanargmax', argmax, -Infinity);
export const nanargmin = argIgnoring('nanargmin', argmin, Infinity);
