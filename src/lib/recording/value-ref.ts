import type { CellRef } from './hover';
import { lane, type EqnIndex, type Lane, type Moment } from './moment';
import { resultUsed } from './query';
import type { Column, Loop } from './recording';
import { isSettled } from './walk';

/** A value of a loop that can be looked at closely: a cell of the lanes, an equation's result, an outer value. */
export type ValueRef =
	| CellRef
	| {
			readonly kind: 'result';
			readonly eqn: EqnIndex;
			readonly lane: Lane | null;
			readonly step: number;
	  }
	| { readonly kind: 'closed'; readonly leaf: number; readonly lane: Lane | null; readonly step: number };

/** Where a value is kept. */
export interface ValuePlace {
	/** What the user calls it. */
	readonly name: string;
	readonly column: Column;
	/** Whether the column has the entry before step 0. */
	readonly carried: boolean;
	readonly entry: number;
	readonly lane: Lane;
	/** The value it goes on to be, for its colour. */
	readonly role: 'x' | 'carry' | 'y' | 'plain';
}

/** Where a loop keeps a value; null where it has no such value (another program's), or not at hand. */
export function placeOf(loop: Loop, ref: ValueRef): ValuePlace | null {
	const at = lane(Math.min(ref.lane ?? 0, Math.max(0, loop.lanes - 1)));
	const leaf = leafOf(loop, ref);
	if (leaf === null) return null;
	const carried = ref.kind === 'init' || ref.kind === 'carry' || ref.kind === 'final';
	const entry = entryOf(loop, ref);
	if (leaf.column.stepStride === 0 && !carried) return { ...leaf, carried, entry: 0, lane: at };
	const { from, to } = loop.long ?? { from: 0, to: loop.recorded };
	if (entry < from || entry > (carried ? to : to - 1)) return null;
	return { ...leaf, carried, entry, lane: at };
}

/** What keeps a value, wherever in the run it is; null where nothing does. */
export function leafOf(loop: Loop, ref: ValueRef): Pick<ValuePlace, 'name' | 'column' | 'role'> | null {
	switch (ref.kind) {
		case 'init':
		case 'carry':
		case 'final':
			return roled(loop.carry[ref.leaf], 'carry');
		case 'x':
			return roled(loop.xs[ref.leaf], 'x');
		case 'y':
			return roled(loop.ys[ref.leaf], 'y');
		case 'watch':
			return roled(loop.watches?.[ref.leaf], 'plain');
		case 'closed':
			return roled(loop.closed[ref.leaf], 'plain');
		case 'result': {
			const eqn = loop.eqns[ref.eqn];
			const column = eqn && resultUsed(loop, eqn);
			if (!column) return null;
			const role = eqn.becomes.some((to) => to.role === 'carry')
				? 'carry'
				: (eqn.becomes[0]?.role ?? 'plain');
			return { name: eqn.name ?? eqn.text, column, role };
		}
	}
}

const roled = <R extends ValuePlace['role']>(
	leaf: { readonly name: string; readonly column: Column } | undefined,
	role: R
): { name: string; column: Column; role: R } | null =>
	leaf ? { name: leaf.name, column: leaf.column, role } : null;

function entryOf(loop: Loop, ref: ValueRef): number {
	if (ref.kind === 'init') return 0;
	if (ref.kind === 'final') return loop.recorded;
	return ref.kind === 'carry' ? ref.step + 1 : ref.step;
}

/** Whether the value is there at a moment: xs, inits and outer values always are, what is made is not before its time. */
export function isThere(loop: Loop, ref: ValueRef, moment: Moment): boolean {
	if (ref.kind === 'x' || ref.kind === 'init' || ref.kind === 'closed') return true;
	const settled = isSettled(moment) || (ref.kind === 'result' && moment.beat === 'combine');
	const reached = settled ? moment.step : moment.step - 1;
	return ref.kind === 'final' ? reached >= loop.recorded - 1 : ref.step <= reached;
}

/** Entries of the value's history that are there at a moment. */
export function entriesThere(loop: Loop, place: ValuePlace, moment: Moment): number {
	if (place.role === 'x' && !place.carried) return loop.recorded;
	const done = (isSettled(moment) ? moment.step : moment.step - 1) + 1;
	return Math.max(0, place.carried ? done + 1 : done);
}

/** Whether both are the same value at the same step and lane. */
export const sameValue = (a: ValueRef | null, b: ValueRef | null): boolean =>
	a === b || JSON.stringify(a) === JSON.stringify(b);
