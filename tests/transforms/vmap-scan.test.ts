import { describe, expect, it } from 'vitest';
import '$lib/transforms/eval';
import { NDArray } from '$lib/array/ndarray';
import { scan } from '$lib/api/lax/scan';
import { makeJaxpr } from '$lib/api/jit';
import { vmap } from '$lib/api/vmap/vmap';
import { tuple, type Tuple } from '$lib/core/containers';
import type { Value } from '$lib/core/interpreter';
import type { ClosedJaxpr } from '$lib/core/jaxpr';
import { add, binary, mul } from '$lib/core/ops';
import { printJaxpr } from '$lib/core/print-jaxpr';

const matrix = (rows: readonly number[][]): NDArray =>
	new NDArray('float32', [rows.length, rows[0].length], Float32Array.from(rows.flat()));

const runningMax = (row: Value): unknown =>
	(
		scan(
			(carry: Value, x: Value) => {
				const next = binary('max', carry, x);
				return tuple(next, next);
			},
			-Infinity,
			row
		) as Tuple
	).items[1];

const text = (f: (...args: never[]) => unknown, ...args: unknown[]): string =>
	makeJaxpr(f, {}, ({ jaxpr }: ClosedJaxpr) => printJaxpr(jaxpr)).call(args) as string;

describe('vmap of scan', () => {
	it('gives every row its own running maximum', () => {
		const ys = vmap(runningMax).call([
			matrix([
				[3, 1, 4],
				[1, 5, 2]
			])
		]) as NDArray;
		expect(ys.shape).toEqual([2, 3]);
		expect([...ys.data]).toEqual([3, 3, 4, 1, 5, 5]);
	});

	it('prints as JAX prints it: the rows at axis 0 inside, two transposes outside', () => {
		const f = (c: Value, xs: Value): unknown =>
			scan((carry: Value, x: Value) => tuple(add(carry, x), mul(carry, x)), c, xs);
		const init = new NDArray('float32', [2], new Float32Array(2));
		expect(
			text(
				(c: Value, x: Value) => vmap(f).call([c, x]),
				init,
				matrix([
					[1, 2, 3],
					[4, 5, 6]
				])
			)
		).toBe(
			`{ lambda ; a:f32[2] b:f32[2,3]. let
    c:f32[3,2] = transpose[permutation=(1, 0)] b
    d:f32[2] e:f32[3,2] = scan[
      jaxpr={ lambda ; f:f32[2] g:f32[2]. let
          h:f32[2] = add f g
          i:f32[2] = mul f g
        in (h, i) }
      length=3
      num_carry=1
      num_consts=0
      reverse=False
      unroll=1
    ] a c
    j:f32[2,3] = transpose[permutation=(1, 0)] e
  in (d, j) }`
		);
	});
});
