import { describe, expect, it } from 'vitest';
import { eqnIndex, lane } from '$lib/recording/moment';
import { beatAfter, restAt, startOf } from '$lib/recording/walk';
import { inlineValues } from '$lib/session/inline-values';
import { record } from '$lib/session/run';
import { fourRows, runningMax } from '../support/fixture';

const loop = runningMax(fourRows).loops[0];
const max = eqnIndex(0);

describe('the values behind a line of code', () => {
	it('are one a lane, in the colour of what they become', () => {
		expect(inlineValues(loop, restAt(loop, 2), max, lane(0))).toEqual({ text: '4 7 6 4', role: 'carry' });
	});

	it('are not there before their time', () => {
		const pull = beatAfter(loop, restAt(loop, 1));
		expect(inlineValues(loop, startOf(loop), max, lane(0))).toBeNull();
		expect(inlineValues(loop, pull, max, lane(0))).toBeNull();
		expect(inlineValues(loop, beatAfter(loop, pull), max, lane(0))).toBeNull();
		expect(inlineValues(loop, restAt(loop, 2), null, lane(0))).toBeNull();
	});

	it('of an equation one stands on are there, of a loop the result that the body goes on with', () => {
		const [outer] = record(`import jax.numpy as jnp
from jax import lax
def step(total, x):
  part = lax.fori_loop(0, 3, lambda k, h: h + x, 0.)
  return total + part, None
lax.scan(step, 0., jnp.array([2., 5.]))`).recording.loops;
		const inner = outer.eqns.find(({ loops }) => loops.length > 0);
		if (!inner) throw new Error('no loop in the body');
		const standing = { ...restAt(outer, 1), beat: 'combine', eqn: inner.index } as const;
		expect(inlineValues(outer, standing, inner.index, lane(0))?.text).toBe('15');
	});

	it('are the focused lane’s where there are many', () => {
		const many = runningMax(Array.from({ length: 7 }, (_, n) => [n, n])).loops[0];
		expect(inlineValues(many, restAt(many, 0), max, lane(5))?.text).toBe('5');
		const wide = runningMax(Array.from({ length: 4 }, (_, n) => [12345 + n])).loops[0];
		expect(inlineValues(wide, restAt(wide, 0), max, lane(2))?.text).toBe('12347');
	});
});
