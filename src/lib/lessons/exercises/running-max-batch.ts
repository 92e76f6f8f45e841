import { floats, type Exercise } from '../exercise';
import { p, py } from '../text';
import { batchProgram, matrix } from './batch-program';

const withBody = (init: string, ...body: readonly string[]): string =>
	batchProgram('running_max_batch', init, body, matrix);

export const runningMaxBatch: Exercise = {
	name: 'running-max-batch',
	title: 'The worked example, from memory',
	fn: 'running_max_batch',
	parameters: [{ name: 'x_batch', dims: ['N', 'T'] }],
	output: ['N', 'T'],
	statement: [
		p(
			'Close the worked example and write it again. `running_max_batch(x_batch)` takes floats of shape $(N, T)$, both at least 1, and returns the same shape: `out[i, t]` is the largest of `x_batch[i, :t+1]`.'
		),
		p('Use `lax.scan` for one row and `jax.vmap` for the batch. Negative numbers count as well.')
	],
	starter: py`
import jax
import jax.numpy as jnp
from jax import lax

def running_max_batch(x_batch):
  """out[i, t]: the largest of x_batch[i, :t+1]"""
  # scan one row in a helper, then vmap the helper
  return x_batch

running_max_batch(${matrix})
`,
	solution: withBody('-jnp.inf', 'new = jnp.maximum(carry, x)', 'return new, new'),
	hints: [
		[
			p(
				'Forget the batch for a moment. Write `per_row(row)`: a scan over one row, with the largest number so far as its carry.'
			)
		],
		[p('What is the largest of no numbers at all? It has to lose against every number: `-jnp.inf`.')],
		[p('Outside the helper one line is left: `return jax.vmap(per_row)(x_batch)`.')]
	],
	examples: [
		[
			floats([
				[3, 1, 4],
				[1, 5, 2]
			])
		]
	],
	tools: ['scan', 'vmap'],
	plan: [
		'signed', 'fractions', 'one-row', 'one-step', 'equal', 'decreasing', 'negative', 'minus-inf', 'inf', 'large', 'nan'
	], // prettier-ignore
	mistakes: [
		{ id: 'starts-at-zero', program: withBody('0.', 'new = jnp.maximum(carry, x)', 'return new, new') },
		{
			id: 'old-carry-emitted',
			program: withBody('-jnp.inf', 'new = jnp.maximum(carry, x)', 'return new, carry')
		},
		{ id: 'old-carry-emitted', program: withBody('0.', 'new = jnp.maximum(carry, x)', 'return new, carry') }
	]
};
