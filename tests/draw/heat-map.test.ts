import { describe, expect, it } from 'vitest';
import { heatPixels, paintAhead, paintHeatMap, paintParted, type HeatPalette } from '$lib/draw/heat-map';
import type { HeatMap } from '$lib/scene/scene';
import { sceneAt } from '$lib/scene/stage';
import { loops } from '../scene/fixture';
import { at, room } from '../scene/picture';

const palette: HeatPalette = {
	ramp: [
		[1, 0, 0],
		[2, 0, 0],
		[3, 0, 0]
	],
	nan: [4, 0, 0],
	infinite: [5, 0, 0],
	ahead: 'ahead',
	paper: 'paper',
	ghost: 'ghost'
};

/** Keeps the names of what is called. */
function recorder(): { context: CanvasRenderingContext2D; calls: string[] } {
	const calls: string[] = [];
	const known: Record<string, unknown> = {};
	const context = new Proxy(known, { get: (of, key: string) => of[key] ?? (() => calls.push(key)) });
	return { context: context as unknown as CanvasRenderingContext2D, calls };
}

function mapOf(name: string, n: number): HeatMap {
	const { map } = sceneAt(loops[name](), at(n), 1, room(800));
	if (!map) throw new Error(`${name} has no map`);
	return map;
}

describe('heatPixels', () => {
	it('gives every bin the colour of its value, and another to a NaN or an infinity', () => {
		const map = mapOf('breaking', 39);
		const pixels = heatPixels(map, palette);
		expect(pixels).toHaveLength(24 * 40 * 4);
		const reds = Array.from({ length: 24 * 40 }, (_, bin) => pixels[4 * bin]);
		// lane 9 from step 20 on, lane 15 from step 31 on, of 40
		expect(reds.filter((red) => red === 4)).toHaveLength(20);
		expect(reds.filter((red) => red === 5)).toHaveLength(9);
		map.tones.forEach((tone, bin) => {
			if (map.flags[bin] === 0) expect(reds[bin]).toBe(tone < -0.5 ? 1 : tone < 0.5 ? 2 : 3);
		});
	});
});

describe('paintHeatMap', () => {
	it('hatches every bin that holds a NaN or an infinity', () => {
		const { context, calls } = recorder();
		const map = mapOf('breaking', 39);
		paintHeatMap(context, {} as CanvasImageSource, map, palette);
		expect(calls.filter((call) => call === 'stroke')).toHaveLength(29);
		expect(calls.filter((call) => call === 'drawImage')).toHaveLength(1);
	});

	it('parts the rows of what is ahead as it parts those that have come about', () => {
		const map = mapOf('many', 3);
		const cuts = (paint: (context: CanvasRenderingContext2D) => void): string[] => {
			const { context, calls } = recorder();
			paint(context);
			return calls.filter((call) => call === 'clearRect');
		};
		const ahead = cuts((context) => paintAhead(context, map, palette));
		const all = cuts((context) => paintHeatMap(context, {} as CanvasImageSource, map, palette));
		expect(ahead).toEqual(all);
		expect(ahead.length).toBeGreaterThan(32);
	});
});

describe('paintParted', () => {
	it('draws one strip for each bin that is another one, inside that bin', () => {
		const map = mapOf('breaking', 39);
		const parted = new Uint8Array(map.rows * map.columns);
		const bin = 3 * map.columns + 7;
		parted[bin] = 1;
		const strips: number[][] = [];
		const context = { clearRect: () => {}, fillRect: (...at: number[]) => strips.push(at), fillStyle: '' };
		paintParted(context as unknown as CanvasRenderingContext2D, parted, map, palette.ghost);
		expect(context.fillStyle).toBe('ghost');
		expect(strips).toHaveLength(1);
		const [x, y, w, h] = strips[0];
		expect([x, w]).toEqual([7 * (map.w / map.columns), map.w / map.columns]);
		expect(y).toBeGreaterThan(3 * (map.h / map.rows));
		expect(y + h).toBeCloseTo(4 * (map.h / map.rows));
	});
});
