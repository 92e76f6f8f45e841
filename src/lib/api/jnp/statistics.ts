import { ProgramError } from '$lib/core/errors';
import { avalOf, bind1, type Value } from '$lib/core/interpreter';
import * as ops from '$lib/core/ops';
import { inexact } from '$lib/core/promote';
import { isFloat } from '$lib/array/dtype';
import { axesIn, axisIn, staticInt } from '../arguments';
import { broadcastTo } from '../broadcast';
import { dtypeOf } from '../dtypes';
import { constantLike, quotient } from '../elementwise';
import { jitted1 } from '../jitted';
import { constant, toValue } from '../values';
import { where } from './where';
import { ravel } from './shape';
import { mean, countAlong, sum, type ReductionOptions, upcast, normalizer, max, min } from './reductions';

/** The mean with weights. */
export function average(
	x: unknown,
	weights: unknown = null,
	options: { readonly axis?: unknown; readonly keepdims?: boolean } = {}
): { average: Value; weights: Value } {
	const value = toValue(x, 'average');
	if (weights === null) {
		const result = mean(value, options);
		const axes = axesIn(options.axis ?? null, avalOf(value).shape.length);
		const { dtype, shape } = avalOf(result);
		return { average: result, weights: broadcastTo(constant(countAlong(value, axes), dtype), shape) };
	}
	const type = inexact(avalOf(ops.add(...scalarsOf(value, weights))).dtype);
	const [a, w] = [
		ops.convert(value, type),
		alongAxis(ops.convert(toValue(weights, 'average', 1), type), value, options)
	];
	const total = sum(broadcastTo(w, avalOf(a).shape), options);
	return { average: ops.binary('div', sum(ops.mul(a, w), options), total), weights: total };
}

/** Rank-0 stand-ins that meet in the type of the two. */
const scalarsOf = (x: Value, weights: unknown): [Value, Value] => {
	const w = toValue(weights, 'average', 1);
	const dtype = isFloat(avalOf(x).dtype) ? avalOf(x).dtype : inexact(avalOf(w).dtype);
	return [constant(0, dtype), constant(0, dtype)];
};

/** Weights of one axis laid along it. */
function alongAxis(weights: Value, x: Value, { axis }: { readonly axis?: unknown }): Value {
	const { shape } = avalOf(x);
	const own = avalOf(weights).shape;
	if (own.length === shape.length || axis === null || axis === undefined) return weights;
	const axes = axesIn(axis, shape.length);
	if (axes.length > 1 && own.length === axes.length && axes.every((along, i) => own[i] === shape[along])) {
		const order = axes.map((_, i) => i).sort((i, j) => axes[i] - axes[j]);
		return ops.expandDims(
			ops.transpose(weights, order),
			shape.map((_, i) => i).filter((i) => !axes.includes(i))
		);
	}
	if (own.length !== 1)
		throw new ProgramError('ValueError', '1D weights expected when shapes of a and weights differ.');
	const along = axisIn(axis, shape.length);
	if (own[0] !== shape[along])
		throw new ProgramError('ValueError', 'Length of weights not compatible with specified axis.');
	return ops.expandDims(
		weights,
		shape.map((_, i) => i).filter((i) => i !== along)
	);
}

export interface SpreadOptions extends ReductionOptions {
	/** Taken from the number of elements before dividing. */
	readonly ddof?: number;
}

/** The variance. */
export function variance(x: unknown, options: SpreadOptions = {}): Value {
	const value = toValue(x, 'var');
	return varianceOf(value, ddofOf(options), options);
}

const ddofOf = ({ ddof = 0 }: SpreadOptions): Value => toValue(Number.isInteger(ddof) ? BigInt(ddof) : ddof);

const varianceOf = (x: Value, ddof: Value, options: SpreadOptions): Value =>
	jitted1('_var', staticsOf(options), (operand, taken) => varianceBody(operand, taken, options), [x, ddof]);

/** Masks are closed over, so a call with one has a trace of its own. */
const staticsOf = ({ axis, dtype, keepdims, where: mask }: SpreadOptions): unknown[] | null =>
	mask ? null : [axis, dtypeOf(dtype), keepdims];

function varianceBody(x: Value, ddof: Value, options: SpreadOptions): Value {
	const result = dtypeOf(options.dtype) ?? inexact(avalOf(x).dtype);
	const computed = upcast(result);
	const a = ops.convert(x, computed);
	const center = mean(a, { axis: options.axis, dtype: computed, keepdims: true, where: options.where });
	const squares = ops.unary('square', ops.binary('sub', a, center));
	const count = ops.binary('sub', normalizer(a, options, computed), ops.convert(ddof, computed));
	const total = sum(squares, { ...options, dtype: computed, initial: null });
	const variance = ops.convert(quotient(total, count), result);
	return where(ops.binary('gt', count, constantLike(count, 0)), variance, NaN);
}

/** The standard deviation. */
export function std(x: unknown, options: SpreadOptions = {}): Value {
	const value = toValue(x, 'std');
	const body = (operand: Value, ddof: Value): Value => ops.unary('sqrt', varianceOf(operand, ddof, options));
	return jitted1('_std', staticsOf(options), body, [value, ddofOf(options)]);
}

/** Largest minus smallest. */
export function ptp(x: unknown, options: ReductionOptions = {}): Value {
	const value = toValue(x, 'ptp');
	const body = (operand: Value): Value => ops.binary('sub', max(operand, options), min(operand, options));
	return jitted1('_ptp', staticsOf(options), body, [value]);
}

export function countNonzero(x: unknown, options: ReductionOptions = {}): Value {
	const value = toValue(x, 'count_nonzero');
	const counted = { axis: options.axis, keepdims: options.keepdims, dtype: 'int32' };
	const body = (operand: Value): Value => sum(ops.binary('ne', operand, constantLike(operand, 0)), counted);
	return jitted1('count_nonzero', staticsOf(options), body, [value]);
}

const argReduction =
	(op: 'argmax' | 'argmin') =>
	(x: unknown, axis: unknown = null, keepdims = false): Value => {
		const value = toValue(x, op);
		const { shape } = avalOf(value);
		if (shape.includes(0) && axis === null)
			throw new ProgramError('ValueError', `attempt to get ${op} of an empty sequence`);
		const flat = axis === null ? ravel(value) : value;
		const place = axis === null ? 0 : staticInt(axis);
		if (place !== null && (place >= shape.length || place < -shape.length) && axis !== null)
			throw new ProgramError('IndexError', 'tuple index out of range');
		const along = axis === null ? 0 : axisIn(axis, shape.length);
		const found = bind1(op, [flat], { axes: [along], index_dtype: 'int32' });
		if (!keepdims) return found;
		return axis === null
			? ops.reshape(
					found,
					shape.map(() => 1)
				)
			: ops.expandDims(found, [along]);
	};

/** The place of the first largest (smallest) element. */
export const argmax = argReduction('argmax');
export const argmin = argReduction('argmin');
