import type { DType } from '../dtype';
import type { Kernel } from '../kernel';
import type { Shape } from '../shape';

/** What becomes of an out-of-range index: moved inside; or read as `fill` and not written; or promised away (treated as clip). */
export type IndexMode = 'clip' | 'fill_or_drop' | 'promise_in_bounds';

/** JAX's GatherDimensionNumbers. The index vector is the last axis of the indices. */
export interface GatherDims {
	readonly offsetDims: readonly number[];
	readonly collapsedSliceDims: readonly number[];
	readonly startIndexMap: readonly number[];
	readonly operandBatchingDims: readonly number[];
	readonly startIndicesBatchingDims: readonly number[];
}

/**
 * `gather`: ins `[operand, indices]`, outs `[y]` of `gatherShape(...)`. `fill` is what 'fill_or_drop' writes for a slice that
 * does not fit; by default NaN for floats, the least of signed and the greatest of unsigned integers, true for bool.
 */
export function gather(
	dtype: DType,
	operand: Shape,
	indices: Shape,
	dims: GatherDims,
	sliceSizes: readonly number[],
	mode: IndexMode,
	fill: number | null = null
): Kernel {
	throw new Error('internal: not built yet');
}

/** Output shape: the indices' axes but the last, with the slices' kept axes put at `offsetDims`. */
export function gatherShape(indices: Shape, dims: GatherDims, sliceSizes: readonly number[]): number[] {
	throw new Error('internal: not built yet');
}
