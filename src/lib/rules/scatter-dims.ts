import type { Shape } from '$lib/array/shape';
import { avalOf, bind1, type Value } from '$lib/core/interpreter';
import { broadcastInDim } from '$lib/core/ops';
import type { GatherDims, Params, Scatter, ScatterDims } from '$lib/core/primitive';
import { zerosOf } from './differentiating';

/** Gathers and scatters that undo each other: what one reads, the other writes. */

/** The gather that reads what a scatter of `updates` into `operand` writes. */
export function gatherOf(
	{ dimension_numbers: dims, ...params }: Params[Scatter],
	operand: Shape,
	updates: Shape
): Params['gather'] {
	const dimension_numbers: GatherDims = {
		offset_dims: dims.update_window_dims,
		collapsed_slice_dims: dims.inserted_window_dims,
		start_index_map: dims.scatter_dims_to_operand_dims,
		operand_batching_dims: dims.operand_batching_dims,
		start_indices_batching_dims: dims.scatter_indices_batching_dims
	};
	let window = 0;
	const slice_sizes = operand.map((_, axis) =>
		dims.inserted_window_dims.includes(axis) || dims.operand_batching_dims.includes(axis)
			? 1
			: updates[dims.update_window_dims[window++]]
	);
	return { ...params, dimension_numbers, slice_sizes, fill_value: 0 };
}

/** The scatter that writes what a gather reads. */
export function scatterOf({ dimension_numbers: dims, ...params }: Params['gather']): Params[Scatter] {
	const dimension_numbers: ScatterDims = {
		update_window_dims: dims.offset_dims,
		inserted_window_dims: dims.collapsed_slice_dims,
		scatter_dims_to_operand_dims: dims.start_index_map,
		operand_batching_dims: dims.operand_batching_dims,
		scatter_indices_batching_dims: dims.start_indices_batching_dims
	};
	const { indices_are_sorted, unique_indices, mode } = params;
	return { dimension_numbers, indices_are_sorted, unique_indices, mode };
}

/** Each index along `axis` replaced by the element of `x` there; the other axes go along. */
export function takeAlong(x: Value, indices: Value, axis: number): Value {
	const { shape } = avalOf(indices);
	const others = shape.map((_, i) => i).filter((i) => i !== axis);
	const vectors = broadcastInDim(
		indices,
		[...shape, 1],
		shape.map((_, i) => i)
	);
	return bind1('gather', [x, vectors], {
		dimension_numbers: {
			offset_dims: [],
			collapsed_slice_dims: [axis],
			start_index_map: [axis],
			operand_batching_dims: others,
			start_indices_batching_dims: others
		},
		slice_sizes: shape.map(() => 1),
		mode: 'promise_in_bounds',
		fill_value: null,
		indices_are_sorted: false,
		unique_indices: false
	});
}

/** Zeros like `x`, with the sums of the updates where they land. */
export const scattered = (x: Value, indices: Value, updates: Value, params: Params[Scatter]): Value =>
	bind1('scatter_add', [zerosOf(avalOf(x)), indices, updates], params);
