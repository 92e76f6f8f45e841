import { ProgramError } from '$lib/core/errors';
import { avalOf, bind1, Tracer, type Value } from '$lib/core/interpreter';
import * as ops from '$lib/core/ops';
import { NDArray } from '$lib/array/ndarray';
import { allocate } from '$lib/array/dtype';
import { sizeOf } from '$lib/array/shape';
import { axisIn, concretizationError, index, isSequence, itemsOf, range, staticInt } from '../arguments';
import { broadcastTo } from '../broadcast';
import { constant, toValue } from '../values';
import { ravel, sliceAxis } from './shape';
import { take } from './taking';

/** Repeated as a block along each axis. */
export function tile(x: unknown, reps: unknown): Value {
	const value = toValue(x, 'tile');
	const counts = isSequence(reps) ? itemsOf(reps).map((n) => index(n)) : [index(reps)];
	const { shape } = avalOf(value);
	const times = [...new Array<number>(Math.max(0, shape.length - counts.length)).fill(1), ...counts];
	const extra = range(times.length - shape.length);
	return bind1('tile', [extra.length > 0 ? ops.expandDims(value, extra) : value], { reps: times });
}

/** Each element repeated along an axis: the same number of times, or as often as `repeats` says. */
export function repeat(x: unknown, repeats: unknown, axis: unknown = null, total: unknown = null): Value {
	const value = toValue(x, 'repeat');
	if (axis === null) return repeat(ravel(value), repeats, 0n, total);
	const along = axisIn(axis, avalOf(value).shape.length);
	const n = staticInt(repeats);
	if (n !== null && total === null) return repeatEach(value, n, along);
	return repeatBy(value, repeats, along, total);
}

function repeatEach(x: Value, n: number, axis: number): Value {
	const { shape } = avalOf(x);
	const wide = [...shape.slice(0, axis + 1), n, ...shape.slice(axis + 1)];
	const dims = range(shape.length).map((i) => (i > axis ? i + 1 : i));
	const sizes = shape.map((size, i) => (i === axis ? size * n : size));
	return ops.reshape(ops.broadcastInDim(x, wide, dims), sizes);
}

function repeatBy(x: Value, repeats: unknown, axis: number, total: unknown): Value {
	const counts = isSequence(repeats) ? arrayOf(repeats) : toValue(repeats, 'repeat', 1);
	if (counts instanceof Tracer && total !== null) return repeatTraced(x, counts, axis, index(total));
	if (counts instanceof Tracer)
		throw concretizationError(
			counts,
			'When jit-compiling jnp.repeat, the total number of repeats must be static. To fix this, either specify a static value for `repeats`, or pass a static value to `total_repeat_length`.'
		);
	const size = avalOf(x).shape[axis];
	if (counts.size !== 1 && counts.size !== size)
		throw new ProgramError(
			'ValueError',
			`operands could not be broadcast together with remapped shapes [original->remapped]: (${counts.size},)  and requested shape (${size},)`
		);
	const each = range(size).map((i) => counts.data[counts.size === 1 ? 0 : i]);
	const places = each.flatMap((count, i) => new Array<number>(count).fill(i));
	if (total !== null) {
		const length = index(total);
		while (places.length < length) places.push(places[places.length - 1] ?? 0);
		places.length = length;
	}
	if (places.length === 0) return sliceAxis(x, axis, 0, 0);
	return ops.concatenate(
		places.map((i) => sliceAxis(x, axis, i, i + 1)),
		axis
	);
}

/** Place i of the result is that of the source where the running count first exceeds i; the last one goes on. */
function repeatTraced(x: Value, counts: Value, axis: number, total: number): Value {
	const size = avalOf(x).shape[axis];
	const each = ops.broadcastInDim(counts, [size], avalOf(counts).shape.length === 0 ? [] : [0]);
	const ends = ops.broadcastInDim(ops.cumulative('cumsum', each, 0), [total, size], [1]);
	const wanted = ops.convert(ops.iota('int32', [total, size], 0), avalOf(ends).dtype);
	const passed = ops.convert(ops.binary('le', ends, wanted), 'int32');
	const places = ops.reduce('reduce_sum', passed, [1]);
	return take(x, places, { axis: BigInt(axis), mode: 'clip' });
}

function arrayOf(list: Parameters<typeof itemsOf>[0]): NDArray {
	const data = allocate('int32', itemsOf(list).length);
	itemsOf(list).forEach((item, i) => (data[i] = index(item)));
	return new NDArray('int32', [data.length], data);
}

/** Cuts or repeats `x`, flattened, to a new shape. */
export function resize(x: unknown, shape: readonly number[]): Value {
	const flat = ravel(x);
	const size = avalOf(flat).shape[0];
	const wanted = sizeOf(shape);
	if (size === 0) return broadcastTo(constant(0, avalOf(flat).dtype), shape);
	const copies = range(Math.ceil(wanted / size)).map(() => flat);
	return ops.reshape(sliceAxis(ops.concatenate(copies, 0), 0, 0, wanted), shape);
}
