import type { ChangingLeaf } from '$lib/recording/hits';
import type { Loop, Operand } from '$lib/recording/recording';
import type { ValueRef } from '$lib/recording/value-ref';

/** A leaf with its name. */
export type NamedLeaf = ChangingLeaf & { readonly name: string };

/** The leaf that a selected value belongs to, else the first carry, y or x; null where there is none. */
export function changingLeaf(loop: Loop, selected: ValueRef | null): NamedLeaf | null {
	const chosen = selected && leafOf(loop, selected);
	if (chosen) return chosen;
	const roles = ['carry', 'y', 'x'] as const;
	const role = roles.find((each) => leavesOf(loop, each).length > 0);
	return role ? named(loop, { role, leaf: 0 }) : null;
}

const leavesOf = (loop: Loop, role: ChangingLeaf['role']): Loop['carry'] =>
	({ x: loop.xs, carry: loop.carry, y: loop.ys })[role];

function named(loop: Loop, { role, leaf }: ChangingLeaf): NamedLeaf | null {
	const found = leavesOf(loop, role)[leaf];
	return found ? { role, leaf, name: found.name } : null;
}

function leafOf(loop: Loop, selected: ValueRef): NamedLeaf | null {
	switch (selected.kind) {
		case 'init':
		case 'carry':
		case 'final':
			return named(loop, { role: 'carry', leaf: selected.leaf });
		case 'x':
		case 'y':
			return named(loop, { role: selected.kind, leaf: selected.leaf });
		case 'result': {
			const [becomes] = loop.eqns[selected.eqn]?.becomes ?? [];
			return becomes ? named(loop, becomes) : null;
		}
		case 'closed':
		case 'watch':
			return null;
	}
}

/** What an expression calls a selected value; a carry that a step made goes by the name the body gave it. */
export function expressionOf(loop: Loop, selected: ValueRef): string | null {
	switch (selected.kind) {
		case 'init':
			return loop.carry[selected.leaf]?.name ?? null;
		case 'carry':
		case 'final':
			return returned(loop, loop.returns.carry[selected.leaf]) ?? loop.carry[selected.leaf]?.name ?? null;
		case 'x':
			return loop.xs[selected.leaf]?.name ?? null;
		case 'y':
			return returned(loop, loop.returns.ys[selected.leaf]) ?? loop.ys[selected.leaf]?.name ?? null;
		case 'watch':
			return loop.watches?.[selected.leaf]?.name ?? null;
		case 'closed':
			return loop.closed[selected.leaf]?.name ?? null;
		case 'result': {
			const eqn = loop.eqns[selected.eqn];
			return eqn ? (eqn.name ?? eqn.text) : null;
		}
	}
}

function returned(loop: Loop, operand: Operand | undefined): string | null {
	switch (operand?.kind) {
		case 'equation':
			return loop.eqns[operand.eqn].name ?? loop.eqns[operand.eqn].text;
		case 'carry':
			return loop.carry[operand.leaf].name;
		case 'x':
			return loop.xs[operand.leaf].name;
		case 'closed':
			return loop.closed[operand.leaf].name;
		default:
			return null;
	}
}
