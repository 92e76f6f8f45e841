import { interpolateNumber } from 'd3';
import type { LaneLayout, Row } from './layout';
import { eased } from './progress';
import { round } from './round';
import type { Gate, Head, Link, Track } from './scene';
import { plain } from './size';
import { columnOpacity, xOf, type View } from './view';

/** Where the gate stands: over the present column, on its way to it at the beginning of a step. */
export function gateX(view: View): number {
	const { step, pull } = view.progress;
	return interpolateNumber(xOf(view, step - (step < 0 ? 0 : 1)), xOf(view, step))(eased(pull, 0, 0.7));
}

/** Narrower over the init, beside which stand the names. */
function gateWidth(view: View): number {
	const { step, pull } = view.progress;
	const { gateWidth: full, cellWidth } = view.layout;
	const slim = Math.min(full, cellWidth + 10 * view.layout.scale);
	if (step > 0) return full;
	return step < 0 ? slim : interpolateNumber(slim, full)(eased(pull, 0, 0.7));
}

/** The gate that values go through at the step of the moment, across all lanes; none where no lane is drawn. Pixels. */
export function gatesOf(view: View): Gate[] {
	const { layout, progress } = view;
	if (layout.lanes.length === 0) return [];
	const w = gateWidth(view);
	const label = progress.step < 0 ? 'start' : `step ${progress.step}`;
	const fits = (w - 6) / (label.length * plain.wordAdvance);
	const gate: Gate = Object.freeze({
		key: 'stage',
		x: round(gateX(view) - w / 2),
		y: round(layout.top + 1),
		w: round(w),
		h: round(layout.bottom - layout.top - 1),
		label,
		labelX: round(gateX(view)),
		labelY: round(headY(view)),
		fontSize: round(Math.min(plain.label.head * layout.scale, fits)),
		radius: round(Math.min(14 * layout.scale, w / 3))
	});
	return [gate];
}

const headY = (view: View): number => view.layout.top + 13 * view.layout.scale;

/** A number over every step in sight, a word over the ends where there are carries. */
export function headsOf(view: View): Head[] {
	const { loop, columns } = view;
	const heads: Head[] = [];
	for (let column = columns.from; column <= columns.to; column++) {
		const end = column < 0 || column === loop.length;
		if (!end) heads.push(headOf(view, column, String(column)));
		else if (loop.carry.length > 0) heads.push(headOf(view, column, column < 0 ? 'init' : 'final'));
	}
	return heads;
}

function headOf(view: View, column: number, text: string): Head {
	const { loop, layout } = view;
	const x = xOf(view, column);
	const end = column < 0 || column === loop.length;
	const away = Math.abs(x - gateX(view)) / layout.pitch;
	return Object.freeze({
		key: `head ${column}`,
		column,
		text,
		end,
		index: loop.reverse && !end ? `[${loop.length - 1 - column}]` : null,
		x: round(x),
		y: round(headY(view)),
		fontSize: round((end ? plain.label.tag : plain.label.head) * layout.scale),
		opacity: round(columnOpacity(view, column) * Math.max(0, Math.min(1, away * 2.5 - 0.6)))
	});
}

/** The track of each carry leaf: done up to the present, pale beyond. */
export function tracksOf(view: View, lane: LaneLayout): Track[] {
	return lane.rows.filter((row) => row.part === 'carry').flatMap((row) => rowTracks(view, lane, row));
}

function rowTracks(view: View, lane: LaneLayout, row: Row): Track[] {
	const { layout, loop, progress } = view;
	const inPort = (x: number): number => Math.max(layout.port.x, Math.min(layout.port.x + layout.port.w, x));
	const from = inPort(xOf(view, -1));
	const to = inPort(xOf(view, loop.length));
	const ended = progress.step >= loop.length - 1 && progress.emit >= 1;
	const head = progress.step < 0 ? from : inPort(reach(view));
	const middle = ended ? to : head;
	const thickness = round((lane.compact ? 2.5 : 4) * layout.scale);
	const line = (done: boolean, x1: number, x2: number): Track =>
		Object.freeze({
			key: `${lane.lane ?? 'all'} ${row.look.index} ${done ? 'done' : 'ahead'}`,
			x1: round(x1),
			x2: round(x2),
			y: round(row.y),
			thickness,
			done,
			opacity: 1
		});
	return [line(false, middle, to), line(true, from, middle)];
}

function reach(view: View): number {
	const { step, pull } = view.progress;
	return interpolateNumber(xOf(view, step - 1), xOf(view, step))(eased(pull));
}

/** In the present column: by which way each x comes down to the carry, and each y drops from it. */
export function linksOf(view: View, lane: LaneLayout): Link[] {
	if (view.progress.step < 0 || lane.compact) return [];
	const xs = lane.rows.filter((row) => row.part === 'x');
	const carries = lane.rows.filter((row) => row.part === 'carry');
	const ys = lane.rows.filter((row) => row.part === 'y');
	const foot = lane.lane === null && xs.length > 0 ? lastFoot(view) : (carries[0] ?? ys[0]);
	const links: Link[] = [];
	if (xs.length > 0 && foot) links.push(linkOf(view, 'x', xs[0], foot));
	const from = carries.at(-1);
	const to = ys.at(-1);
	if (from && to && view.progress.emit > 0) links.push(linkOf(view, 'y', from, to));
	return links;
}

/** Where an x that exists once comes down to: through every lane to the carry of the last. */
function lastFoot(view: View): Row | undefined {
	const last = view.layout.lanes.filter((lane) => !lane.compact).at(-1);
	return last?.rows.find((row) => row.part === 'carry') ?? last?.rows[0];
}

function linkOf(view: View, role: 'x' | 'y', from: Row, to: Row): Link {
	const y1 = from.y + from.h / 2;
	const y2 = to.y - to.h / 2;
	return Object.freeze({ key: role, role, x: round(gateX(view)), y1: round(y1), y2: round(y2) });
}
