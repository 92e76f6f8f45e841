import { describe, expect, it } from 'vitest';
import { lane, loopIndex, step } from '$lib/recording/moment';
import { scalarAt } from '$lib/recording/read';
import type { Leaf, Loop } from '$lib/recording/recording';
import { answerTo } from '$lib/session/answers/answers';
import { record } from '$lib/session/run';

const nested = `
import jax
import jax.numpy as jnp
from jax import lax

def row(xs):
  def outer(total, x):
    def inner(i, acc):
      return acc + x * i
    part = lax.fori_loop(0, 4, inner, total)
    return part, part
  return lax.scan(outer, 0., xs)

jax.vmap(row)(jnp.array([[1., 2., 3.], [10., 20., 30.]]))
`;

/** The carry that sums; a `fori_loop` carries its counter besides. */
const total = (loop: Loop): Leaf => loop.carry[loop.carry.length - 1];

const carries = (loop: Loop, row: number): number[] =>
	Array.from({ length: loop.recorded + 1 }, (_, entry) =>
		scalarAt(total(loop).column, entry, lane(row), loop.axes)
	);

describe('loops inside a step', () => {
	const run = record(nested);
	const top = { within: [], loop: loopIndex(0) };

	it('are recorded in the user’s view, with the lanes of the loop around them', () => {
		const [loop, ...others] = answerTo(run, { kind: 'inner', place: top, step: 1 });
		expect(others).toEqual([]);
		expect(loop).toMatchObject({ kind: 'fori_loop', name: 'inner', length: 4, lanes: 2 });
		expect(loop.within).toEqual([{ loop: 0, step: 1 }]);
		expect(loop.carry.map(({ name }) => name)).toEqual(['i', 'acc']);
		expect(carries(loop, 0)).toEqual([6, 6, 8, 12, 18]);
		expect(carries(loop, 1)).toEqual([60, 60, 80, 120, 180]);
	});

	it('begin and end with what the step around them had', () => {
		const outer = run.recording.loops[0];
		for (let at = 0; at < outer.length; at++) {
			const [loop] = answerTo(run, { kind: 'inner', place: top, step: at });
			for (const row of [0, 1]) {
				const whole = carries(outer, row);
				expect(carries(loop, row)[0]).toBe(whole[at]);
				expect(carries(loop, row).at(-1)).toBe(whole[at + 1]);
			}
		}
	});

	it('are found again by their place', () => {
		const place = { within: [{ loop: loopIndex(0), step: step(2) }], loop: loopIndex(0) };
		expect(answerTo(run, { kind: 'loop', place })).toEqual(
			answerTo(run, { kind: 'inner', place: top, step: 2 })[0]
		);
	});
});
