import { describe, expect, it } from 'vitest';
import { dataIn, type Datum } from '$lib/python/data-literals';

const head = 'import jax\nimport jax.numpy as jnp\nimport numpy as np\nfrom jax import lax\n';
const body = `${head}def f(row, start=0.):\n  return lax.scan(lambda c, x: (c + x, c), start, row)\n`;

const told = (datum: Datum): string =>
	datum.kind === 'array'
		? `${datum.name}: ${datum.type}[${datum.shape}] ${datum.cells.map(({ text }) => text).join(' ')}`
		: `${datum.name}: ${datum.text} ${datum.reason}`;
const data = (program: string): string[] => dataIn(body + program).map(told);

describe('the data of a program', () => {
	it.each([
		['jax.vmap(f)(jnp.array([[3., 1., 4.], [1., 5., 2.]]))', ['row: float[2,3] 3. 1. 4. 1. 5. 2.']],
		['f(jnp.array([1, 2, 3]))', ['row: int[3] 1 2 3']],
		['f(np.array([-1.5, +2, -3e-2]))', ['row: float[3] -1.5 +2 -3e-2']],
		['f(jnp.asarray((True, False)))', ['row: bool[2] True False']],
		['f([[1, 2], [3, 4]])', ['row: int[2,2] 1 2 3 4']],
		['f(jnp.array([[[1.], [2.]], [[3.], [4.]]]))', ['row: float[2,2,1] 1. 2. 3. 4.']],
		['f(jnp.array([1, 2], dtype=jnp.float32))', ['row: float[2] 1 2']],
		['f(jnp.array([1., 2.], jnp.int32))', ['row: int[2] 1. 2.']],
		[
			'f(jnp.array([-jnp.inf, jnp.nan, float("inf"), 1/3]))',
			['row: float[4] -jnp.inf jnp.nan float("inf") 1/3']
		],
		['xs = jnp.array([1., 2.])\nf(xs)', ['xs: float[2] 1. 2.']],
		['xs: jax.Array = jnp.array([1., 2.])\nout = f(xs)\nprint(out)', ['xs: float[2] 1. 2.']],
		['out = f(jnp.array([1., 2.]))', ['row: float[2] 1. 2.']],
		['print("out", f(jnp.array([1., 2.]), 7.))', ['row: float[2] 1. 2.', 'start: float[] 7.']],
		['f(start=-1, row=jnp.array([1., 2.]))', ['start: int[] -1', 'row: float[2] 1. 2.']],
		[
			'g = jax.jit(jax.vmap(f, in_axes=(0, None)))\ng(jnp.array([[1.]]), 2.)',
			['argument 1: float[1,1] 1.', 'argument 2: float[] 2.']
		],
		['g = jax.vmap(f, in_axes=0)\ng(jnp.array([[1.]]))', ['row: float[1,1] 1.']],
		['f((jnp.array([1., 2.]), jnp.array([3.])))', ['row[0]: float[2] 1. 2.', 'row[1]: float[1] 3.']],
		['f({"w": jnp.array([1.]), "b": 0.5})', ['w: float[1] 1.', 'b: float[] 0.5']],
		['f(jnp.array([1., 2.]).reshape(2, 1))', ['row: float[2] 1. 2.']],
		['f(jnp.array([[1., 2.]]).T)', ['row: float[1,2] 1. 2.']],
		['f(jnp.array([1., 2.])[:, None] * 2)', ['row: float[2] 1. 2.']],
		['f(jnp.array([1., 2.]))[1].sum()', ['row: float[2] 1. 2.']],
		[
			'lax.scan(lambda c, x: (c, x), 0., jnp.array([1., 2.]), reverse=True)',
			['init: float[] 0.', 'xs: float[2] 1. 2.']
		],
		['lax.fori_loop(0, 5, lambda i, c: c, 1.)', ['lower: int[] 0', 'upper: int[] 5', 'init: float[] 1.']],
		['x = jnp.array([1.])\nx = f(x)\nprint(x)', ['x: float[1] 1.']],
		['f(jnp.arange(6))', ['row: jnp.arange(6) is computed: write its numbers out to change them here']],
		[
			'f(jnp.zeros((2, 3)))',
			['row: jnp.zeros((2, 3)) is computed: write its numbers out to change them here']
		],
		[
			'xs = jax.random.normal(jax.random.key(0), (3,))\nf(xs)',
			[
				'xs: jax.random.normal(jax.random.key(0), (3,)) is computed: write its numbers out to change them here'
			]
		],
		['f(jnp.array([[1., 2.], [3.]]))', ['row: [[1., 2.], [3.]] has rows of different lengths']],
		['f(jnp.array([]))', ['row: [] is empty']],
		['f(f)', []],
		['', []]
	])('%s', (program, expected) => {
		expect(data(program)).toEqual(expected);
	});

	it('is found where it stands, comments and all', () => {
		const program = `${body}f(jnp.array([\n  [1., 2.],  # one\n  [3., 4.]   # two\n]))\n`;
		const [datum] = dataIn(program);
		if (datum.kind !== 'array') throw new Error('no array');
		expect(program.slice(datum.from, datum.to)).toBe('[\n  [1., 2.],  # one\n  [3., 4.]   # two\n]');
		expect(datum.items.map(({ from, to }) => program.slice(from, to))).toEqual(['[1., 2.]', '[3., 4.]']);
		expect(datum.cells.map(({ from, to }) => program.slice(from, to))).toEqual(['1.', '2.', '3.', '4.']);
		expect(datum.line).toBe(7);
	});

	it('is not to be had of a program that cannot be read', () => {
		expect(() => dataIn('f(')).toThrow();
	});
});
