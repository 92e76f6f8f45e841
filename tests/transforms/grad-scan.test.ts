import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import '$lib/transforms/eval';
import { checkpoint } from '$lib/api/checkpoint';
import { grad } from '$lib/api/grad';
import { jit } from '$lib/api/jit';
import { jvp } from '$lib/api/vjp';
import { cond } from '$lib/api/lax/cond';
import { foriLoop } from '$lib/api/lax/fori';
import { scan } from '$lib/api/lax/scan';
import { whileLoop } from '$lib/api/lax/while';
import { vmap } from '$lib/api/vmap/vmap';
import { NDArray } from '$lib/array/ndarray';
import { tuple, type Tuple } from '$lib/core/containers';
import type { Fn } from '$lib/core/fn';
import type { Value } from '$lib/core/interpreter';
import { add, binary, broadcastInDim, mul, reduce, scalar, slice, squeeze, unary } from '$lib/core/ops';
import { dataOf, dot, flatData, gap, moved } from '../rules/numeric';
import { body, inputs, number, vector, type Body, type Inputs } from './bodies';

const runs = { numRuns: 25 };
const zero = new NDArray('int32', [], Int32Array.of(0));
const next = (n: Value): Value => add(n, scalar(1, 'int32'));
const total = (ys: Value): Value => reduce('reduce_sum', ys, [0]);

/** A number that depends on the final carry and on every output. */
function scanned(step: Body, reverse = false) {
	return (a: Value, w: Value, xs: Value): Value => {
		const one = (carry: Tuple, x: Value): Tuple => {
			const [now, n] = carry.items as [Value, Value];
			const out = step(now, n, x, w);
			return tuple(tuple(out.a, next(n)), out.y);
		};
		const out = scan(one, tuple(a, zero), xs, { reverse }) as Tuple;
		const [last] = (out.items[0] as Tuple).items as Value[];
		return add(last, total(out.items[1] as Value));
	};
}

/** The same without a scan. */
function unrolled(step: Body, length: number, reverse = false) {
	return (a: Value, w: Value, xs: Value): Value => {
		let now = a;
		let sum: Value = scalar(0, 'float32');
		for (let i = 0; i < length; i++) {
			const place = reverse ? length - 1 - i : i;
			const x = squeeze(slice(xs, [place], [place + 1]), [0]);
			const out = step(now, new NDArray('int32', [], Int32Array.of(i)), x, w);
			now = out.a;
			sum = add(sum, out.y);
		}
		return add(now, sum);
	};
}

const triple = ([a, w, xs]: readonly NDArray[]): [NDArray, NDArray, NDArray] => [a, w, xs];

const all = (f: unknown): Fn => grad(f, { argnums: tuple(0n, 1n, 2n) });
const gradientOf = (f: unknown, { a, w, xs }: Inputs): number[] =>
	flatData((all(f).call([a, w, xs]) as Tuple).items as Value[]);

describe('the gradient of a scan', () => {
	it.each([false, true])('is that of the steps written out (reverse: %s)', (reverse) => {
		fc.assert(
			fc.property(body, inputs, (step, given) => {
				const direct = gradientOf(unrolled(step, given.xs.size, reverse), given);
				expect(gap(gradientOf(scanned(step, reverse), given), direct)).toBeLessThan(2e-6);
			}),
			runs
		);
	});

	it('is what finite differences say', () => {
		fc.assert(
			fc.property(body, inputs, inputs, (step, given, other) => {
				const f = scanned(step);
				const point = [given.a, given.w, given.xs];
				const direction = [
					other.a,
					other.w,
					vector([...given.xs.data].map((_, i) => Math.cos(i + other.w.data[0])))
				];
				const slope = dot(gradientOf(f, given), flatData(direction));
				const at = (step: number): number => flatData([f(...triple(moved(point, direction, step)))])[0];
				const [behind, here, ahead] = [-2e-3, 0, 2e-3].map(at);
				const sides = [(here - behind) / 2e-3, (ahead - here) / 2e-3];
				// At a kink of max or choose the two sides disagree, and there is nothing to compare with.
				fc.pre(Math.abs(sides[0] - sides[1]) < 3e-2);
				expect(gap([slope], [(sides[0] + sides[1]) / 2])).toBeLessThan(2e-2);
			}),
			runs
		);
	});

	it('is the same with the body checkpointed or jitted', () => {
		fc.assert(
			fc.property(body, inputs, (step, given) => {
				const through = (wrap: (f: unknown) => Fn): Body => {
					const wrapped = wrap((a: Value, n: Value, x: Value, w: Value) => {
						const out = step(a, n, x, w);
						return tuple(out.a, out.y);
					});
					return (a, n, x, w) => {
						const [next, y] = (wrapped.call([a, n, x, w]) as Tuple).items as Value[];
						return { a: next, y };
					};
				};
				const plain = gradientOf(scanned(step), given);
				expect(gap(gradientOf(scanned(through(checkpoint)), given), plain)).toBeLessThan(1e-6);
				expect(gap(gradientOf(scanned(through(jit)), given), plain)).toBeLessThan(1e-6);
				expect(gap(gradientOf(jit(scanned(step)), given), plain)).toBeLessThan(1e-6);
			}),
			runs
		);
	});

	it('is the same row by row as for all rows at once', () => {
		fc.assert(
			fc.property(
				body,
				inputs,
				fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 2, maxLength: 3 }),
				(step, { a, xs }, ws) => {
					const f = scanned(step);
					const batch = vector(ws);
					const rows = ws.map((w) => gradientOf(f, { a, w: number(w), xs }));
					const axes = { inAxes: tuple(null, 0n, null) };
					const atOnce = (vmap(all(f), axes).call([a, batch, xs]) as Tuple).items as Value[];
					const [das, dws, dxs] = atOnce.map(dataOf);
					const stacked = rows.map((_, i) => [das[i], dws[i], ...dxs.slice(i * xs.size, (i + 1) * xs.size)]);
					expect(gap(stacked.flat(), rows.flat())).toBeLessThan(2e-6);
					const summed = (w: Value): Value => total(vmap(f, axes).call([a, w, xs]) as Value);
					expect(gap(dataOf(grad(summed).call([batch]) as Value), dws)).toBeLessThan(2e-6);
				}
			),
			runs
		);
	});

	it('has a derivative itself', () => {
		fc.assert(
			fc.property(body, inputs, (step, given) => {
				const inW = (w: Value): Value => scanned(step)(given.a, w, given.xs);
				const direct = (w: Value): Value => unrolled(step, given.xs.size)(given.a, w, given.xs);
				const twice = (f: unknown) => dataOf(grad(grad(f)).call([given.w]) as Value);
				expect(gap(twice(inW), twice(direct))).toBeLessThan(1e-5);
				const forward = jvp(grad(inW), tuple(given.w), tuple(number(1))).items[1] as Value;
				expect(gap(dataOf(forward), twice(direct))).toBeLessThan(1e-5);
			}),
			runs
		);
	});

	it('goes through a cond, inside and outside a vmap', () => {
		fc.assert(
			fc.property(body, body, inputs, (yes, no, given) => {
				const both: Body = (a, n, x, w) => {
					const branch = (step: Body) => (p: Value, q: Value) => {
						const out = step(p, n, q, w);
						return tuple(out.a, out.y);
					};
					const [next, y] = (cond(binary('gt', x, number(0)), branch(yes), branch(no), a, x) as Tuple)
						.items as Value[];
					return { a: next, y };
				};
				const chosen =
					(length: number) =>
					(a: Value, w: Value, xs: Value): Value => {
						const step: Body = (p, n, q, v) => (dataOf(given.xs)[dataOf(n)[0]] > 0 ? yes : no)(p, n, q, v);
						return unrolled(step, length)(a, w, xs);
					};
				const expected = gradientOf(chosen(given.xs.size), given);
				expect(gap(gradientOf(scanned(both), given), expected)).toBeLessThan(2e-6);
				const rows = [given.a, given.w, given.xs].map((x) =>
					broadcastInDim(
						x,
						[2, ...x.shape],
						x.shape.map((_, i) => i + 1)
					)
				);
				const batched = (vmap(all(scanned(both))).call(rows) as Tuple).items.map((x) => dataOf(x as Value));
				expect(
					gap(
						batched.flatMap((row) => row.slice(row.length / 2)),
						expected
					)
				).toBeLessThan(2e-6);
			}),
			runs
		);
	});

	it('goes through a scan in a scan', () => {
		fc.assert(
			fc.property(body, inputs, (step, given) => {
				const inner = scanned(step);
				const outer =
					(run: typeof inner): Body =>
					(a, _, x, w) => ({ a: run(a, mul(w, x), given.xs), y: mul(a, w) });
				const length = given.xs.size;
				const expected = gradientOf(unrolled(outer(unrolled(step, length)), length), given);
				expect(gap(gradientOf(scanned(outer(inner)), given), expected)).toBeLessThan(1e-5);
			}),
			runs
		);
	});

	it('is that of a fori_loop, and forward mode that of a while_loop', () => {
		fc.assert(
			fc.property(body, inputs, (step, { a, w }) => {
				const times = 4;
				const direct = (p: Value, v: Value): Value => {
					let now = p;
					for (let i = 0; i < times; i++) now = step(now, new NDArray('int32', [], Int32Array.of(i)), v, v).a;
					return now;
				};
				const fori = (p: Value, v: Value): Value =>
					foriLoop(0n, BigInt(times), (n: Value, now: Value) => step(now, n, v, v).a, p) as Value;
				const both = (f: unknown) =>
					flatData((grad(f, { argnums: tuple(0n, 1n) }).call([a, w]) as Tuple).items as Value[]);
				expect(gap(both(fori), both(direct))).toBeLessThan(2e-6);
				const loop = (p: Value, v: Value): Value => {
					const below = (state: Tuple): Value =>
						binary('lt', state.items[0] as Value, scalar(times, 'int32'));
					const turn = (state: Tuple): Tuple => {
						const [n, now] = state.items as [Value, Value];
						return tuple(next(n), step(now, n, v, v).a);
					};
					return (whileLoop(below, turn, tuple(zero, p)) as Tuple).items[1] as Value;
				};
				const forward = (f: unknown): number[] =>
					dataOf(jvp(f, tuple(a, w), tuple(number(1), number(-0.5))).items[1] as Value);
				expect(gap(forward(loop), forward(direct))).toBeLessThan(2e-6);
			}),
			runs
		);
	});

	it('gives zeros where nothing depends on the argument', () => {
		const final = (step: (c: Value) => Value, init: Value): Value =>
			(scan((c: Value) => tuple(step(c), null), init, null, { length: 3n }) as Tuple).items[0] as Value;
		const apart = (x: Value): Value =>
			add(
				final((c) => unary('sin', c), number(1)),
				mul(x, x)
			);
		expect(dataOf(grad(apart).call([number(3)]) as Value)).toEqual([6]);
		const still = (x: Value): Value => final((c) => unary('stop_gradient', mul(c, x)), x);
		expect(dataOf(grad(still).call([number(3)]) as Value)).toEqual([0]);
	});

	it('of no steps hands the cotangent of the carry on', () => {
		const f = (a: Value, xs: Value): Value => {
			const out = scan((c: Value, x: Value) => tuple(mul(c, x), c), a, xs) as Tuple;
			return mul(out.items[0] as Value, number(5));
		};
		const got = grad(f, { argnums: tuple(0n, 1n) }).call([number(2), vector([])]) as Tuple;
		expect(got.items.map((x) => dataOf(x as Value))).toEqual([[5], []]);
	});
});
