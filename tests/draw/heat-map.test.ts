import { describe, expect, it } from 'vitest';
import { paintHeatMap, type HeatPalette } from '$lib/draw/heat-map';
import type { HeatMap } from '$lib/scene/scene';
import { sceneAt } from '$lib/scene/stage';
import { loops } from '../scene/fixture';
import { at, room } from '../scene/picture';

const palette: HeatPalette = {
	ramp: ['low', 'zero', 'high'],
	ahead: 'ahead',
	nan: 'nan',
	infinite: 'infinite',
	paper: 'paper'
};

type Fill = readonly [colour: string, x: number, y: number, w: number, h: number];

/** Keeps the rectangles that are filled; every other call is let pass. */
function recorder(): { context: CanvasRenderingContext2D; fills: Fill[]; strokes: () => number } {
	const fills: Fill[] = [];
	let strokes = 0;
	const known: Record<string, unknown> = {
		fillStyle: '',
		fillRect: (...box: [number, number, number, number]) => fills.push([String(known.fillStyle), ...box]),
		stroke: () => strokes++
	};
	const context = new Proxy(known, { get: (of, key: string) => of[key] ?? (() => undefined) });
	return { context: context as unknown as CanvasRenderingContext2D, fills, strokes: () => strokes };
}

function mapOf(name: string, n: number): HeatMap {
	const { map } = sceneAt(loops[name](), at(n), 1, room(800));
	if (!map) throw new Error(`${name} has no map`);
	return map;
}

describe('paintHeatMap', () => {
	it('fills what has happened, and nothing of the future', () => {
		const map = mapOf('many', 9);
		const { context, fills } = recorder();
		paintHeatMap(context, map, palette);
		expect(fills.filter(([colour]) => colour === 'ahead')).toHaveLength(32);
		const edge = (map.w / 64) * 10 + 1;
		expect(fills.filter(([colour, x, , w]) => colour !== 'ahead' && x + w > edge)).toEqual([]);
		expect(fills.filter(([colour]) => colour !== 'ahead')).toHaveLength(32 * 10);
	});

	it('hatches every bin that holds a NaN or an infinity', () => {
		const { context, fills, strokes } = recorder();
		paintHeatMap(context, mapOf('breaking', 39), palette);
		const count = (name: string): number => fills.filter(([colour]) => colour === name).length;
		// lane 9 from step 20 on, lane 15 from step 31 on, of 40
		expect([count('nan'), count('infinite')]).toEqual([20, 9]);
		expect(strokes()).toBe(29);
	});
});
