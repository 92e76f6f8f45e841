import { currentInterpreter, withInterpreter, type Value } from '$lib/core/interpreter';
import { avalOf } from '$lib/core/interpreter';
import type { Jaxpr } from '$lib/core/jaxpr';
import { nameOf } from '$lib/core/naming';
import { evalJaxpr } from '$lib/core/eval-jaxpr';
import { Linear, varies, zerosOf, type Tangent } from '$lib/rules/differentiating';
import { dense, nonzeros, spread, where } from '$lib/rules/flags';
import { jvp } from './jvp';
import { PartialTrace } from './partial-eval';
import { backwardPass } from './transpose';

/** A function at a point: its results there, and what it does to small changes. */
export interface Linearized {
	readonly outs: readonly Value[];
	/** Tangents of the results from tangents of the arguments. */
	readonly push: (tangents: readonly Value[]) => Value[];
	/** Cotangents of the arguments from cotangents of the results. Arguments that do not vary get null. */
	readonly pull: (cts: readonly Tangent[]) => Tangent[];
}

/**
 * `f` linearized at `primals`: pushed forward with tangents that are not known yet, so that what depends on values
 * alone happens now, and the rest is left as a linear jaxpr (JAX's `linearize`).
 */
export function linearize(f: (...args: Value[]) => readonly Value[], primals: readonly Value[]): Linearized {
	const trace = new PartialTrace(currentInterpreter());
	const moving = primals.map((x) => varies(avalOf(x)));
	const tangents = primals.map((x, i) => (moving[i] ? tangentOf(trace, x) : null));
	const { outs, tangents: outTangents } = withInterpreter(trace, () => jvp(f, primals, tangents));
	const nonzero = nonzeros(outTangents);
	const { jaxpr, consts } = trace.finish(dense(outTangents));
	return {
		outs,
		push: (given) => {
			const results = spread(nonzero, evalJaxpr(jaxpr, [...consts, ...where(given, moving)]));
			return results.map((t, i) => t ?? zerosOf(avalOf(outs[i])));
		},
		pull: (cts) => spread(moving, pulled(jaxpr, consts, where(cts, nonzero)))
	};
}

function tangentOf(trace: PartialTrace, x: Value): Value {
	const { dtype, shape, weak } = avalOf(x);
	const tangent = trace.argument({ dtype, shape, weak });
	const name = nameOf(x);
	if (name !== null) tangent.addName(`${name}_dot`);
	return tangent;
}

const pulled = (jaxpr: Jaxpr, consts: readonly Value[], cts: readonly Tangent[]): readonly Tangent[] =>
	backwardPass(jaxpr, [...consts, ...jaxpr.invars.map(({ aval }) => new Linear(aval))], cts);
