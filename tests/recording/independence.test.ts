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
	/** By what their names say: made of a row's own numbers, or of those of others too. */
	interface Pieces {
		readonly own: readonly string[];
		readonly mixed: readonly string[];
	}

	/** A carry that no row's x has come into exists once for all rows: hence `c + x` in what mixes them. */
	const underVmap: Pieces = {
		own: ['c + x', 'c * w[0]', 'jnp.maximum(c, x)', 'c @ w', 'x[::-1]', 'x * k', 'jnp.cumsum(c)'],
		mixed: [
			"lax.psum(x, 'rows')",
			"lax.pmax(c + x, 'rows')",
			"lax.all_gather(x, 'rows').sum(0)",
			"lax.all_gather(c + x, 'rows')[1]",
			"lax.ppermute(x, 'rows', [(0, 1), (1, 2), (2, 0)])",
			"lax.ppermute(c + x, 'rows', [(0, 2)])"
		]
	};

	const leadingAxis: Pieces = {
		own: [
			'c + x',
			'c @ w',
			'jnp.maximum(c, x)',
			'x[:, ::-1]',
			'x / x.sum(axis=1, keepdims=True)',
			'jnp.cumsum(c, axis=1)',
			'(w @ x.T).T',
			'jnp.where(x > c, w[0], c)',
			'jnp.stack([c[:, 1], x[:, 0]], axis=1)',
			'jnp.take(x, jnp.array([1, 0]), axis=1)',
			"jnp.einsum('rf,fg->rg', x, w)",
			'jax.vmap(jnp.dot)(c, x)[:, None]',
			'jnp.concatenate([c[:1], x[1:]])'
		],
		mixed: [
			'x.mean(axis=0)',
			'jnp.max(c)',
			'jnp.roll(x, 1, axis=0)',
			'c[::-1]',
			'jnp.cumsum(x, axis=0)',
			'x[0]',
			"jnp.einsum('rf,sf->rs', x, c) @ x",
			'jnp.sort(x, axis=0)'
		]
	};

	const parts = ({ own, mixed }: Pieces): fc.Arbitrary<string[]> =>
		fc.array(fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...own) }, fc.constantFrom(...mixed)), {
			minLength: 1,
			maxLength: 3
		});

	const bodyOf = (pieces: readonly string[]): string =>
		`    c = jnp.zeros_like(c) + ${pieces.map((piece) => `(${piece})`).join(' - ')}\n    return c, c`;

	/** Every carry of every row, which is a lane or, in a batch made by hand, a place along the leading axis. */
	function valuesOf({ carry, lanes, axes, recorded }: Loop): number[][] {
		const entries = (at: number): number[][] =>
			carry.flatMap(({ column }) =>
				Array.from({ length: recorded + 1 }, (_, entry) => elementsAt(column, entry, lane(at), axes))
			);
		if (lanes > 1) return Array.from({ length: lanes }, (_, row) => entries(row).flat());
		return [0, 2, 4].map((from) => entries(0).flatMap((elements) => elements.slice(from, from + 2)));
	}

	/** Whether another row of the program is another one when the first row's first x is. */
	function crosses(program: string): boolean {
		const [before, after] = [program, program.replace('[[[1., 2.]', '[[[64., -32.]')].map((text) =>
			valuesOf(run(text).recording.loops[0])
		);
		return before.slice(1).some((row, i) => row.some((x, at) => !Object.is(x, after[i + 1][at])));
	}

	it.each([
		['under vmap', underVmap, (body: string) => rowsOf(body, ", axis_name='rows'")],
		['in a batch made by hand', leadingAxis, byHand]
	] as const)('what is said to stay apart does, and nothing else is accused: %s', (_, pieces, programOf) => {
		let [stayed, crossed] = [0, 0];
		fc.assert(
			fc.property(parts(pieces), (some) => {
				const program = programOf(bodyOf(some));
				const said = crossing(program).kind;
				expect(said).toBe(some.some((piece) => pieces.mixed.includes(piece)) ? 'meet' : 'apart');
				const found = crosses(program);
				if (found) expect(said).toBe('meet');
				if (said === 'apart') stayed++;
				if (found) crossed++;
			}),
			{ numRuns: 60 }
		);
		expect(stayed).toBeGreaterThan(5);
		expect(crossed).toBeGreaterThan(5);
	});
});
