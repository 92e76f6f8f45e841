import type { DType } from '../dtype';
import type { Kernel } from '../kernel';

/** Elementwise functions of two operands whose result has their dtype, by the names of JAX's primitives. */
export type ArithmeticOp =
	| 'add'
	| 'and'
	| 'atan2'
	| 'div'
	| 'max'
	| 'min'
	| 'mul'
	| 'nextafter'
	| 'or'
	| 'pow'
	| 'rem'
	| 'shift_left'
	| 'shift_right_arithmetic'
	| 'shift_right_logical'
	| 'sub'
	| 'xor';

/** Comparisons: the result is bool. */
export type CompareOp = 'eq' | 'ge' | 'gt' | 'le' | 'lt' | 'ne';

export type BinaryOp = ArithmeticOp | CompareOp;

/**
 * ins `[a, b]`, outs `[c]`. `c` has `n` elements; an operand marked scalar has one, the other `n`.
 * `dtype` is the operands'; only `pow` may have an integer `b` beside a floating `a` (`dtype` is then a's).
 */
export function binary(op: BinaryOp, dtype: DType, n: number, scalarA = false, scalarB = false): Kernel {
	throw new Error('internal: not built yet');
}
