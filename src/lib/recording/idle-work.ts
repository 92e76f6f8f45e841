import { lane, type Lane } from './moment';
import { scalarAt } from './read';
import type { Loop } from './recording';

/** What a batched while loop computes for rows that have ended, and drops. */
export interface IdleWork {
	/** Steps each row goes on for. */
	readonly steps: readonly number[];
	/** Steps of rows that were computed and dropped, and those that were computed at all. */
	readonly idle: number;
	readonly total: number;
}

const known = new WeakMap<Loop, IdleWork>();

/** Null for a loop all of whose rows go together. */
export function idleWork(loop: Loop): IdleWork | null {
	if (loop.active === null) return null;
	let work = known.get(loop);
	if (!work) known.set(loop, (work = countIdle(loop)));
	return work;
}

function countIdle(loop: Loop): IdleWork {
	const { lanes, recorded } = loop;
	const steps = Array.from({ length: lanes }, (_, n) => stepsOf(loop, lane(n)));
	const total = lanes * recorded;
	return { steps, total, idle: total - steps.reduce((sum, n) => sum + n, 0) };
}

/** A row that has ended does not begin again. */
function stepsOf({ active, axes, recorded }: Loop, row: Lane): number {
	let n = 0;
	while (active && n < recorded && scalarAt(active, n, row, axes) !== 0) n++;
	return n;
}
