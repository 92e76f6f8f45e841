import type { Kernel, View } from '$lib/array/kernel';
import { sizeOf } from '$lib/array/shape';
import { isVectorised } from '$lib/array/wasm/scratch';
import { Literal, type Eqn } from '$lib/core/jaxpr';
import { expressionOf } from './expression';

/** An equation with its storage: what a body carries out, one after the other. */
export interface Step {
	readonly eqn: Eqn;
	readonly kernel: Kernel;
	readonly ins: readonly View[];
	readonly outs: readonly View[];
}

/** Elementwise equations of one element count that follow each other, or one equation that keeps its kernel. */
export type Group = Fused | { readonly kind: 'kernel'; readonly step: Step };

export interface Fused {
	readonly kind: 'loop';
	readonly n: number;
	readonly steps: readonly Step[];
}

/** Equations of one loop: beyond them a loop gains little and V8 optimizes worse. */
const longestLoop = 48;

/** Splits a body, in order. */
export function groupsOf(steps: readonly Step[]): Group[] {
	const groups: Group[] = [];
	let last: Step[] = [];
	let lastCount: number | null = null;
	for (const step of steps) {
		const n = elementsOf(step);
		if (n === null) groups.push({ kind: 'kernel', step });
		else if (n === lastCount && last.length < longestLoop) last.push(step);
		else {
			last = [step];
			groups.push({ kind: 'loop', n, steps: last });
		}
		lastCount = n;
	}
	return groups;
}

/** Elements of an equation that can be written out: every operand has as many, or one. */
function elementsOf({ eqn, kernel, outs }: Step): number | null {
	const [out] = eqn.outputs;
	if (eqn.outputs.length !== 1 || isVectorised(kernel, outs)) return null;
	const n = sizeOf(out.aval.shape);
	const types = eqn.inputs.map(({ aval }) => aval);
	if (n === 0 || !types.every(({ shape }) => [1, n].includes(sizeOf(shape)))) return null;
	const names = eqn.inputs.map((atom) => (atom instanceof Literal ? '0' : 'x'));
	return expressionOf(eqn.primitive, names, types, out.aval, eqn.params) === null ? null : n;
}
