import { batchedRunningSum } from '../exercises/batched-running-sum';
import { runningMaxBatch } from '../exercises/running-max-batch';
import { failing, scene, type Lesson } from '../lesson';
import { runningSumParsons } from '../parsons';
import { callout, list, p, py, steps } from '../text';

const head = py`
import jax
import jax.numpy as jnp
from jax import lax
`;
const data = 'jnp.array([[3., 1., 4.], [1., 5., 2.]])';
const maxima = 'Array([[3., 3., 4.],\n       [1., 5., 5.]], dtype=float32)';

const worked = `${head}

def running_max_batch(x_batch):
  """Cumulative max for each row."""
  def per_row(row):
    def step(carry, x):
      new = jnp.maximum(carry, x)
      return new, new
    _, ys = lax.scan(step, -jnp.inf, row)
    return ys
  return jax.vmap(per_row)(x_batch)

running_max_batch(${data})`;

const pair = `${head}

def running_max(row):
  def step(carry, x):
    new = jnp.maximum(carry, x)
    return new, new
  return lax.scan(step, -jnp.inf, row)

jax.vmap(running_max)(${data})`;
const bothParts = `(Array([4., 5.], dtype=float32), ${maxima})`;

const outside = `${head}

def step(carry, x):
  new = jnp.maximum(carry, x)
  return new, new

def per_row(row):
  _, ys = lax.scan(step, -jnp.inf, row)
  return ys

jax.vmap(per_row)(${data})`;

const outsideReading = `${head}

def step(carry, x):
  new = jnp.maximum(carry, x - row[0])
  return new, new

def per_row(row):
  _, ys = lax.scan(step, -jnp.inf, row)
  return ys

jax.vmap(per_row)(${data})`;

const insideReading = `${head}

def per_row(row):
  def step(carry, x):
    new = jnp.maximum(carry, x - row[0])
    return new, new
  _, ys = lax.scan(step, -jnp.inf, row)
  return ys

jax.vmap(per_row)(${data})`;

const direct = `${head}

def step(carry, x):
  new = jnp.maximum(carry, x)
  return new, new

x_batch = ${data}
inits = jnp.full(2, -jnp.inf)
jax.vmap(lax.scan)(step, inits, x_batch)`;

export const vmapOverScan: Lesson = {
	name: 'vmap-over-scan',
	title: 'vmap over lax.scan',
	summary: 'Write the loop for one row, then let vmap run it for every row of a batch in lockstep.',
	minutes: 25,
	sections: [
		{
			kind: 'text',
			name: 'why',
			title: 'Why this matters',
			blocks: [
				p(
					'Some work has an order. A recurrent net reads a sentence word by word; a running total needs the total so far. Step $t$ cannot start before step $t-1$ is done. In JAX such a loop is written with `lax.scan`: a function of the state and one input gives the next state and one output.'
				),
				p(
					'In practice there is never one sequence. There are sixty-four sentences, or a thousand sensors, and each wants a loop of its own. Running them one after the other would leave the hardware idle.'
				),
				p('The way out is to keep two questions apart:'),
				steps(
					'*What happens in one row?* A helper, say `per_row`, runs `lax.scan` over it. No batch in sight.',
					'*What about the batch?* `jax.vmap(per_row)` is a function of a whole batch. Every row runs its own independent scan, and the hardware carries out step 0 of all rows together, then step 1, and so on.'
				),
				callout(
					'key',
					'Write it for one row. Then `vmap` the helper. This pair, vmap over scan, is what batched training of recurrent nets is built on.'
				)
			]
		},
		{
			kind: 'scene',
			name: 'worked-example',
			title: 'A worked example: the largest so far, in every row',
			before: [
				p(
					'`running_max_batch` takes two rows of three numbers. In each row it keeps the largest number seen so far. Look at the code from the inside out: `step` is one step of one row, `per_row` is one row, `vmap` is the batch.'
				),
				p('Before each step say what the carry of row 0 will be, then go on.')
			],
			scene: scene({
				name: 'running-max',
				title: 'Two rows, one clock',
				program: worked,
				outcome: { kind: 'value', text: maxima },
				caption: 'Each lane is one row of the batch. All lanes take the same step at the same time.',
				note: 'Ask for a show of hands before step 1: what is carried on in row 0? The wrong answer to wait for is 1, the x. Then ask what row 1 does in that same step.',
				gates: [
					{ at: '1', ask: 'carry', lane: 0, by: 'choice' },
					{ at: '2', ask: 'rows' }
				]
			}),
			after: [
				p(
					'The result is `[[3., 3., 4.], [1., 5., 5.]]`. In row 0 the 1 changes nothing: the carry stays 3. In the very same step row 1 moves from 1 to 5. The rows share the clock and nothing else.'
				),
				callout(
					'aside',
					'The scan starts from `-jnp.inf`, not from 0. A maximum that starts at 0 gives the same answer here and a wrong one for `[-1.]`.'
				)
			]
		},
		{
			kind: 'scene',
			name: 'two-results',
			title: 'What a scan gives back',
			before: [
				p(
					"`lax.scan(step, init, xs)` returns a pair, `(final_carry, stacked_outputs)`. The body returns a pair, too, once a step: the next carry, and a y. The carries replace one another and only the last one is left. The y's are all kept, stacked in the order of the steps."
				),
				p(
					"Here `running_max` hands on the whole pair. Watch the second part grow out of the y's, one column a step."
				)
			],
			scene: scene({
				name: 'pair',
				title: "The final carry and the stack of y's",
				program: pair,
				outcome: { kind: 'value', text: bothParts },
				caption: 'One y drops out of each lane in each step. At the end they are the second result.',
				note: 'Before the last step ask for the final carries, then for the shape of the stack.',
				gates: [
					{ at: '1', ask: 'shape' },
					{ at: '2', ask: 'final', lane: 1 }
				]
			}),
			after: [
				p(
					"With vmap both parts get an axis for the rows: the final carries have shape `(2,)`, the y's have shape `(2, 3)`: rows first, then steps."
				),
				p("The running max wants only the y's, so the worked example calls the carry `_`.")
			]
		},
		{
			kind: 'pitfall',
			name: 'body-outside',
			title: 'The body stands outside the helper',
			misconception: 'M7',
			before: [p('Must `step` be defined inside `per_row`? Try it outside, twice.')],
			scenes: [
				scene({
					name: 'body-outside-fine',
					title: 'Outside, and it reads nothing of the row',
					program: outside,
					outcome: { kind: 'value', text: maxima },
					caption: 'The body stands at the top level. It reads its carry and its x, and nothing else.',
					note: 'Let the class vote: error or not? It runs.'
				}),
				failing(
					{
						name: 'body-outside-reads-row',
						title: 'Outside, and it reads the row',
						program: outsideReading,
						caption: 'The same body, reading row[0] as well.',
						note: 'Vote again. What does Python look up, and where?'
					},
					'NameError',
					"name 'row' is not defined"
				),
				scene({
					name: 'body-inside-reads-row',
					title: 'Inside, reading the row',
					program: insideReading,
					outcome: {
						kind: 'value',
						text: 'Array([[0., 0., 1.],\n       [0., 4., 4.]], dtype=float32)'
					},
					caption: 'Inside the helper there is a row: each lane subtracts its own first number.',
					note: 'Point at row[0]: a different number in each lane, though the text names it once.'
				})
			],
			happens: [
				p('The first runs. A body that reads only its carry and its x may stand anywhere.'),
				p(
					"The second stops with `NameError: name 'row' is not defined`. Python looks names up where a function is *defined*, not where it is called from, and at the top level there is no `row`."
				)
			],
			instead: [
				p(
					'Define the body inside `per_row`. It is the idiom: the reader sees at once which row it belongs to, and the body can close over anything of that row. Under vmap each lane then reads its own.'
				)
			]
		},
		{
			kind: 'pitfall',
			name: 'vmap-of-scan',
			title: 'vmap applied to lax.scan itself',
			misconception: 'M5',
			before: [p('Why write a helper at all, when `lax.scan` is a function and `vmap` takes functions?')],
			scenes: [
				failing(
					{
						name: 'vmap-of-scan',
						title: 'With the default in_axes',
						program: direct,
						caption: 'vmap maps every argument over axis 0. The first argument here is a function.',
						note: 'What is axis 0 of a function?'
					},
					'TypeError',
					"Argument '<function step"
				),
				scene({
					name: 'vmap-of-scan-axes',
					title: 'With in_axes=(None, 0, 0)',
					program: direct.replace('vmap(lax.scan)', 'vmap(lax.scan, in_axes=(None, 0, 0))'),
					outcome: { kind: 'value', text: bothParts },
					caption: 'None says: the function is the same for all rows. Now it runs.',
					note: 'Ask what is returned. It is the pair; the running max is the second part.'
				})
			],
			happens: [
				p(
					'With the default `in_axes=0` it is a `TypeError`: vmap wants to map every argument over axis 0, and `step` is a function, which is *not a valid JAX type*.'
				),
				p(
					'With `in_axes=(None, 0, 0)` it *does* run: the function is shared, the inits and the rows are mapped. You will meet it in real code. It returns what scan returns, the pair.'
				)
			],
			instead: [
				p(
					'Prefer the helper. It says in words what a row is, it unpacks the pair, and it has room for whatever comes before and after the scan. `jax.vmap(per_row)(x_batch)` needs no `in_axes` at all.'
				)
			]
		},
		{
			kind: 'pitfall',
			name: 'forgot-to-unpack',
			title: 'The pair is not taken apart',
			misconception: 'M1',
			before: [
				p(
					'This helper ends with `return lax.scan(...)`. The code below then asks for the shape of the answer.'
				)
			],
			scenes: [
				failing(
					{
						name: 'forgot-to-unpack',
						title: 'A pair has no shape',
						program: `${pair.replace('jax.vmap(running_max)', 'ys = jax.vmap(running_max)')}\nys.shape`,
						caption: 'The name says ys, and it is a pair.',
						note: 'The error comes late, far from its cause. Where was the mistake made?'
					},
					'AttributeError',
					"'tuple' object has no attribute 'shape'"
				),
				scene({
					name: 'wrong-order',
					title: 'Unpacked in the wrong order',
					program: worked.replace('_, ys = lax.scan', 'ys, _ = lax.scan'),
					outcome: { kind: 'value', text: 'Array([4., 5.], dtype=float32)' },
					caption: 'No error at all: the final carry is a fine array, of the wrong shape.',
					note: 'The silent one. Only the shape gives it away.'
				})
			],
			happens: [
				p(
					"Nothing complains where the pair is made. The first program stops later, when somebody asks a tuple for its shape. The second one never stops: it keeps the final carries, of shape `(2,)`, and throws the y's away."
				)
			],
			instead: [
				list(
					'`_, ys = lax.scan(step, init, row)` where you want the outputs,',
					'`final, _ = lax.scan(step, init, row)` where you want the last state,',
					'and `_` always for the one you do not want.'
				)
			]
		},
		{
			kind: 'scene',
			name: 'nan-stays',
			title: 'One bad row does not spoil the others',
			before: [p('Row 0 has a NaN in it. Which cells will be NaN in the end? Decide, then play.')],
			scene: scene({
				name: 'nan-stays',
				title: 'A NaN in one lane',
				program: worked.replace('1., 4.], [1.', 'jnp.nan, 4.], [1.'),
				outcome: {
					kind: 'value',
					text: 'Array([[ 3., nan, nan],\n       [ 1.,  5.,  5.]], dtype=float32)'
				},
				caption: 'Row 0 has a NaN at its second step, row 1 has none.',
				note: 'This is what independent means. A bug that lets rows leak into each other shows here at once.',
				gates: [{ at: '2', ask: 'carry', lane: 0 }]
			}),
			after: [
				p(
					'`jnp.maximum` hands NaN on, so from there on the whole lane is NaN. The lane below never hears of it.'
				)
			]
		},
		{
			kind: 'exercise',
			name: 'problem',
			title: 'Your turn: a running sum of every row',
			exercise: batchedRunningSum,
			parsons: runningSumParsons,
			after: [
				p(
					'The shape of the program is the same as that of the running max; only `step` and the init are others. It stays the same for a recurrent net, where the carry is a vector and the step is a matrix product: that is the [next lesson](batched-rnn).'
				)
			]
		},
		{
			kind: 'exercise',
			name: 'from-memory',
			title: 'Once more, from memory',
			exercise: runningMaxBatch,
			after: [p('What you can write down without looking, you have.')]
		}
	]
};
