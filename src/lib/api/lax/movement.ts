import { ProgramError } from '$lib/core/errors';
import { avalOf, bind, bind1, type Value } from '$lib/core/interpreter';
import * as ops from '$lib/core/ops';
import type { Cumulative, DotDims, Reduction } from '$lib/core/primitive';
import { isFloat } from '$lib/array/dtype';
import { sameShape, shapeText } from '$lib/array/shape';
import { axesIn, axisIn, index, isSequence, itemsOf, range, shapeOf } from '../arguments';
import { dtypeOf } from '../dtypes';
import { wrapped } from '../indexing/take';
import { arrayLikes, constant, isScalar, toValue } from '../values';

const numbers = (list: unknown): number[] => (isSequence(list) ? itemsOf(list) : [list]).map((n) => index(n));

/** New leading axes. */
export function broadcast(x: unknown, sizes: unknown): Value {
	const value = toValue(x, 'broadcast');
	const lead = shapeOf(sizes);
	const { shape } = avalOf(value);
	return ops.broadcastInDim(value, [...lead, ...shape], range(shape.length, lead.length));
}

/** Axis `i` of the operand becomes axis `dims[i]`. */
export function broadcastInDim(x: unknown, sizes: unknown, dims: unknown): Value {
	const value = toValue(x, 'broadcast_in_dim');
	const [shape, places] = [shapeOf(sizes), numbers(dims)];
	const own = avalOf(value).shape;
	if (places.length !== own.length)
		throw new ProgramError(
			'TypeError',
			`broadcast_in_dim broadcast_dimensions must have length equal to operand ndim; got broadcast_dimensions ${shapeText(places)} for operand ndim ${own.length}.`
		);
	if (own.some((size, i) => size !== 1 && size !== shape[places[i]]))
		throw new ProgramError(
			'TypeError',
			`broadcast_in_dim operand dimension sizes must either be 1, or be equal to their corresponding dimensions in the target broadcast shape; got operand of shape ${shapeText(own)}, target broadcast shape ${shapeText(shape)}, broadcast_dimensions ${shapeText(places)}`
		);
	return ops.broadcastInDim(value, shape, places);
}

export function reshape(x: unknown, sizes: unknown): Value {
	return ops.reshape(toValue(x, 'reshape'), shapeOf(sizes));
}

export const rev = (x: unknown, dimensions: unknown): Value => {
	const value = toValue(x, 'rev');
	return ops.rev(value, axesIn(dimensions, avalOf(value).shape.length));
};

export const transpose = (x: unknown, permutation: unknown): Value =>
	ops.transpose(toValue(x, 'transpose'), numbers(permutation));

export const squeeze = (x: unknown, dimensions: unknown): Value => {
	const value = toValue(x, 'squeeze');
	return ops.squeeze(value, axesIn(dimensions, avalOf(value).shape.length));
};

export function expandDims(x: unknown, dimensions: unknown): Value {
	const value = toValue(x, 'expand_dims');
	const list = numbers(dimensions);
	return ops.expandDims(value, axesIn(list, avalOf(value).shape.length + list.length));
}

export function pad(x: unknown, fill: unknown, config: unknown): Value {
	const [value, filling] = arrayLikes('pad', [x, fill]).map((operand) => toValue(operand));
	const rows = isSequence(config) ? itemsOf(config).map(numbers) : [];
	return ops.pad(
		value,
		isScalar(fill) ? ops.convert(filling, avalOf(value).dtype, avalOf(filling).weak) : filling,
		rows.map(([low, high, interior]) => [low, high, interior] as const)
	);
}

/** Joined along an axis; shapes must agree elsewhere. */
export function concatenate(operands: unknown, dimension: unknown): Value {
	const list = isSequence(operands) ? itemsOf(operands) : [];
	if (list.length === 0)
		throw new ProgramError('ValueError', 'concatenate requires a non-empty sequences of arrays');
	return ops.concatenate(
		list.map((x, i) => toValue(x, 'concatenate', i)),
		index(dimension)
	);
}

export function slice(x: unknown, start: unknown, limit: unknown, strides: unknown = null): Value {
	const value = toValue(x, 'slice');
	const [from, to] = [numbers(start), numbers(limit)];
	const { shape } = avalOf(value);
	if (from.length !== shape.length)
		throw new ProgramError(
			'TypeError',
			`slice start_indices must have length equal to the number of dimensions of the operand, got indices ${shapeText(from)} for operand shape ${shapeText(shape)}.`
		);
	if (to.some((n, i) => n > shape[i]))
		throw new ProgramError(
			'TypeError',
			`slice limit_indices must be less than or equal to operand shape, got limit_indices ${shapeText(to)} for operand shape ${shapeText(shape)}.`
		);
	return ops.slice(value, from, to, strides === null ? null : numbers(strides));
}

/** `x[start:limit:stride]` along one axis. */
export function sliceInDim(
	x: unknown,
	start: unknown,
	limit: unknown,
	stride: unknown = 1n,
	axis: unknown = 0n
): Value {
	const value = toValue(x, 'slice_in_dim');
	const { shape } = avalOf(value);
	const along = axisIn(axis, shape.length);
	const size = shape[along];
	const inside = (n: number): number => (n < 0 ? n + size : n);
	const from = start === null ? 0 : inside(index(start));
	const to = limit === null ? size : inside(index(limit));
	const step = index(stride);
	return ops.slice(
		value,
		shape.map((_, i) => (i === along ? from : 0)),
		shape.map((n, i) => (i === along ? to : n)),
		step === 1 ? null : shape.map((_, i) => (i === along ? step : 1))
	);
}

/** `x[i]` along one axis for a static place. */
export function indexInDim(x: unknown, place: unknown, axis: unknown = 0n, keepdims = true): Value {
	const value = toValue(x, 'index_in_dim');
	const { shape } = avalOf(value);
	const along = axisIn(axis, shape.length);
	const at = index(place);
	const wrappedPlace = at < 0 ? at + shape[along] : at;
	if (wrappedPlace < 0 || wrappedPlace >= shape[along])
		throw new ProgramError(
			'IndexError',
			`index ${at} is out of bounds for axis ${along} with size ${shape[along]}`
		);
	const part = sliceInDim(value, BigInt(wrappedPlace), BigInt(wrappedPlace + 1), 1n, BigInt(along));
	return keepdims ? part : ops.squeeze(part, [along]);
}

/** Start indices, negative ones counted from the end. */
function startsOf(starts: unknown, shape: readonly number[]): Value[] {
	const list = isSequence(starts) ? itemsOf(starts) : [...rowsOf(toValue(starts))];
	if (list.length !== shape.length)
		throw new ProgramError(
			'ValueError',
			`dynamic_slice start_indices must have length equal to the number of dimensions of the operand, got indices of length ${list.length} for operand shape ${shapeText(shape)}.`
		);
	return list.map((start, axis) => startOf(start, shape[axis]));
}

function* rowsOf(x: Value): Generator<Value> {
	for (let i = 0; i < avalOf(x).shape[0]; i++) yield ops.squeeze(ops.slice(x, [i], [i + 1]), [0]);
}

const startOf = (start: unknown, size: number): Value => {
	if (isScalar(start)) {
		const at = index(start);
		return constant(at < 0 ? at + size : at, 'int32');
	}
	return wrapped(toValue(start), size);
};

/** A window of fixed size at a place that may be traced; the start is moved so that the window fits. */
export function dynamicSlice(x: unknown, starts: unknown, sizes: unknown): Value {
	const value = toValue(x, 'dynamic_slice');
	const { shape } = avalOf(value);
	const window = shapeOf(sizes);
	if (window.some((size, i) => size > shape[i]))
		throw new ProgramError(
			'TypeError',
			`slice slice_sizes must be less than or equal to operand shape, got slice_sizes ${shapeText(window)} for operand shape ${shapeText(shape)}.`
		);
	return bind1('dynamic_slice', [value, ...startsOf(starts, shape)], { slice_sizes: window });
}

/** The same along one axis, whole along the others. */
export function dynamicSliceInDim(x: unknown, start: unknown, size: unknown, axis: unknown = 0n): Value {
	const value = toValue(x, 'dynamic_slice_in_dim');
	const { shape } = avalOf(value);
	const along = axisIn(axis, shape.length);
	const starts = shape.map((_, i) => (i === along ? start : 0n));
	return dynamicSlice(
		value,
		starts,
		shape.map((n, i) => (i === along ? index(size) : n))
	);
}

/** One place along an axis, which may be traced. */
export function dynamicIndexInDim(x: unknown, place: unknown, axis: unknown = 0n, keepdims = true): Value {
	const value = toValue(x, 'dynamic_index_in_dim');
	const along = axisIn(axis, avalOf(value).shape.length);
	const part = dynamicSliceInDim(value, place, 1n, BigInt(along));
	return keepdims ? part : ops.squeeze(part, [along]);
}

/** A copy with a window written at a place that may be traced. */
export function dynamicUpdateSlice(x: unknown, update: unknown, starts: unknown): Value {
	const [value, part] = [toValue(x, 'dynamic_update_slice'), toValue(update, 'dynamic_update_slice', 1)];
	const { shape, dtype } = avalOf(value);
	const own = avalOf(part).shape;
	if (own.length !== shape.length)
		throw new ProgramError(
			'TypeError',
			`dynamic_update_slice update must have the same rank as operand, got update shape ${shapeText(own)} for operand shape ${shapeText(shape)}.`
		);
	if (own.some((size, i) => size > shape[i]))
		throw new ProgramError(
			'TypeError',
			`dynamic_update_slice update shape must be smaller than operand shape, got update shape ${shapeText(own)} for operand shape ${shapeText(shape)}.`
		);
	const typed = isScalar(update) || avalOf(part).weak ? ops.convert(part, dtype) : part;
	return bind1('dynamic_update_slice', [value, typed, ...startsOf(starts, shape)], {});
}

export function dynamicUpdateSliceInDim(x: unknown, update: unknown, start: unknown, axis: unknown): Value {
	const value = toValue(x, 'dynamic_update_slice_in_dim');
	const { shape } = avalOf(value);
	const along = axisIn(axis, shape.length);
	return dynamicUpdateSlice(
		value,
		update,
		shape.map((_, i) => (i === along ? start : 0n))
	);
}

/** Writes at one place along an axis; an update without that axis gains it. */
export function dynamicUpdateIndexInDim(x: unknown, update: unknown, place: unknown, axis: unknown): Value {
	const [value, part] = [
		toValue(x, 'dynamic_update_index_in_dim'),
		toValue(update, 'dynamic_update_index_in_dim', 1)
	];
	const along = axisIn(axis, avalOf(value).shape.length);
	const missing = avalOf(part).shape.length !== avalOf(value).shape.length;
	const whole = missing ? ops.expandDims(part, [along]) : part;
	return dynamicUpdateSliceInDim(value, whole, place, BigInt(along));
}

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

/** Numbers from 0 along an axis of a shape. */
export const broadcastedIota = (dtype: unknown, shape: unknown, dimension: unknown): Value =>
	ops.iota(dtypeOf(dtype) ?? 'int32', shapeOf(shape), index(dimension));

export const iota = (dtype: unknown, size: unknown): Value =>
	ops.iota(dtypeOf(dtype) ?? 'int32', [index(size)]);

export const full = (shape: unknown, fill: unknown, dtype: unknown = null): Value => {
	const value = toValue(fill, 'full');
	const type = dtypeOf(dtype) ?? avalOf(value).dtype;
	const weak = dtype === null && avalOf(value).weak;
	return ops.broadcastInDim(ops.convert(value, type, weak), shapeOf(shape), []);
};

export const fullLike = (x: unknown, fill: unknown, dtype: unknown = null, shape: unknown = null): Value => {
	const { dtype: own, shape: sizes, weak } = avalOf(toValue(x, 'full_like'));
	const value = ops.convert(toValue(fill, 'full_like', 1), dtypeOf(dtype) ?? own, dtype === null && weak);
	return ops.broadcastInDim(value, shape === null ? sizes : shapeOf(shape), []);
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

/** Axes from `start` up to `stop` made one. */
export function collapse(x: unknown, start: unknown, stop: unknown = null): Value {
	const value = toValue(x, 'collapse');
	const { shape } = avalOf(value);
	const inside = (n: unknown, otherwise: number): number => {
		const at = n === null ? otherwise : index(n);
		return at < 0 ? at + shape.length : at;
	};
	const [from, to] = [inside(start, 0), inside(stop, shape.length)];
	const joined = shape.slice(from, to).reduce((size, n) => size * n, 1);
	return ops.reshape(value, [...shape.slice(0, from), joined, ...shape.slice(to)]);
}

/** Cut along an axis into parts of these sizes. */
export function split(x: unknown, sizes: unknown, axis: unknown = 0n): Value[] {
	const value = toValue(x, 'split');
	const along = axisIn(axis, avalOf(value).shape.length);
	return bind('split', [value], { sizes: numbers(sizes), axis: along });
}

/** `x` as it is, but constant to differentiation; integers and booleans are constant anyway. */
export function stopGradient(x: unknown): Value {
	const value = toValue(x, 'stop_gradient');
	return isFloat(avalOf(value).dtype) ? ops.unary('stop_gradient', value) : value;
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
