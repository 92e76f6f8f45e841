import type { DType } from '../dtype';
import type { Kernel } from '../kernel';
import type { Shape } from '../shape';

export type CumulativeOp = 'cumsum' | 'cumprod' | 'cummax' | 'cummin' | 'cumlogsumexp';

/** ins `[x]`, outs `[y]` of one shape and dtype; `reverse` accumulates from the end. */
export function cumulative(
	op: CumulativeOp,
	dtype: DType,
	shape: Shape,
	axis: number,
	reverse: boolean
): Kernel {
	throw new Error('internal: not built yet');
}
