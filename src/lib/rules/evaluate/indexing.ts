import type { Kernel } from '$lib/array/kernel';
import type { IndexMode } from '$lib/array/kernels/gather';
import type { ScatterOp } from '$lib/array/kernels/scatter';
import { rarer } from '$lib/array/parts';
import type { Aval } from '$lib/core/aval';
import type { GatherMode, Params, Scatter } from '$lib/core/primitive';

const { gather, scatter } = rarer.functions;

const scatterOps: { readonly [P in Scatter]: ScatterOp } = {
	scatter: 'set',
	scatter_add: 'add',
	scatter_mul: 'mul',
	scatter_min: 'min',
	scatter_max: 'max'
};

const indexModes: { readonly [M in GatherMode]: IndexMode } = {
	clip: 'clip',
	fill: 'fill_or_drop',
	promise_in_bounds: 'promise_in_bounds'
};

export const scatterRule =
	(op: Scatter) =>
	([x, indices, updates]: readonly Aval[], _: readonly Aval[], params: Params[Scatter]): Kernel => {
		const dims = params.dimension_numbers;
		return scatter(
			scatterOps[op],
			x.dtype,
			x.shape,
			indices.shape,
			updates.shape,
			{
				updateWindowDims: dims.update_window_dims,
				insertedWindowDims: dims.inserted_window_dims,
				scatterDimsToOperandDims: dims.scatter_dims_to_operand_dims,
				operandBatchingDims: dims.operand_batching_dims,
				scatterIndicesBatchingDims: dims.scatter_indices_batching_dims
			},
			indexModes[params.mode]
		);
	};

export function gatherRule(
	[x, indices]: readonly Aval[],
	_: readonly Aval[],
	params: Params['gather']
): Kernel {
	const dims = params.dimension_numbers;
	return gather(
		x.dtype,
		x.shape,
		indices.shape,
		{
			offsetDims: dims.offset_dims,
			collapsedSliceDims: dims.collapsed_slice_dims,
			startIndexMap: dims.start_index_map,
			operandBatchingDims: dims.operand_batching_dims,
			startIndicesBatchingDims: dims.start_indices_batching_dims
		},
		params.slice_sizes,
		indexModes[params.mode],
		params.fill_value ?? undefined
	);
}
