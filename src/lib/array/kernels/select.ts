import type { DType } from '../dtype';
import type { Kernel } from '../kernel';

/**
 * `select_n`: ins `[which, case0, case1, ...]`, outs `[y]`. `which` is bool or int32 and has `n` elements, or one when
 * `scalarWhich`; every case has `n` elements of `dtype`. An int32 outside 0..cases-1 is clamped.
 */
export function select(dtype: DType, n: number, cases: number, scalarWhich: boolean): Kernel {
	throw new Error('internal: not built yet');
}

/** `clamp`: ins `[lo, x, hi]`, outs `[y]`; min(max(x, lo), hi), NaN stays NaN. `lo` and `hi` have one element when scalar. */
export function clamp(dtype: DType, n: number, scalarLo: boolean, scalarHi: boolean): Kernel {
	throw new Error('internal: not built yet');
}
