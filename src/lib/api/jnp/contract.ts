import type { DType } from '$lib/array/dtype';
import { avalOf, type Value } from '$lib/core/interpreter';
import * as ops from '$lib/core/ops';
import type { DotDims } from '$lib/core/primitive';
import { promoteArgs } from '../broadcast';

/** The contraction itself: results of the type of the operands, as jnp asks for. */
export function contract(x: Value, y: Value, dims: DotDims, preferred: DType | null): Value {
	const { dtype, weak } = avalOf(x);
	const out = ops.dotGeneral(x, y, dims, preferred ?? dtype);
	return preferred === null && weak ? ops.convert(out, avalOf(out).dtype, true) : out;
}

/** Operands in a common type, each with its own rank. */
export function promoteUnranked(fn: string, x: unknown, y: unknown): [Value, Value] {
	const [a] = promoteArgs(fn, [x]);
	const [b] = promoteArgs(fn, [y]);
	const typed = promoteArgs(fn, [first(a), first(b)]);
	const { dtype, weak } = avalOf(typed[0]);
	return [ops.convert(a, dtype, weak), ops.convert(b, dtype, weak)];
}

/** A rank-0 stand-in with the type of `x`. */
const first = (x: Value): Value => ops.scalar(0, avalOf(x).dtype, avalOf(x).weak);
