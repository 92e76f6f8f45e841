import { expect, describe, test } from 'vitest';
import '$lib/transforms/eval';
import '$lib/python/bindings/all';
import { runProgram } from '$lib/python/program';
import goldens from './numpy-goldens.json';

/** What a program prints. */
function printed(source: string): string {
	let text = '';
	runProgram(source, { write: (part) => (text += part) });
	return text;
}

/** The value's repr, or the error's class and text. */
const shown = (expression: string): string =>
	printed(
		`import numpy as np\ntry:\n    print(repr(${expression}))\nexcept Exception as error:\n    print(type(error).__name__, error)\n`
	).replace(/\n$/, '');

describe('what NumPy 2.4 says', () => {
	test.each(goldens as [string, string][])('%s', (expression, expected) => {
		expect(shown(expression)).toBe(expected);
	});
});

describe('arrays that are assigned to', () => {
	test('an element, a row, a mask', () => {
		expect(
			printed(`
import numpy as np
a = np.zeros((2, 3))
a[0, 1] = 5
a[1] = [1, 2, 3]
a[a > 2] -= 1
print(a)
`)
		).toBe('[[0. 4. 0.]\n [1. 2. 2.]]\n');
	});

	test('a view leads and follows', () => {
		expect(
			printed(`
import numpy as np
a = np.arange(6).reshape(2, 3)
row = a[1]
row[0] = 10
a[1, 2] = 20
print(a, row, a.T[0])
`)
		).toBe('[[ 0  1  2]\n [10  4 20]] [10  4 20] [ 0 10]\n');
	});

	test('in place keeps the type', () => {
		expect(
			printed(`
import numpy as np
a = np.arange(3)
b = a
a += 1
try:
    a += 0.5
except TypeError as error:
    print(error)
print(b)
`)
		).toBe(
			"Cannot cast ufunc 'add' output from dtype('float64') to dtype('int64') with casting rule 'same_kind'\n[1 2 3]\n"
		);
	});
});

describe('on the way into JAX', () => {
	test('64 bits are narrowed, and results are JAX arrays', () => {
		expect(
			printed(`
import numpy as np
import jax.numpy as jnp
x = np.array([0.1, 0.2]) * jnp.float32(2)
print(repr(x), jnp.asarray(np.arange(3)).dtype, repr(jnp.sin(np.float64(0.0))))
print(repr(np.asarray(jnp.arange(3))), np.asarray(x).dtype == np.float32)
`)
		).toBe(
			'Array([0.2, 0.4], dtype=float32) int32 Array(0., dtype=float32)\narray([0, 1, 2], dtype=int32) True\n'
		);
	});

	test('NumPy refuses what is traced', () => {
		expect(() => printed('import numpy as np\nimport jax\njax.jit(lambda x: np.sin(x))(1.0)\n')).toThrow(
			'The numpy.ndarray conversion method __array__() was called on traced array with shape float32[]'
		);
	});

	test('print options reach both, and end with the program', () => {
		const source = `
import numpy as np
import jax.numpy as jnp
np.set_printoptions(precision=2, suppress=True)
print(np.array([1 / 3, 1e-7]), jnp.array([1 / 3]))
`;
		expect(printed(source)).toBe('[0.33 0.  ] [0.33]\n');
		expect(printed('import numpy as np\nprint(np.array([1 / 3]))')).toBe('[0.33333333]\n');
	});
});

test('names NumPy has and Lockstep does not are refused by name', () => {
	expect(() => printed('import numpy as np\nnp.fft')).toThrow('Lockstep does not have numpy.fft.');
	expect(() => printed('import numpy as np\nnp.arrange')).toThrow(
		"module 'numpy' has no attribute 'arrange'"
	);
});
