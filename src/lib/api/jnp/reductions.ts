import { ProgramError } from '$lib/core/errors';
import { avalOf, bind1, type Value } from '$lib/core/interpreter';
import * as ops from '$lib/core/ops';
import { inexact } from '$lib/core/promote';
import type { Reduction } from '$lib/core/primitive';
import { bitsOf, isFloat, kindOf, type DType } from '$lib/array/dtype';
import { axesIn, axisIn, staticInt } from '../arguments';
import { broadcastTo } from '../broadcast';
import { dtypeOf } from '../dtypes';
import { constantLike, quotient } from '../elementwise';
import { jitted1 } from '../jitted';
import { arrayLikes, constant, convertLike, integerRange, toValue } from '../values';
import { asBool, where } from './where';
import { shapes } from '../parts';

const { ravel } = shapes.functions;

/** What NumPy's reductions take besides the array. */
export interface ReductionOptions {
	readonly axis?: unknown;
	readonly dtype?: unknown;
	readonly keepdims?: boolean;
	/** A value the reduction starts from. */
	readonly initial?: unknown;
	/** Elements where this is false are left out. */
	readonly where?: unknown;
}

interface Kind {
	readonly op: Reduction;
	/** Instead of `op` for booleans. */
	readonly boolOp?: Reduction;
	/** The identity in a type; null where NumPy sees none. */
	readonly identity: (dtype: DType) => number;
	readonly hasIdentity: boolean;
	readonly promoteIntegers?: boolean;
	readonly upcastHalf?: boolean;
	/** Joins the result with `initial`. */
	readonly join: 'add' | 'mul' | 'max' | 'min' | 'and' | 'or';
}

const lowest = (dtype: DType): number =>
	isFloat(dtype) ? -Infinity : dtype === 'bool' ? 0 : Number(integerRange(dtype).low);
const highest = (dtype: DType): number =>
	isFloat(dtype) ? Infinity : dtype === 'bool' ? 1 : Number(integerRange(dtype).high);

/** Sums of narrow integers and booleans are 32 bits wide. */
function widened(dtype: DType): DType {
	const kind = kindOf(dtype);
	if (kind === 'b' || (kind === 'i' && bitsOf(dtype) < 32)) return 'int32';
	return kind === 'u' && bitsOf(dtype) < 32 ? 'uint32' : dtype;
}

/** float16 and bfloat16 are summed in float32. */
const upcast = (dtype: DType): DType => (isFloat(dtype) ? 'float32' : dtype);

const reduction =
	(fn: string, kind: Kind) =>
	(x: unknown, options: ReductionOptions = {}): Value => {
		const value = toValue(x, fn);
		const { shape, dtype } = avalOf(value);
		const axes = axesIn(options.axis ?? null, shape.length);
		refuseEmpty(fn, kind, shape, axes, options);
		const asked = dtypeOf(options.dtype);
		const result = asked ?? (kind.promoteIntegers ? widened(dtype) : dtype);
		const computed = kind.upcastHalf ? upcast(result) : result;
		const op = computed === 'bool' ? (kind.boolOp ?? kind.op) : kind.op;
		const masked = masking(ops.convert(value, computed), options.where, kind.identity(computed));
		const reduced = joined(ops.reduce(op, masked, axes), options.initial, kind);
		const kept = options.keepdims ? ops.expandDims(reduced, axes) : reduced;
		return ops.convert(kept, result);
	};

function refuseEmpty(
	fn: string,
	kind: Kind,
	shape: readonly number[],
	axes: readonly number[],
	{ initial, where: mask }: ReductionOptions
): void {
	if (kind.hasIdentity || (initial !== null && initial !== undefined)) return;
	if (mask !== null && mask !== undefined)
		throw new ProgramError(
			'ValueError',
			`reduction operation ${fn} does not have an identity, so to use a where mask one has to specify 'initial'`
		);
	if (axes.some((axis) => shape[axis] === 0))
		throw new ProgramError(
			'ValueError',
			`zero-size array to reduction operation ${fn} which has no identity`
		);
}

const masking = (x: Value, mask: unknown, identity: number): Value =>
	mask === null || mask === undefined ? x : where(mask, x, constantLike(x, identity));

function joined(x: Value, initial: unknown, { join }: Kind): Value {
	if (initial === null || initial === undefined) return x;
	return ops.binary(join, convertLike(arrayLikes(join, [initial])[0], avalOf(x).dtype), x);
}

export const sum = reduction('sum', {
	op: 'reduce_sum',
	boolOp: 'reduce_or',
	identity: () => 0,
	hasIdentity: true,
	promoteIntegers: true,
	upcastHalf: true,
	join: 'add'
});
export const prod = reduction('prod', {
	op: 'reduce_prod',
	boolOp: 'reduce_and',
	identity: () => 1,
	hasIdentity: true,
	promoteIntegers: true,
	upcastHalf: true,
	join: 'mul'
});
export const max = reduction('max', {
	op: 'reduce_max',
	boolOp: 'reduce_or',
	identity: lowest,
	hasIdentity: false,
	join: 'max'
});
export const min = reduction('min', {
	op: 'reduce_min',
	boolOp: 'reduce_and',
	identity: highest,
	hasIdentity: false,
	join: 'min'
});

const logical =
	(fn: string, op: 'reduce_and' | 'reduce_or') =>
	(x: unknown, options: ReductionOptions = {}): Value => {
		const value = asBool(toValue(x, fn));
		const axes = axesIn(options.axis ?? null, avalOf(value).shape.length);
		const reduced = ops.reduce(op, masking(value, options.where, op === 'reduce_and' ? 1 : 0), axes);
		return options.keepdims ? ops.expandDims(reduced, axes) : reduced;
	};
export const all = logical('all', 'reduce_and');
export const any = logical('any', 'reduce_or');

/** How many elements the axes hold. */
const countAlong = (x: Value, axes: readonly number[]): number =>
	axes.reduce((count, axis) => count * avalOf(x).shape[axis], 1);

/** The number of elements that count, as a number of `dtype`. */
function normalizer(x: Value, options: ReductionOptions, dtype: DType): Value {
	const axes = axesIn(options.axis ?? null, avalOf(x).shape.length);
	if (options.where === null || options.where === undefined) return constant(countAlong(x, axes), dtype);
	const mask = broadcastTo(toValue(options.where), avalOf(x).shape);
	return sum(mask, { axis: options.axis, dtype, keepdims: options.keepdims });
}

/** The arithmetic mean, of integers in float32. */
export function mean(x: unknown, options: ReductionOptions = {}): Value {
	const value = toValue(x, 'mean');
	const result = dtypeOf(options.dtype) ?? inexact(avalOf(value).dtype);
	const computed = upcast(result);
	const total = sum(value, { ...options, dtype: computed, initial: null });
	const known = options.where === null || options.where === undefined;
	return ops.convert(quotient(total, normalizer(value, options, computed), known), result);
}

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
