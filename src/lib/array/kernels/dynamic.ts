import type { DType } from '../dtype';
import type { Kernel } from '../kernel';
import type { Shape } from '../shape';

/** `dynamic_slice`: ins `[x, start0, start1, ...]` (one integer an axis), outs `[y]` of `sliceSizes`; starts are clamped so that the window fits. */
export function dynamicSlice(dtype: DType, shape: Shape, sliceSizes: readonly number[]): Kernel {
	throw new Error('internal: not built yet');
}

/** `dynamic_update_slice`: ins `[x, update, start0, ...]`, outs `[y]` of x's shape; starts are clamped so that the window fits. */
export function dynamicUpdateSlice(dtype: DType, shape: Shape, update: Shape): Kernel {
	throw new Error('internal: not built yet');
}
