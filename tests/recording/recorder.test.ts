import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import '$lib/transforms/eval';
import { jit } from '$lib/api/jit';
import { scan, type ScanOptions } from '$lib/api/lax/scan';
import { vmap } from '$lib/api/vmap/vmap';
import { tuple, type Tuple } from '$lib/core/containers';
import { withInterpreter, type Value } from '$lib/core/interpreter';
import { nameValue } from '$lib/core/naming';
import { hidden } from '$lib/core/source';
import { add, mul } from '$lib/core/ops';
import { lane } from '$lib/recording/moment';
import { elementsAt, scalarAt } from '$lib/recording/read';
import { Recorder } from '$lib/recording/recorder';
import type { Leaf, Loop } from '$lib/recording/recording';
import { array, bodyPlans, floats, scanOf } from '../support/bodies';

function recorded(run: () => unknown, limit?: number): Recorder {
	const recorder = new Recorder('', limit);
	withInterpreter(recorder, run);
	return recorder;
}

const history = (loop: Loop, { column }: Leaf, entries: number, at = 0): number[] =>
	Array.from({ length: entries }, (_, t) => scalarAt(column, t, lane(at), loop.axes));

const xs = array([3], Float32Array.of(1, 2, 3));
const sum = (init: unknown, options: ScanOptions = {}): unknown =>
	scan(
		(carry: Value, x: Value) => {
			const next = add(carry, x);
			nameValue(next, 'next');
			return tuple(next, mul(next, x));
		},
		init,
		xs,
		options
	);

describe('a recorded scan', () => {
	it('has the carry before the first step and after each', () => {
		const [loop] = recorded(() => sum(0)).loops;
		expect(history(loop, loop.carry[0], 4)).toEqual([0, 1, 3, 6]);
	});

	it('has xs and ys by step, also when it runs in reverse', () => {
		const [loop] = recorded(() => sum(0, { reverse: true })).loops;
		expect(history(loop, loop.xs[0], 3)).toEqual([3, 2, 1]);
		expect(history(loop, loop.carry[0], 4)).toEqual([0, 3, 5, 6]);
		expect(history(loop, loop.ys[0], 3)).toEqual([9, 10, 6]);
	});

	it('has an equation for each operation, with its operands and what its result becomes', () => {
		const [loop] = recorded(() => sum(0)).loops;
		expect(loop.eqns.map(({ primitive, name }) => [primitive, name])).toEqual([
			['add', 'next'],
			['mul', null]
		]);
		expect(loop.eqns[0].operands).toEqual([
			{ kind: 'carry', leaf: 0 },
			{ kind: 'x', leaf: 0 }
		]);
		expect(loop.eqns[0].becomes).toEqual([{ role: 'carry', leaf: 0 }]);
		expect(loop.eqns[1].becomes).toEqual([{ role: 'y', leaf: 0 }]);
	});

	it('keeps a carry that the body hands on unchanged, which JAX makes a const', () => {
		const body = (carry: Tuple, x: Value): Tuple => {
			const [a, b] = carry.items as Value[];
			return tuple(tuple(a, add(b, x)), tuple(x, a));
		};
		const [loop] = recorded(() => scan(body as never, tuple(7, 0), xs)).loops;
		expect(loop.carry).toHaveLength(2);
		expect(history(loop, loop.carry[0], 4)).toEqual([7, 7, 7, 7]);
		expect(history(loop, loop.carry[1], 4)).toEqual([0, 1, 3, 6]);
		expect(history(loop, loop.ys[0], 3)).toEqual([1, 2, 3]);
		expect(history(loop, loop.ys[1], 3)).toEqual([7, 7, 7]);
	});

	it('of length 0 has its init and no step', () => {
		const [loop] = recorded(() =>
			scan((c: Value, x: Value) => tuple(add(c, x), x), 5, array([0], new Float32Array(0)))
		).loops;
		expect(loop.length).toBe(0);
		expect(history(loop, loop.carry[0], 1)).toEqual([5]);
	});

	it('inside a jit is a loop, but not one of JAX’s top-level scans', () => {
		const recorder = recorded(() => jit(() => sum(0)).call([]));
		expect(recorder.loops).toHaveLength(1);
		expect(recorder.scans).toHaveLength(0);
	});

	it('that costs more than the limit keeps the steps that ran', () => {
		const recorder = new Recorder('', 45);
		expect(() => withInterpreter(recorder, () => sum(0))).toThrow('stopped after 45 operations');
		expect(recorder.loops[0].recorded).toBe(2);
		expect(history(recorder.loops[0], recorder.loops[0].carry[0], 3)).toEqual([0, 1, 3]);
	});
});

describe('a recorded vmap of scan', () => {
	it('draws a counter that no row changes once for all', () => {
		const body = (carry: Tuple, x: Value): Tuple => {
			const [n, total] = carry.items as Value[];
			return tuple(tuple(add(n, array([], Float32Array.of(1))), add(total, x)), null);
		};
		const rows = array([2, 3], Float32Array.of(1, 2, 3, 4, 5, 6));
		const init = tuple(array([], Float32Array.of(0)), array([], Float32Array.of(0)));
		const [loop] = recorded(() => vmap((row: Value) => scan(body as never, init, row)).call([rows])).loops;
		expect(loop.lanes).toBe(2);
		expect(loop.carry.map(({ column }) => column.shared)).toEqual([true, false]);
		expect(history(loop, loop.carry[1], 4, 1)).toEqual([0, 4, 9, 15]);
	});

	it('has one lane axis a vmap, outermost first', () => {
		const cube = array(
			[2, 3, 4],
			Float32Array.from({ length: 24 }, (_, i) => i)
		);
		const total = (row: Value): unknown => scan((c: Value, x: Value) => tuple(add(c, x), null), 0, row);
		const inner = vmap(function columns(m: Value) {
			return vmap(total).call([m]);
		});
		const [loop] = recorded(() => inner.call([cube])).loops;
		expect(loop.axes.map(({ size }) => size)).toEqual([2, 3]);
		expect(scalarAt(loop.carry[0].column, 4, lane(4), loop.axes)).toBe(16 + 17 + 18 + 19);
	});

	it('has in every lane what that row alone leaves behind, for any body', () => {
		const lanes = 3;
		const steps = 4;
		fc.assert(
			fc.property(bodyPlans, floats(lanes), floats(lanes * steps), floats(1), (plan, init, data, other) => {
				const run = scanOf(plan);
				const second = array([], Float32Array.of(0.25));
				const closed = array([], other);
				const batched = recorded(() =>
					vmap(run, { inAxes: tuple(0n, null, 0n, null) }).call([
						array([lanes], init),
						second,
						array([lanes, steps], data),
						closed
					])
				).loops[0];
				for (let row = 0; row < lanes; row++) {
					const alone = recorded(() =>
						run(
							array([], init.slice(row, row + 1)),
							second,
							array([steps], data.slice(row * steps, (row + 1) * steps)),
							closed
						)
					).loops[0];
					sameHistories(batched, alone, row, steps);
				}
			}),
			{ numRuns: 60 }
		);
	});
});

function sameHistories(batched: Loop, alone: Loop, row: number, steps: number): void {
	const pairs = (pick: (loop: Loop) => readonly Leaf[], entries: number): void =>
		pick(batched).forEach((leaf, i) =>
			expect(history(batched, leaf, entries, row)).toEqual(history(alone, pick(alone)[i], entries))
		);
	pairs(({ carry }) => carry, steps + 1);
	pairs(({ xs }) => xs, steps);
	pairs(({ ys }) => ys, steps);
	batched.eqns.forEach(({ results }, i) =>
		results.forEach((column, k) => {
			for (let t = 0; t < steps; t++)
				expect(elementsAt(column, t, lane(row), batched.axes)).toEqual(
					elementsAt(alone.eqns[i].results[k], t, lane(0), alone.axes)
				);
		})
	);
}

describe('a loop that a library function runs by itself', () => {
	it('is none of the program’s', () => {
		expect(recorded(() => hidden(() => sum(0))).loops).toEqual([]);
	});
});
