import { elementsAt } from '$lib/recording/read';
import { lane as laneOf } from '$lib/recording/moment';
import type { Loop } from '$lib/recording/recording';
import { focusLanes, laneLabel } from './layout';
import { lookOf, type LeafLook } from './leaf';
import { round } from './round';
import type { Box, Gate, HeatMap, Token } from './scene';
import type { View } from './view';

/** The values of a heat map: fixed for a loop and a size, whatever the moment. */
interface Grid {
	readonly rows: number;
	readonly columns: number;
	readonly tones: Float32Array;
	readonly flags: Uint8Array;
	readonly lanesPerRow: number;
	readonly stepsPerColumn: number;
}

const grids = new WeakMap<Loop, Map<string, Grid>>();

const maps = new WeakMap<Grid, Map<string, HeatMap>>();

/**
 * All lanes and steps of one leaf, where there are too many lanes to draw them all. The same object while nothing of
 * it changes, so that it is not painted anew in every frame of a beat.
 */
export function heatMapOf(view: View): HeatMap | null {
	const { loop, layout } = view;
	const leaf = mappedLeaf(loop);
	if (!layout.map || !leaf) return null;
	const box = layout.map;
	const grid = gridOf(loop, leaf, box.w, box.h);
	const done = view.progress.step + (view.progress.emit >= 1 ? 1 : 0);
	const known = Math.max(0, Math.min(grid.columns, Math.ceil(done / grid.stepsPerColumn)));
	const frame = frameOf(view, grid, box);
	const key = [known, frame.y, box.x, box.w, box.h].join(' ');
	const kept = maps.get(grid) ?? new Map<string, HeatMap>();
	maps.set(grid, kept);
	let map = kept.get(key);
	if (!map) {
		if (kept.size > 64) kept.clear();
		kept.set(key, (map = Object.freeze({ ...box, ...grid, title: titleOf(leaf), known, frame })));
	}
	return map;
}

function frameOf(view: View, grid: Grid, box: Box): HeatMap['frame'] {
	const lanes = focusLanes(view.loop, view.focusLane);
	const [first, last] = [lanes[0], lanes[lanes.length - 1]];
	const rowHeight = box.h / grid.rows;
	const top = Math.floor(first / grid.lanesPerRow) * rowHeight;
	const bottom = (Math.floor(last / grid.lanesPerRow) + 1) * rowHeight;
	const label = view.loop.axes.length === 1 ? `${first}–${last}` : laneLabel(view.loop, first).slice(4);
	return Object.freeze({
		label: `rows ${label}`,
		x: round(box.x - 3),
		y: round(box.y + top - 2),
		w: round(box.w + 6),
		h: round(bottom - top + 3)
	});
}

/** The gate over the present column of the map. */
export function mapGates(view: View): Gate[] {
	const { loop, layout, progress } = view;
	const leaf = mappedLeaf(loop);
	if (!layout.map || !leaf || progress.step < 0) return [];
	const grid = gridOf(loop, leaf, layout.map.w, layout.map.h);
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

/** The leaf that stands for all: the first carry, else the first y or x, that differs from lane to lane. */
export function mappedLeaf(loop: Loop): LeafLook | null {
	const look = lookOf(loop);
	const all = [...look.carry, ...look.ys, ...look.xs];
	return all.find((leaf) => !leaf.once) ?? all[0] ?? null;
}

function titleOf(leaf: LeafLook): readonly Token[] {
	const vector = leaf.column.shape.length > 0;
	const tokens: Token[] = [
		{ text: leaf.name === leaf.role ? '' : `${leaf.role} `, role: 'quiet' },
		{ text: vector ? `${leaf.name}.mean()` : leaf.name, role: leaf.role },
		{ text: ' · every row, every step', role: 'quiet' }
	];
	return Object.freeze(tokens.map((token) => Object.freeze(token)));
}

function gridOf(loop: Loop, leaf: LeafLook, w: number, h: number): Grid {
	const kept = grids.get(loop) ?? new Map<string, Grid>();
	grids.set(loop, kept);
	const lanesPerRow = Math.max(1, Math.ceil(loop.lanes / Math.max(1, Math.floor(h / 2))));
	const stepsPerColumn = Math.max(1, Math.ceil(loop.length / Math.max(1, Math.floor(w / 2))));
	const key = `${lanesPerRow} ${stepsPerColumn}`;
	let grid = kept.get(key);
	if (!grid) kept.set(key, (grid = makeGrid(loop, leaf, lanesPerRow, stepsPerColumn)));
	return grid;
}

function makeGrid(loop: Loop, leaf: LeafLook, lanesPerRow: number, stepsPerColumn: number): Grid {
	const rows = Math.ceil(loop.lanes / lanesPerRow);
	const columns = Math.max(1, Math.ceil(loop.length / stepsPerColumn));
	const tones = new Float32Array(rows * columns).fill(NaN);
	const flags = new Uint8Array(rows * columns);
	for (let row = 0; row < rows; row++) {
		for (let column = 0; column < columns; column++) {
			const bin = binOf(loop, leaf, row * lanesPerRow, column * stepsPerColumn, lanesPerRow, stepsPerColumn);
			tones[row * columns + column] = bin.tone;
			flags[row * columns + column] = bin.flag;
		}
	}
	return { rows, columns, tones, flags, lanesPerRow, stepsPerColumn };
}

/** Mean of a bin's finite values; a NaN or an infinity among them flags it. */
function binOf(
	loop: Loop,
	leaf: LeafLook,
	firstLane: number,
	firstStep: number,
	lanes: number,
	steps: number
): { tone: number; flag: number } {
	let [sum, count, flag] = [0, 0, 0];
	const later = leaf.role === 'carry' ? 1 : 0;
	for (let lane = firstLane; lane < Math.min(firstLane + lanes, loop.lanes); lane++) {
		for (let step = firstStep; step < Math.min(firstStep + steps, loop.recorded); step++) {
			for (const value of elementsAt(leaf.column, step + later, laneOf(lane), loop.axes)) {
				if (Number.isFinite(value)) [sum, count] = [sum + value, count + 1];
				else flag = Number.isNaN(value) ? 1 : flag === 1 ? 1 : 2;
			}
		}
	}
	const tone = count > 0 ? leaf.tones.of(sum / count) : NaN;
	return { tone: typeof tone === 'number' ? tone : NaN, flag };
}
