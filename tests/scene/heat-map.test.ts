import { describe, expect, it } from 'vitest';
import { laneOrder, mapLeaves, type LaneSort } from '$lib/recording/lane-order';
import { lane } from '$lib/recording/moment';
import type { Overview } from '$lib/recording/overview';
import { elementsAt } from '$lib/recording/read';
import type { Loop } from '$lib/recording/recording';
import { makeGrid } from '$lib/scene/heat-grid';
import { hitAt } from '$lib/scene/hit';
import { lookOf } from '$lib/scene/leaf';
import type { HeatMap } from '$lib/scene/scene';
import { sceneAt } from '$lib/scene/stage';
import { loops } from './fixture';
import { at, room } from './picture';

function overviewOf(loop: Loop, sort: LaneSort, pins: number[] = []): Overview {
	const leaf = mapLeaves(loop)[0];
	const order = laneOrder(loop, { leaf, sort, focus: lane(0), filter: null, group: null });
	return { leaf, order, pins: pins.map(lane) };
}

function mapOf(loop: Loop, n: number, overview?: Overview, focus = 0): HeatMap {
	const { map } = sceneAt(loop, at(n), 1, room(800, { overview, focusLane: lane(focus) }));
	if (!map) throw new Error('it has a map');
	return map;
}

describe('makeGrid', () => {
	it.each(['many', 'manyVectors', 'breaking'])('sums %s up as element by element', (name) => {
		const loop = loops[name]();
		const leaf = lookOf(loop).carry[0];
		const order = [...overviewOf(loop, 'final').order.lanes];
		const grid = makeGrid(loop, leaf, order, 13, 7);
		for (let row = 0; row < grid.rows; row++)
			for (let column = 0; column < grid.columns; column++) {
				const values = order.slice(row * grid.lanesPerRow, (row + 1) * grid.lanesPerRow).flatMap((one) =>
					Array.from({ length: grid.stepsPerColumn }, (_, k) => column * grid.stepsPerColumn + k)
						.filter((step) => step < loop.recorded)
						.flatMap((step) => elementsAt(leaf.column, step + 1, one, loop.axes))
				);
				const finite = values.filter(Number.isFinite);
				const flag = values.some(Number.isNaN) ? 1 : finite.length < values.length ? 2 : 0;
				expect(grid.flags[row * grid.columns + column]).toBe(flag);
				const tone = leaf.tones.of(finite.reduce((a, b) => a + b, 0) / finite.length);
				if (finite.length > 0) expect(grid.tones[row * grid.columns + column]).toBeCloseTo(Number(tone), 5);
			}
	});

	it('never averages a single NaN away', () => {
		const loop = loops.breaking();
		const grid = makeGrid(loop, lookOf(loop).xs[0], overviewOf(loop, 'index').order.lanes, 1, 1);
		expect([...grid.flags]).toEqual([1]);
	});
});

describe('a sorted map', () => {
	const loop = loops.many();
	const overview = overviewOf(loop, 'final');

	it('is hit where each lane is drawn', () => {
		const scene = sceneAt(loop, at(2), 1, room(800, { overview }));
		const { map } = scene;
		if (!map) throw new Error('32 lanes have a map');
		overview.order.lanes.forEach((one, place) => {
			const y = map.y + (map.h * (place + 0.5)) / 32;
			expect(hitAt(scene, map.x + 1, y).lane).toBe(one);
		});
	});

	it('has the lane with the least last value on top', () => {
		const column = loop.carry[0].column;
		const finals = overview.order.lanes.map((one) => elementsAt(column, loop.recorded, one, loop.axes)[0]);
		expect(finals).toEqual([...finals].sort((a, b) => a - b));
	});

	it('frames the lanes drawn in full, and labels what it has room for', () => {
		const pinned = mapOf(loop, 2, overviewOf(loop, 'index', [9, 22, 23]), 15);
		expect(pinned.frames.map(({ label }) => label)).toEqual(['row 9', 'row 15', 'rows 22–23']);
		const rowHeight = pinned.h / 32;
		expect(pinned.frames[0].y).toBeCloseTo(pinned.y + 9 * rowHeight - 2, 2);
		const scene = sceneAt(loop, at(2), 1, room(800, { overview: overviewOf(loop, 'index', [9, 22]) }));
		expect(scene.bands.map(({ lane: one }) => one)).toEqual([0, 9, 22]);
	});
});

describe('known columns', () => {
	it('shows no bin before all of its steps have come about', () => {
		const loop = loops.many();
		const { map } = sceneAt(loop, at(20), 1, room(100));
		if (!map) throw new Error('it has a map');
		expect(map.stepsPerColumn).toBe(1);
		expect(map.known).toBe(21);
		const narrow = sceneAt(loop, at(20), 1, room(40)).map;
		if (!narrow) throw new Error('it has a map');
		expect(narrow.stepsPerColumn).toBeGreaterThan(1);
		expect(narrow.known).toBe(Math.floor(21 / narrow.stepsPerColumn));
		const end = sceneAt(loop, at(63), 1, room(40)).map;
		expect(end?.known).toBe(end?.columns);
	});
});
