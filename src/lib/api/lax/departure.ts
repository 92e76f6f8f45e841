import { longText, sameType } from '$lib/core/aval';
import type { Help } from '$lib/core/errors';
import type { Atom, Eqn, Jaxpr, Var } from '$lib/core/jaxpr';

/** Variables that the value of `out` was made of. */
function behind(jaxpr: Jaxpr, out: Atom): Set<Atom> {
	const needed = new Set<Atom>([out]);
	for (const { inputs, outputs } of [...jaxpr.eqns].reverse())
		if (outputs.some((v) => needed.has(v))) inputs.forEach((atom) => needed.add(atom));
	return needed;
}

/** The first equation on the way from a carry leaf to what it becomes whose result is of another type. */
function departure(jaxpr: Jaxpr, carry: Var, out: Atom): Eqn | null {
	const needed = behind(jaxpr, out);
	const stillOfType = new Set<Atom>([carry]);
	for (const eqn of jaxpr.eqns) {
		const [result] = eqn.outputs;
		if (!result || !needed.has(result) || !eqn.inputs.some((atom) => stillOfType.has(atom))) continue;
		if (!sameType(result.aval, carry.aval)) return eqn;
		stillOfType.add(result);
	}
	return null;
}

/** What JAX does not say of a carry that changes its type: where it does, and what to write. */
export function departureHelp(jaxpr: Jaxpr, carry: Var, out: Atom, path: string): Help {
	const eqn = departure(jaxpr, carry, out);
	const from = longText(carry.aval);
	const instead =
		carry.aval.dtype === out.aval.dtype
			? `Let the carry keep its shape from step to step; emit what grows as y instead.`
			: `Start with ${out.aval.dtype} (jnp.asarray(init, jnp.${out.aval.dtype})), or turn the result back: new.astype(jnp.${carry.aval.dtype}).`;
	if (!eqn)
		return {
			why: `${path} goes in as ${from} and is replaced by a value of type ${longText(out.aval)}.`,
			instead
		};
	const { span } = eqn.source;
	const where = span ? `line ${span.line}` : 'the body';
	return {
		why: `${path} goes in as ${from}; ${where} makes ${longText(eqn.outputs[0].aval)} of it (${eqn.primitive}).`,
		instead
	};
}
