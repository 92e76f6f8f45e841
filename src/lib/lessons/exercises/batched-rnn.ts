import { floats, single, type Exercise } from '../exercise';
import { maths, p, py } from '../text';

const head = py`
import jax
import jax.numpy as jnp
from jax import lax
`;

const call = 'batched_rnn(0.5, 1., jnp.array([[1., 0., -1.], [0.5, 0.5, 0.5]]))';

const withBody = (...body: readonly string[]): string => `${head}

def batched_rnn(w, u, x_batch):
  def per_row(row):
    def cell(h, x):
${body.map((line) => `      ${line}`).join('\n')}
    _, hs = lax.scan(cell, 0., row)
    return hs
  return jax.vmap(per_row)(x_batch)

${call}`;

export const batchedRnn: Exercise = {
	name: 'batched-rnn',
	title: 'A recurrent net over a batch',
	fn: 'batched_rnn',
	parameters: [
		{ name: 'w', dims: [] },
		{ name: 'u', dims: [] },
		{ name: 'x_batch', dims: ['N', 'T'] }
	],
	output: ['N', 'T'],
	statement: [
		p(
			'Write `batched_rnn(w, u, x_batch)`. `w` and `u` are single numbers that all rows share; `x_batch` has shape $(N, T)$. Each row has a state that starts at 0 and obeys'
		),
		maths(
			'h_t = \\tanh(w\\,h_{t-1} + u\\,x_t)',
			'h t equals the hyperbolic tangent of w times h t minus 1 plus u times x t'
		),
		p('Return all states, of shape $(N, T)$. Use `lax.scan` for one row and `jax.vmap` for the batch.')
	],
	starter: py`
${head}

def batched_rnn(w, u, x_batch):
  """For each row: every h, where h = tanh(w * h + u * x) from h = 0"""
  def per_row(row):
    # the state is the carry; emit it as y, too
    return row
  return jax.vmap(per_row)(x_batch)

${call}
`,
	solution: withBody('h = jnp.tanh(w * h + u * x)', 'return h, h'),
	hints: [
		[
			p(
				'The state is the carry. It starts at `0.`, and the next one is computed from it and from one number of the row.'
			)
		],
		[p('`w` and `u` need no place in the carry: the body reads them from the function around it.')],
		[p('The body is `h = jnp.tanh(w * h + u * x)` and `return h, h`. All else is as in the running sum.')]
	],
	examples: [
		[
			single(0.5),
			single(1),
			floats([
				[1, 0, -1],
				[0.5, 0.5, 0.5]
			])
		]
	],
	tools: ['scan', 'vmap'],
	plan: ['signed', 'fractions', 'one-row', 'one-step', 'equal', 'decreasing', 'negative', 'nan'],
	mistakes: [{ id: 'old-carry-emitted', program: withBody('new = jnp.tanh(w * h + u * x)', 'return new, h') }]
};
