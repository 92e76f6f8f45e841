import { isInteger } from '$lib/array/dtype';
import { longText } from '$lib/core/aval';
import { ProgramError } from '$lib/core/errors';
import { noLeadingAxis } from '$lib/core/help/loops';
import { avalOf, bind1, isValue, type Value } from '$lib/core/interpreter';
import * as ops from '$lib/core/ops';
import { shapeText } from '$lib/array/shape';
import { axisIn, index, isSequence, itemsOf, shapeOf } from '../arguments';
import { wrapped } from '../indexing/take';
import { jitted1 } from '../jitted';
import { constant, isScalar, toValue } from '../values';
import { numbers } from './movement';

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
function startsOf(starts: unknown, shape: readonly number[], call: string): Value[] {
	const list = isSequence(starts) ? itemsOf(starts) : [...rowsOf(toValue(starts))];
	if (list.length !== shape.length)
		throw new ProgramError(
			'ValueError',
			`Length of slice indices must match number of operand dimensions (${list.length} vs ${shapeText(shape)})`
		);
	checkStarts(list.filter(isValue), call);
	return list.map((start, axis) => startOf(start, shape[axis]));
}

function checkStarts(starts: readonly Value[], call: string): void {
	const avals = starts.map(avalOf);
	if (avals.some(({ shape }) => shape.length > 0))
		throw new ProgramError(
			'TypeError',
			`start_indices arguments to ${call} must be scalars, got indices (${avals.map((one) => `ShapedArray(${longText(one)})`).join(', ')}${avals.length === 1 ? ',' : ''})`
		);
	const other = avals.find(({ dtype }) => !isInteger(dtype));
	if (other)
		throw new ProgramError(
			'TypeError',
			`index arguments to ${call} must be integers of the same type, got: ${avals.map(({ dtype }) => dtype).join(', ')}`
		);
}

function* rowsOf(x: Value): Generator<Value> {
	for (let i = 0; i < avalOf(x).shape[0]; i++) yield ops.squeeze(ops.slice(x, [i], [i + 1]), [0]);
}

const startOf = (start: unknown, size: number): Value => {
	if (isScalar(start)) {
		const at = index(start);
		return constant(at < 0 ? at + size : at, 'int32');
	}
	return wrapped(toValue(start), size, true);
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
	return bind1('dynamic_slice', [value, ...startsOf(starts, shape, 'dynamic_slice')], {
		slice_sizes: window
	});
}

/** The same along one axis, whole along the others. */
export function dynamicSliceInDim(x: unknown, start: unknown, size: unknown, axis: unknown = 0n): Value {
	const value = toValue(x, 'dynamic_slice_in_dim');
	const { shape } = avalOf(value);
	if (shape.length === 0)
		throw new ProgramError('IndexError', 'list assignment index out of range', noLeadingAxis);
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
	const { shape } = avalOf(value);
	const along = shape.length === 0 ? 0 : axisIn(axis, shape.length);
	const body = (all: Value, at: Value): Value => {
		const part = dynamicSliceInDim(all, at, 1n, BigInt(along));
		return keepdims ? part : ops.squeeze(part, [along]);
	};
	return jitted1('dynamic_index_in_dim', [along, keepdims], body, [value, toValue(place)]);
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
	const { dtype: given, weak } = avalOf(part);
	if (given !== dtype && !weak)
		throw new ProgramError(
			'TypeError',
			`lax.dynamic_update_slice requires arguments to have the same dtypes, got ${dtype}, ${given}.`
		);
	const typed = given === dtype ? part : ops.convert(part, dtype);
	return bind1(
		'dynamic_update_slice',
		[value, typed, ...startsOf(starts, shape, 'dynamic_update_slice')],
		{}
	);
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
	const body = (all: Value, own: Value, at: Value): Value =>
		dynamicUpdateSliceInDim(all, missing ? ops.expandDims(own, [along]) : own, at, BigInt(along));
	return jitted1('dynamic_update_index_in_dim', [along, missing], body, [value, part, toValue(place)]);
}
