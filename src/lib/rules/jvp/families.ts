import { avalOf, bind, bind1, type Value } from '$lib/core/interpreter';
import { broadcastInDim, scalar } from '$lib/core/ops';
import type { Params, Primitive } from '$lib/core/primitive';
import { sameShape, type Shape } from '$lib/array/shape';
import { addTangents, instantiate, type Differential, type Jvp, type Tangent } from '../differentiating';

/** The tangent's part from one operand: of its tangent, the result, the operands. */
export type Part<P extends Primitive> = (
	g: Value,
	out: Value,
	primals: readonly Value[],
	params: Params[P]
) => Value;

/** One part an operand, summed (JAX's `defjvp`); null where the result does not vary with the operand. */
export const parts =
	<P extends Primitive>(primitive: P, ...rules: (Part<P> | null)[]): Jvp<Params[P]> =>
	(_, primals, tangents, params) => {
		const out = bind1(primitive, primals, params);
		const tangent = tangents.reduce((sum: Tangent, g, i) => {
			const rule = rules[i];
			return g === null || !rule ? sum : addTangents(sum, rule(g, out, primals, params));
		}, null);
		return { outs: [out], tangents: [tangent] };
	};

/** The tangents go through the primitive itself (JAX's `deflinear`); zeros among several are made. */
export const linear =
	<P extends Primitive>(primitive: P): Jvp<Params[P]> =>
	(_, primals, tangents, params) => ({
		outs: bind(primitive, primals, params),
		tangents: bind(
			primitive,
			tangents.map((t, i) => instantiate(t, primals[i])),
			params
		)
	});

/** Linear in the first operand; the others, such as indices, are kept. */
export const linearInFirst =
	<P extends Primitive>(primitive: P): Jvp<Params[P]> =>
	(_, primals, [tangent], params) => ({
		outs: bind(primitive, primals, params),
		tangents: [tangent && bind1(primitive, [tangent, ...primals.slice(1)], params)]
	});

/** Steps, comparisons, integers, random bits: no result varies (JAX's `defjvp_zero`). */
export const flat =
	<P extends Primitive>(primitive: P): Jvp<Params[P]> =>
	(_, primals, __, params) =>
		withoutTangents(bind(primitive, primals, params));

export const withoutTangents = (outs: readonly Value[]): Differential => ({
	outs,
	tangents: outs.map(() => null)
});

/** A rank-0 constant in the type of `x`. */
export function constant(x: Value, value: number): Value {
	const { dtype, weak, shape } = avalOf(x);
	return scalar(value, dtype, weak && shape.length === 0);
}

/** Stretched to a result that has more elements. */
export const stretched = (g: Value, shape: Shape): Value =>
	sameShape(avalOf(g).shape, shape)
		? g
		: broadcastInDim(
				g,
				shape,
				avalOf(g).shape.map((_, axis) => axis)
			);
