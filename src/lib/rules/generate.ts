import type { View } from '$lib/array/kernel';
import { sizeOf } from '$lib/array/shape';
import type { Var } from '$lib/core/jaxpr';
import { groupsOf, type Group, type Step } from './generate/groups';
import { SourceWriter } from './generate/source';

/** Carries out a body once; or does nothing and returns false, because a view has other storage than at first. */
export type Generated = () => boolean;

/** Equations of one function: V8 does not optimize very long ones. */
const longestBody = 600;

/** False once a page has turned out to forbid generated code. */
let allowed = true;

/** How many functions were made: V8 shares what it learns between equal ones, and then takes no storage as constant. */
let made = 0;

/**
 * JavaScript that carries out the equations of a body, the elementwise ones fused: the same bits as their kernels
 * leave, in the places of `kept` variables and wherever a kernel reads. Null where the page forbids generated code
 * (Content-Security-Policy without unsafe-eval) or nothing would be gained.
 */
export function generate(steps: readonly Step[], kept: ReadonlySet<Var>): Generated | null {
	if (!allowed || steps.length > longestBody) return null;
	const groups = groupsOf(steps);
	if (!isWorthWhile(groups)) return null;
	const elsewhere = readElsewhere(groups);
	const writer = new SourceWriter((v) => kept.has(v) || elsewhere.has(v));
	for (const group of groups) writer.add(group);
	return functionOf(writer);
}

/** What calling a kernel takes, in elements of an ordinary one. */
const callCost = 32;

/** Is at least an eighth of the body in loops? Making a function for less takes longer than it saves. */
function isWorthWhile(groups: readonly Group[]): boolean {
	let all = 0;
	let fused = 0;
	for (const group of groups) {
		const steps = group.kind === 'loop' ? group.steps : [group.step];
		const cost = steps.reduce((sum, { eqn }) => sum + callCost + sizeOf(eqn.outputs[0]?.aval.shape ?? []), 0);
		all += cost;
		if (group.kind === 'loop') fused += cost;
	}
	return 8 * fused >= all && fused > 0;
}

/** Variables that are read from their places: by kernels, and by loops other than their own. */
function readElsewhere(groups: readonly Group[]): Set<Var> {
	const madeIn = new Map<unknown, Group>();
	const read = new Set<unknown>();
	for (const group of groups) {
		const steps = group.kind === 'loop' ? group.steps : [group.step];
		for (const { eqn } of steps) {
			for (const v of eqn.outputs) madeIn.set(v, group);
			for (const atom of eqn.inputs)
				if (group.kind === 'kernel' || madeIn.get(atom) !== group) read.add(atom);
		}
	}
	return read as Set<Var>;
}

type Factory = (views: readonly View[], steps: readonly Step[]) => Generated;

function functionOf({ source, views, steps }: SourceWriter): Generated | null {
	try {
		const make = new Function('views', 'steps', `// ${made++}\n${source}`) as Factory;
		return make(views, steps);
	} catch (error) {
		if (!(error instanceof EvalError)) throw error;
		allowed = false;
		return null;
	}
}
