import { ProgramError } from '$lib/core/errors';
import { avalOf, bind1, type Value } from '$lib/core/interpreter';
import * as ops from '$lib/core/ops';
import type { GatherMode, Scatter } from '$lib/core/primitive';
import { broadcastTo, promoteTypes } from '../broadcast';
import { arrayLikes, convertLike, integerRange, isScalar } from '../values';
import { isInteger } from '$lib/array/dtype';
import type { ArrayLike } from '../arguments';
import { power } from '../jnp/rarer-arithmetic';
import { gatherPlan } from './gather-plan';
import { parseIndex } from './parse';
import { getItem, type TakeOptions } from './take';

/** JAX's names of modes for writing; null is the default, which drops what is out of range. */
function scatterMode(mode: string | null | undefined): GatherMode {
	switch (mode) {
		case null:
		case undefined:
		case 'fill':
		case 'drop':
			return 'fill';
		case 'clip':
			return 'clip';
		case 'promise_in_bounds':
			return 'promise_in_bounds';
		default:
			throw new ProgramError('ValueError', `Unknown scatter mode: ${mode}`);
	}
}

/** Python integers that fit take the array's type. */
function updateOf(x: Value, y: ArrayLike): ArrayLike {
	const { dtype } = avalOf(x);
	if (typeof y !== 'bigint' || !isInteger(dtype)) return y;
	const { low, high } = integerRange(dtype);
	return y >= low && y <= high ? convertLike(y, dtype) : y;
}

/** `x` with `x[index] op= y`. */
export function update(op: Scatter, x: Value, index: unknown, y: unknown, options: TakeOptions = {}): Value {
	const [given] = arrayLikes(op === 'scatter' ? 'scatter' : op, [y]);
	const { dtype, weak, shape } = avalOf(x);
	const plan = gatherPlan(shape, parseIndex(index, shape), options.wrap ?? true);
	if (plan.shape.includes(0)) return x;
	const [target, values] = promoteTypes([x, updateOf(x, given)]);
	const spread = ops.squeeze(broadcastTo(values, plan.shape), plan.newAxes);
	const right = plan.turned.length > 0 ? ops.rev(spread, plan.turned) : spread;
	const opened = plan.flagDims.length > 0 ? ops.expandDims(target, plan.flagDims) : target;
	const written = plan.indices
		? bind1(op, [opened, plan.indices, right], {
				dimension_numbers: {
					update_window_dims: plan.dims.offset_dims,
					inserted_window_dims: plan.dims.collapsed_slice_dims,
					scatter_dims_to_operand_dims: plan.dims.start_index_map,
					operand_batching_dims: [],
					scatter_indices_batching_dims: []
				},
				indices_are_sorted: plan.plain || (options.sorted ?? false),
				unique_indices: plan.plain || (options.unique ?? false),
				mode: scatterMode(options.mode)
			})
		: whole(op, opened, right);
	return ops.convert(ops.squeeze(written, plan.flagDims), dtype, weak);
}

/** Everything is written to, so no scatter is needed. */
function whole(op: Scatter, x: Value, y: Value): Value {
	switch (op) {
		case 'scatter':
			return y;
		case 'scatter_add':
			return ops.add(x, y);
		case 'scatter_mul':
			return ops.mul(x, y);
		case 'scatter_min':
			return ops.binary('min', x, y);
		case 'scatter_max':
			return ops.binary('max', x, y);
	}
}

/** `x[index] -= y` as adding the negative. */
export const subtractAt = (x: Value, index: unknown, y: unknown, options: TakeOptions = {}): Value => {
	const [given] = arrayLikes('subtract', [y]);
	const negated = isScalar(given) ? negative(given) : ops.neg(given);
	return update('scatter_add', x, index, negated, options);
};

const negative = (y: number | bigint | boolean): ArrayLike =>
	typeof y === 'bigint' ? -y : typeof y === 'number' ? -y : y ? -1n : 0n;

/** `x[index] /= y` as JAX has it: multiplied by ones scattered over `y`. */
export function divideAt(x: Value, index: unknown, y: unknown, options: TakeOptions = {}): Value {
	const ones = ops.full(avalOf(x).shape, 1, avalOf(x).dtype);
	const divisor = update('scatter_mul', ones, index, y, options);
	const [a, b] = promoteTypes([x, divisor], 'inexact');
	return ops.binary('div', a, b);
}

/** `x[index] **= y`, on the elements read. */
export const powerAt = (x: Value, index: unknown, y: unknown, options: TakeOptions = {}): Value =>
	applyAt(x, index, (part) => power(part, y), options);

/** `f` of the elements read, written back. */
export const applyAt = (
	x: Value,
	index: unknown,
	f: (part: Value) => unknown,
	options: TakeOptions = {}
): Value => update('scatter', x, index, f(getItem(x, index, { ...options, mode: null })), options);
