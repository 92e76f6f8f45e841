import { ProgramError } from '$lib/core/errors';
import { avalOf, bind1, type Value } from '$lib/core/interpreter';
import * as ops from '$lib/core/ops';
import type { GatherMode } from '$lib/core/primitive';
import { NDArray } from '$lib/array/ndarray';
import { constant } from '../values';
import { type AxisIndex, type ParsedIndex } from './parse';
import { gatherPlan } from './gather-plan';
import { finish, wrapped, ascending, type TakeOptions, fillFor } from './take';

export function dynamicTake(x: Value, { axes }: ParsedIndex, wrap: boolean): Value {
	const { shape } = avalOf(x);
	const indexed = axes.filter((each) => each.kind !== 'newaxis' && each.kind !== 'flag');
	if (indexed.length === 0) return finish(x, axes);
	const windows = indexed.map((each) => windowOf(each, shape[each.axis]));
	const several = shape.length > 1;
	const typed = windows.map(({ start }) =>
		start instanceof NDArray || !several ? start : ops.convert(start, 'int32')
	);
	const starts = typed.map((start, axis) =>
		wrap && (several || indexed[axis].kind !== 'slice') ? wrapped(start, shape[axis], true) : start
	);
	const sizes = windows.map(({ size }) => size);
	return finish(bind1('dynamic_slice', [x, ...starts], { slice_sizes: sizes }), axes);
}

type Indexed = Exclude<AxisIndex, { kind: 'newaxis' | 'flag' }>;

/** Where a window starts on an axis, and how far it goes. Places are not yet counted from the end. */
function windowOf(each: Indexed, length: number): { start: Value; size: number } {
	if (each.kind === 'slice') {
		const [from, to] = ascending(each.slice, length);
		return { start: constant(from, 'int32'), size: to - from };
	}
	if (length === 0) throw emptyAxis(each.axis);
	if (each.kind === 'array') return { start: each.value, size: 1 };
	return { start: constant(each.value, 'int32'), size: 1 };
}

const emptyAxis = (axis: number): ProgramError =>
	new ProgramError('IndexError', `index is out of bounds for axis ${axis} with size 0`);

export function gathered(x: Value, parsed: ParsedIndex, mode: GatherMode, options: TakeOptions): Value {
	const plan = gatherPlan(avalOf(x).shape, parsed, options.wrap ?? true);
	const { dtype } = avalOf(x);
	const source = plan.flagDims.length > 0 ? ops.expandDims(x, plan.flagDims) : x;
	if (plan.shape.includes(0)) return ops.full(plan.shape, 0, dtype);
	const taken = plan.indices
		? bind1('gather', [source, plan.indices], {
				dimension_numbers: plan.dims,
				slice_sizes: plan.sliceSizes,
				mode,
				fill_value: mode === 'fill' ? (options.fill ?? fillFor(dtype)) : (options.fill ?? null),
				indices_are_sorted: plan.plain || (options.sorted ?? false),
				unique_indices: plan.plain || (options.unique ?? false)
			})
		: source;
	const right = plan.turned.length > 0 ? ops.rev(taken, plan.turned) : taken;
	return plan.newAxes.length > 0 ? ops.expandDims(right, plan.newAxes) : right;
}
