import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { faultFrom, faultsOf, faultStops } from '$lib/recording/faults';
import { operandColumn, type Flag } from '$lib/recording/flags';
import { lane, step, type Beat } from '$lib/recording/moment';
import { elementsAt } from '$lib/recording/read';
import type { Loop } from '$lib/recording/recording';
import { faultList } from '$lib/scene/fault-list';
import { record } from '$lib/session/run';

const head = 'import jax, jax.numpy as jnp\nfrom jax import lax\n';
const loopOf = (program: string): Loop => record(head + program).recording.loops[0];

/** 8 rows, 50 steps; the log of a negative number in row 5 at step 37 and in row 6 at step 40. */
const planted = loopOf(`
def row(xs):
  def step(c, x):
    p = jnp.log(x)
    return c + p, p
  return lax.scan(step, 0., xs)
data = jnp.ones((8, 50)).at[5, 37].set(-0.25).at[6, 40].set(-1.)
jax.vmap(row)(data)`);

describe('faultsOf', () => {
	it('finds where a NaN is born among many rows and steps', () => {
		expect(faultsOf(planted)).toMatchObject([
			{ kind: 'nan', eqn: 0, step: 37, lane: 5, flags: [{ lane: 5 }, { lane: 6 }] }
		]);
		expect(faultList(planted)).toMatchObject([
			{
				title: 'first NaN',
				where: 'row 5, step 37 (and 1 more row)',
				code: 'jnp.log(x)',
				operands: 'of -0.25'
			}
		]);
	});

	it('finds a NaN that was given, once it goes on from where it was, and not where it is seen to', () => {
		const found = (body: string, init = '0.', xs = '[[1., 2.], [jnp.nan, 4.], [5., 6.]]'): unknown[] =>
			faultsOf(
				loopOf(`
def row(xs):
  def step(c, x):
    return c + x, ${body}
  return lax.scan(step, ${init}, xs)
jax.vmap(row)(jnp.array(${xs}))`)
			).map(({ kind, eqn, step, lane, flags }) => [kind, eqn, step, lane, flags.length]);
		expect(found('None')).toEqual([['nan-given', 0, 0, 1, 1]]);
		expect(found('x * 2.')).toEqual([
			['nan-given', 0, 0, 1, 1],
			['nan-given', 1, 0, 1, 1]
		]);
		expect(found('None', 'jnp.nan', '[[1., 2.]]')).toEqual([['nan-given', 0, 0, 0, 1]]);
		const seenTo =
			'lax.scan(lambda c, x: (c + jnp.where(jnp.isnan(x), 0., x), None), 0., jnp.array([1., jnp.nan]))';
		expect(faultsOf(loopOf(seenTo))).toEqual([]);
	});

	it('tells an overflow from a division by nought, and finds integers that wrap around', () => {
		const kinds = (program: string): unknown[] =>
			faultsOf(loopOf(program)).map(({ kind, step }) => [kind, step]);
		expect(kinds('lax.scan(lambda c, x: (c * 1e20, x), jnp.float32(1.), jnp.arange(4.))')).toEqual([
			['overflow', 1]
		]);
		expect(kinds('lax.scan(lambda c, x: (c, 1 / x), 0., jnp.array([1., 0.]))')).toEqual([['infinite', 1]]);
		expect(kinds('lax.scan(lambda c, x: (c * 10, x), 1, jnp.arange(12))')).toEqual([['overflow', 9]]);
		expect(kinds('lax.scan(lambda c, x: (c - x, x), jnp.uint8(1), jnp.array([1, 1], jnp.uint8))')).toEqual([
			['overflow', 1]
		]);
		expect(kinds('lax.scan(lambda c, x: (c + 1, x), 0, jnp.arange(12))')).toEqual([]);
	});

	it('finds every integer that wraps around, as arithmetic without limits does', () => {
		const numbers = fc.array(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), {
			minLength: 1,
			maxLength: 6
		});
		fc.assert(
			fc.property(numbers, fc.constantFrom('+', '-', '*'), (xs, sign) => {
				const loop = loopOf(`lax.scan(lambda c, x: (c ${sign} x, None), 3, jnp.array([${xs.join(', ')}]))`);
				let carry = 3n;
				const wrapped: number[] = [];
				xs.forEach((x, n) => {
					const exact =
						sign === '+' ? carry + BigInt(x) : sign === '-' ? carry - BigInt(x) : carry * BigInt(x);
					carry = BigInt.asIntN(32, exact);
					if (carry !== exact) wrapped.push(n);
				});
				expect(faultsOf(loop).map(({ step }) => step)).toEqual(wrapped.slice(0, 1));
				expect(faultStops(loop).map(({ count }) => count)).toEqual(
					wrapped.length > 0 ? [wrapped.length] : []
				);
			}),
			{ numRuns: 60 }
		);
	});
});

describe('indices outside their axes, against looking at every one', () => {
	it('are found where they are read and where they are written, row by row and step by step', () => {
		const places = fc.array(fc.array(fc.integer({ min: -6, max: 6 }), { minLength: 3, maxLength: 3 }), {
			minLength: 1,
			maxLength: 3
		});
		const bodies = fc.constantFrom('c + table[x]', 'c + table.at[x].set(9.)[0]', 'c + jnp.take(table, x)');
		fc.assert(
			fc.property(places, bodies, fc.integer({ min: 1, max: 5 }), (rows, body, size) => {
				const loop = loopOf(`
table = jnp.arange(${size}.)
def row(xs):
  return lax.scan(lambda c, x: (${body}, None), 0., xs)
jax.vmap(row)(jnp.array(${JSON.stringify(rows)}))`);
				const isOutside = (x: number): boolean => x < -size || x >= size;
				const expected = rows.flatMap((xs, row) => {
					const steps = [0, 1, 2].filter((n) => isOutside(xs[n]));
					return steps.length > 0 ? [[row, steps[0], steps.length]] : [];
				});
				const found = faultsOf(loop)
					.flatMap(({ flags }) => flags)
					.filter(({ kind }) => kind === 'out of range')
					.map(({ lane, step, count }) => [lane, step, count]);
				expect(found).toEqual(expected);
			}),
			{ numRuns: 60 }
		);
	});
});

describe('faultFrom', () => {
	const at = (n: number, beat: Beat = 'rest'): Parameters<typeof faultFrom>[1] => ({
		step: step(n),
		eqn: null,
		beat
	});

	it('visits every fault of every lane in the order of time, both ways', () => {
		const [first, second] = faultStops(planted);
		expect(faultFrom(planted, at(-1), lane(0), 1)).toBe(first);
		const on = (flag: Flag): Parameters<typeof faultFrom>[1] => ({ ...flag, beat: 'combine' });
		expect(faultFrom(planted, on(first), first.lane, 1)).toBe(second);
		expect(faultFrom(planted, on(second), second.lane, 1)).toBeNull();
		expect(faultFrom(planted, on(second), second.lane, -1)).toBe(first);
		expect(faultFrom(planted, at(37), lane(0), -1)).toBe(first);
		expect(faultFrom(planted, at(37, 'pull'), lane(0), -1)).toBeNull();
		expect(faultFrom(planted, at(37, 'pull'), lane(0), 1)).toBe(first);
	});
});

describe('faultFrom, against a plain sort of all faults', () => {
	it('is the nearest one of any equation, step and lane, from any moment and lane, both ways', () => {
		const xs = fc.constantFrom(-1, 0, 1, 4);
		const data = fc.array(fc.array(xs, { minLength: 4, maxLength: 4 }), { minLength: 1, maxLength: 3 });
		let visited = 0;
		fc.assert(
			fc.property(data, (rows) => {
				const loop = loopOf(`
table = jnp.arange(4)
def row(xs):
  def step(c, x):
    return c, (jnp.log(x), jnp.exp(x * 30.), table[x.astype(int)])
  return lax.scan(step, 0., xs)
jax.vmap(row)(jnp.array(${JSON.stringify(rows)}, jnp.float32))`);
				/** Step, equation and lane as one number: no lane is greater than 9, no equation than 98. */
				const rank = (at: { step: number; eqn: number | null; lane: number }): number =>
					at.step * 1000 + ((at.eqn ?? -1) + 1) * 10 + at.lane;
				const all = faultsOf(loop)
					.flatMap(({ flags }) => flags)
					.map(rank)
					.sort((a, b) => a - b);
				expect(new Set(all).size).toBe(all.length);
				visited += all.length;
				const found = (
					at: Parameters<typeof faultFrom>[1],
					row: number,
					direction: 1 | -1
				): number | null => {
					const flag = faultFrom(loop, at, lane(row), direction);
					return flag && rank(flag);
				};
				for (let n = -1; n < 4; n++)
					for (const row of rows.keys()) {
						const end = { step: step(n), eqn: null, beat: 'rest' } as const;
						expect(found(end, row, 1)).toBe(all.find((one) => one >= (n + 1) * 1000) ?? null);
						expect(found(end, row, -1)).toBe(all.findLast((one) => one < (n + 1) * 1000) ?? null);
						const begin = { ...end, beat: 'pull' } as const;
						expect(found(begin, row, 1)).toBe(all.find((one) => one >= n * 1000) ?? null);
						expect(found(begin, row, -1)).toBe(all.findLast((one) => one < n * 1000) ?? null);
						for (const { index: eqn } of n < 0 ? [] : loop.eqns) {
							const here = rank({ step: n, eqn, lane: row });
							const at = { step: step(n), eqn, beat: 'combine' } as const;
							expect(found(at, row, 1)).toBe(all.find((one) => one > here) ?? null);
							expect(found(at, row, -1)).toBe(all.findLast((one) => one < here) ?? null);
						}
					}
			}),
			{ numRuns: 30 }
		);
		expect(visited).toBeGreaterThan(0);
	});
});

/** Every operand and result of an equation at a step, in a lane. */
function around(
	loop: Loop,
	eqn: Loop['eqns'][number],
	n: number,
	row: number
): { given: number[]; made: number[] } {
	const at = (column: Parameters<typeof elementsAt>[0]): readonly number[] =>
		elementsAt(column, column.stepStride === 0 ? 0 : n, lane(row), loop.axes);
	return {
		given: eqn.operands.flatMap((operand) => [...at(operandColumn(loop, operand))]),
		made: eqn.results.flatMap((column) => [...at(column)])
	};
}

describe('random float programs, against looking at every value', () => {
	it('finds the first infinity that is made of finite numbers, and the first NaN of what is none', () => {
		const numbers = fc.constantFrom(-1, -0.5, 0, 0.25, 1, 3, 1e20, -1e30);
		const data = fc.array(fc.array(numbers, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 4 });
		const bodies = fc.constantFrom(
			'jnp.log(x) + c',
			'jnp.sqrt(x) * c',
			'x / c',
			'c * x * 1e20',
			'jnp.exp(x) - jnp.exp(c)',
			'(x - c) / (x - c)'
		);
		fc.assert(
			fc.property(data, bodies, (rows, body) => {
				const loop = loopOf(`
def row(xs):
  def step(c, x):
    new = ${body}
    return new, new
  return lax.scan(step, jnp.float32(1), xs)
jax.vmap(row)(jnp.array(${JSON.stringify(rows)}, jnp.float32))`);
				const born = (isIt: (value: number) => boolean, isSound: (value: number) => boolean) =>
					Array.from({ length: loop.recorded }, (_, n) => n).flatMap((n) =>
						loop.eqns.flatMap((eqn) =>
							rows.flatMap((_, row): [number, number][] => {
								const { given, made } = around(loop, eqn, n, row);
								return made.some(isIt) && given.every(isSound) ? [[n, row]] : [];
							})
						)
					);
				const found = (kinds: readonly string[]): [number, number][] =>
					faultStops(loop).flatMap(({ kind, step, lane }): [number, number][] =>
						kinds.includes(kind) ? [[step, lane]] : []
					);
				const isInfinite = (value: number): boolean => Math.abs(value) === Infinity;
				expect(found(['overflow', 'infinite'])[0]).toEqual(born(isInfinite, Number.isFinite)[0]);
				expect(found(['nan'])[0]).toEqual(born(Number.isNaN, (value) => !Number.isNaN(value))[0]);
			}),
			{ numRuns: 60 }
		);
	});

	it('finds every NaN that was given, step by step and row by row', () => {
		const numbers = fc.constantFrom('1', '0.25', '-3', 'jnp.nan');
		const data = fc.array(fc.array(numbers, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 4 });
		const bodies = fc.constantFrom('x + c', 'jnp.maximum(c, x)', 'jnp.where(x > 0, x, c)', 'x * w - c');
		fc.assert(
			fc.property(data, bodies, numbers, numbers, (rows, body, init, w) => {
				const loop = loopOf(`
w = jnp.array(${w})
def row(xs):
  def step(c, x):
    new = ${body}
    return new, new
  return lax.scan(step, jnp.float32(${init}), xs)
jax.vmap(row)(jnp.array([${rows.map((row) => `[${row.join(', ')}]`).join(', ')}], jnp.float32))`);
				const isGiven = (eqn: Loop['eqns'][number], n: number, row: number): boolean =>
					around(loop, eqn, n, row).made.some(Number.isNaN) &&
					eqn.operands.some((operand) => {
						if (operand.kind === 'equation' || (operand.kind === 'carry' && n > 0)) return false;
						const column = operandColumn(loop, operand);
						return elementsAt(column, column.stepStride === 0 ? 0 : n, lane(row), loop.axes).some(
							Number.isNaN
						);
					});
				const expected = loop.eqns.flatMap((eqn) =>
					rows.flatMap((_, row) => {
						const steps = [0, 1, 2].filter((n) => isGiven(eqn, n, row));
						return steps.length > 0 ? [[eqn.index, row, steps[0], steps.length]] : [];
					})
				);
				const found = faultsOf(loop)
					.flatMap(({ flags }) => flags)
					.filter(({ kind }) => kind === 'nan-given')
					.map(({ eqn, lane, step, count }) => [eqn, lane, step, count]);
				expect(found.sort()).toEqual(expected.sort());
			}),
			{ numRuns: 60 }
		);
	});
});
