import { runningMaxRow } from '../exercises/running-max-row';
import { failing, scene, type Lesson } from '../lesson';
import { callout, code, list, maths, p, py } from '../text';

const head = py`
import jax.numpy as jnp
from jax import lax
`;

const total = `${head}

def step(carry, x):
  new = carry + x
  return new, new

lax.scan(step, 0., jnp.array([3., 1., 4.]))`;

const mean = `${head}

def step(carry, x):
  count, total = carry
  count = count + 1
  total = total + x
  return (count, total), total / count

_, means = lax.scan(step, (0, 0.), jnp.array([4., 2., 6., 0.]))
means`;

const emitsOld = `${head}

def step(carry, x):
  new = carry + x
  return new, carry

lax.scan(step, 0., jnp.array([3., 1., 4.]))`;

const oneValue = `${head}

def step(carry, x):
  return carry + x

lax.scan(step, 0., jnp.array([3., 1., 4.]))`;

const typed = `${head}

def step(carry, x):
  new = carry + x
  return new, new

lax.scan(step, jnp.int32(0), jnp.array([3., 1., 4.]))`;

const withIf = `${head}

def step(carry, x):
  if x > carry:
    return x, x
  return carry, carry

lax.scan(step, -jnp.inf, jnp.array([3., 1., 4.]))`;

const pairText = (carry: string, ys: string): string =>
	`(Array(${carry}, dtype=float32), Array(${ys}, dtype=float32))`;

export const carryXAndY: Lesson = {
	name: 'carry-x-and-y',
	title: 'carry, x and y: what a scan is',
	summary: 'A loop that hands a state from step to step, reads one input and emits one output at each.',
	minutes: 15,
	sections: [
		{
			kind: 'text',
			name: 'loop',
			title: 'A loop with a memory',
			blocks: [
				p('Add up a list, and write down every subtotal. In plain Python:'),
				code(py`
					def running_sum(xs):
					  carry = 0.
					  ys = []
					  for x in xs:
					    carry = carry + x
					    ys.append(carry)
					  return carry, ys
				`),
				p(
					'Three things happen in each turn. The loop reads a number `x`. It makes a new `carry` out of the old one and `x`. And it writes something down.'
				),
				p(
					'`lax.scan` is this loop with everything said by a function. The function, the *body*, is one turn of the loop: old carry and x go in, new carry and y come out.'
				),
				maths('(c_{t+1},\\; y_t) = f(c_t,\\; x_t)', 'c t plus 1 and y t are f of c t and x t'),
				list(
					'*carry*: what a step hands to the next. It has to hold all that the future needs to know of the past.',
					'*x*: what the step reads. One element of `xs`.',
					'*y*: what the step writes down. It is kept, and no later step sees it.'
				),
				callout('key', 'The body returns two things, always in this order: the next carry, and y.')
			]
		},
		{
			kind: 'scene',
			name: 'running-sum',
			title: 'Step by step',
			before: [
				p(
					'Here is the running sum of `[3., 1., 4.]`. `step` returns `new, new`: the subtotal is carried on *and* written down. Predict the carry before you look.'
				)
			],
			scene: scene({
				name: 'running-sum',
				title: 'A running sum',
				program: total,
				outcome: { kind: 'value', text: pairText('8.', '[3., 4., 8.]') },
				caption: 'x comes down, the carry comes in from the left, the body adds, the new carry moves on.',
				note: 'Name the parts before the first step: init, x, carry in, body, carry out, y.',
				gates: [
					{ at: '1', ask: 'carry', by: 'choice' },
					{ at: '2', ask: 'final' }
				]
			}),
			after: [
				p(
					"`lax.scan` gives a pair. First the *final carry*, 8. Then the y's, *stacked*: one for each step, `[3., 4., 8.]`. Stacking adds an axis in front, as long as `xs`."
				)
			]
		},
		{
			kind: 'scene',
			name: 'running-mean',
			title: 'The carry and the y need not be the same',
			before: [
				p(
					'For a running mean the next step has to know two numbers: how many there were, and their sum. The mean itself is of no use to it. So the carry is a pair, `(count, total)`, and the y is the mean.'
				)
			],
			scene: scene({
				name: 'running-mean',
				title: 'A carry of two, and another y',
				program: mean,
				outcome: { kind: 'value', text: 'Array([4., 3., 4., 3.], dtype=float32)' },
				caption: 'Two numbers are carried; a third is written down.',
				note: 'Ask: could one carry only the mean? What would be missing?',
				gates: [{ at: '2', ask: 'y' }]
			}),
			after: [
				p(
					'The carry may be a number, an array, a tuple, a dict. Whatever it is, it goes out of a step as it came in: the same structure, the same shapes, the same types.'
				)
			]
		},
		{
			kind: 'pitfall',
			name: 'old-carry',
			title: 'Writing down the old carry',
			misconception: 'M10',
			before: [p('One word has changed: the body returns `new, carry`.')],
			scenes: [
				scene({
					name: 'old-carry',
					title: 'One step late',
					program: emitsOld,
					outcome: {
						kind: 'value',
						text: '(Array(8., dtype=float32), Array([0., 3., 4.], dtype=float32, weak_type=True))'
					},
					caption: 'The y is what came in, not what goes out.',
					note: 'The final carry is right all the same. Which of the two results would you have checked?',
					gates: [{ at: '0', ask: 'y', by: 'choice' }]
				})
			],
			happens: [
				p(
					'The carries are right, and so is the final one. But each y is the sum of everything *before* its step: `[0., 3., 4.]`. That is called an exclusive scan, and sometimes it is wanted.'
				)
			],
			instead: [p('`return new, new` for a sum that counts the number of its own step.')]
		},
		{
			kind: 'pitfall',
			name: 'one-value',
			title: 'A body that returns one thing',
			misconception: 'M13',
			before: [p('This body returns the new carry, and that is all.')],
			scenes: [
				failing(
					{
						name: 'one-value',
						title: 'Not a pair',
						program: oneValue,
						caption: 'Scan wants two things back.',
						note: 'Which of the two is missing?'
					},
					'TypeError',
					'scan body output must be a pair'
				)
			],
			happens: [p('A `TypeError` before any step has run: *scan body output must be a pair*.')],
			instead: [p('`return new, new`, or `return new, None` where nothing is to be written down.')]
		},
		{
			kind: 'pitfall',
			name: 'carry-type',
			title: 'A carry that changes its type',
			misconception: 'M12',
			before: [p('The sum starts from an `int32`, and the numbers are floats.')],
			scenes: [
				failing(
					{
						name: 'carry-type',
						title: 'In as int32, out as float32',
						program: typed,
						caption: 'int32 plus float32 is float32.',
						note: 'Then try 0 in place of jnp.int32(0): it runs. Why?'
					},
					'TypeError',
					'scan body function carry input and carry output must have equal types'
				),
				scene({
					name: 'carry-weak-type',
					title: 'A plain 0',
					program: typed.replace('jnp.int32(0)', '0'),
					outcome: { kind: 'value', text: pairText('8.', '[3., 4., 8.]') },
					caption: 'A plain Python number gives way: it takes the type of what it meets.',
					note: 'JAX calls such a type weak.'
				})
			],
			happens: [
				p(
					"The body is traced before the loop runs, and what comes out must fit in again. `int32` goes in, `float32` comes out: a `TypeError`. A plain `0` is different: Python's numbers have a *weak* type, which gives way to that of the array."
				)
			],
			instead: [p('Start from a plain number, `0` or `0.`, or from `jnp.zeros((), xs.dtype)`.')]
		},
		{
			kind: 'pitfall',
			name: 'python-if',
			title: "Python's if in the body",
			misconception: 'M15',
			before: [p('The larger of two numbers, by an `if`.')],
			scenes: [
				failing(
					{
						name: 'python-if',
						title: 'A question without an answer',
						program: withIf,
						caption: 'While the body is traced, x has a type and no value.',
						note: 'Put print(x) into the body. What does it show, and how often?'
					},
					'TracerBoolConversionError',
					'Attempted boolean conversion of traced array with shape bool[]'
				)
			],
			happens: [
				p(
					'The body is *traced*: Python runs it before the loop, with stand-ins for the carry and x. They have a shape and a type, but no value, so `if` cannot choose. Whatever the body does has to work for every step.'
				)
			],
			instead: [
				p(
					'Compute both and choose: `jnp.where(x > carry, x, carry)`, or here simply `jnp.maximum(carry, x)`.'
				)
			]
		},
		{
			kind: 'exercise',
			name: 'problem',
			title: 'Your turn: the largest so far',
			exercise: runningMaxRow,
			after: [p('Now the same for many rows at once: [vmap over lax.scan](vmap-over-scan).')]
		}
	]
};
