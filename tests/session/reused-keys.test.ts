import { describe, expect, it } from 'vitest';
import { faultFrom, faultStops, momentOfFault } from '$lib/recording/faults';
import { flagsOf } from '$lib/recording/flags';
import type { KeyUse } from '$lib/recording/keys/key-reuse';
import type { Recording } from '$lib/recording/recording';
import { restAt } from '$lib/recording/walk';
import { faultList } from '$lib/scene/fault-list';
import { record } from '$lib/session/run';

const head = `import jax
import jax.numpy as jnp
from jax import lax, random
`;

function recorded(program: string): Recording {
	const { recording, error } = record(head + program);
	if (error) throw error;
	return recording;
}

const where = ({ text, at }: KeyUse): string =>
	at === null ? text : `${text}, lane ${at.lane}, step ${at.step}`;

/** Reuses outside loops: the expression, and what consumed the key before. */
const outside = (program: string): [string, string][] =>
	recorded(program).reusedKeys.map(({ use, earlier }) => [where(use), where(earlier)]);

/** Flags of the first loop: kind, equation's text, lane, first step, number of steps, what consumed the key before. */
function inLoop(program: string): unknown[] {
	const [loop] = recorded(program).loops;
	return flagsOf(loop).map(({ kind, eqn, lane, step, count, earlier }) => [
		kind,
		eqn === null ? null : loop.eqns[eqn].text,
		lane,
		step,
		count,
		earlier && where(earlier)
	]);
}

describe.each([
	['new', 'random.key'],
	['old', 'random.PRNGKey']
])('a key of the %s kind outside loops', (_, make) => {
	it('is reused by a second draw, of any distribution', () => {
		expect(outside(`k = ${make}(0)\nrandom.normal(k, (3,))\nrandom.uniform(k)`)).toEqual([
			['random.uniform(k)', 'random.normal(k, (3,))']
		]);
	});

	it('is reused by a draw after it was split', () => {
		expect(outside(`k = ${make}(0)\na, b = random.split(k)\nrandom.normal(a)\nrandom.normal(k)`)).toEqual([
			['random.normal(k)', 'random.split(k)']
		]);
	});

	it('is not reused where each draw has a key of its own', () => {
		expect(
			outside(`k = ${make}(0)\na, b, c = random.split(k, 3)\nrandom.normal(a)\nrandom.choice(b, 5)`)
		).toEqual([]);
	});
});

describe('keys outside loops', () => {
	it('are compared by value: the same seed again is the same key', () => {
		expect(outside('random.normal(random.key(7))\nrandom.normal(random.key(7), (2,))')).toEqual([
			['random.normal(random.key(7), (2,))', 'random.normal(random.key(7))']
		]);
	});

	it('may be folded with different data, and with the same data give the same key', () => {
		const fold = 'random.normal(random.fold_in(k, i))';
		const run = (data: string): [string, string][] =>
			outside(`k = random.key(0)\nfor i in ${data}:\n    ${fold}`);
		expect(run('[1, 2, 3]')).toEqual([]);
		expect(run('[1, 2, 1]')).toEqual([[fold, fold]]);
	});

	it('are reused by a Python loop that draws with one key', () => {
		const found = outside('k = random.key(0)\nfor i in range(3):\n    random.normal(k)');
		expect(found).toHaveLength(2);
		expect(found[0]).toEqual(['random.normal(k)', 'random.normal(k)']);
	});

	it('are looked at inside a jitted function, whose second call is another', () => {
		const program = `@jax.jit
def noise(k):
    return random.normal(k) + 1
k = random.key(0)
noise(k)
`;
		expect(outside(program)).toEqual([]);
		expect(outside(`${program}noise(k)`)).toEqual([['random.normal(k)', 'random.normal(k)']]);
	});

	it('are used once by one call of a library function, whatever it does inside', () => {
		for (const call of [
			'poisson(k, 3.)',
			'gamma(k, 2.)',
			'permutation(k, 5)',
			'dirichlet(k, jnp.ones(3))',
			't(k, 4.)'
		])
			expect([call, outside(`k = random.key(0)\nrandom.${call}`)]).toEqual([call, []]);
		expect(outside('k = random.key(0)\nrandom.poisson(k, 3.)\nrandom.poisson(k, 3.)')).toHaveLength(1);
	});

	it('are used once by a gradient, also where it computes again', () => {
		const loss = 'def loss(w):\n    return (w + random.normal(k)) ** 2\nk = random.key(0)\n';
		expect(outside(`${loss}jax.grad(loss)(1.)`)).toEqual([]);
		expect(outside(`${loss}jax.grad(jax.checkpoint(loss))(1.)`)).toEqual([]);
	});

	it('are used once by the branches of a cond, of which each row keeps one', () => {
		const program = `draw = lambda on, k: lax.cond(on, lambda q: random.normal(q), lambda q: random.uniform(q), k)
jax.vmap(draw, in_axes=(0, None))(jnp.array([True, False]), random.key(0))`;
		expect(outside(program)).toEqual([]);
	});

	it('may be used once more where they were cloned', () => {
		for (const make of ['key', 'PRNGKey']) {
			const twice = `k = random.${make}(0)\nrandom.normal(k)\nrandom.uniform(random.clone(k))`;
			expect(outside(twice)).toEqual([]);
			expect(outside(`${twice}\nrandom.exponential(k)`)).toHaveLength(1);
		}
	});

	it('are not used by tracing', () => {
		expect(outside('k = random.key(0)\njax.make_jaxpr(random.normal)(k)\nrandom.normal(k)')).toEqual([]);
	});
});

describe('a key in a loop', () => {
	it('is reused in every further step where the body closes over it', () => {
		const program = `k = random.key(0)
lax.scan(lambda c, x: (c + random.normal(k), x), 0., jnp.arange(4.))`;
		expect(inLoop(program)).toEqual([
			['reused-key', 'random.normal(k)', 0, 1, 3, 'random.normal(k), lane 0, step 0']
		]);
	});

	it('is reused where it is split but not carried', () => {
		const program = `def step(carry, x):
    k, c = carry
    _, sub = random.split(k)
    return (k, c + random.normal(sub)), c
lax.scan(step, (random.key(0), 0.), jnp.arange(3.))`;
		expect(inLoop(program)).toEqual([
			['reused-key', 'random.split(k)', 0, 1, 2, 'random.split(k), lane 0, step 0'],
			['reused-key', 'random.normal(sub)', 0, 1, 2, 'random.normal(sub), lane 0, step 0']
		]);
	});

	it('is reused where the parent is drawn from after the split', () => {
		const program = `def step(k, x):
    k, sub = random.split(k)
    return k, random.normal(k)
lax.scan(step, random.PRNGKey(0), jnp.arange(3.))`;
		expect(inLoop(program)).toEqual([
			['reused-key', 'random.split(k)', 0, 1, 2, 'random.normal(k), lane 0, step 0']
		]);
	});

	it('is not reused where it is carried on and split, folded with the step, or one of the xs', () => {
		const bodies = [
			`def step(k, x):
    k, sub = random.split(k)
    return k, random.normal(sub)
lax.scan(step, random.key(0), jnp.arange(5.))`,
			`k = random.key(0)
lax.fori_loop(0, 5, lambda i, c: c + random.normal(random.fold_in(k, i)), 0.)`,
			`keys = random.split(random.PRNGKey(0), 5)
lax.scan(lambda c, k: (c + random.normal(k), None), 0., keys)`
		];
		for (const body of bodies) expect(inLoop(body)).toEqual([]);
	});

	it('is reused where something outside has consumed it before', () => {
		const program = `k = random.key(0)
start = random.normal(k)
def step(c, i):
    return c + random.uniform(random.fold_in(k, i)), None
lax.scan(step, random.uniform(k), jnp.arange(3))
lax.scan(lambda c, x: (c + random.normal(k), None), start, None, length=1)`;
		const { loops, reusedKeys } = recorded(program);
		expect(reusedKeys.map(({ use }) => use.text)).toEqual(['random.uniform(k)']);
		expect(loops[0].reusedKeys).toEqual([]);
		expect(loops[1].reusedKeys.map(({ use, earlier }) => [where(use), where(earlier)])).toEqual([
			['random.normal(k), lane 0, step 0', 'random.normal(k)']
		]);
	});

	it('is found inside jitted functions, branches and loops of the body, at the expression there', () => {
		const program = `@jax.jit
def noise(k):
    a, b = random.split(k)
    return random.normal(a) + random.uniform(a)
lax.scan(lambda c, k: (c + noise(k), None), 0., random.split(random.key(1), 2))`;
		const [{ reusedKeys }] = recorded(program).loops;
		expect(reusedKeys.map(({ use, earlier, count }) => [where(use), where(earlier), count])).toEqual([
			['random.uniform(a), lane 0, step 0', 'random.normal(a), lane 0, step 0', 2]
		]);
		const nested = `def outer(c, k):
    return lax.fori_loop(0, 3, lambda i, s: s + random.normal(k), c), None
lax.scan(outer, 0., random.split(random.key(1), 2))`;
		expect(inLoop(nested)).toEqual([
			[
				'reused-key',
				'lax.fori_loop(0, 3, lambda i, s: s + random.normal(k), c)',
				0,
				0,
				4,
				'random.normal(k), lane 0, step 0'
			]
		]);
	});

	it('is not reused where each draw clones it first, in the body or inside a function of it', () => {
		const program = (draw: string): string => `k = random.key(0)
lax.scan(lambda c, x: (c + ${draw}, x), 0., jnp.arange(4.))`;
		expect(inLoop(program('random.normal(random.clone(k))'))).toEqual([]);
		expect(inLoop(program('jax.jit(lambda q: random.normal(random.clone(q)))(k)'))).toEqual([]);
	});

	it('prints nothing twice', () => {
		const program = `def noise(k):
    jax.debug.print("noise")
    return random.normal(k)
lax.scan(lambda c, k: (c + jax.jit(noise)(k), None), 0., random.split(random.key(1), 2))`;
		expect(recorded(program).stdout).toBe('noise\nnoise\n');
	});
});

describe('a key that the condition of a while loop consumes', () => {
	const told = (program: string): unknown[] =>
		recorded(program).loops[0].reusedKeys.map(({ kind, use, earlier, count }) => [
			kind,
			where(use),
			where(earlier),
			count
		]);

	it('is reused where the body splits it afterwards', () => {
		const program = `def body(s):
    k, n = s
    k, sub = random.split(k)
    return k, n + 1
lax.while_loop(lambda s: random.uniform(s[0]) < 2. - s[1], body, (random.key(0), 0))`;
		expect(told(program)).toEqual([
			['reused-key', 'random.split(k), lane 0, step 0', 'random.uniform(s[0]), lane 0, step 0', 2]
		]);
	});

	it('is reused in every further step where the condition closes over it, in its rows', () => {
		const program = `def row(k, n):
    return lax.while_loop(lambda i: random.uniform(k) - 1. < n - 1 - i, lambda i: i + 1, 0)
jax.vmap(row)(random.split(random.key(0)), jnp.array([1, 3]))`;
		expect(told(program)).toEqual([
			['reused-key', 'random.uniform(k), lane 0, step 1', 'random.uniform(k), lane 0, step 0', 1],
			['reused-key', 'random.uniform(k), lane 1, step 1', 'random.uniform(k), lane 1, step 0', 3]
		]);
		expect(faultList(recorded(program).loops[0])).toMatchObject([
			{
				title: 'first reused random key',
				where: 'row 0, before step 1 (and 1 more row)',
				code: 'random.uniform(k)',
				note: expect.stringContaining('First: random.uniform(k), before step 0.')
			}
		]);
	});

	it('is not reused where the body carries one on that nothing has consumed', () => {
		const program = `def body(s):
    k, n = s
    return random.fold_in(k, n), n + 1
lax.while_loop(lambda s: random.uniform(s[0]) < 3. - s[1], body, (random.key(0), 0))`;
		expect(told(program)).toEqual([]);
	});

	it('is one fault that the tour does not stay at', () => {
		const program = `k = random.key(0)
lax.while_loop(lambda i: random.uniform(k) < 3. - i, lambda i: i + random.uniform(k), 0.)`;
		const [loop] = recorded(program).loops;
		const stops = faultStops(loop);
		expect(stops.map(({ eqn, step }) => [eqn, step])).toEqual([
			[0, 0],
			[null, 1]
		]);
		const [inBody, asked] = stops;
		expect(momentOfFault(loop, asked)).toMatchObject({ step: 0, beat: 'rest', eqn: null });
		expect(faultFrom(loop, { ...inBody, beat: 'combine' }, inBody.lane, 1)).toBe(asked);
		expect(faultFrom(loop, restAt(loop, 0), asked.lane, 1)).toBe(asked);
		expect(faultFrom(loop, restAt(loop, 0), asked.lane, 1, asked)).toBeNull();
		expect(faultFrom(loop, restAt(loop, 0), asked.lane, -1, asked)).toBe(inBody);
	});
});

describe('a key in lanes', () => {
	const rows = 'jnp.arange(6.).reshape(2, 3)';

	it('that all lanes share gives each the same numbers: a note, not a reuse', () => {
		const program = `def row(k, xs):
    return lax.scan(lambda c, x: (c + x * random.normal(random.fold_in(k, x.astype(int) % 3)), None), 0., xs)
jax.vmap(row, in_axes=(None, 0))(random.key(0), ${rows})`;
		expect(inLoop(program)).toEqual([
			[
				'same-draw',
				'random.normal(random.fold_in(k, x.astype(int) % 3))',
				1,
				0,
				3,
				'random.normal(random.fold_in(k, x.astype(int) % 3)), lane 0, step 0'
			]
		]);
	});

	it('of its own is neither', () => {
		const program = `def row(k, xs):
    return lax.scan(lambda k, x: (random.split(k)[0], random.normal(random.split(k)[1])), k, xs)
jax.vmap(row)(random.split(random.key(0)), ${rows})`;
		const flags = inLoop(program);
		expect(flags).toHaveLength(2);
		const once = `def step(k, x):
    k, sub = random.split(k)
    return k, random.normal(sub)
jax.vmap(lambda k, xs: lax.scan(step, k, xs))(random.split(random.key(0)), ${rows})`;
		expect(inLoop(once)).toEqual([]);
	});

	it('is used by the branch a lane takes, not by the one it only computes', () => {
		const program = `def step(k, x):
    k, sub = random.split(k)
    y = lax.cond(x > 2, lambda q: random.normal(q), lambda q: random.uniform(q), sub)
    return k, y + lax.cond(x > 4, lambda: random.normal(sub), lambda: 0.)
jax.vmap(lambda k, xs: lax.scan(step, k, xs))(random.split(random.key(0)), ${rows})`;
		const [loop] = recorded(program).loops;
		expect(loop.reusedKeys.map(({ use, earlier, count }) => [where(use), where(earlier), count])).toEqual([
			['random.normal(sub), lane 1, step 2', 'random.normal(q), lane 1, step 2', 1]
		]);
	});

	it('is not used by a lane that has finished its while loop', () => {
		const program = `def body(state):
    i, k, c = state
    k, sub = random.split(k)
    return i + 1, k, c + random.normal(sub)
run = lambda n, k: lax.while_loop(lambda s: s[0] < n, body, (0, k, 0.))
jax.vmap(run)(jnp.array([1, 4]), random.split(random.key(0)))`;
		expect(inLoop(program)).toEqual([]);
	});
});
