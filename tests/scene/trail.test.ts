import { describe, expect, it } from 'vitest';
import { lane } from '$lib/recording/moment';
import { originOf } from '$lib/recording/cause/origin';
import { reachOf } from '$lib/recording/cause/reach';
import { causeText } from '$lib/scene/cause-text';
import { sceneAt } from '$lib/scene/stage';
import { stretches } from '$lib/scene/stretches';
import { trailPicture, type TrailPicture } from '$lib/scene/trail';
import { cellsIn } from '$lib/scene/scene';
import { record } from '$lib/session/run';
import { at, room } from './picture';

const program = (rows: string): string => `
import jax
import jax.numpy as jnp
from jax import lax

def row(xs):
  def step(carry, x):
    new = jnp.maximum(carry, x)
    return new, new
  return lax.scan(step, -jnp.inf, xs)

jax.vmap(row)(${rows})
`;

const two = record(program('jnp.array([[3., 1., 4., 2.], [2., 7., 1., 5.]])')).live[0];
const many = record(program('jnp.sin(jnp.arange(40. * 6).reshape(40, 6))')).live[0];
const final = { kind: 'final', lane: lane(1), step: 4, leaf: 0 } as const;

const written = ({ cells, path, veil, runs }: TrailPicture): string =>
	[
		...cells.map(({ key, part, x, y, w, h }) => `${part} ${key}: ${x} ${y} ${w} ${h}`),
		`path ${path}`,
		`veil ${veil}`,
		...runs.map(({ x, y, w, h }) => `run ${x} ${y} ${w} ${h}`),
		''
	].join('\n');

describe('a trail over the lanes', () => {
	const scene = sceneAt(two.loop, at(3), 1, room(640));

	it('outlines its cells, and veils all others', async () => {
		const picture = trailPicture(scene, originOf(two, final));
		await expect(written(picture)).toMatchFileSnapshot('../pictures/trail-origin.txt');
		const holes = picture.veil.split('M').length - 2;
		expect(holes).toBe(picture.cells.length);
		for (const { key, x, y, w, h } of picture.cells) {
			const cell = cellsIn(scene).find((one) => one.key === key);
			expect(cell && x < cell.x && y < cell.y && x + w > cell.x + cell.w && y + h > cell.y + cell.h).toBe(
				true
			);
		}
	});

	it('leads from what a step was given to what it made', () => {
		const { cells, path } = trailPicture(scene, originOf(two, final));
		const ends = new Set(
			cells
				.filter(({ part }) => part === 'made')
				.map(({ x, y, w, h }) => `${+(x + w / 2).toFixed(3)} ${+(y + h / 2).toFixed(3)}`)
		);
		const points = path.split(/[ML]/).filter((text) => text !== '');
		expect(points).toHaveLength(8);
		for (const point of points) expect(ends).toContain(point);
	});

	it('shows stretches of steps in the map where lanes are too many to draw', () => {
		const scene = sceneAt(many.loop, at(5), 1, room(900, { height: 600 }));
		const { runs } = trailPicture(scene, reachOf(many, { kind: 'x', lane: lane(30), step: 0, leaf: 0 }));
		expect(runs).toHaveLength(1);
		const map = scene.map;
		expect(map && runs[0].x >= map.x && runs[0].y >= map.y && runs[0].y < map.y + map.h).toBe(true);
	});

	it('knows runs of numbers', () => {
		expect(stretches([0, 1, 2, 5, 7, 8])).toEqual([
			[0, 2],
			[5, 5],
			[7, 8]
		]);
	});
});

describe('a trail in words', () => {
	const line = (text: ReturnType<typeof causeText>, n: number): string =>
		`${text.lines[n].who}: ${text.lines[n].tokens.map((token) => token.text).join('')}: ${text.lines[n].note}`;

	it('says where a value came from, and who won on the way', () => {
		const text = causeText(two.loop, originOf(two, final));
		expect(text.title).toBe('carry at the end, row 1');
		expect(text.summary).toBe('It came from x at step 1 of row 1 alone.');
		expect(text.notes).toEqual(['3 values were there to be chosen and lost: dimmed.']);
		expect(line(text, 0)).toBe('row 1, step 3: new = max(carry 7, x 5) → 7: carry won');
		expect(line(text, 2)).toBe('row 1, step 1: new = max(carry 2, x 7) → 7: x won');
		expect(text.lines[2].tokens.filter(({ lost }) => lost).map((token) => token.text)).toEqual([
			'carry ',
			'2'
		]);
		expect(text.more).toBe(0);
	});

	it('says what a value went into', () => {
		const text = causeText(two.loop, reachOf(two, { kind: 'x', lane: lane(0), step: 0, leaf: 0 }));
		expect(text.summary).toBe('It went into carry after steps 0–1 and y of steps 0–1 of row 0 alone.');
		expect(text.notes).toEqual(['In 2 places it was there to be chosen and lost: dimmed.']);
	});

	it('says of what is given that it is given', () => {
		const text = causeText(two.loop, originOf(two, { kind: 'init', lane: null, step: 0, leaf: 0 }));
		expect(text.summary).toBe('It was given from outside: nothing in the loop made it.');
		expect(text.lines).toEqual([]);
	});
});
