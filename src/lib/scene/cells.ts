import { changeAt } from '$lib/recording/read';
import { lane as laneOf } from '$lib/recording/moment';
import { blank, faceAt } from './face';
import type { LaneLayout, Row } from './layout';
import { eased } from './progress';
import { round } from './round';
import type { Cell, CellKind, CellState } from './scene';
import { columnOpacity, isIdle, xOf, type View } from './view';

/** Init and final are a little lower than the pills between them. */
const endHeight = 0.875;

/** All cells of a lane in sight, row by row. */
export const laneCells = (view: View, lane: LaneLayout): Cell[] =>
	lane.rows.flatMap((row) =>
		row.part === 'carry' ? carryCells(view, lane, row) : stepCells(view, lane, row, row.part)
	);

const stepCells = (view: View, lane: LaneLayout, row: Row, kind: 'x' | 'y' | 'watch'): Cell[] =>
	stepsInSight(view).map((step) => cellOf(view, lane, row, kind, step));

function carryCells(view: View, lane: LaneLayout, row: Row): Cell[] {
	const { from, to } = view.columns;
	const cells = stepsInSight(view).map((step) => cellOf(view, lane, row, 'carry', step));
	if (from < 0) cells.unshift(cellOf(view, lane, row, 'init', 0));
	if (to >= view.loop.length) cells.push(cellOf(view, lane, row, 'final', view.loop.length));
	return cells;
}

function stepsInSight(view: View): number[] {
	const steps: number[] = [];
	const { from, to } = view.columns;
	for (let step = Math.max(0, from); step <= Math.min(to, view.loop.length - 1); step++) steps.push(step);
	return steps;
}

const states: { readonly [K in CellKind]: (view: View, step: number) => CellState } = {
	init: (view) => (view.progress.step < 0 ? 'now' : 'past'),
	x: (view, step) => order(view, step) ?? 'now',
	carry: (view, step) => order(view, step) ?? (view.progress.emit > 0 ? 'now' : 'hidden'),
	y: (view, step) => order(view, step) ?? emitted(view),
	watch: (view, step) => order(view, step) ?? emitted(view),
	final: (view, step) => (view.progress.step >= step - 1 && view.progress.emit >= 1 ? 'now' : 'future')
};

const emitted = (view: View): CellState => (view.progress.emit >= 1 ? 'now' : 'hidden');

function order(view: View, step: number): 'past' | 'future' | null {
	if (step === view.progress.step) return null;
	return step < view.progress.step ? 'past' : 'future';
}

/** Entry of the leaf's column that a cell shows; null where it shows none yet. */
function entryOf(view: View, kind: CellKind, step: number, state: CellState): number | null {
	if (kind === 'init') return 0;
	if (kind === 'x') return step < view.loop.recorded ? step : null;
	if (state === 'future' || state === 'hidden') return null;
	if (kind === 'final') return view.loop.recorded;
	return kind === 'carry' ? step + 1 : step;
}

const columnOf = (kind: CellKind, step: number): number => (kind === 'init' ? -1 : step);

/** Cells that stand as they are whatever the time, by lane; the same object as long as they do, so that nothing is drawn anew. */
const settled = new WeakMap<LaneLayout, Map<string, Cell>>();
const mostSettled = 4096;

function cellOf(view: View, lane: LaneLayout, row: Row, kind: CellKind, step: number): Cell {
	const state = states[kind](view, step);
	const lit = view.isLit(kind, lane.lane, step, row.look.index);
	const x = round(xOf(view, columnOf(kind, step)) - row.w / 2);
	const opacity = round(columnOpacity(view, columnOf(kind, step)) * arrival(view, kind, step));
	const make = (): Cell => makeCell(view, lane, row, kind, step, { state, lit, x, opacity });
	if (lit || opacity < 1 || state === 'now' || state === 'hidden') return make();
	const kept = settled.get(lane) ?? new Map<string, Cell>();
	settled.set(lane, kept);
	const key = `${kind} ${row.look.index} ${step} ${state} ${x}`;
	let cell = kept.get(key);
	if (!cell) {
		if (kept.size >= mostSettled) kept.clear();
		kept.set(key, (cell = make()));
	}
	return cell;
}

function makeCell(
	view: View,
	lane: LaneLayout,
	row: Row,
	kind: CellKind,
	step: number,
	{ state, ...known }: Pick<Cell, 'state' | 'lit' | 'x' | 'opacity'>
): Cell {
	const entry = entryOf(view, kind, step, state);
	const h = kind === 'init' || kind === 'final' ? row.h * endHeight : row.h;
	const changed =
		kind === 'carry' && entry !== null && view.progress.step >= step ? changeOf(view, lane, row, step) : null;
	const pill = row.part === 'carry';
	return Object.freeze({
		key: `${lane.lane ?? 'all'} ${kind} ${row.look.index} ${step}`,
		kind,
		lane: lane.lane,
		step,
		leaf: row.look.index,
		state,
		...known,
		y: round(row.y - h / 2),
		w: round(row.w),
		h: round(h),
		radius: round(pill ? radiusOf(row, h) : 6 * view.layout.scale),
		face: entry === null ? blank : faceAt(row.look, view.loop, entry, laneOf(lane.lane ?? 0), { ...row, h }),
		changed,
		idle:
			state !== 'future' &&
			(kind === 'carry' || kind === 'y' || kind === 'watch') &&
			isIdle(view, lane, step),
		glow: changed && state === 'now' ? round(1 - view.progress.rest) : 0
	});
}

/** Pills of words are round; pills of bars and tiles keep their corners clear of them. */
const radiusOf = (row: Row, h: number): number =>
	row.look.form === 'text' ? h / 2 : Math.min(h / 2, row.font * 0.6);

/** A new carry comes in as the mark that brought it goes. */
function arrival(view: View, kind: CellKind, step: number): number {
	const arriving = kind === 'carry' && step === view.progress.step && view.progress.emit > 0;
	return arriving ? eased(view.progress.emit, 0, 0.5) : 1;
}

/** The badge of a change comes with the end of the step. */
function changeOf(view: View, lane: LaneLayout, row: Row, step: number): Cell['changed'] {
	if (step === view.progress.step && view.progress.emit < 1) return null;
	return changeAt(row.look.column, step, laneOf(lane.lane ?? 0), view.loop.axes);
}
