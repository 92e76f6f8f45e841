import { tapeRows, type Passes, type TapeRow } from '$lib/recording/gradient';
import { lane as laneOf, type Lane } from '$lib/recording/moment';
import type { Loop } from '$lib/recording/recording';
import { placeColumns, type Columns } from './columns';
import {
	laneLabel,
	narrow,
	placeLanes,
	planHeight,
	portOf,
	sizeIn,
	tagText,
	widest,
	type LaneLayout,
	type Layout,
	type Plan
} from './layout';
import { lookOf, type LeafLook } from './leaf';
import { cellSize, plain, type CellSize } from './size';

/** Room for the picture of both passes, px. */
export interface GradientRoom {
	readonly width: number;
	/** Null where it may be as high as it likes. */
	readonly height: number | null;
	readonly focusLane: Lane;
}

/** A row of the tape in a lane; `lane` null for what exists once for all lanes. */
export interface TapeLane {
	readonly lane: Lane | null;
	readonly label: string;
	readonly rows: readonly TapePlace[];
}

export interface TapePlace {
	readonly row: TapeRow;
	readonly look: LeafLook;
	/** Centre, px. */
	readonly y: number;
	readonly w: number;
	readonly h: number;
	readonly font: number;
}

/** Both passes and the tape between them, on one axis of steps. */
export interface GradientLayout {
	/** Of the forward pass; the backward one has the same columns the other way round. */
	readonly columns: Columns;
	readonly forward: Layout;
	readonly backward: Layout;
	readonly tape: { readonly lanes: readonly TapeLane[]; readonly height: number };
	readonly lanes: readonly Lane[];
}

const mostLanes = 4;
const scales = { least: 0.9, most: 1.25 } as const;
/** Words beside the three parts, and a few lines of the body under them, px. */
const captions = 230;
const backHead = plain.head;
const tapeGap = 5;
const tapePad = 8;
const frame = { w: 30, h: 22, font: 14, pad: 10 };

const sizeOnTape = (look: LeafLook): CellSize => cellSize(look, frame);

/** Leaves of the backward pass that are cotangents; the others are read off the tape. */
function cotangents({ backward }: Passes): readonly LeafLook[] {
	const { xs, carry, ys } = lookOf(backward);
	const parts = backward.backward?.xs ?? [];
	return [...xs.filter((_, i) => parts[i].kind === 'cotangent'), ...carry, ...ys];
}

function leavesOf({ forward }: Passes): readonly LeafLook[] {
	const { xs, carry, ys } = lookOf(forward);
	return [...xs, ...carry, ...ys];
}

function plansOf(leaves: readonly LeafLook[], lanes: readonly Lane[]): Plan[] {
	const once = leaves.filter((leaf) => leaf.once);
	const own = leaves.filter((leaf) => !leaf.once);
	const shared: Plan[] = once.length > 0 ? [{ lane: null, compact: false, leaves: once }] : [];
	return [...shared, ...(own.length > 0 ? lanes : []).map((lane) => ({ lane, compact: false, leaves: own }))];
}

/** As many neighbours of the focus lane as there is room for, itself among them. */
function lanesIn({ lanes }: Loop, focus: Lane, count: number): readonly Lane[] {
	const shown = Math.min(count, lanes);
	const first = Math.max(0, Math.min(Math.floor(focus / shown) * shown, lanes - shown));
	return Array.from({ length: shown }, (_, k) => laneOf(first + k));
}

interface Parts {
	readonly lanes: readonly Lane[];
	readonly forward: readonly Plan[];
	readonly backward: readonly Plan[];
	readonly tape: readonly { readonly lane: Lane | null; readonly rows: readonly TapeRow[] }[];
	/** At plain scale. */
	readonly height: number;
}

function partsFor(passes: Passes, focus: Lane, count: number, labelLine: number): Parts {
	const lanes = lanesIn(passes.forward, focus, count);
	const forward = plansOf(leavesOf(passes), lanes);
	const backward = plansOf(cotangents(passes), lanes);
	const rows = tapeRows(passes);
	const isOnce = ({ leaf }: TapeRow): boolean => leaf.column.shared && passes.forward.lanes > 1;
	const own = rows.filter((row) => !isOnce(row));
	const once = rows.filter(isOnce);
	const tape = [
		...(once.length > 0 ? [{ lane: null, rows: once }] : []),
		...(own.length > 0 ? lanes : []).map((lane) => ({ lane, rows: own }))
	];
	const plans = [...forward, ...backward].reduce((sum, plan) => sum + planHeight(plan, labelLine), 0);
	const kept = tape.reduce((sum, block) => sum + tapeHeight(passes, block.rows), 0);
	return { lanes, forward, backward, tape, height: plans + kept + plain.head + backHead + 2 * plain.foot };
}

const lookOnTape = ({ backward }: Passes, { x }: TapeRow): LeafLook => lookOf(backward).xs[x];

const tapeHeight = (passes: Passes, rows: readonly TapeRow[]): number =>
	rows.reduce((sum, row) => sum + sizeOnTape(lookOnTape(passes, row)).h + tapeGap, 2 * tapePad);

/** The most lanes that leave everything in sight at the least scale; one at least. */
function partsIn(passes: Passes, room: GradientRoom, labelLine: number): Parts {
	const { height } = room;
	for (let count = Math.min(mostLanes, passes.forward.lanes); count > 1; count--) {
		const parts = partsFor(passes, room.focusLane, count, labelLine);
		if (height === null || parts.height * scales.least + captions <= height) return parts;
	}
	return partsFor(passes, room.focusLane, 1, labelLine);
}

/** All at plain scale. */
interface Measure {
	readonly parts: Parts;
	readonly narrow: boolean;
	readonly labelWidth: number;
	readonly labelLine: number;
	readonly gutter: number;
	readonly cellWidth: number;
}

function measure(passes: Passes, room: GradientRoom): Measure {
	const { forward } = passes;
	const isNarrow = room.width < narrow;
	const labelled = forward.axes.length > 0;
	const labelLine = labelled && isNarrow ? 20 : 0;
	const parts = partsIn(passes, room, labelLine);
	const looks = [...parts.forward, ...parts.backward].flatMap(({ leaves }) => leaves);
	const kept = parts.tape.flatMap(({ rows }) => rows.map((row) => lookOnTape(passes, row)));
	const labels = ['all rows', ...parts.lanes.map((lane) => laneLabel(forward, lane))];
	const labelWidth = labelled && !isNarrow ? Math.max(60, widest(labels, plain.label.font) + 14) : 0;
	const tags = [...looks, ...kept].map((leaf) => tagText(leaf));
	const widths = [...looks.map((leaf) => sizeIn(leaf, false).w), ...kept.map((leaf) => sizeOnTape(leaf).w)];
	return {
		parts,
		narrow: isNarrow,
		labelWidth,
		labelLine,
		gutter: labelWidth + Math.max(28, widest(tags, plain.label.tag)) + 14,
		cellWidth: Math.max(plain.pill.w, ...widths)
	};
}

function scaleFor({ parts, gutter, cellWidth }: Measure, room: GradientRoom, length: number): number {
	const byHeight = room.height === null ? 1 : (room.height - captions) / parts.height;
	const inSight = room.width / (gutter + (length + 2) * (cellWidth + plain.columnGap));
	const byWidth = inSight < scales.least ? 1 : inSight;
	return Math.max(scales.least, Math.min(scales.most, byHeight, byWidth));
}

/** Where everything of a gradient stands in a room. */
export function gradientLayout(passes: Passes, room: GradientRoom): GradientLayout {
	const { forward, backward } = passes;
	const size = measure(passes, room);
	const scale = scaleFor(size, room, forward.length);
	const gutter = size.gutter * scale;
	const columns = placeColumns(forward, room.width - gutter - 2, size.cellWidth * scale, scale, gutter);
	const { parts } = size;
	const head = plain.head + (forward.reverse ? 12 : 0);
	return {
		columns,
		forward: passLayout(forward, parts.forward, head, size, scale, columns, room.width),
		backward: passLayout(backward, parts.backward, backHead, size, scale, columns, room.width),
		tape: placeTape(passes, parts, scale),
		lanes: parts.lanes
	};
}

function passLayout(
	loop: Loop,
	plans: readonly Plan[],
	head: number,
	size: Measure,
	scale: number,
	columns: Columns,
	width: number
): Layout {
	const gutter = size.gutter * scale;
	const cellWidth = size.cellWidth * scale;
	const from = (head - plain.lanePad.top) * scale;
	const lanes = placeLanes(loop, { plans, labelLine: size.labelLine }, scale, from);
	const bottom = endOf(lanes, head * scale) + (plain.foot - plain.lanePad.bottom) * scale;
	return {
		form: 'full',
		scale,
		width,
		height: bottom + 2,
		narrow: size.narrow,
		gutter,
		tagX: size.labelWidth * scale,
		cellWidth,
		gateWidth: Math.max(cellWidth + 4, Math.min(columns.pitch * 0.88, 96 * scale)),
		top: 0,
		bottom,
		port: portOf(gutter, 0, width, bottom),
		lanes,
		map: null,
		length: loop.length,
		...columns
	};
}

function endOf(lanes: readonly LaneLayout[], otherwise: number): number {
	const last = lanes.at(-1);
	return last ? last.y + last.h : otherwise;
}

function placeTape(passes: Passes, { tape }: Parts, scale: number): GradientLayout['tape'] {
	let y = 0;
	const lanes = tape.map(({ lane, rows }): TapeLane => {
		y += tapePad * scale;
		const places = rows.map((row): TapePlace => {
			const look = lookOnTape(passes, row);
			const { w, h, font } = sizeOnTape(look);
			const place = { row, look, y: y + (h * scale) / 2, w: w * scale, h: h * scale, font: font * scale };
			y += (h + tapeGap) * scale;
			return place;
		});
		y += (tapePad - tapeGap) * scale;
		return { lane, label: lane === null ? 'all rows' : laneLabel(passes.forward, lane), rows: places };
	});
	return { lanes, height: y };
}

/** Columns of the backward pass: the forward ones, the other way round. */
export function turnedColumns(columns: Columns, length: number): Columns {
	const shown = columns.capacity ?? length + 2;
	return {
		...columns,
		columnX: (column, start) => columns.columnX(length - 1 - column, length - start - shown)
	};
}

/** The first column in sight of one pass, from that of the other. */
export const turnedStart = ({ capacity }: Columns, length: number, start: number): number =>
	length - start - (capacity ?? length + 2);
