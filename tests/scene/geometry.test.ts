import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beats, lane } from '$lib/recording/moment';
import type { Loop } from '$lib/recording/recording';
import { cellsIn, type Box, type Cell, type Scene } from '$lib/scene/scene';
import { sceneAt } from '$lib/scene/stage';
import { loops } from './fixture';
import { at, room } from './picture';

/** Anything the stage can be asked to draw. */
const circumstances = fc.record({
	name: fc.constantFrom(...Object.keys(loops)),
	place: fc.double({ min: 0, max: 1, noNaN: true }),
	beat: fc.constantFrom(...beats),
	t: fc.double({ min: 0, max: 1, noNaN: true }),
	width: fc.integer({ min: 320, max: 1200 }),
	height: fc.option(fc.integer({ min: 200, max: 900 })),
	focus: fc.double({ min: 0, max: 0.999, noNaN: true })
});

type Circumstances = typeof circumstances extends fc.Arbitrary<infer T> ? T : never;

const made = new Map<string, Loop>();
const loopNamed = (name: string): Loop => {
	const loop = made.get(name) ?? loops[name]();
	made.set(name, loop);
	return loop;
};

function draw(one: Circumstances): { scene: Scene; n: number; loop: Loop } {
	const loop = loopNamed(one.name);
	const n = Math.round(one.place * loop.length) - 1;
	const beat = n < 0 ? 'rest' : one.beat;
	const focusLane = lane(Math.floor(one.focus * loop.lanes));
	return {
		loop,
		n,
		scene: sceneAt(loop, at(n, beat), one.t, room(one.width, { height: one.height, focusLane }))
	};
}

const slack = 0.01;
const overlap = (a: Box, b: Box): boolean =>
	a.x + slack < b.x + b.w && b.x + slack < a.x + a.w && a.y + slack < b.y + b.h && b.y + slack < a.y + a.h;

const inside = (box: Box, scene: Scene): boolean =>
	box.x >= -slack &&
	box.y >= -slack &&
	box.x + box.w <= scene.width + slack &&
	box.y + box.h <= scene.height + slack;

const name = (cell: Cell): string => cell.key;

describe('geometry, whatever is drawn at whatever size', () => {
	const check = (property: (drawn: ReturnType<typeof draw>, one: Circumstances) => void): void =>
		fc.assert(
			fc.property(circumstances, (one) => property(draw(one), one)),
			{ numRuns: 300 }
		);

	it('no two cells overlap', () =>
		check(({ scene }) => {
			const cells = [...cellsIn(scene)].sort((a, b) => a.y - b.y);
			cells.forEach((cell, k) => {
				for (let j = k + 1; j < cells.length && cells[j].y < cell.y + cell.h; j++) {
					if (overlap(cell, cells[j])) expect.fail(`${name(cell)} overlaps ${name(cells[j])}`);
				}
			});
		}));

	it('every cell that is all there is inside the picture', () =>
		check(({ scene }) => {
			const outside = cellsIn(scene).filter((cell) => cell.opacity === 1 && !inside(cell, scene));
			expect(outside.map(name)).toEqual([]);
		}));

	it('no cell stands in the names beside the lanes', () =>
		check(({ scene }) => {
			const left = Math.max(0, ...scene.bands.flatMap((band) => band.tags.map((tag) => tag.x)));
			const solid = cellsIn(scene).filter((cell) => cell.opacity === 1);
			expect(solid.filter((cell) => cell.x < left + 10).map(name)).toEqual([]);
		}));

	it('the gate stands over the present column once it is pulled in, and inside the picture', () =>
		check(({ scene, n }, one) => {
			const gate = scene.gates[0];
			expect(inside(gate, scene)).toBe(true);
			if (n >= 0 && one.beat === 'pull' && one.t < 0.7) return;
			const cell = cellsIn(scene).find((one) =>
				n < 0 ? one.kind === 'init' : one.kind !== 'init' && one.step === n
			);
			if (cell) expect(Math.abs(cell.x + cell.w / 2 - gate.labelX)).toBeLessThan(0.01);
			if (cell) expect(gate.x <= cell.x && cell.x + cell.w <= gate.x + gate.w).toBe(true);
		}));

	it('a value in a cell keeps inside of it', () =>
		check(({ scene }) => {
			for (const { face, w, h, key } of cellsIn(scene)) {
				const parts = face.kind === 'bars' ? face.bars : face.kind === 'tiles' ? face.tiles : [];
				const out = parts.filter(
					(part) => part.x < 0 || part.y < -slack || part.x + part.w > w || part.y + part.h > h + slack
				);
				if (out.length > 0) expect.fail(key);
				if (face.kind === 'text')
					expect(face.text.length * face.fontSize * 0.632).toBeLessThanOrEqual(w + slack);
			}
		}));

	it('marks of a settled step are gone, and those on their way are inside the picture', () =>
		check(({ scene, n }, one) => {
			const marks = scene.bands.flatMap((band) => band.marks);
			if (n < 0 || one.beat === 'rest') expect(marks).toEqual([]);
			for (const mark of marks) {
				expect(mark.scale).toBeGreaterThan(0);
				expect(mark.y).toBeGreaterThanOrEqual(0);
				expect(mark.y + mark.h).toBeLessThanOrEqual(scene.height);
			}
		}));

	it('positions are plain numbers of three decimals', () =>
		check(({ scene }) => {
			for (const { x, y, w, h } of cellsIn(scene)) {
				for (const n of [x, y, w, h]) expect(n).toBe(Number(n.toFixed(3)));
			}
		}));
});
