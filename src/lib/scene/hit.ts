import type { Lane } from '$lib/recording/moment';
import { cellsIn, type Cell, type Scene } from './scene';

/** What of a picture is under a point. */
export interface Hit {
	readonly cell: Cell | null;
	readonly lane: Lane | null;
	/** -1 at the init, the last step at the final carry; null beside the columns. */
	readonly step: number | null;
	readonly inMap: boolean;
}

/** `x` and `y` in px of the picture. */
export function hitAt(scene: Scene, x: number, y: number): Hit {
	const inMap = hitMap(scene, x, y);
	if (inMap) return inMap;
	const cell =
		cellsIn(scene).find((one) => x >= one.x && x <= one.x + one.w && y >= one.y && y <= one.y + one.h) ??
		null;
	const band = scene.bands.find((one) => y >= one.y && y < one.y + one.h);
	return { cell, lane: band?.lane ?? null, step: stepAt(scene, x), inMap: false };
}

function hitMap(scene: Scene, x: number, y: number): Hit | null {
	const { map } = scene;
	if (!map || map.empty || x < map.x || x >= map.x + map.w || y < map.y || y >= map.y + map.h) return null;
	const row = Math.floor(((y - map.y) / map.h) * map.rows);
	const step = Math.floor(((x - map.x) / map.w) * map.columns) * map.stepsPerColumn;
	return { cell: null, lane: map.lanes[row * map.lanesPerRow], step, inMap: true };
}

function stepAt(scene: Scene, x: number): number | null {
	const near = scene.heads.filter((one) => Math.abs(one.x - x) <= scene.pitch / 2);
	const head = near.sort((a, b) => Math.abs(a.x - x) - Math.abs(b.x - x))[0];
	if (!head) return null;
	return head.end && head.column >= 0 ? head.column - 1 : head.column;
}
