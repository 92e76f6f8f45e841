import { describe, expect, test } from 'vitest';
import '$lib/transforms/eval';
import '$lib/python/bindings/all';
import { runProgram } from '$lib/python/program';

const prelude =
	'import jax\nimport jax.numpy as jnp\nfrom jax import lax\nv = jnp.array([1.0, 2.0, 3.0])\ni = jnp.arange(3)\n';

/** What a program prints for an expression, or its error. */
function shown(expression: string): string {
	let text = '';
	try {
		runProgram(`${prelude}print(${expression})\n`, { write: (part) => (text += part) });
	} catch (error) {
		return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
	}
	return text.trimEnd();
}

const cases = (table: Readonly<Record<string, string>>): void =>
	test.each(Object.entries(table))('%s', (expression, expected) => expect(shown(expression)).toBe(expected));

describe('operators', () => {
	cases({
		'2 * v - 1': '[1. 3. 5.]',
		'1 / i[1:]': '[1.  0.5]',
		'repr(2 ** i)': 'Array([1, 2, 4], dtype=int32)',
		'-i % 2, i // 2': '[0 1 0] [0 0 1]',
		'(i > 0) & ~(i == 2)': '[False  True False]',
		'v @ v, i << 1': '14.0 [0 2 4]',
		'abs(-v), divmod(i, 2)': '[1. 2. 3.] (Array([0, 0, 1], dtype=int32), Array([0, 1, 0], dtype=int32))',
		'round(v[0] / 3, 2), round(v[1])': '0.32999998 2',
		'v == None, v != None': 'False True',
		'v + [1, 2, 3]': "TypeError: unsupported operand type(s) for +: 'ArrayImpl' and 'list'",
		"v < 'a'": "TypeError: '<' not supported between instances of 'jaxlib._jax.ArrayImpl' and 'str'"
	});
});

describe('attributes and methods', () => {
	cases({
		'v.shape, v.ndim, v.size, v.dtype': '(3,) 1 3 float32',
		'v.sum(), v.mean(), v.max(), v.argmax(), v.std()': '6.0 2.0 3.0 2 0.8164966',
		'v.reshape(3, 1).T.shape, v.reshape((1, -1)).shape': '(1, 3) (1, 3)',
		'v.astype(int), v.tolist(), v[0].item()': '[1 2 3] [1.0, 2.0, 3.0] 1.0',
		'v.at[0].set(9), v.at[jnp.array([0, 0])].add(1.0)': '[9. 2. 3.] [3. 2. 3.]',
		'v.at[1].apply(jnp.square), v.at[5].get(mode="fill")': '[1. 4. 3.] nan',
		'v.foo': "AttributeError: 'jaxlib._jax.ArrayImpl' object has no attribute 'foo'",
		'len(v), [float(x) for x in v], 2.0 in v': '3 [1.0, 2.0, 3.0] True',
		'len(v[0])': 'TypeError: len() of unsized object',
		'{v: 1}': "TypeError: unhashable type: 'jaxlib._jax.ArrayImpl'"
	});
});

describe('element types', () => {
	cases({
		'v.dtype == jnp.float32, v.dtype == "float32", jnp.float32 == v.dtype, v.dtype == float':
			'True True True False',
		'repr(v.dtype), repr(jnp.int8), v.dtype.name, jnp.dtype("int16").itemsize':
			"dtype('float32') <class 'jax.numpy.int8'> float32 2",
		'jnp.issubdtype(v.dtype, jnp.floating), jnp.issubdtype(jnp.int32, jnp.floating)': 'True False',
		'jnp.finfo(jnp.float32).eps, jnp.iinfo("uint8").max': '1.1920929e-07 255',
		'jnp.result_type(i, 1.5), jnp.promote_types("int8", "uint8")': 'float32 int16',
		'jnp.float64(1).dtype, jnp.zeros(2, dtype=int).dtype': 'float32 int32',
		'isinstance(v, jax.Array), isinstance(1.0, jnp.ndarray)': 'True False'
	});
});

describe('text', () => {
	cases({
		'f"{v[0]:.3f} {i[2]:03d} {v[1]} {v}"': '1.000 002 2.0 [1. 2. 3.]',
		'"%.1f" % v[2]': '3.0',
		'f"{v:.2f}"': 'TypeError: unsupported format string passed to numpy.ndarray.__format__'
	});
});

describe('the modules', () => {
	cases({
		'jnp.add.reduce(v), jnp.maximum.accumulate(-v), jnp.multiply.outer(i, i)[2]': '6.0 [-1. -1. -1.] [0 2 4]',
		'jnp.mgrid[0:2, 0:2][0], jnp.s_[1:2]': '[[0 0]\n [1 1]] slice(1, 2, None)',
		'lax.dynamic_slice(v, (5,), (2,)), lax.cummax(-v), lax.top_k(v, 2)[1]': '[2. 3.] [-1. -1. -1.] [2 1]',
		'lax.select(i > 0, v, -v), lax.clamp(1.5, v, 2.5)': '[-1.  2.  3.] [1.5 2.  2.5]',
		'lax.add(v, i)':
			'TypeError: lax.add requires arguments to have the same dtypes, got float32, int32. (Tip: jnp.add is a similar function that does automatic type promotion on inputs).',
		'jnp.sum([1])': "TypeError: sum requires ndarray or scalar arguments, got <class 'list'> at position 0.",
		'jnp.sum(v, out=v)': "NotImplementedError: The 'out' argument to jnp.sum is not supported.",
		'jnp.nosuch': "AttributeError: module 'jax.numpy' has no attribute 'nosuch'"
	});

	test('a name that is nearly right is helped along', () => {
		try {
			runProgram(`${prelude}jnp.argmaxx(v)\n`, { write: () => {} });
		} catch (error) {
			expect((error as { help: { instead: string } }).help.instead).toBe('Did you mean jnp.argmax?');
			return;
		}
		throw new Error('nothing was raised');
	});

	test('arrays are not assigned to', () => {
		expect(() => runProgram(`${prelude}v[0] = 1\n`, { write: () => {} })).toThrow(
			'JAX arrays are immutable and do not support in-place item assignment.'
		);
	});
});
