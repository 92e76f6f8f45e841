import { lane, step, type Lane, type Step } from './moment';
import { changeAt, elementsAt, scalarAt, startOf, valueOffsets } from './read';
import type { Column, Loop } from './recording';

/** Where in the history of a loop something holds. */
export interface Hits {
	/** By step: in how many lanes. */
	readonly lanes: Uint32Array;
	/** By step: the first of these lanes; -1 where there is none. */
	readonly first: Int32Array;
	/** Steps in which it holds in some lane. */
	readonly steps: number;
}

/** A step in which it holds. */
export interface Hit {
	readonly step: Step;
	readonly lanes: number;
	readonly first: Lane;
}

/** Whether something holds at a step in a lane. */
export type Holds = (step: Step, lane: Lane) => boolean;

export const nowhere: Holds = () => false;

/** Every step and lane looked at. */
export function hitsOf(loop: Loop, holds: Holds): Hits {
	const lanes = new Uint32Array(loop.recorded);
	const first = new Int32Array(loop.recorded).fill(-1);
	let steps = 0;
	for (let n = 0; n < loop.recorded; n++) {
		for (let row = 0; row < loop.lanes; row++) {
			if (!holds(step(n), lane(row))) continue;
			if (lanes[n]++ === 0) first[n] = row;
		}
		if (lanes[n] > 0) steps++;
	}
	return { lanes, first, steps };
}

/** Where a lane of a while loop has ended, nothing holds any more: what is computed there is dropped. */
export const goesOn = ({ active, axes }: Loop): Holds =>
	active === null ? () => true : (n, row) => scalarAt(active, n, row, axes) !== 0;

/** Where a column of one number a step is true as Python has it: not nought. NaN is true. */
export function truthOf(loop: Loop, column: Column): Holds {
	const on = loop.active && goesOn(loop);
	const { data, stepStride } = column;
	const [first = 0] = valueOffsets(column);
	const starts = Array.from({ length: loop.lanes }, (_, k) => startOf(column, 0, lane(k), loop.axes) + first);
	return (n, row) => data[starts[row] + n * stepStride] !== 0 && (on === null || on(n, row));
}

/** A leaf whose changes are looked for. */
export interface ChangingLeaf {
	readonly role: 'x' | 'carry' | 'y';
	readonly leaf: number;
}

/** Where a leaf is another than the step before: for a carry, than what the step was given. */
export function changeOf(loop: Loop, { role, leaf }: ChangingLeaf): Holds {
	if (role === 'carry') {
		const { column } = loop.carry[leaf];
		return (n, row) => changeAt(column, n, row, loop.axes) !== null;
	}
	const { column } = (role === 'x' ? loop.xs : loop.ys)[leaf];
	const on = goesOn(loop);
	return (n, row) => n > 0 && on(n, row) && differs(column, loop, n, row);
}

function differs(column: Column, { axes }: Loop, n: number, row: Lane): boolean {
	const before = elementsAt(column, n - 1, row, axes);
	return elementsAt(column, n, row, axes).some((value, k) => !Object.is(value, before[k]));
}

/** Of some hits those in which every lane that still goes on takes part. */
export function everyLane(loop: Loop, hits: Hits): Hits {
	const on = hitsOf(loop, goesOn(loop));
	const whole = (n: number): boolean => hits.lanes[n] > 0 && hits.lanes[n] === on.lanes[n];
	return {
		lanes: hits.lanes.map((count, n) => (whole(n) ? count : 0)),
		first: hits.first.map((row, n) => (whole(n) ? row : -1)),
		steps: hits.lanes.reduce((sum, _, n) => sum + Number(whole(n)), 0)
	};
}

const hitAt = ({ lanes, first }: Hits, n: number): Hit => ({
	step: step(n),
	lanes: lanes[n],
	first: lane(first[n])
});

/** The first hit later than a step; null where there is none. */
export function hitAfter(hits: Hits, at: number): Hit | null {
	for (let n = Math.max(0, at + 1); n < hits.lanes.length; n++) if (hits.lanes[n] > 0) return hitAt(hits, n);
	return null;
}

/** The last hit earlier than a step; null where there is none. */
export function hitBefore(hits: Hits, at: number): Hit | null {
	for (let n = Math.min(hits.lanes.length, at) - 1; n >= 0; n--) if (hits.lanes[n] > 0) return hitAt(hits, n);
	return null;
}

/** The first `most` hits. */
export function listed(hits: Hits, most: number): Hit[] {
	const found: Hit[] = [];
	for (let hit = hitAfter(hits, -1); hit && found.length < most; hit = hitAfter(hits, hit.step))
		found.push(hit);
	return found;
}
