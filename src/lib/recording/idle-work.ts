import { lane, type Lane } from './moment';
import { scalarAt } from './read';
import type { Loop } from './recording';

/** What a batched while loop computes for rows that have ended, and drops. */
export interface IdleWork {
	/** Steps each row goes on for, as far as the loop is recorded. */
	readonly steps: readonly number[];
	/** Whether each row goes on at the end still: the loop was stopped. */
	readonly unended: readonly boolean[];
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
	const unended = steps.map((_, n) => isOn(loop, recorded, lane(n)));
	return { steps, unended, total, idle: total - steps.reduce((sum, n) => sum + n, 0) };
}

/** A row that has ended does not begin again. */
function stepsOf(loop: Loop, row: Lane): number {
	let n = 0;
	while (n < loop.recorded && isOn(loop, n, row)) n++;
	return n;
}

const isOn = ({ active, axes }: Loop, step: number, row: Lane): boolean =>
	active !== null && scalarAt(active, step, row, axes) !== 0;
