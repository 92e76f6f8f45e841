import type { Hover } from '$lib/recording/hover';
import { lane as laneOf, step, type Lane, type Moment } from '$lib/recording/moment';
import { scalarAt } from '$lib/recording/read';
import { cellsOf } from '$lib/recording/query';
import { plainOverview, type Overview } from '$lib/recording/overview';
import type { Loop } from '$lib/recording/recording';
import type { LaneLayout, Layout, Room } from './layout';
import { progressAt, type Progress } from './progress';
import type { CellKind } from './scene';

export interface StageOptions extends Room {
	readonly hover: Hover | null;
}

/** One picture's circumstances, handed to everything that draws a part of it. */
export interface View {
	readonly loop: Loop;
	readonly moment: Moment;
	readonly t: number;
	readonly progress: Progress;
	readonly layout: Layout;
	readonly focusLane: Lane;
	readonly overview: Overview;
	/** First column in the window. */
	readonly start: number;
	/** Columns worth drawing. */
	readonly columns: { readonly from: number; readonly to: number };
	readonly isLit: (kind: CellKind, lane: number | null, step: number, leaf: number) => boolean;
}

/** `moment` is taken to the nearest that the loop has. */
export function viewOf(loop: Loop, at: Moment, t: number, layout: Layout, options: StageOptions): View {
	const moment = { ...at, step: step(Math.max(-1, Math.min(at.step, loop.recorded - 1))) };
	const start = layout.startAt(moment, t);
	const shown = layout.capacity ?? loop.length + 2;
	return {
		loop,
		moment,
		t,
		progress: progressAt(moment, t),
		layout,
		focusLane: options.focusLane,
		overview: options.overview ?? plainOverview(loop),
		start,
		columns: {
			from: Math.max(-1, Math.ceil(start - 0.999)),
			to: Math.min(loop.length, Math.floor(start + shown - 0.001))
		},
		isLit: litBy(loop, moment, options.hover ?? equationStoodOn(moment))
	};
}

/** Nobody points at anything: what the equation one stands on reads. */
const equationStoodOn = ({ beat, eqn }: Moment): Hover | null =>
	beat === 'combine' && eqn !== null ? { kind: 'equation', eqn, lane: null } : null;

function litBy(loop: Loop, moment: Moment, hover: Hover | null): View['isLit'] {
	if (hover === null) return () => false;
	const lit = cellsOf(loop, moment, hover);
	return (kind, lane, step, leaf) =>
		lit.some(
			(cell) =>
				cell.kind === kind &&
				cell.step === step &&
				cell.leaf === leaf &&
				(cell.lane === null || lane === null || cell.lane === lane)
		);
}

/** How much of a column is inside the window: fades at its edges while it moves. */
export function columnOpacity(view: View, column: number): number {
	const { capacity } = view.layout;
	if (capacity === null) return 1;
	const place = column - view.start;
	return Math.max(0, Math.min(1, place + 1, capacity - place));
}

/** Centre of a column in px. */
export const xOf = (view: View, column: number): number => view.layout.columnX(column, view.start);

/** Whether a while loop's lane had ended before a step. */
export function isIdle(view: View, lane: LaneLayout, step: number): boolean {
	const { active, axes } = view.loop;
	if (active === null || step < 0 || step >= view.loop.recorded) return false;
	return scalarAt(active, step, laneOf(lane.lane ?? 0), axes) === 0;
}
