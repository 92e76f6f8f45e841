import type { DType } from '../dtype';
import type { Kernel } from '../kernel';
import type { Shape } from '../shape';

/** JAX's `reduce_sum`, `reduce_prod`, ... by their last word. */
export type ReduceOp = 'sum' | 'prod' | 'max' | 'min' | 'and' | 'or' | 'xor';

/** ins `[x]` of `shape`, outs `[y]` of `shape` without `axes`, same dtype. An empty reduction gives the op's identity. */
export function reduce(op: ReduceOp, dtype: DType, shape: Shape, axes: readonly number[]): Kernel {
	throw new Error('internal: not built yet');
}

/** `argmax` and `argmin` along `axis`: outs `[index]` of `indexDtype`; first index on ties, a NaN wins (the first one). */
export function argReduce(
	op: 'argmax' | 'argmin',
	dtype: DType,
	indexDtype: DType,
	shape: Shape,
	axis: number
): Kernel {
	throw new Error('internal: not built yet');
}
