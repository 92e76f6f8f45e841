import { avalOf, bind1, type Value } from '$lib/core/interpreter';
import { broadcastInDim, concatenate, moveAxis } from '$lib/core/ops';
import { numpyInts } from '$lib/core/numpy-ints';
import type { GatherDims, Params, Scatter, ScatterDims } from '$lib/core/primitive';
import type { Batch, BatchContext } from './batching';
import { afterLanes, one, type Batched } from './dims';
import { batchAt, type Dim } from '$lib/core/ops';

/** Batching of indexing primitives, after jax/_src/lax/slicing.py. */

const rankOf = (x: Value): number => avalOf(x).shape.length;
const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
const plusOne = (axes: readonly number[]): number[] => numpyInts(axes.map((axis) => axis + 1));

export const batchGather: Batch<Params['gather']> = ({ size }, [x, indices], [xDim, iDim], params) => {
	const dims = params.dimension_numbers;
	if (xDim !== null && iDim === null) {
		const offset_dims = afterLanes(dims.offset_dims);
		const out = bind1('gather', [moveAxis(x, xDim, 0), indices], {
			...params,
			slice_sizes: [size, ...params.slice_sizes],
			dimension_numbers: {
				...dims,
				offset_dims,
				collapsed_slice_dims: plusOne(dims.collapsed_slice_dims),
				operand_batching_dims: plusOne(dims.operand_batching_dims),
				start_index_map: plusOne(dims.start_index_map)
			}
		});
		return one(out, 0);
	}
	if (xDim === null) {
		const out = bind1('gather', [x, moveAxis(indices, iDim ?? 0, 0)], {
			...params,
			unique_indices: false,
			indices_are_sorted: false,
			dimension_numbers: {
				...dims,
				offset_dims: plusOne(dims.offset_dims),
				start_indices_batching_dims: plusOne(dims.start_indices_batching_dims)
			}
		});
		return one(out, 0);
	}
	const out = bind1('gather', [moveAxis(x, xDim, 0), moveAxis(indices, iDim ?? 0, 0)], {
		...params,
		slice_sizes: [size === 0 ? 0 : 1, ...params.slice_sizes],
		dimension_numbers: {
			offset_dims: plusOne(dims.offset_dims),
			collapsed_slice_dims: plusOne(dims.collapsed_slice_dims),
			start_index_map: plusOne(dims.start_index_map),
			operand_batching_dims: afterLanes(dims.operand_batching_dims),
			start_indices_batching_dims: afterLanes(dims.start_indices_batching_dims)
		}
	});
	return one(out, 0);
};

export const batchScatter =
	(op: Scatter): Batch<Params[Scatter]> =>
	({ size }, [x, indices, updates], [xDim, iDim, uDim], params) => {
		const dims = params.dimension_numbers;
		const operand = batchAt(x, xDim, size);
		const update = batchAt(updates, uDim, size);
		if (iDim === null) {
			const dimension_numbers: ScatterDims = {
				update_window_dims: afterLanes(dims.update_window_dims),
				inserted_window_dims: plusOne(dims.inserted_window_dims),
				scatter_dims_to_operand_dims: plusOne(dims.scatter_dims_to_operand_dims),
				operand_batching_dims: plusOne(dims.operand_batching_dims),
				scatter_indices_batching_dims: dims.scatter_indices_batching_dims
			};
			return one(bind1(op, [operand, indices, update], { ...params, dimension_numbers }), 0);
		}
		const dimension_numbers: ScatterDims = {
			update_window_dims: plusOne(dims.update_window_dims),
			inserted_window_dims: plusOne(dims.inserted_window_dims),
			scatter_dims_to_operand_dims: plusOne(dims.scatter_dims_to_operand_dims),
			operand_batching_dims: afterLanes(dims.operand_batching_dims),
			scatter_indices_batching_dims: afterLanes(dims.scatter_indices_batching_dims)
		};
		const front = moveAxis(indices, iDim, 0);
		return one(bind1(op, [operand, front, update], { ...params, dimension_numbers }), 0);
	};

/** The start indices of a dynamic slice as one index vector, a row each where any is batched. */
function indexVector(
	indices: readonly Value[],
	dims: readonly Dim[],
	size: number
): { index: Value; dim: Dim } {
	if (dims.every((dim) => dim === null)) {
		const parts = indices.map((i) => broadcastInDim(i, [1], []));
		return { index: concatenate(parts, 0), dim: null };
	}
	const parts = indices.map((i, k) => broadcastInDim(i, [size, 1], dims[k] === null ? [] : [0]));
	return { index: concatenate(parts, 1), dim: 0 };
}

export const batchDynamicSlice: Batch<Params['dynamic_slice']> = (context, args, dims, { slice_sizes }) => {
	const [x, ...starts] = args;
	if (starts.length === 0) return one(x, dims[0]);
	const { index, dim } = indexVector(starts, dims.slice(1), context.size);
	const axes = range(slice_sizes.length);
	const dimension_numbers: GatherDims = {
		offset_dims: axes,
		collapsed_slice_dims: [],
		start_index_map: axes,
		operand_batching_dims: [],
		start_indices_batching_dims: []
	};
	return batchGather(context, [x, index], [dims[0], dim], {
		dimension_numbers,
		slice_sizes,
		mode: 'clip',
		fill_value: null,
		indices_are_sorted: true,
		unique_indices: true
	});
};

export const batchDynamicUpdateSlice: Batch<Params['dynamic_update_slice']> = (
	context,
	args,
	dims
): Batched => {
	const [x, update, ...starts] = args;
	const { index, dim } = indexVector(starts, dims.slice(2), context.size);
	const axes = range(rankOf(update) - (dims[1] === null ? 0 : 1));
	return clampedScatter(context, [x, index, update], [dims[0], dim, dims[1]], axes);
};

const clampedScatter = (
	context: BatchContext,
	args: readonly Value[],
	dims: readonly Dim[],
	axes: readonly number[]
): Batched =>
	batchScatter('scatter')(context, args, dims, {
		dimension_numbers: {
			update_window_dims: axes,
			inserted_window_dims: [],
			scatter_dims_to_operand_dims: axes,
			operand_batching_dims: [],
			scatter_indices_batching_dims: []
		},
		indices_are_sorted: true,
		unique_indices: true,
		mode: 'clip'
	});
