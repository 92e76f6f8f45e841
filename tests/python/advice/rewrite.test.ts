import { describe, expect, it, test } from 'vitest';
import { record } from '$lib/session/run';
import { instead, valueOf } from './advised';

/** Every line with so much in front. */
const indented = (code: string, by: string): string =>
	code
		.split('\n')
		.map((line) => `${by}${line}`)
		.join('\n');

/** What is written instead, in the program's own names; put in the place of the statement, the program runs. */
describe('Python’s control flow on traced values, rewritten', () => {
	interface Case {
		readonly before: string;
		readonly statement: string;
		readonly instead: string;
		readonly after: string;
		readonly value: string;
	}
	const step = (body: string): Pick<Case, 'before' | 'after'> => ({
		before: 'def step(c, x):\n',
		after: `${body}\nlax.scan(step, 1., jnp.arange(4.))[0].astype(int)`
	});
	const cases: Record<string, Case> = {
		'if assigns': {
			...step('    return c, x'),
			statement: 'if x > c:\n    c = x',
			instead: 'c = jnp.where(x > c, x, c)',
			value: '3'
		},
		'if … elif … else assigns several': {
			...step('    return c, n'),
			statement:
				'if x > c and x < 3:\n    c = x\n    n = c * 2\nelif x == 0:\n    n = c\nelse:\n    n = x - 1',
			instead:
				'decided = (x > c) & (x < 3)\nc = jnp.where(decided, x, c)\nn = jnp.where(decided, c * 2, jnp.where(x == 0, c, x - 1))',
			value: '2'
		},
		'if assigns in an order of its own': {
			...step('    return c, n'),
			statement: 'n = 0.\nif x > c:\n    c = x\n    n = c\nelse:\n    n = c\n    c = n + 1',
			instead: [
				'def then(c, n):',
				'    c = x',
				'    n = c',
				'    return c, n',
				'def otherwise(c, n):',
				'    n = c',
				'    c = n + 1',
				'    return c, n',
				'c, n = lax.cond(x > c, then, otherwise, c, n)'
			].join('\n'),
			value: '5'
		},
		'if returns': {
			...step(''),
			statement: 'if x > 2:\n    return c, x\nreturn c + x, c',
			instead: 'return lax.cond(x > 2, lambda: (c, x), lambda: (c + x, c))',
			value: '4'
		},
		'a conditional expression': {
			...step('    return y, x'),
			statement: 'y = c + x if not x > 2 else c',
			instead: 'jnp.where(~(x > 2), c + x, c)',
			value: '4'
		},
		'and, or, not': {
			...step('    return jnp.where(y, c + 1, c), x'),
			statement: 'y = x > 0 and (x < 3 or not c)',
			instead: '(x > 0) & ((x < 3) | (jnp.logical_not(c)))',
			value: '3'
		},
		'a chain of comparisons': {
			...step('    return jnp.where(y, c + 1, c), x'),
			statement: 'y = 0 < x < 3',
			instead: '(0 < x) & (x < 3)',
			value: '3'
		},
		'bool()': {
			...step('    return jnp.where(y, c + 1, c), x'),
			statement: 'y = bool(x > 1)',
			instead: 'x > 1',
			value: '3'
		},
		'max() of two': {
			...step('    return y, x'),
			statement: 'y = max(c, x)',
			instead: 'jnp.maximum(c, x)',
			value: '3'
		},
		'int()': {
			...step('    return c + y, x'),
			statement: 'y = int(x / 2)',
			instead: '(x / 2).astype(int)',
			value: '3'
		},
		'while with one name': {
			before: '@jax.jit\ndef f(x):\n',
			statement: 'while x > 1:\n    x = x / 2',
			instead: 'x = lax.while_loop(lambda x: x > 1, lambda x: x / 2, x)',
			after: '    return x\nf(8.)',
			value: '1.'
		},
		'while with several, and one of its own': {
			before: '@jax.jit\ndef f(n):\n    i = 0\n    total = 0\n',
			statement: 'while i < n:\n    square = i * i\n    total += square\n    i += 1',
			instead: [
				'def keep_going(state):',
				'    total, i = state',
				'    return i < n',
				'def body(state):',
				'    total, i = state',
				'    square = i * i',
				'    total += square',
				'    i += 1',
				'    return total, i',
				'total, i = lax.while_loop(keep_going, body, (total, i))'
			].join('\n'),
			after: '    return total\nf(4)',
			value: '14'
		},
		'range()': {
			before: '@jax.jit\ndef f(x, n):\n',
			statement: 'for i in range(n):\n    x = x * 2 + i',
			instead:
				"x = lax.fori_loop(0, n, lambda i, x: x * 2 + i, x)\n# or: jax.jit(f, static_argnames='n')   # traced anew for each n",
			after: '    return x\nf(1, 3)',
			value: '12'
		},
		'a list indexed': {
			before: 'table = [5., 6., 7.]\ndef f(c, i):\n',
			statement: 'y = table[i]',
			instead: 'jnp.array(table)[i]',
			after: '    return c + y, y\nlax.scan(f, 0., jnp.array([2, 0]))[0]',
			value: '12.'
		},
		'a list of functions indexed': {
			before: 'fs = [jnp.negative, jnp.abs]\ndef f(c, i):\n',
			statement: 'y = fs[i](c)',
			instead: 'lax.switch(i, fs, c)',
			after: '    return y, y\nlax.scan(f, -2., jnp.array([1, 0]))[0]',
			value: '-2.'
		},
		'a slice of a fixed size': {
			before: 'def f(c, i):\n    xs = jnp.arange(6.)\n',
			statement: 'y = xs[i:i + 2]',
			instead: 'lax.dynamic_slice_in_dim(xs, i, 2)',
			after: '    return c + y.sum(), y\nlax.scan(f, 0., jnp.array([1, 3]))[0]',
			value: '10.'
		},
		'a slice of any size': {
			before: 'def f(c, i):\n    xs = jnp.arange(6.)\n',
			statement: 'y = xs[:i]',
			instead: 'jnp.where(jnp.arange(xs.shape[0]) < i, xs, 0)',
			after: '    return c + y.sum(), y\nlax.scan(f, 0., jnp.array([3, 1]))[0]',
			value: '3.'
		},
		'a mask': {
			before: 'def f(xs):\n',
			statement: 'y = xs[xs > 1]',
			instead: 'jnp.where(xs > 1, xs, 0)',
			after: '    return y.sum()\njax.vmap(f)(jnp.arange(6.).reshape(2, 3)).sum()',
			value: '14.'
		},
		'a function of NumPy': {
			before: 'import numpy as np\ndef f(x):\n',
			statement: 'y = np.square(x)',
			instead: 'jnp.square(x)',
			after: '    return y\njax.vmap(f)(jnp.arange(3.)).sum()',
			value: '5.'
		},
		'an f-string': {
			before: 'def f(c, x):\n',
			statement: 'y = f"{x:.1f} of {c + 1}"',
			instead: 'jax.debug.print("{x:.1f} of {v1}", x=x, v1=c + 1)',
			after: '    return c, x\nlax.scan(f, 0., jnp.arange(2.))[0]',
			value: '0.'
		}
	};

	/** The rewrite of an expression stands where that did; of a statement, in its place. */
	function mended({ before, statement, instead: code, after }: Case): string {
		const assignment = /^\w+ = /.exec(statement)?.[0] ?? '';
		const whole = /^(def |\w+(, \w+)* = |return |jax\.debug)/.test(code) || assignment === '';
		const lead = statement.startsWith('n = 0.\n') ? 'n = 0.\n' : '';
		return `${before}${indented(lead + (whole ? code : assignment + code), '    ')}\n${after}`;
	}

	test.each(Object.entries(cases))('%s', (_, each) => {
		const broken = `${each.before}${indented(each.statement, '    ')}\n${each.after}`;
		expect(instead(broken)).toBe(each.instead);
		expect(valueOf(mended(each))).toMatch(new RegExp(`^(Array\\()?${each.value}`));
	});

	it('uses the names the modules were imported under', () => {
		const program = `import jax
import jax.numpy as np
import jax.lax as L
def f(x):
    if x > 0:
        x = -x
    return x
L.map(f, np.arange(3.))`;
		expect(record(program).recording.outcome).toMatchObject({
			error: { instead: 'x = np.where(x > 0, -x, x)' }
		});
	});

	it('has no rewrite for what only a check or a break wants to know', () => {
		expect(instead('jax.vmap(lambda x: [1 for _ in [0] if x > 0])(jnp.arange(3.))')).toContain(
			'jnp.where(x > 0, 1, 0)'
		);
		expect(instead('def f(x):\n    assert x > 0\n    return x\njax.vmap(f)(jnp.arange(3.))')).toMatch(
			/^Check it outside/
		);
		const loop =
			'def f(x):\n    while True:\n        if x < 1: break\n        x = x / 2\n    return x\njax.jit(f)(8.)';
		expect(instead(loop)).toContain('by going on while `~(x < 1)`');
	});
});
