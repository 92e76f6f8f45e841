import type { DType } from '../dtype';
import type { Kernel } from '../kernel';

/**
 * `convert_element_type`: ins `[x]`, outs `[y]`, `n` elements. Float to integer truncates and saturates, NaN gives 0; integer to
 * integer wraps; anything to bool is `!= 0`. Keys do not convert.
 */
export function convert(from: DType, to: DType, n: number): Kernel {
	throw new Error('internal: not built yet');
}

/** `bitcast_convert_type` between dtypes of one width: ins `[x]`, outs `[y]`, `n` elements. */
export function bitcast(from: DType, to: DType, n: number): Kernel {
	throw new Error('internal: not built yet');
}
