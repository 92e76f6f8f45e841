import { allocate } from '$lib/array/dtype';
import type { Kernel, View } from '$lib/array/kernel';
import { sizeOf } from '$lib/array/shape';
import { Literal, type Atom, type Jaxpr, type Var } from '$lib/core/jaxpr';
import type { Driver } from './driver';
import { kernelOf } from './evaluate';
import { register, Slot } from './slot';
import { workOf } from './work';

/** A jaxpr made ready to run again and again without allocation. */
export interface Body {
	/** Closed-over and argument values: point them before `run`. */
	readonly ins: readonly Slot[];
	readonly outs: readonly View[];
	/** What one run costs, inner loops left out: they count themselves. */
	readonly cost: number;
	/** Carries out every equation once. */
	readonly run: () => void;
}

/**
 * Makes the closures of a jaxpr's equations over preallocated storage (the reference interpreter; engine.md §3 b).
 * `place` says where an equation's results go; by default each has a register of its own.
 */
export function compile(
	jaxpr: Jaxpr,
	driver: Driver,
	place: (v: Var) => View = (v) => register(v.aval)
): Body {
	const views = new Map<Var, View>();
	const ins = jaxpr.invars.map((v) => {
		const slot = new Slot(allocate(v.aval.dtype, 0));
		views.set(v, slot);
		return slot;
	});
	const view = (atom: Atom): View => {
		if (atom instanceof Literal) return { data: atom.value.data, at: 0 };
		const found = views.get(atom);
		if (!found) throw new Error('internal: a variable is read before it is assigned');
		return found;
	};
	let cost = 0;
	const steps = jaxpr.eqns.map((eqn) => {
		const inputs = eqn.inputs.map(view);
		const outputs = eqn.outputs.map((v) => {
			const out = place(v);
			views.set(v, out);
			return out;
		});
		const inTypes = eqn.inputs.map((atom) => atom.aval);
		const outTypes = eqn.outputs.map((v) => v.aval);
		const kernel = kernelOf(eqn.primitive, inTypes, outTypes, eqn.params, driver);
		cost += workOf(eqn.primitive, inTypes, outTypes, eqn.params);
		return step(kernel, inputs, outputs);
	});
	return { ins, outs: jaxpr.outs.map(view), cost, run: sequence(steps) };
}

const step =
	(kernel: Kernel, ins: readonly View[], outs: readonly View[]): (() => void) =>
	() =>
		kernel(ins, outs);

function sequence(steps: readonly (() => void)[]): () => void {
	if (steps.length === 1) return steps[0];
	return () => {
		for (let i = 0; i < steps.length; i++) steps[i]();
	};
}
