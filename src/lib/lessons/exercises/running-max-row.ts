import { row, type Exercise } from '../exercise';
import { p, py } from '../text';

const imports = py`
import jax.numpy as jnp
from jax import lax
`;

const withBody = (init: string, ...body: readonly string[]): string => `${imports}

def running_max(row):
  def step(carry, x):
${body.map((line) => `    ${line}`).join('\n')}
  _, ys = lax.scan(step, ${init}, row)
  return ys
`;

export const runningMaxRow: Exercise = {
	name: 'running-max',
	title: 'The largest number so far',
	fn: 'running_max',
	parameters: [{ name: 'row', dims: ['T'] }],
	output: ['T'],
	statement: [
		p(
			'Write `running_max(row)`. It takes one row of $T \\ge 1$ floats and returns $T$ floats: number $t$ is the largest of `row[0]` to `row[t]`.'
		),
		p(
			'Use `lax.scan`. For `[3., 1., 4.]` the answer is `[3., 3., 4.]`. It has to be right for negative numbers too.'
		)
	],
	starter: py`
${imports}

def running_max(row):
  """ys[t]: the largest of row[0] to row[t]"""
  def step(carry, x):
    new = x          # the largest so far: of what?
    return new, new
  _, ys = lax.scan(step, -jnp.inf, row)
  return ys

running_max(jnp.array([3., 1., 4.]))
`,
	solution: `${withBody('-jnp.inf', 'new = jnp.maximum(carry, x)', 'return new, new')}
running_max(jnp.array([3., 1., 4.]))`,
	hints: [
		[
			p(
				'What does the next step need to know about all the numbers before it? One number is enough. That is the carry.'
			)
		],
		[
			p(
				'`jnp.maximum(a, b)` is the larger of two. Call it with what was carried in and with the number of this step.'
			)
		],
		[p('The body returns two things: `return new, new`. The first is carried on, the second is kept as y.')]
	],
	examples: [[row(3, 1, 4)], [row(1, 5, 2)]],
	tools: ['scan'],
	plan: [
		'signed',
		'fractions',
		'one-step',
		'equal',
		'decreasing',
		'negative',
		'minus-inf',
		'inf',
		'large',
		'nan'
	],
	mistakes: [
		{ id: 'starts-at-zero', program: withBody('0.', 'new = jnp.maximum(carry, x)', 'return new, new') },
		{
			id: 'old-carry-emitted',
			program: withBody('-jnp.inf', 'new = jnp.maximum(carry, x)', 'return new, carry')
		},
		{ id: 'old-carry-emitted', program: withBody('0.', 'new = jnp.maximum(carry, x)', 'return new, carry') }
	]
};
