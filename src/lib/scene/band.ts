import { scalarAt, elementsAt } from '$lib/recording/read';
import { lane as laneOf } from '$lib/recording/moment';
import { laneCells } from './cells';
import { linksOf, tracksOf } from './frame';
import { tagText, type LaneLayout, type Row } from './layout';
import { laneMarks } from './marks';
import { round } from './round';
import type { Band, Tag } from './scene';
import { plain } from './size';
import { isIdle, type View } from './view';

/** A lane as it is drawn: its label, the names of its leaves, all its shapes, and its state in words. */
export function bandOf(view: View, lane: LaneLayout): Band {
	const { layout } = view;
	const { scale } = layout;
	const middle = lane.rows.find((row) => row.part === 'carry') ?? lane.rows[Math.floor(lane.rows.length / 2)];
	const above = layout.narrow && !lane.compact;
	const fontSize = lane.compact ? 13 : plain.label.font;
	return Object.freeze({
		key: String(lane.lane ?? 'all'),
		lane: lane.lane,
		label: lane.label,
		labelX: 0,
		labelY: round(above ? lane.y + 14 * scale : labelY(lane, middle)),
		fontSize: round((layout.narrow ? Math.min(14, fontSize) : fontSize) * scale),
		focused: lane.lane === view.focusLane && view.loop.lanes > 1,
		compact: lane.compact,
		x: 0,
		y: round(lane.y),
		w: round(layout.width),
		h: round(lane.h),
		tags: Object.freeze(lane.compact ? [] : lane.rows.map((row) => tagOf(view, row))),
		tracks: Object.freeze(tracksOf(view, lane)),
		links: Object.freeze(linksOf(view, lane)),
		cells: Object.freeze(laneCells(view, lane)),
		marks: Object.freeze(laneMarks(view, lane)),
		description: describe(view, lane)
	});
}

/** Beside the carries: at the middle of them where there are several. */
function labelY(lane: LaneLayout, middle: Row | undefined): number {
	const carries = lane.rows.filter((row) => row.part === 'carry');
	if (carries.length > 1) return (carries[0].y + carries[carries.length - 1].y) / 2;
	return middle ? middle.y : lane.y + lane.h / 2;
}

function tagOf(view: View, row: Row): Tag {
	const { layout } = view;
	return Object.freeze({
		key: `${row.part} ${row.look.index}`,
		role: row.part,
		text: tagText(row.look),
		full: row.look.name,
		x: round(layout.tagX),
		y: round(row.y),
		fontSize: round(plain.label.tag * layout.scale)
	});
}

/** `row 0. Start: carry −∞.` or `row 0. Step 2: x 4, carry 3 to 4, y 4.` */
function describe(view: View, lane: LaneLayout): string {
	const { step, emit } = view.progress;
	const who = lane.label ? `${lane.label}. ` : '';
	if (isIdle(view, lane, step)) return `${who}Step ${step}: ended before.`;
	const when = step < 0 ? 'Start' : `Step ${step}`;
	const parts = lane.rows.flatMap((row) => {
		if (step < 0) return row.part === 'carry' ? [`${row.look.name} ${spoken(view, lane, row, 0)}`] : [];
		if (row.part === 'x') return [`${row.look.name} ${spoken(view, lane, row, step)}`];
		if (row.part === 'carry') return [carryWords(view, lane, row, step, emit > 0)];
		return emit >= 1 ? [`${row.look.name} ${spoken(view, lane, row, step)}`] : [];
	});
	return `${who}${when}: ${parts.join(', ')}.`;
}

function carryWords(view: View, lane: LaneLayout, row: Row, step: number, done: boolean): string {
	const before = spoken(view, lane, row, step);
	if (!done) return `${row.look.name} ${before}`;
	const after = spoken(view, lane, row, step + 1);
	return before === after ? `${row.look.name} keeps ${after}` : `${row.look.name} ${before} to ${after}`;
}

/** Long values are told by their shape. */
function spoken(view: View, lane: LaneLayout, row: Row, entry: number): string {
	const { column, format } = row.look;
	const who = laneOf(lane.lane ?? 0);
	if (column.shape.length === 0) return format.text(scalarAt(column, entry, who, view.loop.axes));
	const elements = elementsAt(column, entry, who, view.loop.axes);
	if (elements.length <= 4) return `[${elements.map(format.text).join(', ')}]`;
	return `${column.dtype}[${column.shape.join(',')}]`;
}
