import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProgramError } from '$lib/core/errors';
import { lane, loopIndex } from '$lib/recording/moment';
import { elementsAt } from '$lib/recording/read';
import { answerTo } from '$lib/session/answers/answers';
import { record, type Run } from '$lib/session/run';

const top = { within: [], loop: loopIndex(0) };

const column = (run: Run, expression: string) => answerTo(run, { kind: 'column', place: top, expression });

/** By lane, then by step. */
function values(run: Run, expression: string): number[][][] {
	const loop = run.recording.loops[0];
	const asked = column(run, expression);
	return Array.from({ length: loop.lanes }, (_, row) =>
		Array.from({ length: loop.recorded }, (_, step) => elementsAt(asked, step, lane(row), loop.axes))
	);
}

const flat = (run: Run, expression: string): number[][] => values(run, expression).map((row) => row.flat());

const ran = (body: string): Run =>
	record(`
import jax
import jax.numpy as jnp
import numpy as np
import math
from jax import lax
from typing import NamedTuple
${body}`);

function refusal(run: Run, expression: string): ProgramError {
	try {
		column(run, expression);
	} catch (error) {
		if (error instanceof ProgramError) return error;
		throw error;
	}
	throw new Error('nothing was refused');
}

const runningMax = ran(`
limit = 3

def above(v):
  return v > limit

def per_row(row, scale):
  def step(carry, x):
    new = jnp.maximum(carry, x * scale)
    return new, new - carry
  return lax.scan(step, 0., row)

jax.vmap(per_row, in_axes=(0, None))(jnp.array([[3., 1., 4.], [1., 5., 2.]]), 2.)
`);

describe('an expression over the history', () => {
	it('knows the names of the body as they stand when it returns', () => {
		expect(flat(runningMax, 'carry')).toEqual([
			[0, 6, 6],
			[0, 2, 10]
		]);
		expect(flat(runningMax, 'new')).toEqual([
			[6, 6, 8],
			[2, 10, 10]
		]);
		expect(flat(runningMax, 'y')).toEqual(flat(runningMax, 'new - carry'));
		expect(flat(runningMax, 'x * scale + step')).toEqual([
			[6, 3, 10],
			[2, 11, 6]
		]);
	});

	it('knows step, lane, globals, functions and modules', () => {
		expect(flat(runningMax, 'step * 10 + lane')).toEqual([
			[0, 10, 20],
			[1, 11, 21]
		]);
		expect(flat(runningMax, 'above(new) & (lane == 1)')).toEqual([
			[0, 0, 0],
			[0, 1, 1]
		]);
		expect(flat(runningMax, 'jnp.isnan(new).any() | (new > limit)')).toEqual([
			[1, 1, 1],
			[0, 1, 1]
		]);
		expect(flat(runningMax, 'math.pi')[1][2]).toBe(Math.fround(Math.PI));
	});

	it('exists once where nothing in it differs by lane', () => {
		expect(column(runningMax, 'step + scale').shared).toBe(true);
		expect(column(runningMax, 'step + lane').shared).toBe(false);
	});

	it('is evaluated one by one where it cannot be traced', () => {
		expect(flat(runningMax, 'new > 5 and step > 0')).toEqual([
			[0, 1, 1],
			[0, 1, 1]
		]);
		expect(flat(runningMax, 'max(x, 2) if lane == 0 else 7')).toEqual([
			[3, 2, 4],
			[7, 7, 7]
		]);
		expect(column(runningMax, 'max(x, 2) if lane == 0 else 7').dtype).toBe('float32');
		expect(flat(runningMax, 'int(new) % 4')[0]).toEqual([2, 2, 0]);
	});

	it('is the same evaluated at once and one by one', () => {
		const atoms = fc.constantFrom('carry', 'x', 'new', 'scale', 'step', 'lane', 'limit', '2', '0.5');
		const { expressions } = fc.letrec<{ expressions: string }>((tie) => ({
			expressions: fc.oneof(
				{ maxDepth: 3 },
				atoms,
				fc
					.tuple(tie('expressions'), fc.constantFrom('+', '-', '*', '>', '=='), tie('expressions'))
					.map(([left, sign, right]) => `((${left}) ${sign} (${right}))`),
				tie('expressions').map((inner) => `jnp.abs(jnp.asarray(${inner}) * 1)`)
			)
		}));
		fc.assert(
			fc.property(expressions, (expression) => {
				// Whether to go on cannot be asked of a tracer: every value is then computed by itself.
				const alone = `(${expression}) if step >= 0 else None`;
				const [one, all] = [column(runningMax, alone), column(runningMax, expression)];
				expect([one.dtype, one.shape]).toEqual([all.dtype, all.shape]);
				expect(flat(runningMax, alone)).toEqual(flat(runningMax, expression));
			}),
			{ numRuns: 60 }
		);
	});

	it('tells what is wrong, and where in the expression', () => {
		expect(refusal(runningMax, 'carry > ')).toMatchObject({ type: 'SyntaxError' });
		expect(refusal(runningMax, 'carry = 4').help.instead).toContain('==');
		const unknown = refusal(runningMax, '  carry > nwe');
		expect(unknown).toMatchObject({ type: 'NameError', message: "name 'nwe' is not defined" });
		expect(unknown.help.instead).toBe('Did you mean new?');
		expect(unknown.span).toMatchObject({ from: 10, to: 13 });
		const limited = ran('lax.scan(lambda carry, limit: (carry + limit, None), 0, jnp.arange(3))');
		expect(refusal(limited, 'carry > limt').help.instead).toBe('Did you mean limit?');
		expect(refusal(runningMax, 'f"{carry}"').message).toContain('gives a str');
		expect(refusal(runningMax, '[carry, x]').message).toContain('gives a list');
		expect(refusal(runningMax, 'above').message).toContain('gives a function');
		expect(refusal(runningMax, 'jnp.dot(jnp.ones(3), jnp.ones(2)) + carry')).toMatchObject({
			type: 'TypeError',
			span: { from: 0, to: 33 }
		});
		expect(refusal(runningMax, 'row.sum()').message).toContain('was not kept');
	});

	it('gives trees whole', () => {
		const run = ran(`
class Acc(NamedTuple):
  mean: jax.Array
  n: jax.Array

def step(state, x):
  acc, opt = state
  n = acc.n + 1
  acc = Acc(acc.mean + (x - acc.mean) / n, n)
  return (acc, {'w': opt['w'] * 2}), None

lax.scan(step, (Acc(0., 0), {'w': jnp.ones(2)}), jnp.array([2., 4.]))
`);
		expect(flat(run, 'acc.mean')).toEqual([[2, 3]]);
		expect(flat(run, 'state[0].mean')).toEqual([[0, 2]]);
		expect(values(run, "opt['w']")).toEqual([
			[
				[1, 1],
				[2, 2]
			]
		]);
		expect(flat(run, 'acc.n + lane')).toEqual([[1, 2]]);
		expect(column(run, 'acc.n')).toMatchObject({ shared: true, dtype: 'int32' });
	});

	it('counts lanes along every axis', () => {
		const run = ran(`
f = jax.vmap(jax.vmap(lambda x: lax.scan(lambda c, v: (c + v, c), 0, x)[0]))
f(jnp.arange(12).reshape(2, 3, 2))
`);
		expect(flat(run, 'lane[0] * 10 + lane[1]').map(([first]) => first)).toEqual([0, 1, 2, 10, 11, 12]);
		expect(flat(run, 'c + v')).toEqual(flat(run, 'c').map(([, second], n) => [second, 4 * n + 1]));
	});

	it('reads the loops inside a step, while loops, fori loops and maps', () => {
		const nested = ran(`
def outer(total, x):
  def inner(i, acc):
    return acc + x * i
  part = lax.fori_loop(0, 3, inner, total)
  return part, part

lax.scan(outer, 0, jnp.array([1, 2]))
`);
		const asked = answerTo(nested, {
			kind: 'column',
			place: { within: [{ loop: loopIndex(0), step: 1 as never }], loop: loopIndex(0) },
			expression: 'x * i + acc'
		});
		expect([0, 1, 2].map((n) => elementsAt(asked, n, lane(0), [])[0])).toEqual([3, 5, 9]);
		const others = ran(`
lax.while_loop(lambda s: s < 20, lambda s: s * 3, 1)
lax.map(lambda v: v * 2, jnp.arange(3))
`);
		expect(flat(others, 's + step')).toEqual([[1, 4, 11]]);
	});

	it('reads the loops of gradients and of compiled bodies by the names they have', () => {
		const run = ran(`
@jax.jit
def step(carry, x):
  new = carry * x
  return new, new

lax.scan(step, 1., jnp.array([2., 3.]))
`);
		expect(flat(run, 'carry + x')).toEqual([[3, 5]]);
		const backward = ran(`
jax.grad(lambda w: lax.scan(lambda h, v: (jnp.tanh(w * h + v), h), 0., jnp.array([1., 2.]))[0])(0.5)
`);
		expect(flat(backward, 'h * 0')).toEqual([[0, 0]]);
	});

	it('stops an expression that works too much', () => {
		expect(refusal(runningMax, 'lax.fori_loop(0, 10**9, lambda i, a: a + i, x)').type).toBe('WorkLimit');
	});
});
