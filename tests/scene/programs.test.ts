import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { beats, lane } from '$lib/recording/moment';
import { restAt } from '$lib/recording/walk';
import type { Loop } from '$lib/recording/recording';
import { cellsIn, type Box } from '$lib/scene/scene';
import { sceneAt } from '$lib/scene/stage';
import { bodyTable } from '$lib/scene/table';
import { record } from '$lib/session/run';
import { room } from './picture';

/** What real programs leave behind, drawn: every loop of every conformance program at its start, middle and end. */
const categories = ['scan', 'vmap-scan', 'pytree', 'nested', 'control', 'random', 'applied'];

const programsOf = (category: string): { name: string; source: string }[] =>
	readFileSync(`tests/conformance/${category}.jsonl`, 'utf8')
		.split('\n')
		.filter(Boolean)
		.map((line) => JSON.parse(line) as { name: string; source: string });

const slack = 0.01;
const overlap = (a: Box, b: Box): boolean =>
	a.x + slack < b.x + b.w && b.x + slack < a.x + a.w && a.y + slack < b.y + b.h && b.y + slack < a.y + a.h;

/** Keys of cells that lie over one another, or that have no text while they have a value. */
function faults(loop: Loop, n: number, width: number): string[] {
	return beats.flatMap((beat) => {
		const moment = { ...restAt(loop, n), beat: n < 0 ? ('rest' as const) : beat };
		const scene = sceneAt(loop, moment, 0.5, room(width, { height: 600, focusLane: lane(loop.lanes - 1) }));
		bodyTable(loop, moment, 0.5, lane(0), null);
		const cells = cellsIn(scene).filter((cell) => cell.opacity > 0.5);
		const over = cells.filter((cell, k) => cells.some((other, j) => j > k && overlap(cell, other)));
		const odd = cells.filter((cell) => /undefined|null|Infinity/.test(cell.face.text));
		return [...over, ...odd].map((cell) => `${beat} ${n} ${cell.key}`);
	});
}

describe.each(categories)('programs of %s', (category) => {
	it('are drawn without overlap, at any moment and width', { timeout: 60_000 }, () => {
		const found: string[] = [];
		let drawn = 0;
		for (const { name, source } of programsOf(category)) {
			for (const loop of record(source).recording.loops) {
				drawn++;
				for (const n of [-1, 0, Math.floor(loop.recorded / 2), loop.recorded - 1]) {
					if (n >= loop.recorded) continue;
					for (const width of [340, 962])
						found.push(...faults(loop, n, width).map((fault) => `${name}: ${fault}`));
				}
			}
		}
		expect(found).toEqual([]);
		expect(drawn).toBeGreaterThan(0);
	});
});
