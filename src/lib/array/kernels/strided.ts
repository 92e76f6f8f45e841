import type { DType } from '../dtype';
import type { Kernel } from '../kernel';
import type { Shape } from '../shape';

/**
 * Copies `in[inOffset + sum(index * inStrides)]` to every index of `outShape`, row-major. Strides and offset count
 * elements, may be zero (broadcast) or negative (reverse). ins `[x]`, outs `[y]`.
 */
export function strided(dtype: DType, outShape: Shape, inStrides: readonly number[], inOffset = 0): Kernel {
	throw new Error('internal: not built yet');
}

/** `transpose`: output axis i is input axis `permutation[i]`. */
export function transpose(dtype: DType, shape: Shape, permutation: readonly number[]): Kernel {
	throw new Error('internal: not built yet');
}

/** `broadcast_in_dim`: input axis i becomes output axis `broadcastDimensions[i]`; sizes 1 are stretched. */
export function broadcastInDim(
	dtype: DType,
	shape: Shape,
	outShape: Shape,
	broadcastDimensions: readonly number[]
): Kernel {
	throw new Error('internal: not built yet');
}

/** `slice`: `x[start:limit:stride]` on every axis. */
export function slice(
	dtype: DType,
	shape: Shape,
	start: readonly number[],
	limit: readonly number[],
	strides: readonly number[] | null
): Kernel {
	throw new Error('internal: not built yet');
}

/** `rev`: the named axes back to front. */
export function rev(dtype: DType, shape: Shape, dimensions: readonly number[]): Kernel {
	throw new Error('internal: not built yet');
}
