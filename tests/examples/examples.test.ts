import { describe, expect, it } from 'vitest';
import { examples } from '$lib/examples/catalogue';
import { record } from '$lib/session/run';

/** What the programs give, worked out by hand; how it is printed is tested with the printer. */
const results: Readonly<Record<string, readonly (number | boolean)[]>> = {
	'running-max': [3, 3, 4, 1, 5, 5],
	'running-sum': [1, 3, 6, 10, 15, 21, 5, 0, 5, 0, 5, 0, 1, 1, 1, 3, 3, 3],
	'running-mean': [2, 3, 4, 5, 9, 5, 5, 5, 3, 3, 3, 4],
	fibonacci: [0, 1, 1, 2, 3, 5, 8, 13, 21, 34],
	'linear-recurrence': [2, 4, 5, 10, 11, 0.5, 0.25, 4.125, 2.0625, 1.03125],
	'bracket-matching': [true, false, false],
	'trapped-water': [0, 3, 1, 3, 0, 1, 0, 0, 3, 4, 3, 4, 4, 0]
};

/** The elements in the text of an array. */
const elementsOf = (text: string): (number | boolean)[] =>
	(text.match(/(?<=[[ ,])(-?[\d.]+|True|False)(?=[\], ])/g) ?? []).map((word) =>
		word === 'True' ? true : word === 'False' ? false : Number(word)
	);

describe.each(examples)('$name', ({ name, title, program }) => {
	const { recording } = record(program);

	it('runs and leaves loops behind', () => {
		expect(recording.outcome).toMatchObject({ kind: 'value' });
		expect(recording.loops.length).toBeGreaterThan(0);
		expect(recording.loops[0].recorded).toBe(recording.loops[0].length);
	});

	it('has a title, and lines that fit beside the picture', () => {
		expect(title).toMatch(/^\S.{4,44}$/);
		const longest = Math.max(...program.split('\n').map((line) => line.length));
		expect(longest).toBeLessThanOrEqual(name === 'running-max' ? 59 : 52);
	});

	if (!(name in results)) return;

	it('gives what it should', () => {
		const { outcome } = recording;
		expect(elementsOf((outcome.kind === 'value' && outcome.text) || '')).toEqual(results[name]);
	});
});

it('the first is the worked example, word for word', () => {
	expect(examples[0].program).toBe(`import jax
import jax.numpy as jnp
from jax import lax

def running_max_batch(x_batch):
  """Cumulative max for each row."""
  def per_row(row):
    def step(carry, x):
      new = jnp.maximum(carry, x)
      return new, new
    _, ys = lax.scan(step, -jnp.inf, row)
    return ys
  return jax.vmap(per_row)(x_batch)

running_max_batch(jnp.array([[3., 1., 4.], [1., 5., 2.]]))
# → [[3., 3., 4.], [1., 5., 5.]]`);
});
