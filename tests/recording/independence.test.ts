import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crossingOf } from '$lib/recording/cause/independence';
import type { Crossing } from '$lib/recording/crossing';
import { lane } from '$lib/recording/moment';
import { elementsAt } from '$lib/recording/read';
import type { Loop } from '$lib/recording/recording';
import { record, type Run } from '$lib/session/run';

const head = `
import jax
import jax.numpy as jnp
from jax import lax
`;

function run(program: string): Run {
	const ran = record(head + program);
	if (ran.error) throw ran.error;
	return ran;
}

const crossing = (program: string, at = 0): Crossing => {
	const { live, recording } = run(program);
	return crossingOf(live[at], recording.program);
};

/** A body of rows of two numbers, the batch `xs` [3, 2, 2], rows in front. */
const rowsOf = (body: string, axis = ''): string => `
xs = jnp.array([[[1., 2.], [3., 4.]], [[5., 6.], [7., 8.]], [[9., 1.], [2., 3.]]])
w = jnp.array([[1., 2.], [3., 4.]])
def row(xs, k):
  def step(c, x):
${body}
  return lax.scan(step, jnp.zeros(2), xs)
jax.vmap(row${axis})(xs, jnp.array([0, 1, 1]))
`;

/** A batch made by hand: time in front, then rows. */
const byHand = (body: string): string => `
xs = jnp.array([[[1., 2.], [3., 4.], [0., 1.]], [[5., 6.], [7., 8.], [9., 0.]]])
w = jnp.array([[1., 2.], [3., 4.]])
def step(c, x):
${body}
lax.scan(step, jnp.zeros((3, 2)), xs)
`;

const apart = [
	['arithmetic', '    c = jnp.tanh(c * x + k)\n    return c, c.sum()'],
	['a shared matrix', '    c = c @ w + x\n    return c, c[0]'],
	['an index a row', '    c = c.at[k].add(x[k])\n    return c, c[k]'],
	['a branch a row', '    c = lax.cond(x[0] > 4, lambda c: c + x, lambda c: c, c)\n    return c, c'],
	['a loop inside', '    c = lax.fori_loop(0, 2, lambda i, c: c + x[i], c)\n    return c, c'],
	[
		'a while a row',
		'    c, _ = lax.while_loop(lambda s: s[1] < k, lambda s: (s[0] + x, s[1] + 1), (c, 0))\n    return c, c'
	],
	['a sort in the row', '    c = jnp.sort(c + x)\n    return c, jnp.argmax(c)'],
	['a scan inside', '    c, _ = lax.scan(lambda a, b: (a + b, a), c, jnp.stack([x, x]))\n    return c, c']
] as const;

const meets = [
	['a sum', "    c = c + lax.psum(x, 'rows')\n    return c, c", "lax.psum(x, 'rows')"],
	['a mean', "    c = c + x\n    return c, lax.pmean(c, 'rows')", "lax.pmean(c, 'rows')"],
	['a gather', "    a = lax.all_gather(x, 'rows')\n    return c + x, a", "lax.all_gather(x, 'rows')"],
	[
		'a permutation',
		"    c = c + lax.ppermute(x, 'rows', [(0, 1), (1, 2), (2, 0)])\n    return c, c",
		"lax.ppermute(x, 'rows', [(0, 1), (1, 2), (2, 0)])"
	]
] as const;

describe('a loop under vmap', () => {
	it.each(apart)('keeps rows apart: %s', (_, body) => {
		const found = crossing(rowsOf(body));
		expect(found).toMatchObject({ kind: 'apart', rows: { kind: 'vmap', count: 3 } });
		if (found.kind === 'apart') expect(found.equations).toBeGreaterThan(0);
	});

	it.each(meets)('where rows meet, names the expression: %s', (_, body, text) => {
		const found = crossing(rowsOf(body, ", axis_name='rows'"));
		expect(found).toMatchObject({ kind: 'meet', text });
		if (found.kind === 'meet') expect(found.eqn).not.toBeNull();
	});

	it('is proved along every axis of two vmaps', () => {
		const program = (inner: string): string => `
def row(xs):
  def step(c, x):
    c = c + ${inner}
    return c, c
  return lax.scan(step, 0., xs)
jax.vmap(jax.vmap(row, axis_name='in'), axis_name='out')(jnp.arange(24.).reshape(2, 3, 4))
`;
		expect(crossing(program('x'))).toMatchObject({ kind: 'apart' });
		for (const axis of ['in', 'out'])
			expect(crossing(program(`lax.psum(x, '${axis}')`))).toMatchObject({ kind: 'meet' });
	});

	it('of one row has none to cross to', () => {
		expect(crossing('lax.scan(lambda c, x: (c + x, c), 0., jnp.arange(3.))')).toEqual({ kind: 'single' });
	});
});

describe('a batch made by hand', () => {
	it.each([
		['    c = jnp.tanh(c @ w + x)\n    return c, c.sum(axis=1)'],
		['    c = jnp.where(x > c, x, c)\n    return c, c[0]'],
		['    c = c + x / x.sum(axis=1, keepdims=True)\n    return c, c']
	])('keeps rows apart: %s', (body) => {
		expect(crossing(byHand(body))).toMatchObject({
			kind: 'apart',
			rows: { kind: 'leading axis', count: 3 }
		});
	});

	it.each([
		['    c = c + x.mean(axis=0)\n    return c, c', 'x.mean(axis=0)'],
		['    return c + x, jnp.max(c)', 'jnp.max(c)'],
		['    c = c.T @ x @ w\n    return jnp.zeros((3, 2)) + c[0], x', 'c.T @ x'],
		['    c = jnp.sort(c + x, axis=0)\n    return c, c', 'jnp.sort(c + x, axis=0)']
	])('where rows meet, names the expression: %s', (body, text) => {
		expect(crossing(byHand(body))).toMatchObject({ kind: 'meet', text });
	});

	it('where rows change places, says so', () => {
		expect(crossing(byHand('    c = jnp.roll(c, 1, axis=0) + x\n    return c, c'))).toMatchObject({
			kind: 'meet'
		});
	});
});

describe('against running it again with one row changed', () => {
	const pieces = [
		'c + x',
		'c * w[0]',
		"lax.psum(x, 'rows')",
		"lax.pmax(c, 'rows')",
		'jnp.maximum(c, x)',
		'c @ w',
		'x[::-1]'
	];
	const bodies = fc
		.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 3 })
		.map((parts) => `    c = ${parts.map((part) => `(${part})`).join(' - ')}\n    return c, c`);

	/** Every value of every row. */
	const valuesOf = (loop: Loop): number[][] =>
		Array.from({ length: loop.lanes }, (_, row) =>
			loop.carry.flatMap(({ column }) =>
				Array.from({ length: loop.recorded + 1 }, (_, entry) =>
					elementsAt(column, entry, lane(row), loop.axes)
				).flat()
			)
		);

	it('what is said to stay apart does', () => {
		let [stayed, crossed] = [0, 0];
		fc.assert(
			fc.property(bodies, (body) => {
				const program = rowsOf(body, ", axis_name='rows'");
				const before = valuesOf(run(program).recording.loops[0]);
				const after = valuesOf(run(program.replace('[[[1., 2.]', '[[[64., -32.]')).recording.loops[0]);
				const others = before.slice(1).some((row, i) => row.some((x, at) => !Object.is(x, after[i + 1][at])));
				const said = crossing(program).kind;
				if (others) expect(said).toBe('meet');
				if (said === 'apart') stayed++;
				if (others) crossed++;
			}),
			{ numRuns: 60 }
		);
		expect(stayed).toBeGreaterThan(5);
		expect(crossed).toBeGreaterThan(5);
	});
});
