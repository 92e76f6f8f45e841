import type { ScanParams } from '$lib/core/control';
import { Var, type Atom, type Eqn, type Jaxpr } from '$lib/core/jaxpr';
import { lanesOf, setLanes } from '$lib/core/lanes';
import { written } from '$lib/core/origin';
import { memoized } from '$lib/rules/flags';
import { lanesIn } from '$lib/rules/loop-view';

/**
 * A backward pass with what its checkpoints compute again laid open, an equation at a time, so that each is kept and
 * shown. Any other scan, and one whose rows cannot be followed in there, is left as it is.
 */
export function opened(params: ScanParams): ScanParams {
	const { jaxpr, view } = params;
	if (!view.backward || !jaxpr.eqns.some(isCheckpoint)) return params;
	const body = memoized(jaxpr, 'opened', () => inlined(jaxpr));
	const placed = lanesIn(view, body);
	if (view.axes.length > 0 && !placed) return params;
	return { ...params, jaxpr: body, view: { ...view, body, placed: placed ?? new Map() } };
}

const isCheckpoint = ({ primitive }: Eqn): boolean => primitive === 'remat2';

function inlined(jaxpr: Jaxpr): Jaxpr {
	const now = new Map<Atom, Atom>();
	const read = (atom: Atom): Atom => now.get(atom) ?? atom;
	const eqns: Eqn[] = [];
	const add = (eqn: Eqn, fresh: boolean): void => {
		const inputs = eqn.inputs.map(read);
		if (eqn.primitive !== 'remat2') {
			const outputs = fresh ? eqn.outputs.map(renewed) : eqn.outputs;
			eqn.outputs.forEach((v, i) => now.set(v, outputs[i]));
			const open = { ...eqn, inputs, outputs } as Eqn;
			written(open, eqn);
			eqns.push(open);
			return;
		}
		const inner = eqn.params.jaxpr;
		inner.invars.forEach((v, i) => now.set(v, inputs[i]));
		inner.eqns.forEach((one) => add(one, true));
		eqn.outputs.forEach((v, i) => now.set(v, named(read(inner.outs[i]), v)));
	};
	jaxpr.eqns.forEach((eqn) => add(eqn, false));
	return { ...jaxpr, eqns, outs: jaxpr.outs.map(read) };
}

/** Another variable of the same kind: a checkpointed body may stand in several places. */
export function renewed(v: Var): Var {
	const copy = new Var(v.aval);
	copy.names.push(...v.names);
	const lanes = lanesOf(v);
	if (lanes) setLanes(copy, lanes);
	return copy;
}

/** What comes out of a function may be called by the program only outside of it, and what goes in only inside. */
export function named(inner: Atom, outer: Var): Atom {
	if (inner instanceof Var)
		for (const name of outer.names) if (!inner.names.includes(name)) inner.names.push(name);
	return inner;
}
