import { ProgramError } from '$lib/core/errors';
import { avalOf, bind, bind1, type Value } from '$lib/core/interpreter';
import * as ops from '$lib/core/ops';
import type { Cumulative, DotDims, Reduction } from '$lib/core/primitive';
import { isFloat } from '$lib/array/dtype';
import { sameShape, shapeText } from '$lib/array/shape';
import { axesIn, axisIn, index, isSequence, itemsOf, range } from '../arguments';
import { dtypeOf } from '../dtypes';
import { toValue } from '../values';
import { numbers } from './movement';

/** A running reduction along an axis counted from the front. */
export const cumulative =
	(op: Cumulative) =>
	(x: unknown, axis: unknown = 0n, reverse = false): Value => {
		const value = toValue(x, op);
		const { shape, dtype } = avalOf(value);
		const along = index(axis);
		if (along < 0) throw new ProgramError('ValueError', 'XLA operations do not allow negative axes');
		if (along >= shape.length)
			throw new ProgramError(
				'ValueError',
				`axis ${along} is out of bounds for array of shape ${shapeText(shape)}`
			);
		if (dtype === 'bool' && (op === 'cumsum' || op === 'cumprod'))
			throw new ProgramError(
				'TypeError',
				`${op} does not accept dtype bool. Accepted dtypes are subtypes of number.`
			);
		if (op === 'cumlogsumexp' && !isFloat(dtype))
			throw new ProgramError(
				'TypeError',
				`${op} does not accept dtype ${dtype}. Accepted dtypes are subtypes of floating, complexfloating.`
			);
		return ops.cumulative(op, value, along, reverse);
	};

/** A named reduction over axes. */
export const reduce =
	(op: Reduction) =>
	(x: unknown, axes: unknown): Value => {
		const value = toValue(x, op);
		return ops.reduce(op, value, axesIn(axes, avalOf(value).shape.length));
	};

export const argReduce =
	(op: 'argmax' | 'argmin') =>
	(x: unknown, axis: unknown, dtype: unknown): Value => {
		const value = toValue(x, op);
		return bind1(op, [value], {
			axes: [axisIn(axis, avalOf(value).shape.length)],
			index_dtype: dtypeOf(dtype) ?? 'int32'
		});
	};

/** The product of vectors and matrices. */
export function dot(x: unknown, y: unknown, preferred: unknown = null): Value {
	const [a, b] = [toValue(x, 'dot'), toValue(y, 'dot', 1)];
	const [m, n] = [avalOf(a).shape, avalOf(b).shape];
	if (m.length < 1 || m.length > 2 || n.length < 1 || n.length > 2 || m[m.length - 1] !== n[0])
		throw new ProgramError(
			'TypeError',
			`Incompatible shapes for dot: got ${shapeText(m)} and ${shapeText(n)}.`
		);
	return ops.dotGeneral(
		a,
		b,
		[
			[[m.length - 1], [0]],
			[[], []]
		],
		dtypeOf(preferred) ?? avalOf(a).dtype
	);
}

/** The contraction with its axes spelled out: ((lhs, rhs), (lhs batch, rhs batch)). */
export function dotGeneral(x: unknown, y: unknown, dims: unknown, preferred: unknown = null): Value {
	const [a, b] = [toValue(x, 'dot_general'), toValue(y, 'dot_general', 1)];
	const [contract, batch] = isSequence(dims) ? itemsOf(dims) : [];
	const pair = (sides: unknown): [number[], number[]] => {
		const [left, right] = isSequence(sides) ? itemsOf(sides) : [[], []];
		return [numbers(left), numbers(right)];
	};
	const numbersOf: DotDims = [pair(contract), pair(batch)];
	return ops.dotGeneral(a, b, numbersOf, dtypeOf(preferred) ?? avalOf(a).dtype);
}

/** Sorts one operand, or several by the first `numKeys` of them. */
export function sort(operands: unknown, dimension: unknown = -1n, stable = true, numKeys = 1): Value[] {
	const list = isSequence(operands) ? itemsOf(operands) : [operands];
	const values = list.map((x, i) => toValue(x, 'sort', i));
	const { shape } = avalOf(values[0]);
	if (values.some((x) => !sameShape(avalOf(x).shape, shape)))
		throw new ProgramError(
			'TypeError',
			`Arguments to sort must have equal shapes, got: ${values.map((x) => shapeText(avalOf(x).shape)).join(', ')}`
		);
	return bind('sort', values, {
		dimension: axisIn(dimension, shape.length),
		is_stable: stable,
		num_keys: numKeys
	});
}

/** The product of stacks of matrices; leading axes must agree. */
export function batchMatmul(x: unknown, y: unknown): Value {
	const [a, b] = [toValue(x, 'batch_matmul'), toValue(y, 'batch_matmul', 1)];
	const rank = avalOf(a).shape.length;
	if (rank < 2 || rank !== avalOf(b).shape.length)
		throw new ProgramError(
			'ValueError',
			`Arguments to batch_matmul must be at least 2D, got ${rank}, ${avalOf(b).shape.length}`
		);
	const batch = range(rank - 2);
	return ops.dotGeneral(
		a,
		b,
		[
			[[rank - 1], [rank - 2]],
			[batch, batch]
		],
		avalOf(a).dtype
	);
}

const monoids: Readonly<
	Record<string, { readonly op: Reduction; readonly join: 'add' | 'mul' | 'max' | 'min' | 'and' | 'or' }>
> = {
	add: { op: 'reduce_sum', join: 'add' },
	mul: { op: 'reduce_prod', join: 'mul' },
	max: { op: 'reduce_max', join: 'max' },
	min: { op: 'reduce_min', join: 'min' },
	bitwise_and: { op: 'reduce_and', join: 'and' },
	bitwise_or: { op: 'reduce_or', join: 'or' }
};

/** `lax.reduce` by one of the functions above, named; null for any other. */
export function reduceBy(name: string, x: unknown, initial: unknown, axes: unknown): Value | null {
	if (!Object.hasOwn(monoids, name)) return null;
	const { op, join } = monoids[name];
	const value = toValue(x, 'reduce');
	const reduced = ops.reduce(op, value, axesIn(axes, avalOf(value).shape.length));
	return ops.binary(join, ops.convert(toValue(initial, 'reduce', 1), avalOf(value).dtype), reduced);
}
