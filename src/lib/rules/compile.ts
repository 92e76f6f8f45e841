import { allocate } from '$lib/array/dtype';
import type { Kernel, View } from '$lib/array/kernel';
import type { Aval } from '$lib/core/aval';
import { Literal, Var, type Atom, type Jaxpr } from '$lib/core/jaxpr';
import type { Driver } from './driver';
import { kernelOf } from './evaluate';
import type { Generated } from './generate';
import { generator } from './parts';
import type { Step } from './generate/groups';
import { register, Slot } from './slot';
import { equationWork, workOfEqn } from './work';

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

/** Nanoseconds a body runs as closures before code is generated for it: about what generating and warming up take. */
const generateAfter = 5e6;
/** And for each equation: long code takes that much longer to be made and to get fast. */
const generatePerEquation = 4e5;

/** More runs than there are; a number that counting down allocates nothing for. */
const never = 2 ** 30 - 1;

/** What closures take, in ns (engine.md §3): to be called, and for a number. */
const perEquation = 12;
const perNumber = 1.5;

/**
 * Makes the closures of a jaxpr's equations over preallocated storage (the reference interpreter; engine.md §3 b).
 * A body that has run long enough goes on as generated code, which leaves the same bits in the same places.
 * `place` says where an equation's results go, null for a register of its own that only this body looks at, made by `makeRegister`.
 */
export function compile(
	jaxpr: Jaxpr,
	driver: Driver,
	place: (v: Var) => View | null = () => null,
	makeRegister: (type: Aval) => View = register
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
	const kept = new Set<Var>(jaxpr.outs.filter((atom) => atom instanceof Var));
	let cost = 0;
	const steps = jaxpr.eqns.map((eqn): Step => {
		const inputs = eqn.inputs.map(view);
		const outputs = eqn.outputs.map((v) => {
			const placed = place(v);
			if (placed) kept.add(v);
			const out = placed ?? makeRegister(v.aval);
			views.set(v, out);
			return out;
		});
		const inTypes = eqn.inputs.map((atom) => atom.aval);
		const outTypes = eqn.outputs.map((v) => v.aval);
		const make = (): Kernel => kernelOf(eqn.primitive, inTypes, outTypes, eqn.params, driver);
		const kernel = driver.watch ? driver.watch(eqn, make) : make();
		cost += workOfEqn(eqn);
		return { eqn, kernel, ins: inputs, outs: outputs };
	});
	const limit = driver.generateAfter ?? generateAfter + steps.length * generatePerEquation;
	const run = tiered(steps, kept, cost - equationWork * steps.length, limit);
	return { ins, outs: jaxpr.outs.map(view), cost, run };
}

/**
 * Runs the kernels, and after `limit` ns what is generated for them, if anything is. When storage has been replaced
 * it starts over: storage that keeps moving never has code made for it. The time is reckoned, not measured.
 */
function tiered(steps: readonly Step[], kept: ReadonlySet<Var>, cost: number, limit: number): () => void {
	const closures = sequence(steps.map(closure));
	const runs = Math.min(never, Math.ceil(limit / Math.max(1, steps.length * perEquation + cost * perNumber)));
	let left = runs;
	let generated: Generated | null = null;
	return () => {
		if (generated?.()) return;
		if (generated) {
			generated = null;
			left = runs;
		}
		if (left > 0) {
			left--;
			return closures();
		}
		generated = generator.there?.generate(steps, kept) ?? null;
		if (generated) generated();
		else {
			left = never;
			closures();
		}
	};
}

const closure =
	({ kernel, ins, outs }: Step): (() => void) =>
	() =>
		kernel(ins, outs);

function sequence(steps: readonly (() => void)[]): () => void {
	if (steps.length === 1) return steps[0];
	return () => {
		for (let i = 0; i < steps.length; i++) steps[i]();
	};
}
