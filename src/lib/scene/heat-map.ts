import type { LaneOrder, MapLeaf } from '$lib/recording/lane-order';
import type { Lane } from '$lib/recording/moment';
import { lanesInFull, plainOverview, type Overview } from '$lib/recording/overview';
import type { Loop } from '$lib/recording/recording';
import { makeGrid, type Grid } from './heat-grid';
import { laneLabel } from './layout';
import { lookOf, type LeafLook } from './leaf';
import { round } from './round';
import type { Box, Gate, HeatMap, Token } from './scene';
import { stretches } from './stretches';
import type { View } from './view';

const grids = new WeakMap<LaneOrder, Map<string, Grid>>();

const maps = new WeakMap<Grid, Map<string, HeatMap>>();

/**
 * All lanes and steps of one leaf, where there are too many lanes to draw them all. The same object while nothing of
 * it changes, so that it is not painted anew in every frame of a beat.
 */
export function heatMapOf(view: View): HeatMap | null {
	const { layout, overview } = view;
	const leaf = mappedLeaf(view.loop, overview);
	if (!layout.map || !leaf) return null;
	const box = layout.map;
	const grid = gridOf(view.loop, overview.order, leaf, box);
	const known = knownColumns(view, grid);
	const full = lanesInFull(overview, view.focusLane);
	const key = [known, full.join(), box.x, box.w, box.h].join(' ');
	const kept = maps.get(grid) ?? new Map<string, HeatMap>();
	maps.set(grid, kept);
	let map = kept.get(key);
	if (!map) {
		if (kept.size > 64) kept.clear();
		kept.set(key, (map = Object.freeze(makeMap(view.loop, overview, leaf, grid, box, known, full))));
	}
	return map;
}

function makeMap(
	loop: Loop,
	{ order }: Overview,
	leaf: LeafLook,
	grid: Grid,
	box: Box,
	known: number,
	full: readonly Lane[]
): HeatMap {
	return {
		...box,
		...grid,
		lanes: order.lanes,
		title: titleOf(leaf, order.lanes.length, loop.lanes),
		known,
		frames: framesOf(loop, order, grid, box, full),
		groups: groupsOf(order, grid, box),
		empty: order.lanes.length === 0
	};
}

/** Columns all of whose steps have come about: none shows anything before its time. */
function knownColumns({ loop, progress }: View, { columns, stepsPerColumn }: Grid): number {
	const done = progress.step + (progress.emit >= 1 ? 1 : 0);
	const whole = done >= loop.recorded ? Math.ceil(done / stepsPerColumn) : Math.floor(done / stepsPerColumn);
	return Math.max(0, Math.min(columns, whole));
}

/** Px from the top of a map to that of a place in its order, by the row of bins it is in. */
const topOf = (grid: Grid, box: Box, place: number): number =>
	Math.floor(place / grid.lanesPerRow) * (box.h / grid.rows);

const bottomOf = (grid: Grid, box: Box, place: number): number => topOf(grid, box, place + grid.lanesPerRow);

/** Height of a frame's label, px. */
const labelHeight = 15;

function framesOf(
	loop: Loop,
	{ lanes, places }: LaneOrder,
	grid: Grid,
	box: Box,
	full: readonly Lane[]
): HeatMap['frames'] {
	let free = -Infinity;
	const there = full.map((lane) => places[lane]).filter((place) => place >= 0);
	const frames = stretches(there).map(([from, to]) => {
		const top = topOf(grid, box, from);
		const bottom = bottomOf(grid, box, to);
		const middle = (top + bottom) / 2;
		const label = middle >= free ? frameLabel(loop, lanes.slice(from, to + 1)) : '';
		if (label !== '') free = middle + labelHeight;
		return Object.freeze({
			label,
			x: round(box.x - 3),
			y: round(box.y + top - 2),
			w: round(box.w + 6),
			h: round(bottom - top + 3)
		});
	});
	return Object.freeze(frames);
}

/** `row 9`, `rows 9–11`; of rows that do not follow each other the first, `rows 9 …`. */
function frameLabel(loop: Loop, lanes: readonly Lane[]): string {
	const first = laneLabel(loop, lanes[0]);
	if (lanes.length === 1) return first;
	const neighbours = lanes.every((lane, k) => lane === lanes[0] + k);
	if (loop.axes.length === 1 && neighbours) return `rows ${lanes[0]}–${lanes[lanes.length - 1]}`;
	return `${first.replace('row', 'rows')} …`;
}

function groupsOf({ groups }: LaneOrder, grid: Grid, box: Box): HeatMap['groups'] {
	let free = -Infinity;
	return Object.freeze(
		groups.map(({ text, from, to }) => {
			const top = topOf(grid, box, from);
			const bottom = bottomOf(grid, box, to - 1);
			const isFree = (top + bottom) / 2 >= free;
			if (isFree) free = (top + bottom) / 2 + labelHeight;
			const label = isFree ? `${text} · ${to - from}` : '';
			return Object.freeze({ label, x: box.x, y: round(box.y + top), w: box.w, h: round(bottom - top) });
		})
	);
}

/** The gate over the present column of the map. */
export function mapGates(view: View): Gate[] {
	const { loop, layout, progress, overview } = view;
	const leaf = mappedLeaf(loop, overview);
	if (!layout.map || !leaf || progress.step < 0) return [];
	const grid = gridOf(loop, overview.order, leaf, layout.map);
	const columnWidth = layout.map.w / grid.columns;
	const x = layout.map.x + (progress.step / grid.stepsPerColumn + 0.5 / grid.stepsPerColumn) * columnWidth;
	const w = Math.max(10, columnWidth + 2);
	const gate: Gate = Object.freeze({
		key: 'map',
		x: round(x - w / 2),
		y: round(layout.map.y - 5),
		w: round(w),
		h: round(layout.map.h + 10),
		label: '',
		labelX: round(x),
		labelY: round(layout.map.y + layout.map.h + 18),
		fontSize: 13,
		radius: 4
	});
	return [gate];
}

/** Look of the leaf that a map shows. */
export function mappedLeaf(loop: Loop, { leaf }: Overview = plainOverview(loop)): LeafLook | null {
	const look = lookOf(loop);
	const looks = { carry: look.carry, y: look.ys, x: look.xs, watch: look.watches };
	return leaf && (looks[leaf.role][leaf.index] ?? null);
}

/** What a map shows of a leaf: itself, or its mean where it has several elements. */
export const mapText = ({ name, column: { shape } }: Pick<MapLeaf, 'name' | 'column'>): string =>
	shape.length > 0 ? `${name}.mean()` : name;

function titleOf(leaf: LeafLook, shown: number, lanes: number): readonly Token[] {
	const rows = shown === lanes ? 'every row' : `${shown} of ${lanes} rows`;
	const tokens: Token[] = [
		{ text: leaf.name === leaf.role ? '' : `${leaf.role} `, role: 'quiet' },
		{ text: mapText(leaf), role: leaf.role },
		{ text: ` · ${rows}, every step`, role: 'quiet' }
	];
	return Object.freeze(tokens.map((token) => Object.freeze(token)));
}

function gridOf(loop: Loop, order: LaneOrder, leaf: LeafLook, { w, h }: Box): Grid {
	const kept = grids.get(order) ?? new Map<string, Grid>();
	grids.set(order, kept);
	const key = `${leaf.role} ${leaf.index} ${Math.floor(w)} ${Math.floor(h)}`;
	let grid = kept.get(key);
	if (!grid) {
		if (kept.size > 16) kept.clear();
		kept.set(key, (grid = makeGrid(loop, leaf, order.lanes, w, h)));
	}
	return grid;
}
