import type { Aval } from '$lib/core/aval';
import type { Jaxpr, Var } from '$lib/core/jaxpr';
import { Linear, type TransposeContext } from './differentiating';
import { bits, dense, memoized, merged, nonzeros, spread, where, whereNot } from './flags';
import { nameAfter, nameCt } from './named';

/** A linear function turned round. Inputs: the arguments with values, then the cotangents that are not zero. */
export interface TransposedJaxpr {
	/** Results: the cotangents of the linear arguments that are not zero. */
	readonly jaxpr: Jaxpr;
	/** Of each argument, whether its cotangent is there. */
	readonly nonzero: readonly boolean[];
}

/** How a jaxpr is to be turned round. */
export interface Turning {
	/** The arguments that have no value. */
	readonly linear: readonly boolean[];
	/** The results whose cotangent is not zero. */
	readonly cts: readonly boolean[];
	/** The linear arguments whose cotangents are added to sums so far: further inputs, after all others. */
	readonly sums?: readonly boolean[];
	/** The type of a linear argument, where it is not the variable's own. */
	readonly typeOf?: (v: Var) => Aval;
}

/** A jaxpr from its values and the cotangents of its results to those of its linear arguments. */
export function transposeJaxpr(context: TransposeContext, jaxpr: Jaxpr, turning: Turning): TransposedJaxpr {
	const { linear, cts, sums = [] } = turning;
	return memoized(jaxpr, `transpose ${bits(linear)} ${bits(cts)} ${bits(sums)}`, () =>
		turned(context, jaxpr, turning)
	);
}

function turned(
	{ backward, trace }: TransposeContext,
	jaxpr: Jaxpr,
	{ linear, cts, sums = [], typeOf = ({ aval }) => aval }: Turning
): TransposedJaxpr {
	const values = whereNot(jaxpr.invars, linear);
	const results = where(jaxpr.outs, cts);
	const summed = where(jaxpr.invars, sums);
	let nonzero: readonly boolean[] = [];
	const types = [...values, ...results, ...summed].map(({ aval }) => aval);
	const body = trace(types, (traced) => {
		const firstCt = values.length;
		const firstSum = firstCt + results.length;
		values.forEach((v, i) => nameAfter(traced[i], v));
		results.forEach((out, i) => nameCt(traced[firstCt + i], out));
		summed.forEach((v, i) => nameCt(traced[firstSum + i], v));
		const operands = merged(
			linear,
			where(jaxpr.invars, linear).map((v) => new Linear(typeOf(v))),
			traced.slice(0, firstCt)
		);
		const given = spread(cts, traced.slice(firstCt, firstSum));
		const back = backward(jaxpr, operands, given, spread(sums, traced.slice(firstSum)));
		nonzero = nonzeros(back);
		return dense(back);
	});
	return { jaxpr: body, nonzero };
}
