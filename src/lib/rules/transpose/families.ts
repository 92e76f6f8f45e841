import type { Shape } from '$lib/array/shape';
import { ProgramError } from '$lib/core/errors';
import { avalOf, type Value } from '$lib/core/interpreter';
import { reduce, reshape } from '$lib/core/ops';
import type { Primitive } from '$lib/core/primitive';
import { isLinear, type Operand, type Transpose } from '../differentiating';

/** The only result's cotangent, which the caller guarantees. */
export function soleCt(cts: readonly (Value | null)[]): Value {
	const [ct] = cts;
	if (!ct) throw new Error('internal: a transpose rule without a cotangent');
	return ct;
}

/** An argument that has a value. */
export function valueOf(x: Operand): Value {
	if (isLinear(x)) throw new Error('internal: an argument that should have a value is linear');
	return x;
}

/** Of primitives that are linear in their first operand, where the rest has values. */
export const ofFirst =
	<T>(turn: (ct: Value, x: Shape, params: T, rest: readonly Value[]) => Value): Transpose<T> =>
	(_, cts, [x, ...rest], params) => [
		isLinear(x) ? turn(soleCt(cts), x.aval.shape, params, rest.map(valueOf)) : null,
		...rest.map(() => null)
	];

/** A primitive in which no operand is linear: its jvp computes with others. */
export const notLinear = (primitive: Primitive) => (): never => {
	throw new ProgramError(
		'NotImplementedError',
		`Transpose rule (for reverse-mode differentiation) for '${primitive}' not implemented`
	);
};

/** Sums over what an operand was stretched along (JAX's `_unbroadcast`). */
export function unbroadcast(ct: Value, shape: Shape): Value {
	const own = avalOf(ct).shape;
	const axes = own.map((_, axis) => axis);
	if (shape.length === 0) return own.length === 0 ? ct : reduce('reduce_sum', ct, axes);
	const summed = axes.filter((axis) => own[axis] !== shape[axis]);
	if (summed.length === 0) return ct;
	return reshape(reduce('reduce_sum', ct, summed), shape);
}
