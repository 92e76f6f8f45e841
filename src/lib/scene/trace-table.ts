import { elementsAt } from '$lib/recording/read';
import type { NumberFormat } from '$lib/recording/number-format';
import { lane, type Moment, type Lane } from '$lib/recording/moment';
import type { CellRef } from '$lib/recording/hover';
import type { Leaf, Loop } from '$lib/recording/recording';
import { isThere, placeOf } from '$lib/recording/value-ref';
import { count, formatOf, laneName } from '$lib/recording/words';

/** A loop as a table of words: a row for every leaf of every lane, a column for every step. */
export interface TraceTable {
	readonly caption: string;
	/** What of the loop is left out, and how to come to it; empty where nothing is. */
	readonly window: string;
	readonly columns: readonly TraceColumn[];
	readonly groups: readonly TraceGroup[];
}

/** `start`, or the number of a step. */
export interface TraceColumn {
	readonly step: number;
	readonly text: string;
	/** Whether it is the moment's. */
	readonly now: boolean;
}

/** A lane, or what exists once for all lanes (`lane` null). */
export interface TraceGroup {
	readonly lane: Lane | null;
	readonly text: string;
	readonly rows: readonly TraceRow[];
}

export interface TraceRow {
	readonly role: 'x' | 'carry' | 'y';
	readonly name: string;
	/** One a column: the exact value; empty where there is none, `…` where it is not there yet. */
	readonly cells: readonly string[];
}

/** More than these are left out. */
export const mostSteps = 48;
export const mostLanes = 16;

const mostElements = 6;
const later = '…';

/**
 * The table of a loop round a moment and a lane. `veiled` keeps back what comes after the moment: its cells hold `…`.
 */
export function traceTable(loop: Loop, moment: Moment, focus: Lane, veiled: boolean): TraceTable {
	const { from, to } = loop.long ?? { from: 0, to: loop.recorded };
	const steps = windowOf(moment.step, from, to, mostSteps);
	const lanes = windowOf(focus, 0, loop.lanes, mostLanes);
	const columns = [...(steps[0] === 0 ? [-1] : []), ...range(steps)];
	const until = veiled ? moment : null;
	const once = rowsOf(loop, null, columns, until);
	const groups = range(lanes).map((at): TraceGroup => {
		const rows = rowsOf(loop, lane(at), columns, until);
		return { lane: lane(at), text: loop.axes.length > 0 ? laneName(loop, lane(at)) : 'the loop', rows };
	});
	return {
		caption: captionOf(loop),
		window: leftOut(loop, steps, lanes),
		columns: columns.map((step) => ({
			step,
			text: step < 0 ? 'start' : String(step),
			now: step === moment.step
		})),
		groups: [...(once.length > 0 ? [{ lane: null, text: 'all rows', rows: once }] : []), ...groups].filter(
			({ rows }) => rows.length > 0
		)
	};
}

type Stretch = readonly [from: number, to: number];

const range = ([from, to]: Stretch): number[] => Array.from({ length: to - from }, (_, n) => from + n);

/** At most `most` of what lies between two ends, with `at` in the middle where that is possible. */
function windowOf(at: number, from: number, to: number, most: number): Stretch {
	const first = Math.max(from, Math.min(at - Math.floor(most / 2), to - most));
	return [first, Math.min(to, first + most)];
}

function captionOf(loop: Loop): string {
	const rows = loop.axes.length > 0 ? ` of ${count(loop.lanes, 'row')}` : '';
	return `${loop.kind}${rows}, ${count(loop.length, 'step')}: carries after each step, x read and y made in it`;
}

function leftOut(loop: Loop, steps: Stretch, lanes: Stretch): string {
	const parts: string[] = [];
	if (steps[1] - steps[0] < loop.recorded)
		parts.push(`steps ${steps[0]} to ${steps[1] - 1} of ${loop.recorded.toLocaleString('en')}`);
	if (lanes[1] - lanes[0] < loop.lanes)
		parts.push(`rows ${lanes[0]} to ${lanes[1] - 1} of ${loop.lanes.toLocaleString('en')}`);
	return parts.length === 0 ? '' : `Shown are ${parts.join(' and ')}, round the moment and the row in focus.`;
}

/** The leaves of a lane; of `null` those that exist once for all. */
function rowsOf(loop: Loop, at: Lane | null, columns: readonly number[], until: Moment | null): TraceRow[] {
	const parts = [
		{ role: 'x', leaves: loop.xs },
		{ role: 'carry', leaves: loop.carry },
		{ role: 'y', leaves: loop.ys }
	] as const;
	const isOnce = ({ column }: Leaf): boolean => column.shared && loop.axes.length > 0;
	return parts.flatMap(({ role, leaves }) =>
		leaves.flatMap((leaf, index) => {
			if (isOnce(leaf) !== (at === null)) return [];
			const cells = columns.map((step) => cellText(loop, refOf(role, step, index, at), until));
			return [{ role, name: leaf.name, cells }];
		})
	);
}

const refOf = (role: TraceRow['role'], step: number, leaf: number, lane: Lane | null): CellRef | null => {
	if (step >= 0) return { kind: role, lane, step, leaf };
	return role === 'carry' ? { kind: 'init', lane, step: 0, leaf } : null;
};

function cellText(loop: Loop, ref: CellRef | null, until: Moment | null): string {
	const place = ref && placeOf(loop, ref);
	if (!ref || !place) return '';
	if (until && !isThere(loop, ref, until)) return later;
	const { column, carried, entry } = place;
	return valueText(elementsAt(column, entry, place.lane, loop.axes), formatOf(column, loop, carried), column);
}

/** `3.0`; `[1.0, 2.0]`, of a long one its beginning and how many there are. */
function valueText(
	elements: readonly number[],
	{ exact }: NumberFormat,
	{ shape }: { readonly shape: readonly number[] }
): string {
	if (shape.length === 0) return exact(elements[0]);
	const shown = elements.slice(0, mostElements).map(exact).join(', ');
	return elements.length > mostElements ? `[${shown}, … ${count(elements.length, 'value')}]` : `[${shown}]`;
}
