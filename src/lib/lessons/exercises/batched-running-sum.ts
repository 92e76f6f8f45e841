import { floats, integers, type Exercise } from '../exercise';
import { code, list, p, py } from '../text';
import { batchProgram, matrix } from './batch-program';

const withBody = (init: string, ...body: readonly string[]): string =>
	batchProgram('batched_running_sum', init, body, matrix);

const rows = [
	[3, 1, 4],
	[1, 5, 2]
];

export const batchedRunningSum: Exercise = {
	name: 'batched-running-sum',
	title: 'A running sum of every row',
	fn: 'batched_running_sum',
	parameters: [{ name: 'x_batch', dims: ['N', 'T'] }],
	output: ['N', 'T'],
	statement: [
		p(
			'Write `batched_running_sum(x_batch)`. It takes an array of shape $(N, T)$, both at least 1, and returns an array of the same shape and the same type, with `out[i, t] = sum(x_batch[i, :t+1])`.'
		),
		list(
			'Each row has its own sum. No row hears of another.',
			'Use `jax.vmap` of a helper that runs `lax.scan` over one row; not `cumsum`, and no Python loop.',
			'For `[[3., 1., 4.], [1., 5., 2.]]` the answer is `[[3., 4., 8.], [1., 6., 8.]]`.'
		)
	],
	starter: py`
import jax
import jax.numpy as jnp
from jax import lax

def batched_running_sum(x_batch):
  """out[i, t] = sum(x_batch[i, :t+1])"""
  def per_row(row):
    # a scan over one row goes here
    return row
  return jax.vmap(per_row)(x_batch)

batched_running_sum(${matrix})
`,
	solution: withBody('0', 'new = carry + x', 'return new, new'),
	hints: [
		[
			p(
				'Start with one row. The carry is what the next step needs to know: the sum of everything before it. What is the sum of nothing?'
			)
		],
		[
			p(
				'The body takes the carry and one number of the row, and returns the next carry and the y of this step. Here both are the new sum:'
			),
			code('def step(carry, x):\n  new = carry + x\n  return new, new')
		],
		[
			p(
				"`lax.scan(step, 0, row)` gives a pair. The y's are the second of it: `_, ys = lax.scan(step, 0, row)`, then `return ys`."
			)
		],
		[
			p(
				'Then the batch: `return jax.vmap(per_row)(x_batch)`. Starting from the plain integer `0` keeps the type of the row, float or integer.'
			)
		]
	],
	examples: [[floats(rows)], [integers(rows)]],
	tools: ['scan', 'vmap'],
	plan: [
		'signed', 'fractions', 'one-row', 'one-step', 'equal', 'decreasing', 'negative', 'minus-inf', 'inf', 'large', 'integers', 'nan'
	], // prettier-ignore
	mistakes: [
		{ id: 'counts-first-twice', program: withBody('row[0]', 'new = carry + x', 'return new, new') },
		{ id: 'old-carry-emitted', program: withBody('0', 'new = carry + x', 'return new, carry') }
	]
};
