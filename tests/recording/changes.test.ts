import { describe, expect, it } from 'vitest';
import { changesAt } from '$lib/recording/changes';
import { lane } from '$lib/recording/moment';
import { elementsAt } from '$lib/recording/read';
import { record } from '$lib/session/run';

const program = `
import jax, jax.numpy as jnp
from jax import lax

def per_row(row):
  def step(carry, x):
    best, n = carry
    return (jnp.maximum(best, x), n + (x > 2)), None
  return lax.scan(step, (jnp.float32(0), 0), row)

jax.vmap(per_row)(jnp.array([[3., 1., 4., 1.], [1., 5., 2., jnp.nan]]))
`;

describe('changesAt', () => {
	const [loop] = record(program).recording.loops;

	it('tells each carry leaf that a step gave another value, lane by lane', () => {
		expect(changesAt(loop, 0)).toEqual({
			count: 3,
			shown: [
				{ leaf: 0, lane: 0, change: 'up' },
				{ leaf: 1, lane: 0, change: 'up' },
				{ leaf: 0, lane: 1, change: 'up' }
			]
		});
		expect(changesAt(loop, 3)).toEqual({ count: 1, shown: [{ leaf: 0, lane: 1, change: 'changed' }] });
	});

	it('counts what it does not show', () => {
		expect(changesAt(loop, 0, 1)).toEqual({ count: 3, shown: [{ leaf: 0, lane: 0, change: 'up' }] });
	});

	it('is what a comparison of every carry before and after finds', () => {
		for (let step = 0; step < loop.length; step++) {
			const found: string[] = [];
			for (let row = 0; row < loop.lanes; row++)
				loop.carry.forEach(({ column }, leaf) => {
					const [before, after] = [step, step + 1].map((entry) =>
						String(elementsAt(column, entry, lane(row), loop.axes))
					);
					if (before !== after) found.push(`${leaf} ${row}`);
				});
			expect(changesAt(loop, step).shown.map(({ leaf, lane }) => `${leaf} ${lane}`)).toEqual(found);
		}
	});
});
