import { lane, type Lane } from './moment';
import { changeAt, lanesOf, type Change } from './read';
import type { Loop } from './recording';

/** A carry leaf that a step gave another value. */
export interface CarryChange {
	readonly leaf: number;
	/** Null for a carry that exists once for all lanes. */
	readonly lane: Lane | null;
	readonly change: Change;
}

/** What a step changed, lane by lane, leaves in their order; at most `most` of them, with how many there are in all. */
export function changesAt(
	loop: Loop,
	step: number,
	most = Infinity
): { readonly shown: readonly CarryChange[]; readonly count: number } {
	const shown: CarryChange[] = [];
	let count = 0;
	for (let row = 0; row < loop.lanes; row++) {
		loop.carry.forEach(({ column }, leaf) => {
			if (row >= lanesOf(column, loop)) return;
			const change = changeAt(column, step, lane(row), loop.axes);
			if (change === null) return;
			if (count++ < most) shown.push({ leaf, lane: column.shared ? null : lane(row), change });
		});
	}
	return { shown, count };
}
