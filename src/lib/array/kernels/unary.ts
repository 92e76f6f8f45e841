import type { DType } from '../dtype';
import type { Kernel } from '../kernel';

/** Elementwise functions of one operand, by the names of JAX's primitives. */
export type UnaryOp =
	| 'abs'
	| 'acos'
	| 'acosh'
	| 'asin'
	| 'asinh'
	| 'atan'
	| 'atanh'
	| 'cbrt'
	| 'ceil'
	| 'clz'
	| 'copy'
	| 'cos'
	| 'cosh'
	| 'digamma'
	| 'erf'
	| 'erf_inv'
	| 'erfc'
	| 'exp'
	| 'exp2'
	| 'expm1'
	| 'floor'
	| 'is_finite'
	| 'lgamma'
	| 'log'
	| 'log1p'
	| 'logistic'
	| 'neg'
	| 'not'
	| 'population_count'
	| 'rsqrt'
	| 'sign'
	| 'sin'
	| 'sinh'
	| 'sqrt'
	| 'square'
	| 'tan'
	| 'tanh';

/** ins `[x]`, outs `[y]`, `n` elements each. The output has x's dtype; bool for `is_finite`. */
export function unary(op: UnaryOp, dtype: DType, n: number): Kernel {
	throw new Error('internal: not built yet');
}

/** `round`: half away from zero (JAX's rounding_method 0) or half to even (1). ins `[x]`, outs `[y]`. */
export function round(dtype: DType, n: number, half: 'away' | 'even'): Kernel {
	throw new Error('internal: not built yet');
}

/** `integer_pow`: repeated squaring, every product rounded, a negative `y` by 1 / x**-y as JAX lowers it. */
export function integerPow(dtype: DType, n: number, y: number): Kernel {
	throw new Error('internal: not built yet');
}
