import type { Eqn } from '$lib/core/jaxpr';
import { subJaxprs } from '$lib/core/sub-jaxprs';
import type { LoopSketch } from './recording';

/** The loops an equation runs: itself, or those inside a call or a branch; not those inside their steps. */
export function loopsIn(eqn: Eqn): readonly LoopSketch[] {
	if (eqn.source.hidden) return [];
	if (eqn.primitive === 'scan' || eqn.primitive === 'while') {
		const { kind, name } = eqn.params.view;
		return [{ kind, name, call: eqn.source.span }];
	}
	return subJaxprs(eqn).flatMap(({ eqns }) => eqns.flatMap(loopsIn));
}
