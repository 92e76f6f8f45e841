import { ProgramError } from '$lib/core/errors';
import { avalOf, type Value } from '$lib/core/interpreter';
import * as ops from '$lib/core/ops';
import { inexact } from '$lib/core/promote';
import type { Reduction } from '$lib/core/primitive';
import { bitsOf, isFloat, kindOf, type DType } from '$lib/array/dtype';
import { axesIn } from '../arguments';
import { broadcastTo } from '../broadcast';
import { dtypeOf } from '../dtypes';
import { constantLike, quotient } from '../elementwise';
import { arrayLikes, constant, convertLike, integerRange, toValue } from '../values';
import { asBool, where } from './where';

/** What NumPy's reductions take besides the array. */
export interface ReductionOptions {
	readonly axis?: unknown;
	readonly dtype?: unknown;
	readonly keepdims?: boolean;
	/** A value the reduction starts from. */
	readonly initial?: unknown;
	/** Elements where this is false are left out. */
	readonly where?: unknown;
	/** Whether sums and products of narrow integers are 32 bits wide, as they are where nothing is said. */
	readonly promoteIntegers?: boolean;
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
export const upcast = (dtype: DType): DType => (isFloat(dtype) ? 'float32' : dtype);

const reduction =
	(fn: string, kind: Kind) =>
	(x: unknown, options: ReductionOptions = {}): Value => {
		const value = toValue(x, fn);
		const { shape, dtype } = avalOf(value);
		const axes = axesIn(options.axis ?? null, shape.length);
		refuseEmpty(fn, kind, shape, axes, options);
		const asked = dtypeOf(options.dtype);
		const result =
			asked ?? (kind.promoteIntegers && options.promoteIntegers !== false ? widened(dtype) : dtype);
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
export const countAlong = (x: Value, axes: readonly number[]): number =>
	axes.reduce((count, axis) => count * avalOf(x).shape[axis], 1);

/** The number of elements that count, as a number of `dtype`. */
export function normalizer(x: Value, options: ReductionOptions, dtype: DType): Value {
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
