import type { Atom, Eqn, Jaxpr } from '$lib/core/jaxpr';
import { subJaxprs } from '$lib/core/sub-jaxprs';

/** What is printed is not for its results. */
const hasEffect = (eqn: Eqn): boolean =>
	eqn.primitive === 'debug_print' || subJaxprs(eqn).some(({ eqns }) => eqns.some(hasEffect));

/** The jaxpr without equations and constvars that no result needs, nor anything in `keep`. */
export function pruned(jaxpr: Jaxpr, keep: ReadonlySet<Atom> = new Set()): Jaxpr {
	const wanted = new Set<Atom>([...keep, ...jaxpr.outs]);
	const eqns = [...jaxpr.eqns].reverse().filter((eqn) => {
		if (!eqn.outputs.some((v) => wanted.has(v)) && !hasEffect(eqn)) return false;
		eqn.inputs.forEach((atom) => wanted.add(atom));
		return true;
	});
	return {
		...jaxpr,
		constvars: jaxpr.constvars.filter((v) => wanted.has(v)),
		eqns: eqns.reverse()
	};
}
