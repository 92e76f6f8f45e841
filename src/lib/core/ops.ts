import { NDArray, zeros } from '$lib/array/ndarray';
import { allocate, type DType } from '$lib/array/dtype';
import { sameShape, type Shape } from '$lib/array/shape';
import { numpyInts } from './numpy-ints';
import { avalOf, bind1, type Value } from './interpreter';
import type { Binary, Cumulative, DotDims, Reduction, Unary } from './primitive';

/**
 * Primitives as functions: one line to speak. Shapes and element types must already agree; broadcasting and
 * promotion are the api's. Changes that change nothing are left out, as JAX leaves them out.
 */
const none = {};

export const unary = (op: Unary, x: Value): Value => bind1(op, [x], none);
export const binary = (op: Binary, x: Value, y: Value): Value => bind1(op, [x, y], none);
export const reduce = (op: Reduction, x: Value, axes: readonly number[]): Value => bind1(op, [x], { axes });
export const cumulative = (op: Cumulative, x: Value, axis: number, reverse = false): Value =>
	bind1(op, [x], { axis, reverse });

export const add = (x: Value, y: Value): Value => binary('add', x, y);
export const sub = (x: Value, y: Value): Value => binary('sub', x, y);
export const mul = (x: Value, y: Value): Value => binary('mul', x, y);
export const div = (x: Value, y: Value): Value => binary('div', x, y);
export const neg = (x: Value): Value => unary('neg', x);
export const log = (x: Value): Value => unary('log', x);
export const select = (which: Value, ...cases: Value[]): Value => bind1('select_n', [which, ...cases], none);

/** A rank-0 constant. */
export function scalar(value: number | boolean, dtype: DType, weak = false): NDArray {
	const data = allocate(dtype, 1);
	data[0] = Number(value);
	return new NDArray(dtype, [], data, weak);
}

/** A constant of one value: a scalar, broadcast. */
export const full = (shape: Shape, value: number | boolean, dtype: DType): Value =>
	broadcastInDim(scalar(value, dtype), shape, []);

/** One value in the type, the weakness and the shape of `x`. */
export function fullLike(x: Value, value: number): Value {
	const { dtype, shape, weak } = avalOf(x);
	return broadcastInDim(scalar(value, dtype, weak), shape, []);
}

export const zerosLike = (x: Value): NDArray => zeros(avalOf(x).dtype, avalOf(x).shape);

/** To `dtype`; nothing is done where type and weakness are already so. */
export function convert(x: Value, dtype: DType, weak = false): Value {
	const { dtype: from, weak: was } = avalOf(x);
	return from === dtype && was === weak
		? x
		: bind1('convert_element_type', [x], { new_dtype: dtype, weak_type: weak });
}

/** Axis `i` of `x` becomes axis `dims[i]` of the result. */
export function broadcastInDim(x: Value, shape: Shape, dims: readonly number[]): Value {
	const same = sameShape(avalOf(x).shape, shape) && dims.every((dim, i) => dim === i);
	return same ? x : bind1('broadcast_in_dim', [x], { shape, broadcast_dimensions: dims });
}

/** A scalar is reshaped even to itself, as JAX does. */
export const reshape = (x: Value, shape: Shape): Value =>
	shape.length > 0 && sameShape(avalOf(x).shape, shape)
		? x
		: bind1('reshape', [x], { new_sizes: shape, dimensions: null });

export const squeeze = (x: Value, dimensions: readonly number[]): Value =>
	dimensions.length === 0 ? x : bind1('squeeze', [x], { dimensions });

export const transpose = (x: Value, permutation: readonly number[]): Value =>
	permutation.every((axis, i) => axis === i) ? x : bind1('transpose', [x], { permutation });

/** Takes axis `from` out and puts it back at `to`. */
export function moveAxis(x: Value, from: number, to: number): Value {
	if (from === to) return x;
	const order = avalOf(x)
		.shape.map((_, axis) => axis)
		.filter((axis) => axis !== from);
	order.splice(to, 0, from);
	return transpose(x, order);
}

/** Adds axes of size 1: `dims` are their places in the result. */
export function expandDims(x: Value, dims: readonly number[]): Value {
	const old = avalOf(x).shape;
	const rank = old.length + dims.length;
	const kept = Array.from({ length: rank }, (_, axis) => axis).filter((axis) => !dims.includes(axis));
	const shape = new Array<number>(rank).fill(1);
	kept.forEach((axis, i) => (shape[axis] = old[i]));
	return broadcastInDim(x, shape, kept);
}

export const rev = (x: Value, dimensions: readonly number[]): Value => bind1('rev', [x], { dimensions });

export const slice = (
	x: Value,
	start: readonly number[],
	limit: readonly number[],
	strides: readonly number[] | null = null
): Value => bind1('slice', [x], { start_indices: start, limit_indices: limit, strides });

export const concatenate = (parts: readonly Value[], dimension: number): Value =>
	parts.length === 1 ? parts[0] : bind1('concatenate', parts, { dimension });

/** Joined along a new axis. */
export const stack = (parts: readonly Value[], axis: number): Value => bind1('stack', parts, { axis });

export const pad = (x: Value, value: Value, config: readonly (readonly [number, number, number])[]): Value =>
	bind1('pad', [x, value], { padding_config: config });

export const iota = (dtype: DType, shape: Shape, dimension = 0): Value =>
	bind1('iota', [], { dtype, shape, dimension });

export const dotGeneral = (x: Value, y: Value, dims: DotDims, preferred: DType | null = null): Value =>
	bind1('dot_general', [x, y], { dimension_numbers: dims, preferred_element_type: preferred });

/** Where the batch axis of a value is; null for a value that all rows share. JAX's `bdim`. */
export type Dim = number | null;

/**
 * The batch axis moved to `to`; an unbatched value is copied along a new axis of `size` there. `numpy`: whether JAX
 * computes the other axes with NumPy.
 */
export function batchAt(x: Value, dim: Dim, size: number, to = 0, numpy = true): Value {
	if (dim !== null) return moveAxis(x, dim, to);
	const { shape } = avalOf(x);
	const full = [...shape.slice(0, to), size, ...shape.slice(to)];
	const axes = full.map((_, axis) => axis).filter((axis) => axis !== to);
	return broadcastInDim(x, full, numpy ? numpyInts(axes) : axes);
}
