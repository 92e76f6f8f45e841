import { avalOf, currentInterpreter, withInterpreter, type Value } from '$lib/core/interpreter';
import type { Jaxpr } from '$lib/core/jaxpr';
import { evalJaxpr } from '$lib/core/eval-jaxpr';
import { Linear, varies, zerosOf, type Tangent } from '$lib/rules/differentiating';
import { dense, nonzeros, spread, where } from '$lib/rules/flags';
import { tangentName } from '$lib/rules/named';
import { jvp, type WithAux } from './jvp';
import { PartialTrace } from './partial-eval';
import { backwardPass } from './transpose';

/** A function at a point: its results there, and what it does to small changes. */
export interface Linearized {
	readonly outs: readonly Value[];
	readonly aux: readonly Value[];
	/** Tangents of the results from tangents of the arguments. */
	readonly push: (tangents: readonly Value[]) => Value[];
	/** Cotangents of the arguments from cotangents of the results. Arguments that do not vary get null. */
	readonly pull: (cts: readonly Tangent[]) => Tangent[];
}

/**
 * `f` linearized at `primals`: pushed forward with tangents that are not known yet, so that what depends on values
 * alone happens now, and the rest is left as a linear jaxpr (JAX's `linearize`). `names` are what the program calls
 * the arguments.
 */
export function linearize(
	f: (...args: Value[]) => WithAux,
	primals: readonly Value[],
	names: readonly string[] = []
): Linearized {
	const trace = new PartialTrace(currentInterpreter());
	const moving = primals.map((x) => varies(avalOf(x)));
	const tangents = primals.map((x, i) => (moving[i] ? unknownTangent(trace, x, names[i]) : null));
	const pushed = withInterpreter(trace, () => jvp(f, primals, tangents));
	const nonzero = nonzeros(pushed.tangents);
	const { jaxpr, consts } = trace.finish(dense(pushed.tangents));
	return {
		outs: pushed.outs,
		aux: pushed.aux,
		push: (given) => {
			const results = spread(nonzero, evalJaxpr(jaxpr, [...consts, ...where(given, moving)]));
			return results.map((t, i) => t ?? zerosOf(avalOf(pushed.outs[i])));
		},
		pull: (cts) => spread(moving, pulled(jaxpr, consts, where(cts, nonzero)))
	};
}

function unknownTangent(trace: PartialTrace, x: Value, name: string | undefined): Value {
	const tangent = trace.argument(avalOf(x));
	if (name !== undefined) tangent.addName(tangentName(name));
	return tangent;
}

const pulled = (jaxpr: Jaxpr, consts: readonly Value[], cts: readonly Tangent[]): readonly Tangent[] =>
	backwardPass(jaxpr, [...consts, ...jaxpr.invars.map(({ aval }) => new Linear(aval))], cts);
