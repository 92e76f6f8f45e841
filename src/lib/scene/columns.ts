import { easeCubicInOut, interpolateNumber } from 'd3';
import type { Moment } from '$lib/recording/moment';
import type { Loop } from '$lib/recording/recording';
import { plain } from './size';

/** Columns in pixels: -1 is the init, 0 ... the steps, `length` the final carry. */
export interface Columns {
	/** Between neighbouring steps. */
	readonly pitch: number;
	/** Columns that fit where not all do; null where all do. */
	readonly capacity: number | null;
	/** Centre of a column in px when the window starts at column `start`. */
	readonly columnX: (column: number, start: number) => number;
	/** First column in the window at a moment; whole at rest, between two while the step is pulled in. */
	readonly startAt: (moment: Moment, t: number) => number;
}

/** Columns for a loop in `room` px right of `gutter`; `cell` is the widest cell, and `gap` the least between two, px. */
export function placeColumns(
	loop: Loop,
	room: number,
	cell: number,
	scale: number,
	gutter: number,
	gap: number = plain.columnGap * scale
): Columns {
	const least = cell + gap;
	const end = Math.max(plain.endPitch, least / (plain.pitch * scale));
	if (loop.length === 0) return allColumns(0, plain.pitch * scale, end, gutter + cell / 2);
	const roomiest = (room - cell) / (loop.length - 1 + 2 * end);
	const pitch = Math.min(plain.pitch * 1.25 * scale, roomiest);
	const ends = Math.max(end * pitch, least) / pitch;
	const needed = cell + (loop.length - 1 + 2 * ends) * pitch;
	if (pitch >= least && needed <= room + 1) return allColumns(loop.length, pitch, ends, gutter + cell / 2);
	const tight = (room - cell) / (loop.length + 1);
	if (tight >= least) return allColumns(loop.length, tight, 1, gutter + cell / 2);
	return windowOf(loop.length, room, least, gutter);
}

/** Every column in sight; `end` is how near init and final stand, in pitches. */
function allColumns(length: number, pitch: number, end: number, initX: number): Columns {
	const columnX = (column: number): number => {
		if (column <= 0) return initX + (column + 1) * (length === 0 ? 1 : end) * pitch;
		const past = Math.max(0, column - (length - 1));
		return initX + (end + column - past + past * end) * pitch;
	};
	return { pitch, capacity: null, columnX, startAt: () => -1 };
}

/** Part of the columns in sight, the present one a little right of the middle. */
function windowOf(length: number, room: number, least: number, gutter: number): Columns {
	const capacity = Math.max(1, Math.floor(room / least));
	const pitch = room / capacity;
	const lead = Math.round(0.6 * (capacity - 1));
	const first = (step: number): number => Math.max(-1, Math.min(step - lead, length - capacity + 1));
	const startAt = (moment: Moment, t: number): number => {
		if (moment.beat !== 'pull') return first(moment.step);
		return interpolateNumber(first(moment.step - 1), first(moment.step))(easeCubicInOut(t));
	};
	return { pitch, capacity, columnX: (column, start) => gutter + (column - start + 0.5) * pitch, startAt };
}
