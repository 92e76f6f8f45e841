import type { DType } from '../dtype';
import type { Kernel } from '../kernel';
import type { Shape } from '../shape';

/** `concatenate`: ins are the operands with `shapes`, equal but along `axis`; outs `[y]`. */
export function concatenate(dtype: DType, shapes: readonly Shape[], axis: number): Kernel {
	throw new Error('internal: not built yet');
}

/** Padding of one axis: `[low, high, interior]`; low and high may be negative, interior may not. */
export type PadConfig = readonly [low: number, high: number, interior: number];

/** `pad`: ins `[x, value]` (value one element), outs `[y]` of `padShape(shape, config)`. */
export function pad(dtype: DType, shape: Shape, config: readonly PadConfig[]): Kernel {
	throw new Error('internal: not built yet');
}

/** The shape that `pad` gives; a size never falls below 0. */
export function padShape(shape: Shape, config: readonly PadConfig[]): number[] {
	throw new Error('internal: not built yet');
}

/** `iota`: no ins, outs `[y]`; the index along `dimension`, in `dtype`. */
export function iota(dtype: DType, shape: Shape, dimension: number): Kernel {
	throw new Error('internal: not built yet');
}
