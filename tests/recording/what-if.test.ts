import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import '$lib/transforms/eval';
import { vmap } from '$lib/api/vmap/vmap';
import type { NDArray } from '$lib/array/ndarray';
import { tuple } from '$lib/core/containers';
import { withInterpreter } from '$lib/core/interpreter';
import type { LiveLoop } from '$lib/recording/live-loop';
import { lane } from '$lib/recording/moment';
import { elementsAt } from '$lib/recording/read';
import { Recorder } from '$lib/recording/recorder';
import type { Leaf, Loop } from '$lib/recording/recording';
import { runAgain, type InputEdit } from '$lib/recording/what-if';
import { record } from '$lib/session/run';
import { array, bodyPlans, floats, scanOf, type BodyPlan } from '../support/bodies';
import { inputEdit } from '../support/input-edit';

const head = 'import jax\nimport jax.numpy as jnp\nfrom jax import lax\n';

const liveOf = (program: string): LiveLoop => {
	const { live, error } = record(head + program);
	if (error) throw error;
	return live[0];
};

/** All that a loop holds, by lane: what is compared where two runs must be the same. */
function history(loop: Loop): unknown {
	const of = (leaves: readonly Leaf[], entries: number): unknown =>
		leaves.map(({ column }) =>
			Array.from({ length: entries }, (_, entry) =>
				Array.from({ length: loop.lanes }, (_, row) => elementsAt(column, entry, lane(row), loop.axes))
			)
		);
	return {
		carry: of(loop.carry, loop.recorded + 1),
		xs: of(loop.xs, loop.recorded),
		ys: of(loop.ys, loop.recorded),
		results: loop.eqns.map(({ results }) =>
			of(
				results.map((column) => ({ name: '', column })),
				1
			)
		)
	};
}

describe('a loop run again with other inputs', () => {
	const program = (xs: string, init = '0.'): string => `
def row(xs):
  def step(c, x):
    return c + x, c * x
  return lax.scan(step, ${init}, xs)
jax.vmap(row)(jnp.array(${xs}))
`;

	it('is the run of the edited program', () => {
		const live = liveOf(program('[[1., 2., 3.], [4., 5., 6.]]'));
		const ghost = runAgain(live, [inputEdit({ lane: lane(1), step: 2, value: 9 })], '');
		expect(history(ghost.loop)).toEqual(history(liveOf(program('[[1., 2., 3.], [4., 5., 9.]]')).loop));
	});

	it('leaves the first run as it was, and edits stack', () => {
		const live = liveOf(program('[[1., 2.], [4., 5.]]'));
		const before = structuredClone(history(live.loop));
		const ghost = runAgain(
			live,
			[inputEdit({ value: 7 }), inputEdit({ kind: 'init', value: 1 }), inputEdit({ value: 3 })],
			''
		);
		expect(history(live.loop)).toEqual(before);
		expect(elementsAt(ghost.loop.carry[0].column, 1, lane(0), ghost.loop.axes)).toEqual([4]);
		expect(elementsAt(ghost.loop.carry[0].column, 1, lane(1), ghost.loop.axes)).toEqual([4]);
	});

	it('rounds to the type of the input', () => {
		const live = liveOf(program('[[1., 2.]]'));
		const { loop } = runAgain(live, [inputEdit({ value: 0.1 })], '');
		expect(elementsAt(loop.xs[0].column, 0, lane(0), loop.axes)).toEqual([Math.fround(0.1)]);
	});

	it('may end later where it is a while loop', () => {
		const count = (n: string): string => `
def row(n):
  return lax.while_loop(lambda s: s[0] < n, lambda s: (s[0] + 1, s[1] * 2), (0, 1))
jax.vmap(row)(jnp.array(${n}))
`;
		const live = liveOf(count('[2, 3]'));
		const ghost = runAgain(live, [inputEdit({ kind: 'init', leaf: 0, lane: lane(1), value: -2 })], '');
		expect(ghost.loop.length).toBe(5);
		expect(elementsAt(ghost.loop.carry[1].column, 5, lane(1), ghost.loop.axes)).toEqual([32]);
		expect(elementsAt(ghost.loop.carry[1].column, 5, lane(0), ghost.loop.axes)).toEqual([4]);
	});

	it.each([
		['a row', inputEdit({ lane: lane(5) })],
		['a step', inputEdit({ step: 9 })],
		['a leaf', inputEdit({ leaf: 3 })],
		['an element', inputEdit({ element: 1 })]
	])('is refused for %s that is not there', (_, change) => {
		expect(() => runAgain(liveOf(program('[[1., 2.]]')), [change], '')).toThrow('There is no such input');
	});
});

const [rows, length] = [2, 3];

function planned(plan: BodyPlan, args: readonly NDArray[]): LiveLoop {
	const recorder = new Recorder('');
	const inAxes = tuple(0n, 0n, 0n, null);
	withInterpreter(recorder, () => vmap(scanOf(plan), { inAxes }).call(args));
	return recorder.live[0];
}

const inputs = fc
	.tuple(floats(rows), floats(rows), floats(rows * length), floats(1))
	.map(([a, b, xs, c]) => [array([rows], a), array([rows], b), array([rows, length], xs), array([], c)]);

/** One of the inputs: an argument (a carry or the xs) and a place in it. */
const places = fc.oneof(
	fc.tuple(fc.constantFrom(0, 1), fc.nat(rows - 1)),
	fc.tuple(fc.constant(2), fc.nat(rows * length - 1))
);

function editOf([arg, at]: readonly [number, number], value: number, { reverse }: BodyPlan): InputEdit {
	if (arg < 2) return inputEdit({ kind: 'init', leaf: arg, lane: lane(at), value });
	const index = at % length;
	return inputEdit({
		lane: lane(Math.floor(at / length)),
		step: reverse ? length - 1 - index : index,
		value
	});
}

const changed = (x: NDArray, at: number, value: number): NDArray =>
	array(x.shape, Float32Array.from(x.data).fill(value, at, at + 1));

describe('random scans', () => {
	it('with edits are what running them with the changed arrays is', () => {
		const changes = fc.array(fc.tuple(places, fc.constantFrom(-2, 0.125, 3, NaN, Infinity)), {
			minLength: 1,
			maxLength: 4
		});
		fc.assert(
			fc.property(bodyPlans, inputs, changes, (plan, args, list) => {
				const ghost = runAgain(
					planned(plan, args),
					list.map(([at, value]) => editOf(at, value, plan)),
					''
				);
				const after = list.reduce(
					(all, [[arg, at], value]) => all.with(arg, changed(all[arg], at, value)),
					args
				);
				expect(history(ghost.loop)).toEqual(history(planned(plan, after).loop));
			}),
			{ numRuns: 100 }
		);
	});
});

describe('a loop in float16', () => {
	const program = (dtype: string): string => `
def row(xs):
  def step(c, x):
    c = c * ${dtype}(0.9) + x / ${dtype}(3)
    return c, c - x
  return lax.scan(step, ${dtype}(0.1), xs)
jax.vmap(row)(jnp.array([[0.1, 0.2, 1.7], [3.3, 100.5, 1e-3]], dtype=${dtype}))
`;

	it('is the program written in float16', () => {
		const half = runAgain(liveOf(program('jnp.float32')), [], '', 'float16').loop;
		const real = liveOf(program('jnp.float16')).loop;
		const { carry, xs, ys } = history(half) as Record<string, unknown>;
		expect({ carry, xs, ys }).toEqual(
			(({ carry, xs, ys }) => ({ carry, xs, ys }))(history(real) as Record<string, unknown>)
		);
		expect(carry).not.toEqual((history(liveOf(program('jnp.float32')).loop) as { carry: unknown }).carry);
	});

	it('is refused where the body has a loop inside', () => {
		const live = liveOf(
			'lax.scan(lambda c, x: (lax.fori_loop(0, 2, lambda i, a: a + x, c), c), 0., jnp.ones(3))'
		);
		expect(() => runAgain(live, [], '', 'float16')).toThrow('cannot be run in float16');
	});
});
