import { lane, type Lane } from './moment';
import { scalarAt } from './read';
import type { Loop, LongLoop } from './recording';

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
	const { lanes, recorded, long } = loop;
	const { steps, unended } = long?.rowsOn ?? withSteps(beforeAnyStep(lanes), loop, 0, recorded);
	const total = lanes * recorded;
	return { steps, unended, total, idle: total - steps.reduce((sum, n) => sum + n, 0) };
}

type RowsOn = NonNullable<LongLoop['rowsOn']>;

/** How far so many rows go before the first step: nowhere yet. */
export const beforeAnyStep = (lanes: number): RowsOn => ({
	steps: Array.from({ length: lanes }, () => 0),
	unended: Array.from({ length: lanes }, () => true)
});

/** How far rows go, with the steps `from` up to `to` that the columns of `loop` have. A row that has ended does not begin again. */
export function withSteps({ steps }: RowsOn, loop: Loop, from: number, to: number): RowsOn {
	const now = steps.map((before, row) => {
		let n = before;
		while (n >= from && n < to && isOn(loop, n, lane(row))) n++;
		return n;
	});
	return { steps: now, unended: now.map((n, row) => n === to && isOn(loop, to, lane(row))) };
}

const isOn = ({ active, axes }: Loop, step: number, row: Lane): boolean =>
	active !== null && scalarAt(active, step, row, axes) !== 0;
