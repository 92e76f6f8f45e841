import { describe, expect, it, test } from 'vitest';
import { record } from '$lib/session/run';
import type { Failure } from '$lib/recording/recording';

const head = 'import jax\nimport jax.numpy as jnp\nfrom jax import lax\n';

function failureOf(program: string): Failure {
	const { outcome } = record(head + program).recording;
	if (outcome.kind !== 'error') throw new Error(`it did not fail: ${outcome.text}`);
	return outcome.error;
}

const why = (program: string): string | undefined => failureOf(program).why;
const instead = (program: string): string | undefined => failureOf(program).instead;

function valueOf(program: string): string | null {
	const { recording, error } = record(head + program);
	if (error) throw error;
	return recording.outcome.kind === 'value' ? recording.outcome.text : null;
}

const indented = (code: string, by: string): string =>
	code
		.split('\n')
		.map((line) => `${by}${line}`)
		.join('\n');

describe('a carry that changes its type', () => {
	it('is told the expression where it does, what it met there, and both ways to mend it', () => {
		const failure = failureOf(`def step(n, x):
    m = n * 2
    half = m / 2
    return half + x, n
lax.scan(step, jnp.int32(0), jnp.arange(3.))`);
		expect(failure.why).toBe(
			'n goes in as int32[]; `m / 2` on line 6 makes float32[] of it, because it meets a float32[] there.'
		);
		expect(failure.instead).toBe(
			'jnp.float32(0)   # as what it starts with, or\n(half + x).astype(jnp.int32)   # as what the body returns'
		);
	});

	it('is told the line inside a function that the body calls, jitted or not', () => {
		const body = (decorator: string): string => `${decorator}
def half(v):
    w = v * 2
    return w / 3
lax.scan(lambda c, x: (half(c), x), jnp.int32(0), jnp.arange(3))`;
		for (const decorator of ['@jax.jit', ''])
			expect(why(body(decorator))).toContain('`w / 3` on line 7 makes float32[]');
	});

	it('is told of by the program’s own names, in every kind of loop', () => {
		expect(why('lax.fori_loop(0, 3, lambda i, total: total + i * 0.5, jnp.int32(1))')).toMatch(
			/^total goes in as int32\[\]; `total \+ i \* 0\.5` on line 4 makes float32\[\] of it/
		);
		expect(instead('lax.fori_loop(0, 3, lambda i, total: total + i * 0.5, jnp.int32(1))')).toMatch(
			/^jnp\.float32\(1\) {3}# as what it starts with, or\n\(total \+ i \* 0\.5\)\.astype\(jnp\.int32\)/
		);
		const loop =
			'lax.while_loop(lambda s: s[0] < 3, lambda s: (s[0] + 1, s[1] * 0.5), (0, jnp.zeros(2, int)))';
		expect(why(loop)).toMatch(/^s\[1\] goes in as int32\[2\]; `s\[1\] \* 0\.5` on line 4 makes float32\[2\]/);
		expect(instead(loop)).toMatch(/^jnp\.asarray\(jnp\.zeros\(2, int\), jnp\.float32\)/);
	});

	it('is told of where it happens: in the inner loop', () => {
		const nested = `def outer(c, x):
    def inner(d, y):
        return d + y * 0.5, None
    return lax.scan(inner, c, jnp.arange(3))
lax.scan(outer, jnp.int32(0), jnp.arange(3))`;
		expect(failureOf(nested)).toMatchObject({
			span: { line: 7 },
			why: 'd goes in as int32[]; `d + y * 0.5` on line 6 makes float32[] of it, because it meets a float32[] there.'
		});
	});

	it('is told what takes its place, where the new value is not made of the old', () => {
		expect(why('lax.scan(lambda c, x: (x, c), jnp.float32(0), jnp.arange(3))')).toBe(
			'c goes in as float32[], and x, which is an int32[], takes its place.'
		);
	});

	it('is told to start in the shape it is stretched to', () => {
		const failure = failureOf('lax.scan(lambda c, x: (c + x, c), 0., jnp.ones((3, 2)))');
		expect(failure.why).toContain('`c + x` on line 4 makes float32[2] of it, because it meets a float32[2]');
		expect(failure.instead).toBe('jnp.full((2,), 0.)   # as what it starts with');
	});

	it('that grows is told to stay in shape', () => {
		const program = `def step(h, x):
    return jnp.append(h, x), None
lax.scan(step, jnp.zeros(2), jnp.arange(3.))`;
		expect(why(program)).toBe(
			'h goes in as float32[2]; `jnp.append(h, x)` on line 5 makes float32[3] of it.'
		);
		expect(instead(program)).toContain('emit what grows as y');
	});

	it('that starts weak is promoted, as in JAX, and is no mistake', () => {
		expect(valueOf('lax.scan(lambda c, x: (c + x * 0.5, None), 0, jnp.arange(3))[0]')).toContain('1.5');
	});

	it('that changes its structure is told both', () => {
		expect(failureOf('lax.scan(lambda c, x: (c[0] + x, x), (0., 1.), jnp.arange(3.))')).toMatchObject({
			why: 'The scan body function takes (*, *) and returns a single value for it.'
		});
	});
});

describe('a decision on a traced value', () => {
	const batch = 'jax.vmap(lambda row: lax.scan(step, 0., row))(jnp.array([[1., 2.], [-1., 4.], [3., 0.]]))';

	it('is told what the value is at step 0 in each row', () => {
		const program = `def step(c, x):
    if x > c:
        c = x
    return c, c
${batch}`;
		expect(why(program)).toBe(
			'`x > c` has no value yet: step is traced once, for all steps and rows. At step 0 it is True in rows 0 and 2, False in row 1.'
		);
	});

	it.each([
		[
			'in a scan without rows, backwards',
			'lax.scan(lambda c, x: (c if x > 1 else x, c), 0., jnp.arange(3.), reverse=True)',
			'At step 0 it is True.'
		],
		[
			'in a while loop',
			'lax.while_loop(lambda n: n < 9, lambda n: n * 2 if n > 3 else n + 5, 1)',
			'At step 0 it is False.'
		],
		['in a jitted function', 'jax.jit(lambda x: 1 if x > 2 else 0)(3)', 'In this call it is True.'],
		[
			'in a vmapped function',
			'jax.vmap(lambda x: 1 if x > 2 else 0)(jnp.array([1, 5]))',
			'It is False in row 0, True in row 1.'
		],
		[
			'in two vmaps',
			'jax.vmap(jax.vmap(lambda x: 1 if x > 2 else 0))(jnp.array([[1, 5], [2, 9]]))',
			'It is False in rows (0, 0) and (1, 0), True in rows (0, 1) and (1, 1).'
		],
		[
			'of all rows alike',
			'jax.vmap(lambda x: 1 if x > 2 else 0)(jnp.array([3, 5]))',
			'It is True in every row.'
		],
		[
			'in a gradient of rows',
			'jax.vmap(jax.grad(lambda x: x if x > 2 else -x))(jnp.array([1., 5.]))',
			'It is False in row 0, True in row 1.'
		],
		[
			'in a branch',
			'lax.cond(True, lambda y: 1 if y > 2 else 0, lambda y: 0, 5)',
			'In this call it is True.'
		],
		[
			'in a loop inside a loop',
			'lax.scan(lambda c, x: lax.scan(lambda d, y: (d if y > x else y, d), c, jnp.array([3., 4.])), 0., jnp.array([2., 9.]))',
			'At step 0 it is True.'
		],
		[
			'of which only the type is known',
			'jax.eval_shape(lambda x: 1 if x > 2 else 0, jax.ShapeDtypeStruct((), jnp.float32))',
			'All that is known of it is its type, bool[].'
		]
	])('%s', (_, program, told) => {
		expect(why(program)?.endsWith(told) ? told : why(program)).toBe(told);
	});

	it('computes nothing twice that is seen: what is printed is printed once', () => {
		const program = `def step(c, x):
    jax.debug.print("here")
    if lax.fori_loop(0, 3, lambda i, n: n + x, c) > 0: pass
    return c, x
lax.scan(step, 0., jnp.arange(3.))`;
		expect(record(head + program).recording.stdout).toBe('');
	});
});

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

describe('vmap of lax.scan', () => {
	it.each([
		['jax.vmap(lax.scan)(step, init, rows)', 'scan_row)(init, rows)'],
		['jax.vmap(lax.scan, in_axes=(0, None, 0))(step, init, rows)', 'scan_row)(rows)'],
		['jax.vmap(lax.scan(step, 0., rows[0]))(rows)', 'scan_row)(rows)']
	])('%s is told the helper to write, which runs', (call, end) => {
		const setting =
			'def step(c, x):\n    return c + x, c\ninit = jnp.zeros(2)\nrows = jnp.arange(6.).reshape(2, 3)\n';
		const { why: reason, instead: code } = failureOf(setting + call);
		expect(reason).toMatch(/function/);
		expect(code).toMatch(
			/^def scan_row\(.*row\):\n {4}return lax\.scan\(step, .*, row\)\njax\.vmap\(scan_row\)/
		);
		expect(code?.endsWith(end)).toBe(true);
		if (!call.includes('None')) expect(valueOf(setting + code)).toContain('[ 3., 12.]');
	});
});

describe('a name that is not there', () => {
	it.each([
		['jnp.maximun(1, 2)', 'jnp.maximum'],
		['jnp.scan', 'lax.scan'],
		['lax.vmap', 'jax.vmap'],
		['jnp.relu', 'jax.nn.relu'],
		['jax.vmpa', 'jax.vmap'],
		['jax.nn.rleu', 'jax.nn.relu'],
		['jax.random.nromal', 'jax.random.normal'],
		['from jax.lax import sacn', 'lax.scan'],
		['import numpy as np\nnp.linspce', 'np.linspace'],
		['from collections import nametuple', 'namedtuple'],
		['jnp.ones(3).reshpae(3, 1)', 'reshape'],
		['jnp.ones(3).exp()', 'jnp.exp(x)'],
		['jax.vmap(lambda x: x.smu())(jnp.ones(3))', 'sum'],
		["'abc'.uper()", 'upper'],
		['values = [1]\nvaluse', 'values'],
		['jnp.sum(jnp.ones(2), axes=0)', 'axis='],
		['lax.scan(lambda c, x: (c, x), 0, None, lenght=3)', 'length='],
		['def f(alpha, beta): pass\nf(alpa=1, beta=2)', 'alpha='],
		['class A:\n    def __init__(self): self.count = 1\nA().cuont', 'count']
	])('%s', (program, meant) => {
		expect(instead(program)).toBe(`Did you mean ${meant}?`);
	});

	it('and is usually a module is told how to import it', () => {
		expect(failureOf('random.key(0)')).toMatchObject({ instead: 'from jax import random' });
	});

	it('and is nothing like any other is told nothing', () => {
		expect(instead('jnp.zzzzzz')).toBeUndefined();
	});
});

describe('a traced value that outlives its function', () => {
	it('is told where it was made, where it was used, and the way out', () => {
		const program = `seen = []
def step(c, x):
    y = c + x
    seen.append(y)
    return y, y
lax.scan(step, 0., jnp.arange(3.))
seen[0] + 1`;
		expect(failureOf(program)).toMatchObject({
			type: 'UnexpectedTracerError',
			why: '`y`, made on line 6, belongs to step, whose scan had ended when line 10 used it: it stands for the values of all steps, not for one value.',
			instead:
				'Return it from step: as y (`return carry, y`) scan stacks one for each step, as carry the last one comes out.'
		});
	});

	it.each([
		['jax.jit(f)(1.)', '`x * 3`, made on line 6, belongs to f, whose jit had ended'],
		[
			'jax.vmap(f)(jnp.ones(3))',
			'whose vmap had ended when line 9 used it: it stands for the values of all rows'
		],
		['jax.grad(f)(1.)', '`x * 3`, made on line 6, belongs to f, which had ended']
	])('of %s', (call, told) => {
		expect(
			why(`kept = {}\ndef f(x):\n    kept['y'] = x * 3\n    return x\n${call}\nkept['y'] + 1`)
		).toContain(told);
	});

	it('and was an argument is called so', () => {
		expect(
			why('last = []\n@jax.jit\ndef f(x):\n    last.append(x)\n    return x\nf(1.)\nlast[0] + 1')
		).toMatch(/^`x` is an argument of f, whose jit had ended when line 10 used it/);
	});
});

describe('arguments that vmap cannot map together', () => {
	const two = 'def f(a, b): return a\n';

	it('are told their sizes by name, and axes that fit', () => {
		expect(failureOf(`${two}jax.vmap(f)(jnp.ones((5, 2)), jnp.ones((2, 5)))`)).toMatchObject({
			why: 'vmap takes a row of each argument at once: a is float32[5,2] with 5 rows along axis 0; b is float32[2,5] with 2 rows along axis 0.',
			instead: 'jax.vmap(f, in_axes=(0, 1))'
		});
	});

	it.each([
		['jax.vmap(f)(jnp.ones(3), 1.)', 'jax.vmap(f, in_axes=(0, None))'],
		['jax.vmap(f, in_axes=(1, 0))(jnp.ones(3), jnp.ones(3))', 'jax.vmap(f, in_axes=(0, 0))'],
		[
			'jax.vmap(f, in_axes=(0,))(jnp.ones(3), jnp.ones(3))',
			'jax.vmap(f, in_axes=(0, 0))   # None for what all rows share'
		],
		["jax.vmap(f)({'w': jnp.ones(4)}, jnp.ones((2, 4)))", 'jax.vmap(f, in_axes=(0, 1))'],
		['jax.vmap(lambda p, q: p)(jnp.ones(3), jnp.ones((4, 3)))', 'jax.vmap(lambda p, q: p, in_axes=(0, 1))']
	])('%s', (call, axes) => {
		expect(instead(two + call)).toBe(axes);
	});

	it('where none is mapped, or a result differs, are told so', () => {
		expect(why(`${two}jax.vmap(f, in_axes=None)(1., 2.)`)).toContain('nothing says how many rows');
		expect(why(`${two}jax.vmap(f, out_axes=None)(jnp.ones(3), jnp.ones(3))`)).toContain(
			'differs from row to row'
		);
	});
});
