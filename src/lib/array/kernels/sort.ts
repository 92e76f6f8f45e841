import type { DType } from '../dtype';
import type { Kernel } from '../kernel';
import type { Shape } from '../shape';

/**
 * `sort`: ins and outs are the operands, all of `shape`, ordered along `dimension` by the first `numKeys` of them,
 * lexicographically. Always stable; NaN last; -0 equals 0.
 */
export function sort(dtypes: readonly DType[], shape: Shape, dimension: number, numKeys: number): Kernel {
	throw new Error('internal: not built yet');
}

/** `top_k` along `axis` (the last by default): ins `[x]`, outs `[values, indices (int32)]`; NaN counts as largest, ties by lower index. */
export function topK(dtype: DType, shape: Shape, k: number, axis = shape.length - 1): Kernel {
	throw new Error('internal: not built yet');
}
