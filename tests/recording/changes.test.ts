import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import '$lib/transforms/eval';
import { vmap } from '$lib/api/vmap/vmap';
import { tuple } from '$lib/core/containers';
import { withInterpreter } from '$lib/core/interpreter';
import { changesAt } from '$lib/recording/changes';
import { Recorder } from '$lib/recording/recorder';
import type { Loop } from '$lib/recording/recording';
import { record } from '$lib/session/run';
import { array, bodyPlans, floats, scanOf, type BodyPlan } from '../support/bodies';

const program = `
import jax, jax.numpy as jnp
from jax import lax

def per_row(row):
  def step(carry, x):
    best, n = carry
    return (jnp.maximum(best, x), n + (x > 2)), None
  return lax.scan(step, (jnp.float32(0), 0), row)

jax.vmap(per_row)(jnp.array([[3., 1., 4., 1.], [1., 5., 2., jnp.nan]]))
`;

describe('changesAt', () => {
	const [loop] = record(program).recording.loops;

	it('tells each carry leaf that a step gave another value, lane by lane', () => {
		expect(changesAt(loop, 0)).toEqual({
			count: 3,
			shown: [
				{ leaf: 0, lane: 0, change: 'up' },
				{ leaf: 1, lane: 0, change: 'up' },
				{ leaf: 0, lane: 1, change: 'up' }
			]
		});
		expect(changesAt(loop, 3)).toEqual({ count: 1, shown: [{ leaf: 0, lane: 1, change: 'changed' }] });
	});

	it('counts what it does not show', () => {
		expect(changesAt(loop, 0, 1)).toEqual({ count: 3, shown: [{ leaf: 0, lane: 0, change: 'up' }] });
	});
});

interface Inputs {
	/** Whether the first init is one for all rows. */
	readonly shared: boolean;
	readonly first: Float32Array;
	readonly second: Float32Array;
	readonly xs: Float32Array;
	readonly closed: Float32Array;
}

const [rows, length] = [2, 3];
const inputs: fc.Arbitrary<Inputs> = fc.record({
	shared: fc.boolean(),
	first: floats(rows),
	second: floats(rows),
	xs: floats(rows * length),
	closed: floats(1)
});

/** The loop of a planned body over the rows, as it is recorded. */
function planned(plan: BodyPlan, { shared, first, second, xs, closed }: Inputs): Loop {
	const recorder = new Recorder('');
	const inAxes = tuple(shared ? null : 0n, 0n, 0n, null);
	const init = shared ? array([], first.slice(0, 1)) : array([rows], first);
	const args = [init, array([rows], second), array([rows, length], xs), array([], closed)];
	withInterpreter(recorder, () => vmap(scanOf(plan), { inAxes }).call(args));
	return recorder.live[0].loop;
}

/** The carries of one row before step 0 and after each step, in plain numbers. */
function carriesOf(plan: BodyPlan, { shared, first, second, xs, closed }: Inputs, row: number): number[][] {
	const history = [[first[shared ? 0 : row], second[row]]];
	for (let n = 0; n < length; n++) {
		const x = xs[row * length + (plan.reverse ? length - 1 - n : n)];
		const values = [...history[n], x, closed[0], 0.5];
		const at = (i: number): number => values[i % values.length];
		for (const { op, a, b } of plan.steps) values.push(Math.fround(operations[op](at(a), at(b))));
		history.push([at(plan.outs[0]), at(plan.outs[1])]);
	}
	return history;
}

const operations: { readonly [O in BodyPlan['steps'][number]['op']]: (p: number, q: number) => number } = {
	add: (p, q) => p + q,
	sub: (p, q) => p - q,
	mul: (p, q) => p * q,
	max: Math.max,
	min: Math.min,
	neg: (p) => -p,
	// The plan's `select` takes the second of its cases where p is greater.
	where: (p, q) => (p > q ? q : p)
};

const changeOf = (before: number, after: number): string | null => {
	if (Object.is(before, after)) return null;
	if (after > before) return 'up';
	return after < before ? 'down' : 'changed';
};

describe('changesAt of random programs', () => {
	it('is what the same numbers, computed by themselves row by row, do', () => {
		fc.assert(
			fc.property(bodyPlans, inputs, (plan, given) => {
				const loop = planned(plan, given);
				const histories = Array.from({ length: rows }, (_, row) => carriesOf(plan, given, row));
				for (let step = 0; step < length; step++) {
					const expected = histories.flatMap((history, row) =>
						loop.carry.flatMap(({ column }, leaf) => {
							const change = changeOf(history[step][leaf], history[step + 1][leaf]);
							if (change === null || (column.shared && row > 0)) return [];
							return [{ leaf, lane: column.shared ? null : row, change }];
						})
					);
					expect(changesAt(loop, step)).toEqual({ count: expected.length, shown: expected });
				}
			}),
			{ numRuns: 100 }
		);
	});
});
