import { ProgramError } from '$lib/core/errors';
import { avalOf, bind, type Value } from '$lib/core/interpreter';
import * as ops from '$lib/core/ops';
import { isFloat } from '$lib/array/dtype';
import { shapeText } from '$lib/array/shape';
import { axesIn, axisIn, index, isSequence, itemsOf, range, shapeOf } from '../arguments';
import { dtypeOf } from '../dtypes';
import { arrayLikes, toValue } from '../values';

/** A sequence of static integers. */
export const numbers = (list: unknown): number[] =>
	(isSequence(list) ? itemsOf(list) : [list]).map((n) => index(n));

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

export function transpose(x: unknown, permutation: unknown): Value {
	const value = toValue(x, 'transpose');
	const [order, { shape }] = [numbers(permutation), avalOf(value)];
	const sorted = [...order].sort((a, b) => a - b);
	if (order.length !== shape.length || sorted.some((axis, i) => axis !== i))
		throw new ProgramError(
			'TypeError',
			`transpose permutation isn't a permutation of operand dimensions, got permutation ${shapeText(order)} for operand shape ${shapeText(shape)}.`
		);
	return ops.transpose(value, order);
}

export function squeeze(x: unknown, dimensions: unknown): Value {
	const value = toValue(x, 'squeeze');
	const { shape } = avalOf(value);
	const axes = axesIn(dimensions, shape.length);
	if (axes.some((axis) => shape[axis] !== 1))
		throw new ProgramError(
			'ValueError',
			`cannot select an axis to squeeze out which has size not equal to one, got shape=${shapeText(shape)} and dimensions=${shapeText(axes)}`
		);
	return ops.squeeze(value, axes);
}

export function expandDims(x: unknown, dimensions: unknown): Value {
	const value = toValue(x, 'expand_dims');
	const list = numbers(dimensions);
	return ops.expandDims(value, axesIn(list, avalOf(value).shape.length + list.length));
}

export function pad(x: unknown, fill: unknown, config: unknown): Value {
	const [value, filling] = arrayLikes('pad', [x, fill]).map((operand) => toValue(operand));
	const rows = isSequence(config) ? itemsOf(config).map(numbers) : [];
	const types = [value, filling].map((operand) => avalOf(operand).dtype);
	if (types[0] !== types[1])
		throw new ProgramError(
			'TypeError',
			`pad operand and padding_value must be same dtype: got ${types[0]} and ${types[1]}.`
		);
	return ops.pad(
		value,
		filling,
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

/** Numbers from 0 along an axis of a shape. */
export const broadcastedIota = (dtype: unknown, shape: unknown, dimension: unknown): Value =>
	ops.iota(dtypeOf(dtype) ?? 'int32', shapeOf(shape), index(dimension));

export function iota(dtype: unknown, size: unknown): Value {
	const n = index(size);
	if (n < 0)
		throw new ProgramError('TypeError', `iota shape must have every element be nonnegative, got (${n},).`);
	return ops.iota(dtypeOf(dtype) ?? 'int32', [n]);
}

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
