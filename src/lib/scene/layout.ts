import { laneIndex } from '$lib/recording/read';
import { lane as laneOf, type Lane } from '$lib/recording/moment';
import { lanesInFull, plainOverview, type Overview } from '$lib/recording/overview';
import type { Loop } from '$lib/recording/recording';
import { lookOf, type LeafLook, type LoopLook } from './leaf';
import { round } from './round';
import { placeColumns, type Columns } from './columns';
import type { Box, Part } from './scene';
import { cellSize, plain, type CellSize } from './size';

/** What the stage gives to be filled. */
export interface Room {
	readonly width: number;
	/** Null where the picture may be as high as it likes. */
	readonly height: number | null;
	readonly focusLane: Lane;
	/** How the lanes of a heat map are looked at; absent: as nobody has asked for anything else. */
	readonly overview?: Overview | null;
}

/** The place of one leaf's cells in a lane. */
export interface Row {
	readonly part: Part;
	readonly look: LeafLook;
	/** Centre, px. */
	readonly y: number;
	readonly w: number;
	readonly h: number;
	readonly font: number;
}

export interface LaneLayout {
	/** Null for what exists once for all lanes. */
	readonly lane: Lane | null;
	readonly label: string;
	readonly compact: boolean;
	readonly y: number;
	readonly h: number;
	readonly rows: readonly Row[];
}

/** Lanes in full up to here; then the others slim; beyond the second number as a heat map. */
const fullLanes = 6;
const slimLanes = 16;
/** Lanes in full among slim ones. */
const amongSlim = 2;
const scales = { least: 0.8, most: 1.5 } as const;
export const narrow = 560;

export type Form = 'full' | 'slim' | 'map';
/** How many lanes there are decides how they are drawn: whole, as compact rows, as a heat map. */
export const formOf = (loop: Loop): Form =>
	loop.lanes <= fullLanes ? 'full' : loop.lanes <= slimLanes ? 'slim' : 'map';

/** `row 2`, `row 0,2` under two vmaps; empty without vmap. */
export const laneLabel = (loop: Loop, lane: Lane): string =>
	loop.axes.length === 0 ? '' : `row ${laneIndex(lane, loop.axes).join(',')}`;

/** The lanes drawn in full: among others the block of neighbours that holds the focus lane, or the pinned ones with it. */
export function focusLanes(loop: Loop, focus: Lane, overview?: Overview | null): readonly Lane[] {
	const form = formOf(loop);
	if (form === 'map') return lanesInFull(overview ?? plainOverview(loop), focus);
	if (overview?.alone) return [focus];
	const count = form === 'full' ? loop.lanes : amongSlim;
	const first = Math.max(0, Math.min(Math.floor(focus / count) * count, loop.lanes - count));
	return Array.from({ length: Math.min(count, loop.lanes) }, (_, k) => laneOf(first + k));
}

/**
 * Where everything stands for a loop in a room of a given size: the one bridge between columns, lanes and pixels.
 * Column -1 is the init, column `length` the final carry.
 */
export interface Layout extends Columns {
	readonly form: Form;
	readonly scale: number;
	readonly width: number;
	readonly height: number;
	readonly narrow: boolean;
	/** Left of it stand labels and names. */
	readonly gutter: number;
	readonly tagX: number;
	readonly gateWidth: number;
	/** Of the widest cell. */
	readonly cellWidth: number;
	/** Top of the gate and of the heads. */
	readonly top: number;
	readonly bottom: number;
	readonly port: Box;
	readonly lanes: readonly LaneLayout[];
	readonly map: Box | null;
	readonly length: number;
}

const layouts = new WeakMap<Loop, Map<string, Layout>>();

/** The layout of a loop in a room; kept while the room stays. */
export function layoutOf(loop: Loop, room: Room): Layout {
	const inFull = focusLanes(loop, room.focusLane, room.overview);
	const map = formOf(loop) === 'map' ? (room.overview ?? plainOverview(loop)).order : null;
	const key = [room.width, room.height, inFull.join(), map?.lanes.length, map?.groups.length].join(' ');
	const kept = layouts.get(loop) ?? new Map<string, Layout>();
	layouts.set(loop, kept);
	let layout = kept.get(key);
	if (!layout) {
		if (kept.size > 16) kept.clear();
		kept.set(key, (layout = makeLayout(loop, room)));
	}
	return layout;
}

/** Leaves of a lane that are drawn in it. */
export interface Plan {
	readonly lane: Lane | null;
	readonly compact: boolean;
	readonly leaves: readonly LeafLook[];
}

function plansOf(loop: Loop, look: LoopLook, room: Room): readonly Plan[] {
	const all = [...look.xs, ...look.carry, ...look.ys, ...look.watches];
	const once = all.filter((leaf) => leaf.once);
	const own = all.filter((leaf) => !leaf.once);
	const plans: Plan[] = once.length > 0 ? [{ lane: null, compact: false, leaves: once }] : [];
	if (own.length === 0 && once.length > 0) return plans;
	const full = focusLanes(loop, room.focusLane, room.overview);
	if (formOf(loop) === 'map')
		return [...plans, ...full.map((lane) => ({ lane, compact: false, leaves: own }))];
	if (room.overview?.alone) return [...plans, { lane: room.focusLane, compact: false, leaves: own }];
	const focus = new Set<number>(full);
	const slim = slimLeaves(own);
	for (let k = 0; k < loop.lanes; k++) {
		const lane = laneOf(k);
		if (focus.has(k)) plans.push({ lane, compact: false, leaves: own });
		else if (formOf(loop) === 'slim') plans.push({ lane, compact: true, leaves: slim });
	}
	return plans;
}

/** A narrow row shows one leaf: the first carry, else the first y, else the first x. */
function slimLeaves(own: readonly LeafLook[]): readonly LeafLook[] {
	const first = (part: Part): LeafLook | undefined => own.find((leaf) => leaf.role === part);
	const leaf = first('carry') ?? first('y') ?? first('x');
	return leaf ? [leaf] : [];
}

/** A cell's size in its lane, pixels. */
export const sizeIn = (leaf: LeafLook, compact: boolean): CellSize =>
	cellSize(leaf, compact ? plain.slim : leaf.role === 'carry' ? plain.pill : plain.chip);

/** Of a lane, pixels. */
export function planHeight(plan: Plan, labelLine: number): number {
	const rows = plan.leaves.map((leaf) => sizeIn(leaf, plan.compact).h);
	const inner = rows.reduce((sum, h) => sum + h, 0) + plain.gap * Math.max(0, rows.length - 1);
	if (plan.compact) return inner + 6;
	return plain.lanePad.top + inner + plain.lanePad.bottom + labelLine;
}

/** A long name keeps its end, which tells it from its neighbours: `…ms']['w']`; an expression its beginning. */
export function tagText({ name, role }: Pick<LeafLook, 'name' | 'role'>): string {
	if (name.length <= 11) return name;
	return role === 'watch' ? `${name.slice(0, 10)}…` : `…${name.slice(-10)}`;
}

/** The width that the widest text takes, about, in pixels. */
export const widest = (texts: readonly string[], font: number): number =>
	Math.max(0, ...texts.map((text) => text.length)) * font * plain.wordAdvance;

interface Measure {
	readonly plans: readonly Plan[];
	readonly narrow: boolean;
	readonly labelWidth: number;
	readonly gutter: number;
	readonly labelLine: number;
	readonly cellWidth: number;
	/** Of everything with every column in sight, as narrow as it can be. */
	readonly leastWidth: number;
	readonly height: number;
}

/** All at plain scale. */
function measure(loop: Loop, room: Room): Measure {
	const plans = plansOf(loop, lookOf(loop), room);
	const isNarrow = room.width < narrow;
	const labels = plans.map((plan) => (plan.lane === null ? 'all rows' : laneLabel(loop, plan.lane)));
	const tags = plans.flatMap((plan) => (plan.compact ? [] : plan.leaves.map((leaf) => tagText(leaf))));
	const labelled = loop.axes.length > 0;
	const labelWidth = labelled && !isNarrow ? Math.max(60, widest(labels, plain.label.font) + 14) : 0;
	const gutter = labelWidth + Math.max(28, widest(tags, plain.label.tag)) + 14;
	const labelLine = labelled && isNarrow ? 20 : 0;
	const sizes = plans.flatMap((plan) => plan.leaves.map((leaf) => sizeIn(leaf, plan.compact).w));
	const cellWidth = Math.max(plain.pill.w, ...sizes);
	const columns = loop.length - 1 + 2 * Math.max(plain.endPitch, 1) + 1;
	const leastWidth = gutter + Math.max(2, columns) * (cellWidth + plain.columnGap);
	const lanes = plans.reduce((sum, plan) => sum + planHeight(plan, labelLine), 0);
	const height = headHeight(loop) + lanes + plain.foot;
	return { plans, narrow: isNarrow, labelWidth, gutter, labelLine, cellWidth, leastWidth, height };
}

const headHeight = (loop: Loop): number => plain.head + (loop.reverse ? 12 : 0) - plain.lanePad.top;

function scaleFor(size: Measure, room: Room, mapHeight: number): number {
	const byHeight = room.height === null ? 1 : Math.max(0, room.height - mapHeight) / size.height;
	const byWidth = room.width / size.leastWidth;
	if (byWidth < scales.least) return Math.max(scales.least, Math.min(size.narrow ? 0.9 : 1, byHeight));
	return Math.max(scales.least, Math.min(scales.most, byHeight, byWidth));
}

/** Of a narrow room the map leaves the rows under it most. */
const lowMap = 96;
/** Room for the values of groups, right of the map, px. */
const groupLabels = 88;

function mapBox(loop: Loop, room: Room, size: Measure): Box | null {
	if (formOf(loop) !== 'map') return null;
	const { lanes, groups } = (room.overview ?? plainOverview(loop)).order;
	const most = size.narrow ? lowMap : room.height === null ? 300 : Math.max(140, room.height * 0.45);
	const rowHeight = Math.min(10, most / Math.max(1, lanes.length));
	const h = Math.round(Math.max(24, (rowHeight >= 5 ? Math.floor(rowHeight) : rowHeight) * lanes.length));
	const x = size.narrow ? 0 : size.labelWidth;
	return { x, y: 24, w: room.width - x - 4 - (groups.length > 0 ? groupLabels : 0), h };
}

function makeLayout(loop: Loop, room: Room): Layout {
	const size = measure(loop, room);
	const map = mapBox(loop, room, size);
	const top = map ? map.y + map.h + 34 : 0;
	const scale = scaleFor(size, room, top);
	const gutter = size.gutter * scale;
	const lanes = placeLanes(loop, size, scale, top + headHeight(loop) * scale);
	const last = lanes.at(-1);
	const bottom = (last ? last.y + last.h : top + plain.head) + (plain.foot - plain.lanePad.bottom) * scale;
	const columns = placeColumns(loop, room.width - gutter - 2, size.cellWidth * scale, scale, gutter);
	const cell = size.cellWidth * scale;
	return {
		form: formOf(loop),
		scale,
		width: room.width,
		height: bottom + 2,
		narrow: size.narrow,
		gutter,
		tagX: size.labelWidth * scale,
		cellWidth: cell,
		gateWidth: Math.max(cell + 4, Math.min(columns.pitch * 0.88, 96 * scale)),
		top,
		bottom,
		port: portOf(gutter, top, room.width, bottom),
		lanes,
		map,
		length: loop.length,
		...columns
	};
}

/** Lanes one under another from `from` px. `size` is at plain scale. */
export function placeLanes(
	loop: Loop,
	size: Pick<Measure, 'plans' | 'labelLine'>,
	scale: number,
	from: number
): LaneLayout[] {
	let y = from;
	return size.plans.map((plan) => {
		const h = planHeight(plan, size.labelLine) * scale;
		const placed: LaneLayout = {
			lane: plan.lane,
			label: plan.lane === null ? 'all rows' : laneLabel(loop, plan.lane),
			compact: plan.compact,
			y,
			h,
			rows: placeRows(plan, y + (plan.compact ? 3 : plain.lanePad.top + size.labelLine) * scale, scale)
		};
		y += h;
		return placed;
	});
}

function placeRows(plan: Plan, from: number, scale: number): Row[] {
	let y = from;
	return plan.leaves.map((look) => {
		const { w, h, font } = sizeIn(look, plan.compact);
		const row: Row = {
			part: look.role,
			look,
			y: y + (h * scale) / 2,
			w: w * scale,
			h: h * scale,
			font: font * scale
		};
		y += (h + plain.gap) * scale;
		return row;
	});
}

export const portOf = (gutter: number, top: number, width: number, bottom: number): Box =>
	Object.freeze({
		x: round(gutter - 4),
		y: round(top),
		w: round(width - gutter + 4),
		h: round(bottom + 2 - top)
	});
