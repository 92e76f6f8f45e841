import { withColumns } from './columns';
import { givenTo } from './faults';
import { flagsOf, operandColumn, type Flag } from './flags';
import { lanesPart, type Closeness, type Divergence } from './divergence';
import { goesOn, type Hits, type Holds } from './hits';
import { lane as laneOf, step as stepOf, type Lane } from './moment';
import { wrapsAround } from './overflow';
import { numberFormat } from './number-format';
import { scalarAt, slotsAt } from './read';
import { noStep } from './lane-order';
import type { LiveLoop } from './live-loop';
import type { Column, Loop } from './recording';
import type { Slices } from './slices';
import type { Stretch, Windows } from './windows';

/** Where something holds, with what that comes to in each lane. */
export interface LongHits extends Hits {
	/** By lane: whether it ever holds there. */
	readonly ever: Uint8Array;
}

/** What a window makes of it; may look at the step before those it is asked for, but for step 0. */
export type HoldsIn = (window: LiveLoop) => Holds;

/** Every step and lane of a loop looked at, window by window. */
export function* longHits(windows: Windows, holdsIn: HoldsIn, from = 0): Slices<LongHits> {
	const { recorded, lanes: count } = windows.loop;
	const lanes = new Uint32Array(recorded);
	const first = new Int32Array(recorded).fill(-1);
	const ever = new Uint8Array(count);
	const rows = Array.from({ length: count }, (_, row) => laneOf(row));
	let steps = 0;
	for (const stretch of windows.stretches(from)) {
		const holds = holdsIn(windows.between(withStepBefore(stretch, windows)));
		for (let n = stretch.from; n < stretch.to; n++) {
			const step = stepOf(n);
			for (let row = 0; row < count; row++) {
				if (!holds(step, rows[row])) continue;
				if (lanes[n]++ === 0) first[n] = row;
				ever[row] = 1;
			}
			if (lanes[n] > 0) steps++;
		}
		yield;
	}
	return { lanes, first, steps, ever };
}

/** A stretch begins at a checkpoint: the step before it is had with all that lie between it and the one before. */
const withStepBefore = ({ from, to }: Stretch, windows: Windows): Stretch => ({
	from: from === 0 ? 0 : windows.checkpointBefore(from - 1),
	to
});

/** All flags of a loop, by equation, then lane; with each what the equation was given there. */
export function* longFlags(windows: Windows): Slices<readonly Flag[]> {
	const found = new Map<string, Flag>();
	if (!mayHaveFlags(windows.loop)) return [];
	for (const stretch of windows.stretches()) {
		const { loop } = windows.between(stretch);
		for (const flag of flagsOf(asItsOwn(loop, stretch), stretch.from === 0)) {
			const here = { ...flag, step: stepOf(flag.step + stretch.from) };
			const key = `${flag.eqn} ${flag.kind} ${flag.lane}`;
			const known = found.get(key);
			found.set(
				key,
				known ? { ...known, count: known.count + flag.count } : { ...here, given: givenTo(loop, here) }
			);
		}
		yield;
	}
	return [...found.values()].sort((a, b) => (a.eqn ?? -1) - (b.eqn ?? -1));
}

/** Whether any equation makes what is not finite, may wrap around or has indices that may be out of range. */
const mayHaveFlags = (loop: Loop): boolean =>
	loop.eqns.some(
		(eqn) =>
			eqn.indexing !== null ||
			wrapsAround(
				eqn,
				eqn.operands.map((operand) => operandColumn(loop, operand))
			) !== null ||
			eqn.results.some(({ whole }) => !whole || !whole.summary.special.every(Number.isFinite))
	);

/** The window as a loop that begins with its first step. */
export function asItsOwn(window: Loop, { from, to }: Stretch): Loop {
	const shifted = withColumns(window, (column) => ({
		...column,
		whole: undefined,
		offset: column.offset + from * column.stepStride
	}));
	return { ...shifted, recorded: to - from, long: undefined };
}

/** By lane: the first entry of a leaf at which it is another than in the lane looked at; Infinity where it never is. */
export function* longPartings(
	windows: Windows,
	role: 'carry' | 'xs' | 'ys',
	leaf: number,
	focus: Lane
): Slices<Float64Array> {
	const parted = new Float64Array(windows.loop.lanes).fill(Infinity);
	for (const stretch of windows.stretches()) {
		const { loop } = windows.between(stretch);
		const { column } = loop[role][leaf];
		const mine = slotsAt(column, focus, loop.axes);
		const last = role === 'carry' ? stretch.to : stretch.to - 1;
		for (let row = 0; row < loop.lanes; row++) {
			if (parted[row] !== Infinity) continue;
			const slots = slotsAt(column, laneOf(row), loop.axes);
			for (let entry = stretch.from; entry <= last && parted[row] === Infinity; entry++)
				if (
					slots.some(
						(slot, k) =>
							!Object.is(
								column.data[slot + entry * column.stepStride],
								column.data[mine[k] + entry * column.stepStride]
							)
					)
				)
					parted[row] = entry;
		}
		if (parted.every((entry, row) => entry !== Infinity || row === focus)) break;
		yield;
	}
	return parted;
}

/** The first step in which two lanes of a long loop part; no further than that is looked. */
export function* longLanesPart(
	windows: Windows,
	[a, b]: readonly [Lane, Lane],
	closeness: Closeness
): Slices<Divergence | null> {
	for (const stretch of windows.stretches()) {
		const found = lanesPart(windows.between(stretch).loop, a, b, closeness);
		if (found) return found;
		yield;
	}
	return null;
}

/** By lane: what an expression comes to in the last step in which the lane took part; NaN where there is none. */
export function* longLasts(
	windows: Windows,
	columnIn: (window: LiveLoop) => Column
): Slices<readonly LastOfLane[]> {
	const { lanes } = windows.loop;
	const lasts = new Array<LastOfLane | undefined>(lanes).fill(undefined);
	for (const stretch of [...windows.stretches()].reverse()) {
		const window = windows.between(stretch);
		const on = goesOn(window.loop);
		let column: Column | null = null;
		for (let row = 0; row < lanes; row++) {
			let step = stretch.to - 1;
			while (lasts[row] === undefined && step >= stretch.from && !on(stepOf(step), laneOf(row))) step--;
			if (lasts[row] !== undefined || step < stretch.from) continue;
			column ??= columnIn(window);
			const value = scalarAt(column, step, laneOf(row), window.loop.axes);
			lasts[row] = { value, text: numberFormat(column, window.loop, false).text(value) };
		}
		if (!lasts.includes(undefined)) break;
		yield;
	}
	return lasts.map((last) => last ?? { value: NaN, text: noStep });
}

/** Of a lane: a number and how it is written. */
export interface LastOfLane {
	readonly value: number;
	readonly text: string;
}
