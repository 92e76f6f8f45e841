import { bind1, type Value } from '$lib/core/interpreter';
import type { DotDims, Params } from '$lib/core/primitive';
import type { Batch } from '../batching';
import { one, shifted } from '../dims';
import { rankOf } from './operands';

/**
 * JAX's `_dot_general_batch_rule`: batched on both sides, the rows become the first batch axis; on one side, they are
 * one more free axis of that side.
 */
export const batchDot: Batch<Params['dot_general']> = (_, [x, y], [xDim, yDim], params) => {
	const [[xContract, yContract], [xBatch, yBatch]] = params.dimension_numbers;
	const bindDot = (dimension_numbers: DotDims): Value =>
		bind1('dot_general', [x, y], { ...params, dimension_numbers });
	if (xDim !== null && yDim !== null) {
		const out = bindDot([
			[shifted(xContract, xDim), shifted(yContract, yDim)],
			[
				[xDim, ...shifted(xBatch, xDim)],
				[yDim, ...shifted(yBatch, yDim)]
			]
		]);
		return one(out, 0);
	}
	if (xDim !== null) {
		const taken = [...shifted(xContract, xDim), ...shifted(xBatch, xDim)];
		const out = bindDot([
			[shifted(xContract, xDim), yContract],
			[shifted(xBatch, xDim), yBatch]
		]);
		return one(out, xBatch.length + freeBefore(xDim, taken));
	}
	const dim = yDim ?? 0;
	const taken = [...shifted(yContract, dim), ...shifted(yBatch, dim)];
	const xFree = rankOf(x) - xContract.length - xBatch.length;
	const out = bindDot([
		[xContract, shifted(yContract, dim)],
		[xBatch, shifted(yBatch, dim)]
	]);
	return one(out, yBatch.length + xFree + freeBefore(dim, taken));
};

/** How many axes before `dim` are neither contracted nor batch axes. */
const freeBefore = (dim: number, taken: readonly number[]): number =>
	dim - taken.filter((axis) => axis < dim).length;
