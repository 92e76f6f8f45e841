import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lane } from '$lib/recording/moment';
import { elementsAt } from '$lib/recording/read';
import { restAt } from '$lib/recording/walk';
import { beside, boxOf, elementAt, type ElementImage } from '$lib/scene/element-grid';
import { inspect } from '$lib/scene/inspection';
import { record } from '$lib/session/run';

const program = (shape: string, init: string): string => `
import jax.numpy as jnp
from jax import lax
lax.scan(lambda c, x: (c + x, None), (${init}).reshape(${shape}), jnp.ones(2))
`;

function imageOf(shape: string, size: number, init = `jnp.arange(${size}.) - 3`): ElementImage {
	const [loop] = record(program(shape, init)).recording.loops;
	const ref = { kind: 'carry', lane: lane(0), step: 1, leaf: 0 } as const;
	const image = inspect(loop, ref, restAt(loop, 1))?.value?.grid?.planes[0].image;
	if (!image) throw new Error('it is not drawn as an image');
	return image;
}

describe('an image of an array', () => {
	it('has a colour an element, row-major, on the scale of the leaf over the whole run', () => {
		const image = imageOf('20, 13', 260);
		expect([image.rows, image.columns]).toEqual([20, 13]);
		const [loop] = record(program('20, 13', 'jnp.arange(260.) - 3')).recording.loops;
		const values = elementsAt(loop.carry[0].column, 2, lane(0), loop.axes);
		expect([...image.tones]).toEqual(values.map((value) => Math.fround(value / 258)));
		expect([...new Set(image.flags)]).toEqual([0]);
	});

	it('counts its axes at round numbers with room between them', () => {
		const { across, down, w, h } = imageOf('20, 40', 800);
		expect(across.map(({ text }) => text)).toEqual(['0', '5', '10', '15', '20', '25', '30', '35']);
		expect(down.map(({ text }) => text)).toEqual(['0', '5', '10', '15']);
		for (const { at } of across) expect(at > 0 && at < w).toBe(true);
		for (const { at } of down) expect(at > 0 && at < h).toBe(true);
	});

	it('marks what no colour stands for', () => {
		const image = imageOf('4, 13', 52, 'jnp.arange(52.).at[5].set(jnp.nan).at[20].set(jnp.inf)');
		expect([...image.flags].flatMap((flag, k) => (flag > 0 ? [[k, flag]] : []))).toEqual([
			[5, 1],
			[20, 2]
		]);
	});

	it('is cut where it is too large, and a vector is a strip', () => {
		const [loop] = record(program('400, 3', 'jnp.arange(1200.)')).recording.loops;
		const seen = inspect(loop, { kind: 'carry', lane: lane(0), step: 1, leaf: 0 }, restAt(loop, 1));
		expect(seen?.value?.grid?.more).toBe(1200 - 170 * 3);
		const strip = imageOf('30', 30);
		expect([strip.rows, strip.columns, strip.down]).toEqual([1, 30, []]);
		expect(strip.h).toBeGreaterThan(20);
	});

	it('finds the element at a place, and the place of an element', () => {
		const image = imageOf('20, 13', 260);
		fc.assert(
			fc.property(fc.nat(259), fc.float({ min: 0, max: Math.fround(0.99), noNaN: true }), (element, part) => {
				const box = boxOf(image, element);
				if (!box) throw new Error('it is not in the image');
				expect(elementAt(image, box.x + part * box.w, box.y + part * box.h)).toBe(element);
			})
		);
	});

	it('is walked by arrow keys, no further than its border', () => {
		const image = imageOf('20, 13', 260);
		expect(beside(image, 0, 'ArrowLeft')).toBe(0);
		expect(beside(image, 12, 'ArrowRight')).toBe(12);
		expect(beside(image, 12, 'ArrowDown')).toBe(25);
		expect(beside(image, 25, 'Home')).toBe(13);
		expect(beside(image, 25, 'a')).toBeNull();
	});
});
