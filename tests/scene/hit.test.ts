import { describe, expect, it } from 'vitest';
import { hitAt } from '$lib/scene/hit';
import { cellsIn } from '$lib/scene/scene';
import { sceneAt } from '$lib/scene/stage';
import { loops } from './fixture';
import { at, room } from './picture';

describe('hitAt', () => {
	it('finds every cell at its middle, with its lane and step', () => {
		const scene = sceneAt(loops.fourRows(), at(2), 1, room(800));
		for (const cell of cellsIn(scene)) {
			const hit = hitAt(scene, cell.x + cell.w / 2, cell.y + cell.h / 2);
			expect(hit.cell).toBe(cell);
			expect(hit.lane).toBe(cell.lane);
			expect(hit.step).toBe(cell.kind === 'init' ? -1 : cell.kind === 'final' ? 7 : cell.step);
		}
	});

	it('finds a step between the lanes and a lane beside the steps', () => {
		const scene = sceneAt(loops.fourRows(), at(2), 1, room(800));
		const head = scene.heads.find((one) => one.column === 5);
		expect(hitAt(scene, head?.x ?? 0, 4)).toMatchObject({ cell: null, lane: null, step: 5 });
		const { y, h } = scene.bands[3];
		expect(hitAt(scene, 4, y + h / 2)).toMatchObject({ cell: null, lane: 3, step: null });
	});

	it('finds lane and step in the heat map', () => {
		const scene = sceneAt(loops.many(), at(2), 1, room(800));
		const { map } = scene;
		if (!map) throw new Error('32 lanes have a map');
		const hit = hitAt(scene, map.x + (map.w * 40.5) / 64, map.y + (map.h * 17.5) / 32);
		expect(hit).toEqual({ cell: null, lane: 17, step: 40, inMap: true });
	});
});
