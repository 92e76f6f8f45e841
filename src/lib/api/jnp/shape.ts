import { ProgramError } from '$lib/core/errors';
import { avalOf, bind, type Value } from '$lib/core/interpreter';
import * as ops from '$lib/core/ops';
import { shapeText, sizeOf } from '$lib/array/shape';
import { axesIn, axisIn, index, isSequence, itemsOf, range, shapeOf, sizesOf, staticInt } from '../arguments';
import { broadcastArrays, broadcastTo as spread } from '../broadcast';
import { jitted1 } from '../jitted';
import { arrayFrom, toValue } from '../values';
import { isScalar } from '../values';

/** `jnp.reshape`: one size may be -1. `order` is C or F. */
export function reshape(x: unknown, shape: unknown, order = 'C'): Value {
	const value = toValue(x, 'reshape');
	const sizes = newShape(avalOf(value).shape, shape);
	if (order === 'C') return ops.reshape(value, sizes);
	if (order !== 'F') throw new ProgramError('ValueError', `Unexpected value for 'order' argument: ${order}.`);
	return reversed(ops.reshape(reversed(value), [...sizes].reverse()));
}

const reversed = (x: Value): Value => ops.transpose(x, range(avalOf(x).shape.length).reverse());

function newShape(own: readonly number[], shape: unknown): number[] {
	const sizes = sizesOf(shape, !isSequence(shape) && typeof shape !== 'string');
	const written = isSequence(shape) ? shapeText(sizes) : String(sizes[0]);
	const unknown = sizes.filter((size) => size === -1).length;
	if (unknown > 1)
		throw new ProgramError(
			'TypeError',
			`can only specify one unknown axis size with a \`-1\` value, got ${written}`
		);
	const total = sizeOf(own);
	const rest = sizeOf(sizes.filter((size) => size !== -1));
	if (unknown === 0 && rest === total) return sizes;
	if (unknown === 0 || rest === 0 || total % rest !== 0)
		throw new ProgramError(
			'TypeError',
			`cannot reshape array of shape ${shapeText(own)} (size ${total}) into shape ${written}${
				unknown === 0
					? ` (size ${rest})`
					: ` because the product of specified axis sizes (${rest}) does not evenly divide ${total}`
			}`
		);
	return sizes.map((size) => (size === -1 ? total / rest : size));
}

export function ravel(x: unknown, order = 'C'): Value {
	const value = toValue(x, 'ravel');
	return reshape(value, [sizeOf(avalOf(value).shape)], order);
}

/** Axes in reverse, or in the order given. */
export function transpose(x: unknown, axes: unknown = null): Value {
	const value = toValue(x, 'transpose');
	const rank = avalOf(value).shape.length;
	const order =
		axes === null
			? range(rank).reverse()
			: (isSequence(axes) ? itemsOf(axes) : [axes]).map((axis) => axisIn(axis, rank));
	if (order.length !== rank || new Set(order).size < rank)
		throw new ProgramError(
			'TypeError',
			`transpose permutation isn't a permutation of operand dimensions, got permutation ${shapeText(order)} for operand shape ${shapeText(avalOf(value).shape)}.`
		);
	return ops.transpose(value, order);
}

/** The last two axes swapped. */
export function matrixTranspose(x: unknown): Value {
	const value = toValue(x, 'matrix_transpose');
	const rank = avalOf(value).shape.length;
	if (rank < 2)
		throw new ProgramError(
			'ValueError',
			`x must be at least two-dimensional for matrix_transpose; got ndim=${rank}`
		);
	return swapaxes(value, -1n, -2n);
}

export function swapaxes(x: unknown, a: unknown, b: unknown): Value {
	const value = toValue(x, 'swapaxes');
	const rank = avalOf(value).shape.length;
	const [p, q] = [a, b].map((axis) => swappedAxis(axis, rank));
	const order = range(rank);
	[order[p], order[q]] = [q, p];
	return ops.transpose(value, order);
}

/** JAX looks the axes up in a NumPy array, whose error this is. */
function swappedAxis(axis: unknown, rank: number): number {
	const n = index(axis);
	if (n >= -rank && n < rank) return n < 0 ? n + rank : n;
	throw new ProgramError('IndexError', `index ${n} is out of bounds for axis 0 with size ${rank}`);
}

/** Takes the axes `source` out and puts them at `destination`. */
export function moveaxis(x: unknown, source: unknown, destination: unknown): Value {
	const value = toValue(x, 'moveaxis');
	const rank = avalOf(value).shape.length;
	const [from, to] = [axesIn(source, rank), axesIn(destination, rank)];
	if (from.length !== to.length)
		throw new ProgramError('ValueError', `Inconsistent number of elements: ${from.length} vs ${to.length}`);
	const order = range(rank).filter((axis) => !from.includes(axis));
	to.map((place, i) => [place, from[i]] as const)
		.sort(([a], [b]) => a - b)
		.forEach(([place, axis]) => order.splice(place, 0, axis));
	return ops.transpose(value, order);
}

/** Adds axes of size 1 at these places of the result. */
export function expandDims(x: unknown, axis: unknown): Value {
	const value = toValue(x, 'expand_dims');
	const count = isSequence(axis) ? itemsOf(axis).length : 1;
	return ops.expandDims(value, axesIn(axis, avalOf(value).shape.length + count));
}

/** Drops axes of size 1: those given, or all. */
export function squeeze(x: unknown, axis: unknown = null): Value {
	const value = toValue(x, 'squeeze');
	const { shape } = avalOf(value);
	const axes = axis === null ? range(shape.length).filter((i) => shape[i] === 1) : axesIn(axis, shape.length);
	if (axes.some((i) => shape[i] !== 1))
		throw new ProgramError(
			'ValueError',
			`cannot select an axis to squeeze out which has size not equal to one, got shape=${shapeText(shape)} and dimensions=${shapeText(axes)}`
		);
	return ops.squeeze(value, axes);
}

export const broadcastTo = (x: unknown, shape: unknown): Value =>
	spread(isScalar(x) ? toValue(x) : arrayFrom(x), shapeOf(shape));
export const broadcastAll = (xs: readonly unknown[]): Value[] =>
	broadcastArrays(xs.map((x, i) => toValue(x, 'broadcast_arrays', i)));

/** At least `rank` axes, as NumPy's atleast_1d, _2d and _3d add them. */
export function atLeast(x: unknown, rank: 1 | 2 | 3): Value {
	const value = toValue(x, `atleast_${rank}d`);
	const own = avalOf(value).shape.length;
	const places = rank === 3 ? [[0, 1, 2], [0, 2], [2]][own] : range(Math.max(0, rank - own));
	return jitted1(`atleast_${rank}d`, [own], (operand) => ops.expandDims(operand, places ?? []), [value]);
}

/** Turned round along the axes given, or along all. */
export function flip(x: unknown, axis: unknown = null): Value {
	const value = toValue(x, 'flip');
	const axes = axesIn(axis, avalOf(value).shape.length);
	return jitted1('_flip', [axes], (operand) => ops.rev(operand, axes), [value]);
}

/** Shifted round along axes: what leaves at one end comes in at the other. Shifts may be traced. */
export function roll(x: unknown, shift: unknown, axis: unknown = null): Value {
	const value = toValue(x, 'roll');
	if (axis === null) return reshape(roll(ravel(value), shift, 0n), avalOf(value).shape);
	const axes = (isSequence(axis) ? itemsOf(axis) : [axis]).map((a) => axisIn(a, avalOf(value).shape.length));
	const shifts = isSequence(shift) ? itemsOf(shift) : axes.map(() => shift);
	const known = shifts.map(staticInt);
	if (known.every((n) => n !== null)) return rollStatic(value, known as number[], axes);
	return axes.reduce((rolled, a, i) => rollTraced(rolled, toValue(shifts[i], 'roll', 1), a), value);
}

const rollStatic = (x: Value, shifts: readonly number[], axes: readonly number[]): Value =>
	jitted1(
		'_roll_static',
		[shifts, axes],
		(operand) => axes.reduce((rolled, axis, i) => rollOnce(rolled, shifts[i], axis), operand),
		[x]
	);

function rollOnce(x: Value, shift: number, axis: number): Value {
	const size = avalOf(x).shape[axis];
	if (size === 0) return x;
	const by = ((shift % size) + size) % size;
	if (by === 0) return x;
	const cut = size - by;
	return ops.concatenate([sliceAxis(x, axis, cut, size, true), sliceAxis(x, axis, 0, cut, true)], axis);
}

function rollTraced(x: Value, shift: Value, axis: number): Value {
	const { shape } = avalOf(x);
	const size = shape[axis];
	if (size === 0) return x;
	const n = ops.scalar(size, 'int32');
	const by = ops.convert(shift, 'int32');
	const wrapped = ops.binary('rem', ops.add(ops.binary('rem', by, n), n), n);
	const start = ops.binary('sub', n, wrapped);
	const doubled = ops.concatenate([x, x], axis);
	const zero = ops.scalar(0, 'int32');
	const starts = shape.map((_, i) => (i === axis ? start : zero));
	return bind('dynamic_slice', [doubled, ...starts], { slice_sizes: shape })[0];
}

/** `x[from:to]` along one axis; `strided` writes the steps of 1 down, as `lax.slice_in_dim` does. */
export function sliceAxis(x: Value, axis: number, from: number, to: number, strided = false): Value {
	const { shape } = avalOf(x);
	if (from === 0 && to === shape[axis]) return x;
	return ops.slice(
		x,
		shape.map((_, i) => (i === axis ? from : 0)),
		shape.map((size, i) => (i === axis ? to : size)),
		strided ? shape.map(() => 1) : null
	);
}

/** Turned by quarter turns in the plane of two axes. */
export function rot90(x: unknown, k: unknown = 1n, axes: unknown = null): Value {
	const value = toValue(x, 'rot90');
	const [a, b] = axesIn(axes ?? [0n, 1n], avalOf(value).shape.length);
	const turns = ((index(k) % 4) + 4) % 4;
	if (turns === 0) return value;
	if (turns === 2) return flip(flip(value, BigInt(a)), BigInt(b));
	const order = range(avalOf(value).shape.length);
	[order[a], order[b]] = [b, a];
	return turns === 1
		? ops.transpose(flip(value, BigInt(b)), order)
		: flip(ops.transpose(value, order), BigInt(b));
}
