import { lane as laneOf, type Lane, type Moment } from '$lib/recording/moment';
import type { Loop, Print, Recording } from '$lib/recording/recording';
import { restAt } from '$lib/recording/walk';
import { laneName } from '$lib/recording/words';

/** As prints came out; as the batch runs, all rows of a step together; or one row after the other. */
export const printOrders = ['printed', 'batch', 'row'] as const;
export type PrintOrder = (typeof printOrders)[number];

export const orderNames: { readonly [O in PrintOrder]: string } = {
	printed: 'as it came out',
	batch: 'as the batch runs',
	row: 'row by row'
};

/** A print and where it came from. */
export interface PrintLine {
	readonly text: string;
	/** `row 1, step 0`; empty outside any loop. */
	readonly where: string;
	/** Where it is printed; null outside any loop. */
	readonly moment: Moment | null;
	/** Null where it was printed once for all rows. */
	readonly lane: Lane | null;
}

/** Whether any print happened in a loop, so that there is an order to choose. */
export const hasPlaces = ({ prints }: Recording): boolean => (prints ?? []).some(({ at }) => at !== null);

/** The prints of a run in an order; those of one place stay as they came. */
export function printLines(recording: Recording, order: PrintOrder): readonly PrintLine[] {
	const lines = (recording.prints ?? []).map((print) => lineOf(print, recording.loops));
	if (order === 'printed') return lines;
	const byLoop = (a: PrintLine, b: PrintLine): number => loopOf(a) - loopOf(b);
	const byStep = (a: PrintLine, b: PrintLine): number => stepOf(a) - stepOf(b);
	const byLane = (a: PrintLine, b: PrintLine): number => (a.lane ?? -1) - (b.lane ?? -1);
	return order === 'batch'
		? lines.sort((a, b) => byLoop(a, b) || byStep(a, b) || byLane(a, b))
		: lines.sort((a, b) => byLoop(a, b) || byLane(a, b) || byStep(a, b));
}

const loopOf = ({ moment }: PrintLine): number => moment?.loop ?? -1;
const stepOf = ({ moment }: PrintLine): number => moment?.step ?? -1;

function lineOf({ text, at }: Print, loops: readonly Loop[]): PrintLine {
	const loop = at && (loops[at.loop] ?? null);
	if (!at || !loop) return { text, where: '', moment: null, lane: null };
	const lane = flatLane(loop, at.rows);
	const who = lane === null ? (loop.axes.length === 0 ? '' : 'all rows, ') : `${laneName(loop, lane)}, `;
	return { text, where: `${who}step ${at.step}`, moment: restAt(loop, at.step), lane };
}

/** Null where the print is not of one lane. */
export function flatLane({ axes }: Pick<Loop, 'axes'>, rows: readonly number[]): Lane | null {
	if (axes.length === 0 || rows.length !== axes.length) return null;
	return laneOf(rows.reduce((flat, row, axis) => flat * axes[axis].size + row, 0));
}
