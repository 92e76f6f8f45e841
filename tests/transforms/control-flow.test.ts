import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import '$lib/transforms/eval';
import { makeJaxpr } from '$lib/api/jit';
import { associativeScan } from '$lib/api/lax/associative-scan';
import { cond, switchOn } from '$lib/api/lax/cond';
import { foriLoop } from '$lib/api/lax/fori';
import { map } from '$lib/api/lax/map';
import { whileLoop } from '$lib/api/lax/while';
import { vmap } from '$lib/api/vmap/vmap';
import { NDArray } from '$lib/array/ndarray';
import { tuple, type Tuple } from '$lib/core/containers';
import type { Value } from '$lib/core/interpreter';
import type { ClosedJaxpr } from '$lib/core/jaxpr';
import { add, binary, convert, mul, neg, scalar } from '$lib/core/ops';
import { printJaxpr } from '$lib/core/print-jaxpr';
import { withInterpreter } from '$lib/core/interpreter';
import { Recorder } from '$lib/recording/recorder';
import { lane } from '$lib/recording/moment';
import { scalarAt } from '$lib/recording/read';
import { array, bodyPlans, floats, scanOf } from '../support/bodies';

const ints = (...values: number[]): NDArray => new NDArray('int32', [values.length], Int32Array.from(values));
const int = (value: number): NDArray => scalar(value, 'int32');
const numbers = (value: unknown): number[] => [...(value as NDArray).data];
const text = (f: (...args: never[]) => unknown, ...args: unknown[]): string =>
	makeJaxpr(f, {}, ({ jaxpr }: ClosedJaxpr) => printJaxpr(jaxpr)).call(args) as string;

describe('while_loop', () => {
	const until3 = (x: Value): unknown =>
		whileLoop(
			(c: Value) => binary('lt', c, int(3)),
			(c: Value) => add(c, int(2)),
			x
		);

	it('ends each row when its own predicate turns false', () => {
		expect(numbers(vmap(until3).call([ints(0, 1, 2, 3)]))).toEqual([4, 3, 4, 3]);
	});

	it('nested in two vmaps keeps the rows apart', () => {
		const grid = new NDArray('int32', [2, 2], Int32Array.of(0, 1, 2, 3));
		expect(numbers(vmap((row: Value) => vmap(until3).call([row])).call([grid]))).toEqual([4, 3, 4, 3]);
	});

	it('under vmap with one predicate for all rows batches the carry only', () => {
		const f = (start: Value): unknown =>
			(
				whileLoop(
					(c: Tuple) => binary('lt', c.items[0] as Value, int(3)),
					(c: Tuple) => tuple(add(c.items[0] as Value, int(1)), mul(c.items[1] as Value, int(2))),
					tuple(int(0), start)
				) as Tuple
			).items[1];
		expect(numbers(vmap(f).call([ints(1, 5)]))).toEqual([8, 40]);
		expect(text((x: Value) => vmap(f).call([x]), ints(1, 5))).toMatch(/cond_jaxpr=\{ lambda ; \w+:i32\[\] /);
	});

	it('is recorded with the rows that are still active', () => {
		const recorder = new Recorder('');
		withInterpreter(recorder, () => vmap(until3).call([ints(0, 2, 3)]));
		const [loop] = recorder.loops;
		expect(loop.kind).toBe('while_loop');
		expect(loop.length).toBe(2);
		const { active } = loop;
		if (!active) throw new Error('no predicate a row');
		const on = [0, 1, 2].map((row) => [0, 1, 2].map((t) => scalarAt(active, t, lane(row), loop.axes)));
		expect(on).toEqual([
			[1, 1, 0],
			[1, 0, 0],
			[0, 0, 0]
		]);
		const carry = [0, 1, 2].map((t) => scalarAt(loop.carry[0].column, t, lane(1), loop.axes));
		expect(carry).toEqual([2, 4, 4]);
	});
});

describe('fori_loop', () => {
	it('with known bounds is a scan over a counter', () => {
		const f = (x: Value): unknown => foriLoop(0n, 3n, (i: Value, v: Value) => add(v, i), x);
		expect(text(f, 1n)).toBe(`{ lambda ; a:i32[]. let
    _:i32[] b:i32[] = scan[
      jaxpr={ lambda ; c:i32[] d:i32[]. let
          e:i32[] = add c 1:i32[]
          f:i32[] = add d c
        in (e, f) }
      length=3
      num_carry=2
      num_consts=0
      reverse=False
      unroll=1
    ] 0:i32[] a
  in (b,) }`);
	});

	it('with a traced bound is a while loop, and under vmap each row has its own', () => {
		const power = (n: Value): unknown => foriLoop(0n, n, (_: Value, v: Value) => mul(v, int(2)), int(1));
		expect(numbers(vmap(power).call([ints(0, 1, 5)]))).toEqual([1, 2, 32]);
	});

	it('returns the init where the upper bound is not above the lower', () => {
		expect(numbers(foriLoop(3n, 0n, (_: Value, v: Value) => neg(v), int(7)))).toEqual([7]);
	});
});

describe('cond and switch', () => {
	const sign = (x: Value): unknown =>
		cond(
			binary('gt', x, int(0)),
			(v: Value) => add(v, int(10)),
			(v: Value) => neg(v),
			x
		);

	it('take one branch', () => {
		expect([5, -5].map((n) => numbers(sign(int(n)))[0])).toEqual([15, 5]);
	});

	it('under vmap run both branches and select', () => {
		expect(numbers(vmap(sign).call([ints(5, -5, 0)]))).toEqual([15, 5, 0]);
		expect(text((x: Value) => vmap(sign).call([x]), ints(5, -5))).toContain('select_n');
	});

	it('clamp the index of a switch', () => {
		const f = (i: Value): unknown =>
			switchOn(i, [(x: Value) => x, (x: Value) => mul(x, int(2)), (x: Value) => neg(x)], [int(3)]);
		expect([-1, 0, 1, 2, 9].map((i) => numbers(f(int(i)))[0])).toEqual([3, 3, 6, -3, -3]);
	});

	it('refuse branches of different types in JAX’s words', () => {
		const f = (x: Value): unknown =>
			cond(
				true,
				(v: Value) => v,
				(v: Value) => convert(v, 'float32'),
				x
			);
		expect(() => f(int(1))).toThrow('cond branches must have equal output types but they differ.');
	});
});

describe('map', () => {
	it('with blocks gives what it gives without', () => {
		const xs = ints(1, 2, 3, 4, 5);
		const square = (x: Value): unknown => mul(x, x);
		expect(numbers(map(square, xs, 2n))).toEqual(numbers(map(square, xs)));
	});
});

describe('associative_scan', () => {
	it('of addition is the running sum, for every length', () => {
		for (let n = 0; n < 20; n++) {
			const xs = ints(...Array.from({ length: n }, (_, i) => i + 1));
			const sums = Array.from({ length: n }, (_, i) => ((i + 1) * (i + 2)) / 2);
			expect(numbers(associativeScan((a: Value, b: Value) => add(a, b), xs))).toEqual(sums);
		}
	});

	it('calls its function 2 log2 n times', () => {
		const calls = (n: number): number => {
			let count = 0;
			associativeScan((a: Value, b: Value) => (count++, add(a, b)), ints(...new Array<number>(n).fill(1)));
			return count;
		};
		expect([1, 2, 3, 4, 7, 8, 16, 100].map(calls)).toEqual([0, 2, 2, 4, 4, 6, 8, 12]);
	});
});

describe('vmap of a random scan body', () => {
	it('equals the stack of its rows, whichever operands are batched and along whichever axis', () => {
		const lanes = 2;
		const steps = 3;
		const axis = (rank: number) => fc.option(fc.integer({ min: 0, max: rank }), { nil: null });
		fc.assert(
			fc.property(
				bodyPlans,
				fc.tuple(axis(0), axis(0), axis(1), axis(0)),
				floats(lanes * (steps + 3)),
				(plan, axes, data) => {
					fc.pre(axes.some((a) => a !== null));
					const run = scanOf(plan);
					const row = (k: number, lane: number): NDArray => {
						const at = axes[k] === null ? 0 : lane;
						return k === 2
							? array([steps], data.slice(at * steps, (at + 1) * steps))
							: array([], data.slice(lanes * steps + k + at, lanes * steps + k + at + 1));
					};
					const batch = (k: number): NDArray => {
						if (axes[k] === null) return row(k, 0);
						if (k !== 2)
							return array(
								[lanes],
								Float32Array.from({ length: lanes }, (_, i) => row(k, i).data[0])
							);
						const rows = [row(2, 0), row(2, 1)];
						return axes[k] === 0
							? array([lanes, steps], Float32Array.from([...rows[0].data, ...rows[1].data]))
							: array(
									[steps, lanes],
									Float32Array.from(
										Array.from({ length: steps }, (_, t) => rows.map((r) => r.data[t])).flat()
									)
								);
					};
					const inAxes = tuple(...axes.map((a) => (a === null ? null : BigInt(a))));
					const all = vmap(run, { inAxes }).call([0, 1, 2, 3].map(batch)) as Tuple;
					const [carry, ys] = all.items as [Tuple, NDArray];
					for (let i = 0; i < lanes; i++) {
						const alone = run(row(0, i), row(1, i), row(2, i), row(3, i)).items as [Tuple, NDArray];
						alone[0].items.forEach((c, k) =>
							expect((carry.items[k] as NDArray).data[i]).toBe((c as NDArray).data[0])
						);
						expect([...ys.data.slice(i * steps, (i + 1) * steps)]).toEqual([...alone[1].data]);
					}
				}
			),
			{ numRuns: 80 }
		);
	});
});
