import { allLanes, lane as laneOf, type Lane, type Moment } from '$lib/recording/moment';
import { scalarAt } from '$lib/recording/read';
import type { Leaf, Loop } from '$lib/recording/recording';
import { domainOf } from '$lib/recording/summary';

/** One tone: what a carry is in one row. */
export interface Note {
	/** Seconds after the first. */
	readonly after: number;
	/** Null for what is no number: a noise. */
	readonly hertz: number | null;
	/** From -1, left, to 1, right: the first row to the last. */
	readonly pan: number;
}

/** Two octaves, from the least value of the run to the greatest. */
export const pitch = { least: 220, most: 880 } as const;
/** More than these are not told apart: then the row in focus alone is heard. */
const mostRows = 4;
const mostAtOnce = 2;
const between = 0.07;

/**
 * What a settled step sounds like: the first carry of one number, a tone a row, one after the other where there are more than
 * two. The scale is that of the whole run; `seenOnly` makes it that of what has been so far.
 */
export function notesAt(loop: Loop, { step }: Moment, focus: Lane, seenOnly = false): readonly Note[] {
	const leaf = loop.carry.find(({ column }) => column.shape.length === 0);
	if (!leaf || step >= loop.recorded) return [];
	const all = allLanes(loop);
	const rows = loop.lanes > mostRows ? [focus] : all;
	const range = seenOnly ? rangeUntil(loop, leaf, step) : domainOf(leaf.column, loop, true);
	return rows.map((row, n) => ({
		after: rows.length > mostAtOnce ? n * between : 0,
		hertz: hertzOf(scalarAt(leaf.column, step + 1, row, loop.axes), range),
		pan: loop.lanes > 1 ? (1.6 * row) / (loop.lanes - 1) - 0.8 : 0
	}));
}

interface Range {
	readonly min: number;
	readonly max: number;
}

/** As ears hear it: equal steps of value are equal ratios of pitch. What lies outside of the range sounds as its end does. */
export function hertzOf(value: number, { min, max }: Range): number | null {
	if (Number.isNaN(value)) return null;
	const share = max > min ? (Math.max(min, Math.min(max, value)) - min) / (max - min) : 0.5;
	return pitch.least * (pitch.most / pitch.least) ** share;
}

/** Of the finite values from the init to a step. */
function rangeUntil(loop: Loop, { column }: Leaf, step: number): Range {
	let [min, max] = [Infinity, -Infinity];
	for (let entry = 0; entry <= step + 1; entry++)
		for (let row = 0; row < loop.lanes; row++) {
			const value = scalarAt(column, entry, laneOf(row), loop.axes);
			if (!Number.isFinite(value)) continue;
			min = Math.min(min, value);
			max = Math.max(max, value);
		}
	return { min, max };
}
