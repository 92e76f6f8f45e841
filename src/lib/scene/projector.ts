import { lanesInFull, plainOverview } from '$lib/recording/overview';
import { allLanes, type Lane, type Moment } from '$lib/recording/moment';
import type { Loop } from '$lib/recording/recording';
import { bandOf } from './band';
import { placeColumns } from './columns';
import { gatesOf } from './frame';
import { laneLabel, tagText, type LaneLayout, type Layout, type Row } from './layout';
import { lookOf, type LeafLook } from './leaf';
import { round } from './round';
import type { Part, Scene } from './scene';
import { plain, type CellSize } from './size';
import { hiddenSteps, timeOf } from './stage';
import { viewOf, type StageOptions } from './view';

/**
 * The picture for a projector, read from the back row. All sizes hang on the height of the screen alone: a value is set
 * in at least 4.25 % of it, names in 3 %. What does not fit is left out, never made smaller: lanes beyond four, steps
 * far from the moment, and at last leaves.
 */
export interface Projected extends Omit<StageOptions, 'height'> {
	/** Of the part of the screen that is for the lanes, px. */
	readonly height: number;
	/** Height of the whole screen, px. */
	readonly screen: number;
	/** Only the lane in focus, as large as it can be. */
	readonly alone: boolean;
}

/** Height of a value's font, in the screen's height. */
const valueShare = 0.0425;

/** At plain scale, where a value is 17 px. */
const font = plain.chip.font;
const heights = { pill: 26, chip: 23, tallest: 46, gap: 2 } as const;
const padding = { pill: 8.5, chip: 6 } as const;
const least = { pill: 30, chip: 26, gap: 2.6, lanePad: 6.5 } as const;
const widestStrip = 84;
/** Kept free at the right and under the gate, for its line. */
const edge = 1;

const mostLanes = 4;
/** Columns that should be in sight together: twelve steps and what came before them. */
const columnsWanted = 13;
/** A picture of few lanes and steps is set at most this much larger. */
const largest = { together: 1.7, alone: 2.6 } as const;
/** Lanes are at most this much higher than they need be. */
const loosest = 1.35;

/** The picture of a loop at a moment on a projector. Pure, like `sceneAt`. */
export function projectedAt(loop: Loop, moment: Moment, t: number, options: Projected): Scene {
	const layout = projectedLayout(loop, options);
	const view = viewOf(loop, moment, timeOf(loop, moment, t), layout, options);
	return Object.freeze({
		width: round(layout.width),
		height: round(layout.height),
		scale: round(layout.scale),
		bands: Object.freeze(layout.lanes.map((lane) => bandOf(view, lane))),
		heads: [],
		gates: Object.freeze(gatesOf(view)),
		hidden: hiddenSteps(view),
		pitch: round(layout.pitch),
		port: layout.port,
		map: null,
		legend: []
	});
}

interface Plan {
	readonly lane: Lane | null;
	readonly label: string;
	readonly leaves: readonly LeafLook[];
}

function plansOf(loop: Loop, options: Projected): readonly Plan[] {
	const { xs, carry, ys, watches } = lookOf(loop);
	const all = [...xs, ...carry, ...ys, ...watches];
	const room = options.height / (unitOf(options.screen) || 1);
	const once = fitting(
		all.filter((leaf) => leaf.once),
		room / 2
	);
	const onceHeight = once.length > 0 ? laneHeight(once) : 0;
	const own = fitting(
		all.filter((leaf) => !leaf.once),
		room - onceHeight
	);
	const plans: Plan[] = once.length > 0 ? [{ lane: null, label: 'all rows', leaves: once }] : [];
	if (own.length === 0) return plans;
	const count = Math.floor((room - onceHeight) / laneHeight(own));
	const lanes = lanesOf(loop, options, Math.max(1, Math.min(mostLanes, count)));
	return [...plans, ...lanes.map((lane) => ({ lane, label: laneLabel(loop, lane), leaves: own }))];
}

function lanesOf(loop: Loop, { focusLane, overview, alone }: Projected, count: number): readonly Lane[] {
	if (alone) return [focusLane];
	if (loop.lanes <= count) return allLanes(loop);
	const full = lanesInFull(overview ?? plainOverview(loop), focusLane, count);
	if (full.length <= count) return full;
	const others = full.filter((lane) => lane !== focusLane).slice(0, count - 1);
	return full.filter((lane) => lane === focusLane || others.includes(lane));
}

const importance: readonly Part[] = ['carry', 'y', 'x', 'watch'];

/** The most telling leaves that have room, in their own order; at least one where there is any. */
function fitting(leaves: readonly LeafLook[], room: number): readonly LeafLook[] {
	const kept = new Set<LeafLook>();
	for (const part of importance)
		for (const leaf of leaves.filter(({ role }) => role === part))
			if (kept.size === 0 || laneHeight([...kept, leaf]) <= room) kept.add(leaf);
	return leaves.filter((leaf) => kept.has(leaf));
}

const unitOf = (screen: number): number => (valueShare * screen) / font;

function laneHeight(leaves: readonly LeafLook[]): number {
	const rows = leaves.reduce((sum, leaf) => sum + sizeOf(leaf).h, 0);
	return rows + heights.gap * (leaves.length - 1) + least.lanePad;
}

/** A cell at plain scale, with room for the widest value of the run. */
function sizeOf({ form, chars, columns, rows, role }: LeafLook): CellSize {
	const kind = role === 'carry' ? 'pill' : 'chip';
	const strip = (w: number): number => Math.max(least[kind], Math.min(widestStrip, w));
	if (form === 'bars') return { w: strip(columns * 9 + 12), h: heights[kind], font };
	if (form === 'tiles') {
		const h = Math.max(heights[kind], Math.min(heights.tallest, rows * 8 + 10));
		return { w: strip(columns * 8 + 14), h, font };
	}
	return {
		w: Math.max(least[kind], chars * font * plain.monoAdvance + padding[kind]),
		h: heights[kind],
		font
	};
}

interface Measure {
	readonly labelWidth: number;
	readonly gutter: number;
	readonly cellWidth: number;
	readonly height: number;
}

/** All at plain scale. */
function measure(plans: readonly Plan[]): Measure {
	const widest = (texts: readonly string[], size: number): number =>
		Math.max(0, ...texts.map((text) => text.length)) * size * plain.wordAdvance;
	const label = widest(
		plans.map((plan) => plan.label),
		plain.label.font
	);
	const labelWidth = label === 0 ? 0 : label + 10;
	const leaves = plans.flatMap((plan) => plan.leaves);
	return {
		labelWidth,
		gutter: labelWidth + widest(leaves.map(tagText), plain.label.tag) + 8,
		cellWidth: Math.max(least.pill, ...leaves.map((leaf) => sizeOf(leaf).w)),
		height: plans.reduce((sum, plan) => sum + laneHeight(plan.leaves), 0)
	};
}

function projectedLayout(loop: Loop, options: Projected): Layout {
	const plans = plansOf(loop, options);
	const size = measure(plans);
	const scale = unitOf(options.screen) * enlargement(loop, options, size);
	const { width, height } = options;
	const gutter = size.gutter * scale;
	const cell = size.cellWidth * scale;
	const room = width - gutter - edge * scale;
	const columns = placeColumns(loop, room, cell, scale, gutter, least.gap * scale);
	const lanes = placeLanes(plans, size.height * scale, height, scale);
	const last = lanes.at(-1);
	const bottom = last ? last.y + last.h - edge * scale : height;
	return {
		form: 'full',
		scale,
		width,
		height,
		narrow: false,
		gutter,
		tagX: size.labelWidth * scale,
		cellWidth: cell,
		gateWidth: Math.max(cell + 2 * scale, Math.min(columns.pitch * 0.88, 90 * scale)),
		top: lanes[0]?.y ?? 0,
		bottom,
		port: Object.freeze({ x: round(gutter - 4), y: 0, w: round(width - gutter + 4), h: round(height) }),
		lanes,
		map: null,
		length: loop.length,
		...columns
	};
}

/** By how much larger than it must be everything can be set. */
function enlargement(loop: Loop, { width, height, screen, alone }: Projected, size: Measure): number {
	const unit = unitOf(screen);
	const columns = Math.min(loop.length + 2, columnsWanted);
	const wanted = size.gutter + edge + columns * (size.cellWidth + least.gap);
	// A hair less: rounding must not cost a column.
	const byWidth = (0.998 * width) / (wanted * unit);
	const byHeight = height / (size.height * unit);
	return Math.max(1, Math.min(alone ? largest.alone : largest.together, byWidth, byHeight));
}

/** Lanes one under the other, spread over the height, in its middle where they are few. */
function placeLanes(plans: readonly Plan[], needed: number, height: number, scale: number): LaneLayout[] {
	const stretch = Math.max(1, Math.min(loosest, height / needed));
	let y = Math.max(0, (height - needed * stretch) / 2);
	return plans.map(({ lane, label, leaves }) => {
		const inner = laneHeight(leaves) * scale;
		const h = inner * stretch;
		const rows = placeRows(leaves, y + (h - inner + least.lanePad * scale) / 2, scale);
		const placed: LaneLayout = { lane, label, compact: false, y, h, rows };
		y += h;
		return placed;
	});
}

function placeRows(leaves: readonly LeafLook[], from: number, scale: number): Row[] {
	let y = from;
	return leaves.map((look) => {
		const { w, h } = sizeOf(look);
		const row: Row = {
			part: look.role,
			look,
			y: y + (h * scale) / 2,
			w: w * scale,
			h: h * scale,
			font: font * scale
		};
		y += (h + heights.gap) * scale;
		return row;
	});
}
