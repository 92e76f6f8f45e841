import { NDArray } from '$lib/array/ndarray';
import { avalOf, bind1, currentInterpreter, type Value } from '$lib/core/interpreter';
import { binary, unary } from '$lib/core/ops';
import type { Binary, Unary } from '$lib/core/primitive';
import type { DType } from '$lib/array/dtype';
import { promoteArgs, type Bend } from './broadcast';
import { constant } from './values';

/** A constant in the type and weakness of `x` (JAX's `_lax_const` with `_constant_like`'s strength). */
export const constantLike = (x: Value, value: number | boolean): Value =>
	constant(value, avalOf(x).dtype, avalOf(x).weak);

/** The NumPy function `fn`: promoted operands, one primitive. */
export const promotedUnary =
	(fn: string, op: Unary, bend: Bend = 'plain') =>
	(x: unknown): Value =>
		unary(op, promoteArgs(fn, [x], bend)[0]);

export const promotedBinary =
	(fn: string, op: Binary, bend: Bend = 'plain') =>
	(x: unknown, y: unknown): Value => {
		const [a, b] = promoteArgs(fn, [x, y], bend);
		return binary(op, a, b);
	};

/**
 * x / y as a compiled library function has it. XLA on a CPU multiplies by the reciprocal where the divisor is `known`
 * when the function is compiled or is spread over the dividend, which differs in the last bit.
 */
export function quotient(x: Value, y: Value, known = false): Value {
	const { dtype } = avalOf(y);
	const atOnce = currentInterpreter().eager && x instanceof NDArray && y instanceof NDArray;
	if (!atOnce || !(known || y.size < x.size) || (dtype !== 'float32' && dtype !== 'float16'))
		return binary('div', x, y);
	return binary('mul', x, binary('div', constant(1, dtype, y.weak), y));
}

export const round = (x: Value, method: 0 | 1 = 1): Value => bind1('round', [x], { rounding_method: method });
export const integerPow = (x: Value, y: number): Value => bind1('integer_pow', [x], { y });
export const bitcast = (x: Value, dtype: DType): Value =>
	bind1('bitcast_convert_type', [x], { new_dtype: dtype });
