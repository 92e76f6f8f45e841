import type { Atom } from '$lib/core/jaxpr';
import type { LiveLoop } from '../live-loop';
import type { Predicate } from '../trail';

/** What the predicate of a loop read, of the carry and of what it closes over; null where the loop has none. */
export function predicateOf({ ran }: LiveLoop): Predicate | null {
	const { row, carry } = ran.params.view;
	if (row.primitive !== 'while') return null;
	const { cond_jaxpr, cond_nconsts } = row.params;
	const reached = new Set<Atom>(cond_jaxpr.outs);
	for (const eqn of cond_jaxpr.eqns.toReversed())
		if (eqn.outputs.some((v) => reached.has(v))) eqn.inputs.forEach((atom) => reached.add(atom));
	const read = cond_jaxpr.invars.flatMap((v, i) => (reached.has(v) ? [i] : []));
	return {
		carry: read
			.filter((i) => i >= cond_nconsts && i - cond_nconsts < carry.length)
			.map((i) => i - cond_nconsts),
		closed: read.filter((i) => i < cond_nconsts)
	};
}
