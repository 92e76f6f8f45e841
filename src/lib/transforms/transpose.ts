import { bind, type Value } from '$lib/core/interpreter';
import { Literal, Var, type Atom, type Eqn, type Jaxpr } from '$lib/core/jaxpr';
import { setSource } from '$lib/core/source';
import {
	addTangents,
	hasValue,
	isLinear,
	Linear,
	type Operand,
	type Tangent,
	type TransposeContext
} from '$lib/rules/differentiating';
import { nameCt } from '$lib/rules/named';
import { transposeOf } from '$lib/rules/transpose';
import { splitJaxpr, traceFunction } from './partial-eval';

const context: TransposeContext = { backward: backwardPass, trace: traceFunction, split: splitJaxpr };

/**
 * Runs a linear jaxpr from its results to its arguments: cotangents of the linear arguments, null for those with
 * values and for zeros. Equations on values alone are computed first. Every cotangent is made at the place in the
 * program that its equation is from. `sums`: what cotangents of arguments are added to.
 */
export function backwardPass(
	jaxpr: Jaxpr,
	args: readonly Operand[],
	cts: readonly Tangent[],
	sums: readonly Tangent[] = []
): readonly Tangent[] {
	const values = new Map<Atom, Operand>();
	[...jaxpr.constvars, ...jaxpr.invars].forEach((v, i) => values.set(v, args[i]));
	const read = (atom: Atom): Operand =>
		atom instanceof Literal ? atom.value : (values.get(atom) ?? missing());
	const waiting = jaxpr.eqns.filter((eqn) => !computed(eqn, eqn.inputs.map(read), values));

	const found = new Map<Atom, Value>();
	jaxpr.invars.forEach((v, i) => {
		const sum = sums[i];
		if (sum) found.set(v, sum);
	});
	const collect = (atom: Atom, ct: Tangent): void => {
		if (ct === null || !(atom instanceof Var) || !isLinear(read(atom))) return;
		const sum = addTangents(found.get(atom) ?? null, ct);
		if (sum === null) return;
		nameCt(sum, atom);
		found.set(atom, sum);
	};
	jaxpr.outs.forEach((atom, i) => collect(atom, cts[i]));
	for (const eqn of waiting.reverse()) {
		const own = eqn.outputs.map((v) => found.get(v) ?? null);
		if (own.every((ct) => ct === null)) continue;
		const before = setSource(eqn.source);
		try {
			const back = transposeEqn(eqn, own, eqn.inputs.map(read));
			eqn.inputs.forEach((atom, i) => collect(atom, back[i]));
		} finally {
			setSource(before);
		}
	}
	return jaxpr.invars.map((v) => found.get(v) ?? null);
}

const missing = (): never => {
	throw new Error('internal: a variable is read before it is assigned');
};

/** Carries out an equation whose operands all have values; marks the results of any other as linear. */
function computed(eqn: Eqn, operands: readonly Operand[], values: Map<Atom, Operand>): boolean {
	const known = operands.filter(hasValue);
	if (known.length < operands.length) {
		eqn.outputs.forEach((v) => values.set(v, new Linear(v.aval)));
		return false;
	}
	const before = setSource(eqn.source);
	try {
		const outs = bind(eqn.primitive, known, eqn.params as never);
		eqn.outputs.forEach((v, i) => values.set(v, outs[i]));
	} finally {
		setSource(before);
	}
	return true;
}

const transposeEqn = (eqn: Eqn, cts: readonly Tangent[], args: readonly Operand[]): readonly Tangent[] =>
	transposeOf(eqn.primitive, context, cts, args, eqn.params as never);
