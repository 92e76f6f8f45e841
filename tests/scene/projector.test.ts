import { describe, expect, it } from 'vitest';
import { lane } from '$lib/recording/moment';
import { projectedAt, type Projected } from '$lib/scene/projector';
import { cellsIn, type Scene } from '$lib/scene/scene';
import { fourRows, runningMax } from '../support/fixture';
import { loops } from './fixture';
import { at } from './picture';

const screens = [
	[1024, 768],
	[1280, 720],
	[1920, 1080],
	[3840, 2160]
] as const;

/** The part of a screen that is the lanes'. */
const room = (width: number, height: number, more: Partial<Projected> = {}): Projected => ({
	width: width * 0.975,
	height: height * 0.85,
	screen: height,
	focusLane: lane(0),
	hover: null,
	alone: false,
	...more
});

const fontsOf = (scene: Scene): number[] =>
	cellsIn(scene).flatMap(({ face }) => (face.kind === 'text' ? [face.fontSize] : []));

describe.each(Object.keys(loops))('%s on a projector', (name) => {
	const loop = loops[name]();
	const step = Math.min(5, loop.recorded - 1);

	it.each(screens)('is read from the back row at %i × %i', (width, height) => {
		const options = room(width, height);
		const scene = projectedAt(loop, at(step), 1, options);
		for (const font of fontsOf(scene)) expect(font).toBeGreaterThanOrEqual(0.042 * height);
		for (const band of scene.bands) {
			expect(band.fontSize).toBeGreaterThanOrEqual(0.028 * height);
			for (const tag of band.tags) expect(tag.fontSize).toBeGreaterThanOrEqual(0.028 * height);
		}
	});

	it.each(screens)('stays inside %i × %i', (width, height) => {
		const options = room(width, height);
		const scene = projectedAt(loop, at(step), 1, options);
		expect(scene.bands.filter((band) => band.lane !== null).length).toBeLessThanOrEqual(4);
		for (const { y, h } of [...scene.bands, ...cellsIn(scene)]) {
			expect(y).toBeGreaterThanOrEqual(0);
			expect(y + h).toBeLessThanOrEqual(options.height + 0.001);
		}
		const now = cellsIn(scene).filter((cell) => cell.state === 'now');
		for (const { x, w } of now) {
			expect(x).toBeGreaterThanOrEqual(0);
			expect(x + w).toBeLessThanOrEqual(options.width + 0.001);
		}
	});

	it('is the same picture on a screen of twice the size', () => {
		const places = (width: number, height: number): number[] =>
			cellsIn(projectedAt(loop, at(step), 1, room(width, height))).flatMap(({ x, y, w, h }) =>
				[x, y, w, h].map((size) => size / height)
			);
		const [small, large] = [places(1280, 720), places(3840, 2160)];
		expect(large.length).toBe(small.length);
		large.forEach((size, n) => expect(size).toBeCloseTo(small[n], 2));
	});

	it('shows one lane alone, as large as it can be', () => {
		const focusLane = lane(loop.lanes - 1);
		const together = projectedAt(loop, at(step), 1, room(1280, 720, { focusLane }));
		const alone = projectedAt(loop, at(step), 1, room(1280, 720, { focusLane, alone: true }));
		const lanes = alone.bands.flatMap((band) => band.lane ?? []);
		expect(lanes.length <= 1 && lanes.every((one) => one === focusLane)).toBe(true);
		expect(alone.scale).toBeGreaterThanOrEqual(together.scale);
	});
});

it.each(screens)('four rows of twelve steps of two digits are in sight at %i × %i', (width, height) => {
	const rows = fourRows.map((row) => [...row, 10, 11, 12, 9]);
	const [loop] = runningMax(rows).loops;
	for (let step = 0; step < 12; step++) {
		const scene = projectedAt(loop, at(step), 1, room(width, height));
		const xs = cellsIn(scene).filter((cell) => cell.kind === 'x');
		expect(xs.length).toBe(4 * 12);
		for (const { x, w } of xs) {
			expect(x).toBeGreaterThanOrEqual(0);
			expect(x + w).toBeLessThanOrEqual(width * 0.975);
		}
	}
});
