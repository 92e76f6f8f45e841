import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { branchingAt } from '$lib/recording/branches';
import { idleWork } from '$lib/recording/idle-work';
import { lane } from '$lib/recording/moment';
import { scalarAt } from '$lib/recording/read';
import { restAt } from '$lib/recording/walk';
import { branchTables, idleNote } from '$lib/scene/branch-table';
import { record } from '$lib/session/run';

const head = 'import jax, jax.numpy as jnp\nfrom jax import lax\n';
const rows = [
	[1, -2, 3],
	[-4, 5, -6]
];
const cond = record(`${head}
def row(xs):
  def step(c, x):
    y = lax.cond(x > 0, lambda v: jnp.log(v) + 1., lambda v: v * 2., x)
    return c + y, y
  return lax.scan(step, 0., xs)
jax.vmap(row)(jnp.array(${JSON.stringify(rows)}, jnp.float32))`);
const [live] = cond.live;
const lanes = [lane(0), lane(1)];

describe('branchingAt', () => {
	it('runs every branch in every lane and tells which is kept', () => {
		for (let step = 0; step < 3; step++) {
			const [{ taken, branches }] = branchingAt(live, step, lanes, cond.recording.program);
			const xs = rows.map((row) => row[step]);
			expect(taken).toEqual(xs.map((x) => Number(x > 0)));
			expect(branches[0].map(({ elements }) => elements)).toEqual([xs.map((x) => [x * 2])]);
			expect(branches[1][0].elements).toEqual(xs.map((x) => [Math.fround(Math.log(x))]));
		}
	});

	it('gives of the branch that is kept what the loop has', () => {
		const { loop } = live;
		for (let step = 0; step < 3; step++) {
			const [{ eqn, taken, branches }] = branchingAt(live, step, lanes, cond.recording.program);
			lanes.forEach((at, k) => {
				const kept = branches[taken[k]].at(-1)?.elements[k];
				expect(kept).toEqual([scalarAt(loop.eqns[eqn].results[0], step, at, loop.axes)]);
			});
		}
	});

	it('tells a NaN in the branch not taken', () => {
		const [table] = branchTables(live.loop, branchingAt(live, 1, lanes, cond.recording.program), lanes);
		expect(table.notes).toEqual(['NaN in the branch not taken: row 0, jnp.log(v). A gradient would be NaN.']);
		expect(table.lanes.map(({ taken }) => taken)).toEqual(['False', 'True']);
		expect(table.branches[1].rows[0].cells).toMatchObject([
			{ text: 'NaN', kept: false, strange: true },
			{ kept: true, strange: false }
		]);
	});

	it('goes through all branches of a switch', () => {
		const run = record(`${head}
def step(c, i):
  return lax.switch(i, [lambda v: v + 1, lambda v: v * 10, lambda v: -v], c), None
lax.scan(step, 5, jnp.array([0, 1, 2]))`);
		const made = [0, 1, 2].map((step) => branchingAt(run.live[0], step, [lane(0)], run.recording.program)[0]);
		expect(made.map(({ taken }) => taken)).toEqual([[0], [1], [2]]);
		expect(made[1].branches.map(([{ elements }]) => elements)).toEqual([[[7]], [[60]], [[-6]]]);
	});
});

describe('a NaN born in the branch not taken, against carrying out both branches of every lane and step', () => {
	/** Each as it is written, and in plain numbers; of sqrt and log only whether there is a NaN is asked. */
	const ways: readonly { readonly text: string; readonly of: (v: number) => number }[] = [
		{ text: 'jnp.log(v)', of: Math.log },
		{ text: 'jnp.sqrt(v - 1.)', of: (v) => Math.sqrt(v - 1) },
		{ text: 'v * 2.', of: (v) => v * 2 },
		{ text: 'v / v', of: (v) => v / v }
	];
	const xs = fc.constantFrom(-3, -0.5, 0, 0.5, 1, 4);
	const data = fc.array(fc.array(xs, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 4 });
	const way = fc.constantFrom(...ways);

	it('is told of just the lanes and steps where it is, and of each whether the value kept is one too', () => {
		let born = 0;
		fc.assert(
			fc.property(data, way, way, (rows, whenTrue, whenFalse) => {
				const { live, recording } = record(`${head}
def row(xs):
  def step(c, x):
    y = lax.cond(x > 0, lambda v: ${whenTrue.text}, lambda v: ${whenFalse.text}, x)
    return c, y
  return lax.scan(step, 0., xs)
jax.vmap(row)(jnp.array(${JSON.stringify(rows)}, jnp.float32))`);
				const [{ loop }] = live;
				const all = rows.map((_, k) => lane(k));
				for (let step = 0; step < 3; step++) {
					const branchings = branchingAt(live[0], step, all, recording.program);
					const lanes = rows.map((row, k) => {
						const [kept, other] = row[step] > 0 ? [whenTrue, whenFalse] : [whenFalse, whenTrue];
						return { k, kept: Number.isNaN(kept.of(row[step])), other: Number.isNaN(other.of(row[step])) };
					});
					const [{ taken, branches }] = branchings;
					const isNaNIn = (branch: number, k: number): boolean =>
						Number.isNaN(branches[branch].at(-1)?.elements[k][0]);
					const told = all.filter((k) => isNaNIn(1 - taken[k], k) && !isNaNIn(taken[k], k));
					const expected = lanes.filter(({ kept, other }) => other && !kept).map(({ k }) => k);
					expect(told).toEqual(expected);
					born += expected.length;

					const [{ notes }] = branchTables(loop, branchings, all);
					const named = notes.map((note) => /not taken: (?:row (\d+), )?/.exec(note)?.[1]).map(Number);
					expect(named.sort()).toEqual(lanes.filter(({ other }) => other).map(({ k }) => k));
				}
			}),
			{ numRuns: 40 }
		);
		expect(born).toBeGreaterThan(0);
	});
});

describe('idleWork', () => {
	const numbers = [6, 1, 3, 16];
	const collatzOf = (rows: readonly number[]): string => `${head}
def collatz(n):
  def body(s):
    n, k = s
    return jnp.where(n % 2 == 0, n // 2, 3 * n + 1), k + 1
  return lax.while_loop(lambda s: s[0] != 1, body, (n, 0))
jax.vmap(collatz)(jnp.array([${rows.join(', ')}]))`;
	const [loop] = record(collatzOf(numbers)).recording.loops;

	const collatz = (n: number): number => (n === 1 ? 0 : 1 + collatz(n % 2 === 0 ? n / 2 : 3 * n + 1));

	it('counts the steps of every row and what was computed after its end', () => {
		const steps = numbers.map(collatz);
		const total = 4 * Math.max(...steps);
		const idle = total - steps.reduce((a, b) => a + b);
		expect(idleWork(loop)).toEqual({ steps, unended: steps.map(() => false), total, idle });
		expect(idleNote(loop, restAt(loop, 3), [lane(0), lane(3)])).toMatchObject({
			summary: `${idle} of ${total} row-steps (${Math.round((100 * idle) / total)} %) were computed for rows that had ended, and dropped.`,
			rows: [{ text: 'row 0 goes on' }, { text: 'row 3 ended after 4 steps', ended: true }]
		});
	});

	it('is what counting every row by itself gives, over random rows', () => {
		fc.assert(
			fc.property(fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 2, maxLength: 6 }), (rows) => {
				const [loop] = record(collatzOf(rows)).recording.loops;
				const steps = rows.map(collatz);
				const total = rows.length * Math.max(...steps);
				const idle = total - steps.reduce((a, b) => a + b);
				expect(idleWork(loop)).toMatchObject({ steps, total, idle });
			}),
			{ numRuns: 30 }
		);
	});

	it('is nothing where all rows go together', () => {
		expect(idleWork(live.loop)).toBeNull();
	});
});
