import type { Jaxpr } from '$lib/core/jaxpr';
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

/** `linear`: the arguments that have no value; `cts`: the results whose cotangent is not zero. */
export function transposeJaxpr(
	{ backward, trace }: TransposeContext,
	jaxpr: Jaxpr,
	linear: readonly boolean[],
	cts: readonly boolean[]
): TransposedJaxpr {
	return memoized(jaxpr, `transpose ${bits(linear)} ${bits(cts)}`, () => {
		const values = whereNot(jaxpr.invars, linear);
		const results = where(jaxpr.outs, cts);
		let nonzero: readonly boolean[] = [];
		const turned = trace(
			[...values, ...results].map(({ aval }) => aval),
			(traced) => {
				values.forEach((v, i) => nameAfter(traced[i], v));
				results.forEach((out, i) => nameCt(traced[values.length + i], out));
				const operands = merged(
					linear,
					where(jaxpr.invars, linear).map(({ aval }) => new Linear(aval)),
					traced.slice(0, values.length)
				);
				const back = backward(jaxpr, operands, spread(cts, traced.slice(values.length)));
				nonzero = nonzeros(back);
				return dense(back);
			}
		);
		return { jaxpr: turned, nonzero };
	});
}
