import { batchedRnn } from '../exercises/batched-rnn';
import { failing, scene, type Lesson } from '../lesson';
import { callout, list, maths, p, py } from '../text';

const cell = py`
import jax
import jax.numpy as jnp
from jax import lax

def rnn(params, row):
  w, u = params
  def cell(h, x):
    h = jnp.tanh(w * h + u * x)
    return h, h
  _, hs = lax.scan(cell, 0., row)
  return hs
`;

const data = py`
params = jnp.array([0.5, 1.])
x_batch = jnp.array([[1., 0., -1.], [0.5, 0.5, 0.5]])
`;

const loss = py`
def loss(params, x_batch, targets):
  hs = jax.vmap(rnn, in_axes=(None, 0))(params, x_batch)
  return jnp.mean((hs[:, -1] - targets) ** 2)
`;

const targets = 'targets = jnp.array([0.5, -0.5])';

const forward = `${cell}

${data}
jax.vmap(rnn, in_axes=(None, 0))(params, x_batch).round(3)`;

const gradient = `${cell}

${loss}

${data}
${targets}
jax.grad(loss)(params, x_batch, targets).round(3)`;

const training = `${cell}

${loss}

${data}
${targets}

def train(params, _):
  value, slope = jax.value_and_grad(loss)(params, x_batch, targets)
  return params - 0.5 * slope, value

_, losses = lax.scan(train, params, length=4)
(1000 * losses).round().astype(int)`;

export const batchedRnnLesson: Lesson = {
	name: 'batched-rnn',
	title: 'A batched RNN, forwards and backwards',
	summary:
		'A recurrent net is a scan, a batch of them is vmap over it, and its gradient is a scan that runs backwards.',
	minutes: 25,
	sections: [
		{
			kind: 'text',
			name: 'net',
			title: 'A recurrent net is a scan',
			blocks: [
				p(
					'A recurrent net reads a sequence and keeps a state. Each step mixes the state with the new input and bends the result into the range from $-1$ to $1$:'
				),
				maths(
					'h_t = \\tanh(w\\,h_{t-1} + u\\,x_t)',
					'h t equals the hyperbolic tangent of w times h t minus 1 plus u times x t'
				),
				p(
					'State is what a step hands to the next: it is the *carry*. The input is the x. All states are wanted, so the state is the y as well. With one number for the state the whole net is two numbers, $w$ and $u$, and every step can be checked by hand. In a real net $w$ and $u$ are matrices; the program keeps its shape.'
				)
			]
		},
		{
			kind: 'scene',
			name: 'forward',
			title: 'Forwards, two rows at once',
			before: [
				p(
					'Two sequences, one net. `vmap` runs the scan for each row. But the rows share the parameters: `in_axes=(None, 0)` says that the first argument is the same for all, and that the second is mapped along its first axis.'
				)
			],
			scene: scene({
				name: 'forward',
				title: 'The state moves along its row',
				program: forward,
				outcome: {
					kind: 'value',
					text: 'Array([[ 0.762,  0.363, -0.674],\n       [ 0.462,  0.624,  0.671]], dtype=float32)'
				},
				caption: "w and u stand once for both lanes. The state h is each lane's own.",
				note: 'In row 0 the second x is 0: where does 0.363 come from? From the state alone, tanh(0.5 · 0.762).',
				gates: [{ at: '1', ask: 'rows' }]
			}),
			after: [
				p(
					'In row 0 the second input is 0, and still the state is 0.363: it remembers the 1 from before, weaker. In row 1 the same input comes three times, and the state settles.'
				)
			]
		},
		{
			kind: 'text',
			name: 'backwards',
			title: 'Why the gradient runs backwards',
			blocks: [
				p(
					'To train the net we ask: if $w$ were a little larger, how much would the loss change? The last state depends on $w$ directly, and through the state before it, and through the one before that. The chain rule goes back along the row:'
				),
				maths(
					'\\frac{\\partial L}{\\partial h_{t-1}} = \\frac{\\partial L}{\\partial h_t}\\,(1 - h_t^2)\\,w',
					'the derivative of the loss by h t minus 1 is its derivative by h t, times 1 minus h t squared, times w'
				),
				p(
					'This is again a loop with a state. The state is the derivative, it starts at the last step, and it moves to the first. So JAX makes a *second scan* of it, with `reverse=True`. What it needs from the way forward, such as $h_t$, the first scan has stacked for it.'
				),
				callout('key', 'The gradient of a scan is a scan. It visits the same steps in the opposite order.')
			]
		},
		{
			kind: 'scene',
			name: 'gradient',
			title: 'Backwards, two rows at once',
			before: [
				p(
					'`loss` compares the last state of each row with a target. `jax.grad` of it runs two loops: the first forwards, the second backwards. Go to the second loop and step through it: index 2 comes first.'
				)
			],
			scene: scene({
				name: 'gradient',
				title: 'The second loop runs from the end',
				program: gradient,
				outcome: { kind: 'value', text: 'Array([0.048, 1.041], dtype=float32)' },
				moment: '1.start',
				caption: 'The carry of this loop is a derivative. It moves from the last step to the first.',
				note: 'Compare the indices with the first loop. Ask which numbers the backward loop reads as xs: what the forward loop saved.'
			}),
			after: [
				p(
					'The result is the slope of the loss: 0.048 for $w$ and 1.041 for $u$. Each step back multiplies by $(1-h_t^2)\\,w$, which here is at most one half in size: a state far from the end has little say. In long rows this product all but vanishes, and that is why plain recurrent nets forget.'
				)
			]
		},
		{
			kind: 'scene',
			name: 'training',
			title: 'Training is a scan as well',
			before: [
				p(
					'Follow the slope downhill, again and again. The parameters are what one round hands to the next, so they are a carry; the loss is written down. In every round there is a loop forwards and a loop backwards, each over all rows.'
				)
			],
			scene: scene({
				name: 'training',
				title: 'Four rounds of descent',
				program: training,
				outcome: { kind: 'value', text: 'Array([1374,  760,  154,   23], dtype=int32)' },
				caption: 'The carry is the parameters, w and u; the y is the loss before the round.',
				note: 'Step into a round to find both loops inside it.',
				gates: [{ at: '1', ask: 'shape' }]
			}),
			after: [
				p(
					'Before the first round the loss is 1.374, before the fourth 0.023 (the program prints thousandths). Scan within scan, vmap around them, grad through all: the parts do not know of one another.'
				)
			]
		},
		{
			kind: 'pitfall',
			name: 'shared-parameters',
			title: 'The parameters are mapped, too',
			misconception: null,
			before: [p('Leave `in_axes` out, and vmap maps everything.')],
			scenes: [
				failing(
					{
						name: 'shared-parameters',
						title: 'Two numbers taken for two rows',
						program: forward.replace(', in_axes=(None, 0)', ''),
						caption: 'vmap hands each row one number of params.',
						note: 'Worse: with a params of another form it may run, with other parameters in each row.'
					},
					'TypeError',
					'iteration over a 0-d array'
				)
			],
			happens: [
				p(
					'Each row is handed *one* element of `params` along axis 0, so `w, u = params` finds a single number to take apart, and stops with a `TypeError`. Where the shapes happen to fit nothing fails, and every row gets parameters of its own.'
				)
			],
			instead: [
				p(
					'Say what is shared: `in_axes=(None, 0)`. One entry for each argument, `None` for what all rows have in common.'
				)
			]
		},
		{
			kind: 'pitfall',
			name: 'not-one-number',
			title: 'The gradient of more than one number',
			misconception: null,
			before: [p('The loss without its mean: one number for each row.')],
			scenes: [
				failing(
					{
						name: 'not-one-number',
						title: 'No single slope',
						program: gradient.replace('jnp.mean((hs[:, -1] - targets) ** 2)', '(hs[:, -1] - targets) ** 2'),
						caption: 'grad wants a function that returns one number.',
						note: 'What would one slope of two numbers be?'
					},
					'TypeError',
					'Gradient only defined for scalar-output functions. Output had shape: (2,).'
				)
			],
			happens: [p('`jax.grad` asks how *one* number changes. Of two numbers there is no one slope.')],
			instead: [
				list(
					'Take the mean or the sum over the batch, as training does;',
					'or, for a slope for each row, turn the order round: `jax.vmap(jax.grad(row_loss), in_axes=(None, 0, 0))`.'
				)
			]
		},
		{
			kind: 'exercise',
			name: 'problem',
			title: 'Your turn: the net over a batch',
			exercise: batchedRnn,
			after: [
				p(
					'You have written the heart of a recurrent layer. Make the state a vector and $w$ a matrix, and it is one.'
				)
			]
		}
	]
};
