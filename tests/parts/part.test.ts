import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { examples } from '$lib/examples/catalogue';
import { lessons } from '$lib/lessons/catalogue';
import { chunks as codeSplitting } from '../../scripts/chunks';

/** kB of the worker, gzip, that are there before any part is asked for. */
const firstVisit = 86.9;

describe('what the worker imports at once', () => {
	it('does not grow', async () => {
		const result = await build({
			configFile: false,
			logLevel: 'silent',
			resolve: { alias: { $lib: `${process.cwd()}/src/lib` } },
			build: {
				write: false,
				modulePreload: false,
				rolldownOptions: {
					input: 'src/lib/session/worker.ts',
					output: { codeSplitting }
				}
			}
		});
		const output = 'output' in result ? result.output : [];
		const chunks = new Map(output.flatMap((one) => (one.type === 'chunk' ? [[one.fileName, one]] : [])));
		const first = new Set<string>();
		const visit = (name: string): void => {
			const chunk = chunks.get(name);
			if (!chunk || first.has(name)) return;
			first.add(name);
			chunk.imports.forEach(visit);
		};
		for (const chunk of chunks.values()) if (chunk.isEntry) visit(chunk.fileName);
		const bytes = [...first].reduce((sum, name) => sum + gzipSync(chunks.get(name)?.code ?? '').length, 0);
		expect(bytes / 1000).toBeGreaterThan(0.9 * firstVisit);
		expect(bytes / 1000).toBeLessThan(1.03 * firstVisit);
	}, 120_000);
});

/** The engine with nothing loaded, as a worker begins. */
async function fresh() {
	vi.resetModules();
	const { loadHinted, withParts, NeedsPart } = await import('$lib/parts/part');
	const { record } = await import('$lib/session/run');
	const needed = new Set<string>();
	const run = (program: string) =>
		withParts(() => {
			try {
				return record(program);
			} catch (error) {
				if (error instanceof NeedsPart) needed.add(error.part.name);
				throw error;
			}
		});
	return { run, needed, loadHinted };
}

const outcome = ({ recording }: { recording: { stdout: string; outcome: unknown } }) => [
	recording.stdout,
	recording.outcome
];

/** A program for each kind of part: the name of one that it needs. */
const programs: readonly (readonly [part: string, program: string])[] = [
	['random', 'import jax\njax.random.normal(jax.random.key(0), (3,))'],
	['derivatives', 'import jax\njax.grad(lambda x: x * x * x)(2.0)'],
	['linalg', 'import jax.numpy as jnp\njnp.linalg.inv(jnp.array([[2., 1.], [1., 3.]]))'],
	['scipy', 'import jax\njax.scipy.special.gammaln(3.5)'],
	['nn', 'import jax\njax.nn.relu(-1.0)'],
	['numpy', 'import numpy as np\nnp.arange(4) ** 2'],
	['trees', 'import jax\njax.tree.map(lambda x: x + 1, {"a": [1, 2]})'],
	['loops', 'from jax import lax\nlax.fori_loop(0, 4, lambda i, c: c + i, 0)'],
	['lax', 'from jax import lax\nlax.rsqrt(4.0)'],
	['jax.numpy', 'import jax.numpy as jnp\njnp.linspace(0., 1., 5)'],
	['array methods', 'import jax.numpy as jnp\njnp.arange(6).reshape(2, 3).T'],
	['jit', 'import jax\njax.make_jaxpr(lambda x: x + 1)(2.0)'],
	['debug', 'import jax\njax.debug.print("{x}", x=1)'],
	['settings', 'import jax\njax.device_count()'],
	['functools', 'from functools import reduce\nreduce(lambda a, b: a + b, [1, 2, 3])'],
	['itertools', 'import itertools\nlist(itertools.accumulate([1, 2, 3]))'],
	['collections', 'from collections import deque\ndeque([1, 2])'],
	['dataclasses', 'from dataclasses import dataclass\n@dataclass\nclass P:\n  x: int = 1\nP(2)'],
	['math', 'import math\nmath.sqrt(2)'],
	['typing', 'from typing import NamedTuple\nclass P(NamedTuple):\n  x: int\nP(3)'],
	['class', 'class A:\n  def f(self):\n    return 7\nA().f()'],
	['match', 'match [1, 2]:\n  case [a, b]:\n    x = a + b\nx'],
	['generators', 'def g():\n  yield 1\n  yield 2\nlist(g())'],
	['with', 'import contextlib\nwith contextlib.nullcontext(3) as x:\n  pass\nx'],
	['formatted strings', 'x = 1.5\nf"{x:.3f}"'],
	['methods', '"a b".split()'],
	['bytes', 'b"ab" + b"c"'],
	['division', '7 // 2, 2 ** 100, 1 / 3'],
	['operators', '"%d and %s" % (1, "two"), [1] * 3'],
	['item setters', 'x = [1, 2]\nx[0] = 5\nx'],
	['missing names', 'import jax.numpy as jnp\njnp.tahn(1.0)'],
	['help', 'from jax import lax\nlax.scan(lambda c, x: c, 0, None, length=3)'],
	['advice', 'import jax\njax.jit(lambda x: 1 if x > 0 else 2)(1.0)'],
	['cond', 'from jax import lax\nlax.cond(True, lambda x: x + 1, lambda x: x, 1.0)'],
	['masks', 'import jax.numpy as jnp\nx = jnp.arange(4)\nx[x > 1]'],
	['gathering', 'import jax.numpy as jnp\njnp.arange(4)[jnp.array([2, 0])]'],
	['tokens of formatted strings', 'x = 2\nf"{x!r:>3}"'],
	['hashes', '{frozenset([1, 2]): 3}[frozenset([2, 1])]'],
	['iterables', 'list({3, 1, 2}), [k for k in {"a": 1}]'],
	['generator objects', 'list(x + 1 for x in [1, 2])'],
	['attributes', '(lambda x: x).__name__'],
	['subscripts', '[1, 2, 3][1:], "abc"[-1]'],
	['random keys', 'import jax\njax.random.key(0) == jax.random.key(1)'],
	['kernels', 'from jax import lax\nlax.erf(0.5)'],
	[
		'indexing in loops',
		'from jax import lax\nimport jax.numpy as jnp\nlax.scan(lambda c, i: (c, jnp.arange(4)[i]), 0, jnp.arange(3))'
	],
	['mistakes', 'from jax import lax\nlax.scan(lambda c, x: ((c, c), x), 0, None, length=3)'],
	['keys', 'import jax\nk = jax.random.key(0)\njax.random.normal(k) + jax.random.normal(k)']
];

describe('a program that needs a part', () => {
	beforeEach(() => vi.resetModules());

	it.each(programs)('%s: ends as with all loaded', async (part, program) => {
		const { run, needed } = await fresh();
		const lazily = outcome(await run(program));
		expect([...needed]).toContain(part);
		const whole = await import('$lib/session/whole').then(() => import('$lib/session/run'));
		expect(lazily).toEqual(outcome(whole.record(program)));
	});

	it('needs none for most examples of the menu', async () => {
		const { run, needed } = await fresh();
		for (const { name, program } of examples.filter(({ name }) => name !== 'bracket-matching')) {
			const { recording } = await run(program);
			expect([name, recording.outcome.kind, ...needed]).toEqual([name, 'value']);
		}
	});
});

/** All programs in a lesson's scenes and exercises. */
function programsIn(part: unknown): string[] {
	if (typeof part !== 'object' || part === null) return [];
	return Object.entries(part).flatMap(([key, value]) =>
		key === 'program' && typeof value === 'string' ? [value] : programsIn(value)
	);
}

describe('a first visit', () => {
	const shown = [
		...examples.map(({ program }) => program),
		...lessons.filter(({ name }) => name !== 'batched-rnn').flatMap(programsIn)
	];

	// What is said about a mistake comes in a second round.
	it('fetches at once all that a program takes which ends well', async () => {
		const late: [program: string, parts: string[]][] = [];
		for (const program of new Set(shown)) {
			const { run, needed, loadHinted } = await fresh();
			await loadHinted(program);
			const { recording } = await run(program);
			if (recording.outcome.kind === 'value' && needed.size > 0) late.push([program, [...needed]]);
		}
		expect(late).toEqual([]);
	}, 60_000);
});

describe('what a program catches', () => {
	const value = async (program: string) => {
		const { run } = await fresh();
		return outcome(await run(program))[1];
	};

	it('is never that a part is not there', async () => {
		for (const handler of ['except Exception', 'except BaseException', 'except'])
			expect(
				await value(`import jax\ntry:\n  x = jax.nn.relu(-2.0)\n${handler}:\n  x = "caught"\nfloat(x)`)
			).toMatchObject({ text: '0.0' });
	});

	it('nor what finally, with and the end of a generator get to see', async () => {
		expect(
			await value(
				'import jax\ndef f():\n  try:\n    return float(jax.nn.relu(3.0))\n  finally:\n    seen.append(1)\nseen = []\nf(), seen'
			)
		).toMatchObject({ text: '(3.0, [1])' });
		expect(
			await value('import jax\ndef f():\n  try:\n    return jax.nn.relu(3.0)\n  finally:\n    return 1\nf()')
		).toMatchObject({ text: '1' });
		expect(
			await value(
				'import contextlib\nimport jax\nwith contextlib.suppress(BaseException):\n  x = float(jax.nn.relu(4.0))\nx'
			)
		).toMatchObject({ text: '4.0' });
		expect(
			await value(
				'import jax\ndef g():\n  try:\n    yield float(jax.nn.relu(5.0))\n  except BaseException:\n    raise\n  finally:\n    seen.append(1)\nseen = []\nit = g()\nx = next(it)\nit.close()\nx, seen'
			)
		).toMatchObject({ text: '(5.0, [1])' });
	});

	it('names that are put together reach their part as well', async () => {
		expect(
			await value('import jax\nfloat(getattr(getattr(jax, "n" + "n"), "re" + "lu")(6.0))')
		).toMatchObject({ text: '6.0' });
		expect(await value('import jax\nhasattr(jax.numpy, "linspace")')).toMatchObject({ text: 'True' });
	});
});

describe('words about a mistake', () => {
	it('are fetched together', async () => {
		const { run, needed } = await fresh();
		await run('from jax import lax\nlax.scan(lambda c, x: ((c, c), x), 0, None, length=3)');
		await run('jax');
		expect(
			[...needed].filter((part) => ['mistakes', 'help', 'advice', 'missing names'].includes(part))
		).toHaveLength(1);
	});
});

describe('a part that cannot be fetched', () => {
	it('is named, and can be fetched later', async () => {
		const { part, PartMissing, withParts } = await import('$lib/parts/part');
		let there = false;
		const far = part('far', async () => {
			if (!there) throw new TypeError('Failed to fetch');
			return { answer: () => 42 };
		});
		const run = () => far.functions.answer();
		await expect(withParts(run)).rejects.toThrow(PartMissing);
		await expect(withParts(run)).rejects.toThrow("the part 'far' of the engine could not be loaded");
		there = true;
		expect(await withParts(run)).toBe(42);
	});
});

describe('the names a module leaves for later', () => {
	it('are those that its part registers', async () => {
		await import('$lib/session/whole');
		const parts = await import('$lib/python/parts');
		const { findModule } = await import('$lib/python/module');
		const listed = [parts.transformNames, parts.derivativeNames, parts.settingNames].flatMap((names) =>
			names.split(' ')
		);
		const jax = findModule('jax');
		expect(listed.filter((name) => jax?.attribute(name) === undefined)).toEqual([]);
		const own = [...(jax?.attributes.keys() ?? [])].filter((name) => !findModule(`jax.${name}`));
		expect(own.filter((name) => name !== 'vmap' && !listed.includes(name))).toEqual([]);
		const lax = findModule('jax.lax');
		expect(parts.loopNames.split(' ').filter((name) => lax?.attribute(name) === undefined)).toEqual([]);
	});
});
