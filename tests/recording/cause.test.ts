import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import '$lib/transforms/eval';
import { vmap } from '$lib/api/vmap/vmap';
import type { NDArray } from '$lib/array/ndarray';
import { tuple } from '$lib/core/containers';
import { withInterpreter } from '$lib/core/interpreter';
import { originOf } from '$lib/recording/cause/origin';
import { reachOf } from '$lib/recording/cause/reach';
import { operandColumn } from '$lib/recording/flags';
import type { CellRef } from '$lib/recording/hover';
import type { LiveLoop } from '$lib/recording/live-loop';
import { eqnIndex, lane } from '$lib/recording/moment';
import { scalarAt } from '$lib/recording/read';
import { Recorder } from '$lib/recording/recorder';
import type { Column, Loop } from '$lib/recording/recording';
import type { Part, Trail } from '$lib/recording/trail';
import type { ValueRef } from '$lib/recording/value-ref';
import { record } from '$lib/session/run';
import { array, bodyPlans, floats, scanOf, type BodyPlan } from '../support/bodies';

const head = `
import jax
import jax.numpy as jnp
from jax import lax
`;

const liveOf = (program: string, at = 0): LiveLoop => {
	const { live, error } = record(head + program);
	if (error) throw error;
	return live[at];
};

const cell = (kind: CellRef['kind'], row: number | null, step: number, leaf = 0): CellRef => ({
	kind,
	lane: row === null ? null : lane(row),
	step,
	leaf
});

const nameOf = ({ kind, lane, step, leaf }: CellRef): string => `${kind}${leaf} ${lane ?? 'all'} ${step}`;

/** Every cell of a trail with its part. */
const cellsOf = ({ threads }: Trail): Map<string, Part> =>
	new Map(
		threads.flatMap(({ steps, parts, ...at }) =>
			steps.map((step, i) => [nameOf({ ...at, step }), parts[i]] as const)
		)
	);

const only = (trail: Trail, part: Part): string[] =>
	[...cellsOf(trail)].flatMap(([name, own]) => (own === part ? [name] : []));

const runningMax = `
def row(xs):
  def step(carry, x):
    new = jnp.maximum(carry, x)
    return new, new
  return lax.scan(step, -jnp.inf, xs)
jax.vmap(row)(jnp.array([[3., 1., 4., 2.], [2., 7., 1., 5.]]))
`;

describe('where a value came from', () => {
	it('of a maximum is the step that won, in its own lane alone', () => {
		const live = liveOf(runningMax);
		const trail = originOf(live, cell('final', 1, 4));
		expect(only(trail, 'made').sort()).toEqual([
			'carry0 1 1',
			'carry0 1 2',
			'carry0 1 3',
			'final0 1 4',
			'x0 1 1'
		]);
		expect(only(trail, 'lost').sort()).toEqual(['carry0 1 0', 'x0 1 2', 'x0 1 3']);
		expect(trail.hops.map(({ step, operands }) => [step, ...operands])).toEqual([
			[3, 'made', 'lost'],
			[2, 'made', 'lost'],
			[1, 'lost', 'made']
		]);
		expect(trail).toMatchObject({ whole: false, limit: null, predicate: null, hopCount: 3 });
	});

	it('goes into whatever it stays in, until it is beaten', () => {
		const trail = reachOf(liveOf(runningMax), cell('x', 0, 0));
		expect(only(trail, 'made').sort()).toEqual([
			'carry0 0 0', 'carry0 0 1', 'x0 0 0', 'y0 0 0', 'y0 0 1'
		]); // prettier-ignore
		expect(only(trail, 'lost').sort()).toEqual(['carry0 0 2', 'y0 0 2']);
	});

	it('of an x or an init is itself, and a y goes nowhere', () => {
		const live = liveOf(runningMax);
		for (const at of [cell('x', 0, 2), cell('init', 1, 0)])
			expect([...cellsOf(originOf(live, at))]).toEqual([[nameOf(at), 'made']]);
		for (const at of [cell('y', 0, 2), cell('final', 1, 4)])
			expect([...cellsOf(reachOf(live, at))]).toEqual([[nameOf(at), 'made']]);
	});

	it('is known of an equation’s result and of what the body closes over', () => {
		const live = liveOf(`
w = jnp.array([2., 3.])
def row(xs, k):
  def step(c, x):
    h = x * w
    c = c + h.sum() * k
    return c, h
  return lax.scan(step, 0., xs)
jax.vmap(row)(jnp.array([[1., 2.], [3., 4.]]), jnp.array([5., 6.]))
`);
		const result: ValueRef = { kind: 'result', eqn: eqnIndex(0), lane: lane(1), step: 0 };
		expect([...cellsOf(originOf(live, result))]).toEqual([['x0 1 0', 'made']]);
		expect(originOf(live, result).closed).toEqual([{ leaf: 0, part: 'made' }]);
		expect(only(reachOf(live, result), 'made').sort()).toEqual([
			'carry0 1 0', 'carry0 1 1', 'final0 1 2', 'y0 1 0'
		]); // prettier-ignore
		const k = reachOf(live, { kind: 'closed', leaf: 1, lane: lane(0), step: 0 });
		expect(only(k, 'made').sort()).toEqual(['carry0 0 0', 'carry0 0 1', 'final0 0 2']);
	});

	it('is told element by element', () => {
		const live = liveOf(`
def step(h, x):
  h = jnp.roll(h, 1).at[0].set(x)
  return h, h[2]
lax.scan(step, jnp.zeros(3), jnp.arange(4.))
`);
		const trail = originOf(live, cell('carry', null, 3), 1);
		expect(only(trail, 'made').filter((name) => name.startsWith('x'))).toEqual(['x0 all 2']);
		expect(trail.threads.find(({ kind }) => kind === 'carry')).toMatchObject({
			steps: [1, 2, 3],
			parts: ['lost', 'made', 'made'],
			elements: [[2], [0], [1]]
		});
	});

	it('tells what a predicate read apart from what a value is made of', () => {
		const live = liveOf(`
def step(c, x):
  c = jnp.where(x > 0, c + 1, c)
  return c, c
lax.scan(step, 0., jnp.array([1., -1., 2.]))
`);
		const trail = originOf(live, cell('final', null, 3));
		expect(only(trail, 'made').filter((name) => !name.startsWith('carry'))).toEqual([
			'final0 all 3',
			'init0 all 0'
		]);
		expect(only(trail, 'steered')).toEqual(['x0 all 0', 'x0 all 1', 'x0 all 2']);
	});

	it('takes the branch that was taken, and the index apart', () => {
		const live = liveOf(`
def row(xs):
  def step(c, x):
    c = lax.cond(x[0] > 0, lambda c, x: c + x[1], lambda c, x: x[1], c, x)
    return c, c
  return lax.scan(step, 0., xs)
jax.vmap(row)(jnp.array([[[1., 5.], [-1., 6.], [1., 7.]], [[1., 5.], [1., 6.], [1., 7.]]]))
`);
		const trail = originOf(live, cell('final', 0, 3));
		const xs = trail.threads.find(({ kind }) => kind === 'x');
		expect(xs).toMatchObject({ steps: [1, 2], parts: ['made', 'made'], elements: [[1], [1]] });
		expect(only(trail, 'made')).not.toContain('init0 0 0');
		expect(only(originOf(live, cell('final', 1, 3)), 'made')).toContain('init0 1 0');
	});

	it('goes through loops inside the body', () => {
		const live = liveOf(`
def step(c, x):
  c = lax.fori_loop(0, 3, lambda i, a: jnp.maximum(a, x[i]), c)
  return c, c
lax.scan(step, 0., jnp.array([[1., 2., 1.], [0., 9., 3.], [4., 5., 6.]]))
`);
		const trail = originOf(live, cell('final', null, 3));
		expect(trail.threads.find(({ kind }) => kind === 'x')).toMatchObject({
			steps: [1, 2],
			parts: ['made', 'lost'],
			elements: [[1], null]
		});
		expect(only(trail, 'made')).not.toContain('init0 all 0');
	});

	it('stays with a lane that has ended, and says what the predicate read', () => {
		const live = liveOf(`
def row(n, a):
  return lax.while_loop(lambda s: s[0] < n, lambda s: (s[0] + 1, s[1] * a, s[2]), (0, 1., a))
jax.vmap(row)(jnp.array([1, 3]), jnp.array([2., 3.]))
`);
		const trail = originOf(live, cell('final', 0, 3, 1));
		expect(only(trail, 'made').sort()).toEqual([
			'carry1 0 0', 'carry1 0 1', 'carry1 0 2', 'final1 0 3', 'init1 0 0'
		]); // prettier-ignore
		expect(trail.hopCount).toBe(1);
		expect(trail.predicate).toEqual({ carry: [0], closed: [0] });
	});

	it('crosses lanes where the body does', () => {
		const live = liveOf(`
def row(xs, w):
  def step(c, x):
    c = c + lax.psum(x, 'rows') * w
    return c, lax.pmax(x, 'rows')
  return lax.scan(step, 0., xs)
jax.vmap(row, axis_name='rows')(jnp.array([[1., 2.], [3., 0.], [5., 1.]]), jnp.array([1., 2., 3.]))
`);
		const trail = originOf(live, cell('final', 1, 2));
		const xs = only(trail, 'made').filter((name) => name.startsWith('x'));
		expect(xs.sort()).toEqual(['x0 0 0', 'x0 0 1', 'x0 1 0', 'x0 1 1', 'x0 2 0', 'x0 2 1']);
		expect(only(trail, 'made')).not.toContain('init0 0 0');
		const most = originOf(live, cell('y', null, 1));
		expect(only(most, 'made')).toContain('x0 0 1');
		expect(only(most, 'lost').sort()).toEqual(['x0 1 1', 'x0 2 1']);
		expect(
			only(reachOf(live, cell('x', 2, 1)), 'made')
				.filter((name) => name.startsWith('final'))
				.sort()
		).toEqual(['final0 0 2', 'final0 1 2', 'final0 2 2']);
	});

	it('is followed through a backward pass, whose body is that of all lanes', () => {
		const program = `
def loss(w, xs):
  def step(h, x):
    h = h * w + x
    return h, h
  return lax.scan(step, 0., xs)[0]
jax.vmap(jax.grad(loss))(jnp.array([2., 3.]), jnp.array([[1., 2., 3.], [4., 5., 6.]]))
`;
		const live = liveOf(program, 1);
		expect(live.loop).toMatchObject({ lanes: 2, reverse: true });
		const trail = originOf(live, cell('final', 1, 3));
		expect([...cellsOf(trail).keys()].every((name) => / (1|all) /.test(name))).toBe(true);
		expect(only(trail, 'made').filter((name) => name.startsWith('x')).length).toBeGreaterThan(2);
	});
});

/** The live loop of a planned body over rows of (first, second, xs), and a closed-over value they share. */
function planned(plan: BodyPlan, args: readonly NDArray[]): LiveLoop {
	const recorder = new Recorder('');
	const inAxes = tuple(0n, 0n, 0n, null);
	withInterpreter(recorder, () => vmap(scanOf(plan), { inAxes }).call(args));
	return recorder.live[0];
}

const [rows, length] = [2, 3];
const inputs = fc
	.tuple(floats(rows), floats(rows), floats(rows * length), floats(1))
	.map(([a, b, xs, c]) => [array([rows], a), array([rows], b), array([rows, length], xs), array([], c)]);

/** The input cell that an element of an argument is; null for what the body closes over. */
function inputCell(arg: number, at: number, { reverse }: BodyPlan): CellRef | null {
	if (arg < 2) return cell('init', at, 0, arg);
	if (arg === 3) return null;
	const index = at % length;
	return cell('x', Math.floor(at / length), reverse ? length - 1 - index : index);
}

const valueOf = (column: Column, entry: number, row: number, loop: Loop): number =>
	scalarAt(column, entry, lane(row), loop.axes);

/** Every carry, y and final of a loop with its value. */
function* outcomes(loop: Loop): Iterable<[CellRef, number]> {
	for (let row = 0; row < rows; row++) {
		const at = (column: Column): number | null => (column.shared ? null : row);
		for (const [leaf, { column }] of loop.carry.entries())
			for (let step = 0; step < length; step++)
				yield [cell('carry', at(column), step, leaf), valueOf(column, step + 1, row, loop)];
		for (const [leaf, { column }] of loop.ys.entries())
			for (let step = 0; step < length; step++)
				yield [cell('y', at(column), step, leaf), valueOf(column, step, row, loop)];
	}
}

/** Who won wherever values compete, in every step and lane. */
function winners(loop: Loop): string {
	return loop.eqns
		.filter(({ primitive }) => primitive === 'max' || primitive === 'min' || primitive === 'gt')
		.flatMap((eqn) =>
			Array.from({ length: rows * length }, (_, k) => {
				const [step, row] = [k % length, Math.floor(k / length)];
				const [a, b] = eqn.operands.map((operand) => {
					const column = operandColumn(loop, operand);
					return valueOf(column, column.stepStride === 0 ? 0 : step, row, loop);
				});
				return Math.sign(a - b);
			})
		)
		.join();
}

const nudged = (x: NDArray, at: number, by: number): NDArray => {
	const data = Float32Array.from(x.data);
	data[at] += by;
	return array(x.shape, data);
};

describe('random scans, against running them again with one number changed', () => {
	it('what changes a value while every winner stays is what it is made of', () => {
		fc.assert(
			fc.property(bodyPlans, inputs, fc.constantFrom(-1, -0.125, 0.0625, 0.5, 2), (plan, args, by) => {
				const live = planned(plan, args);
				const before = new Map([...outcomes(live.loop)].map(([at, value]) => [nameOf(at), { at, value }]));
				const origins = new Map<string, Trail>();
				args.forEach((arg, i) =>
					[...arg.data.keys()].forEach((at) => {
						const again = planned(plan, args.toSpliced(i, 1, nudged(arg, at, by)));
						if (winners(again.loop) !== winners(live.loop)) return;
						const input = inputCell(i, at, plan);
						for (const [to, value] of outcomes(again.loop)) {
							const known = before.get(nameOf(to));
							if (!known || Object.is(value, known.value)) continue;
							const origin = origins.get(nameOf(to)) ?? originOf(live, to);
							origins.set(nameOf(to), origin);
							// A number that is known when the body is traced is written into it.
							if (input === null && live.loop.closed.length === 0) continue;
							if (input === null) expect(origin.closed.map(({ part }) => part)).toContain('made');
							else
								expect(cellsOf(origin).get(nameOf(input)), `${nameOf(input)} in ${nameOf(to)}`).toBe('made');
						}
					})
				);
			}),
			{ numRuns: 60 }
		);
	});

	it('a value is of the cells that reach it', () => {
		fc.assert(
			fc.property(bodyPlans, inputs, (plan, args) => {
				const live = planned(plan, args);
				const all = [...outcomes(live.loop)].map(([at]) => at);
				const starts = args
					.slice(0, 3)
					.flatMap((arg, i) => [...arg.data.keys()].map((at) => inputCell(i, at, plan) as CellRef));
				const reaches = new Map(starts.map((at) => [at, cellsOf(reachOf(live, at))]));
				for (const to of all) {
					const origin = cellsOf(originOf(live, to));
					for (const from of starts) {
						const [there, back] = [reaches.get(from)?.get(nameOf(to)), origin.get(nameOf(from))];
						for (const part of ['made', 'steered']) expect(there === part).toBe(back === part);
					}
				}
			}),
			{ numRuns: 30 }
		);
	});
});
