import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { record } from '$lib/session/run';
import { mutated } from '../support/mutate';
import { randomOf } from '../support/random';

const folder = 'tests/conformance';
const programs = readdirSync(folder)
	.filter((name) => name.endsWith('.jsonl'))
	.flatMap((name) => readFileSync(`${folder}/${name}`, 'utf8').trim().split('\n'))
	.map((line) => (JSON.parse(line) as { source: string }).source);

const workLimit = 2e6;

describe('any text', () => {
	it('gives a result or an error of the program, never a fault of ours: 2,000 programs with mistakes in them', () => {
		const random = randomOf(20);
		const faults: string[] = [];
		for (let i = 0; i < 2000; i++) {
			const program = mutated(programs[Math.floor(random() * programs.length)], random);
			try {
				record(program, { workLimit });
			} catch (fault) {
				faults.push(`${String(fault)}\n${program}`);
			}
		}
		expect(faults).toEqual([]);
	}, 120_000);

	const bombs: Readonly<Record<string, string>> = {
		'an endless loop': 'while True: pass',
		'a loop in a traced body': 'import jax\n@jax.jit\ndef f(x):\n  while True: x = x + 1\nf(1.)',
		recursion: 'f = lambda x: f(x)\nf(1)',
		'deep nesting': `${'('.repeat(5000)}1${')'.repeat(5000)}`,
		'a large list': '[0] * 10**10',
		'a large string': "'a' * 10**12",
		'a large power': '10 ** 10 ** 10',
		'a large array': 'import jax.numpy as jnp\njnp.zeros((10**5, 10**5))',
		'a long scan': 'from jax import lax\nlax.scan(lambda c, _: (c, c), 0, None, length=10**9)',
		'a growing list': 'x = [1]\nwhile True: x = x + x',
		'a growing string': "s = 'a'\nwhile True: s += s",
		'a growing integer': 'n = 2\nwhile True: n = n * n',
		'an endless range': 'sum(range(10**12))',
		'a result nested deep': 'x = []\nfor _ in range(100000): x = [x]\nx'
	};
	for (const [name, program] of Object.entries(bombs))
		it(`that is a bomb is refused or stopped: ${name}`, () => {
			expect(record(program, { workLimit }).error?.type).toMatch(/Error|WorkLimit/);
		}, 30_000);
});

describe('a program', () => {
	const attempts = [
		"''.__class__.__mro__[-1].__subclasses__()[0].__init__.__globals__",
		'(lambda: 0).__globals__',
		"(lambda: 0).constructor('return globalThis')()",
		'{}.constructor',
		"{'__proto__': 1}.polluted",
		'[].__proto__',
		"getattr([], 'constructor')",
		"getattr({}, '__proto__')",
		"getattr('', 'constructor')('return 1')",
		"'{0.__class__.__init__.__globals__}'.format(1)",
		"'{0.constructor}'.format([])",
		"f'{[].constructor}'",
		'import subprocess',
		"import os\nos.system('ls')",
		'import os\nos.getcwd()',
		"import os\nos.environ['HOME']",
		'import os\nos.path',
		"import os\nos.environ.constructor('return 1')",
		"open('/etc/passwd')",
		"__import__('os')",
		"eval('1')",
		"exec('x = 1')",
		'globalThis',
		'window',
		'process',
		'fetch',
		'import jax.numpy as jnp\njnp.zeros(2).data',
		'import jax.numpy as jnp\njnp.zeros(2).constructor',
		'import jax\njax.vmap.call',
		'import jax\ngetattr(jax, "constructor")'
	];
	for (const attempt of attempts)
		it(`reaches nothing of the host: ${attempt.split('\n').at(-1)}`, () => {
			expect(record(attempt).error?.type).toMatch(/Error/);
		});

	it('that names keys after the host’s prototypes pollutes nothing', () => {
		const program = `d = {}
d['__proto__'] = {'polluted': 1}
d['constructor'] = 2
class A: pass
a = A()
setattr(a, '__proto__', {'polluted': 1})
setattr(a, 'constructor', 3)
a.toString = 4
(d['constructor'], a.constructor, a.toString, len(d))`;
		const { recording } = record(program);
		expect(recording.outcome).toEqual({ kind: 'value', text: '(2, 3, 4, 2)' });
		expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
	});
});
