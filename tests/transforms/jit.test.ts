import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import '$lib/transforms/eval';
import { jit } from '$lib/api/jit';
import { vmap } from '$lib/api/vmap/vmap';
import type { NDArray } from '$lib/array/ndarray';
import { tuple } from '$lib/core/containers';
import type { Value } from '$lib/core/interpreter';
import { mul } from '$lib/core/ops';
import { flatten } from '$lib/core/tree';
import { array, bodyPlans, floats, scanOf } from '../support/bodies';

const numbers = (out: unknown): number[][] => flatten(out).leaves.map((leaf) => [...(leaf as NDArray).data]);

describe('jit', () => {
	it('is the identity: alone, around vmap and inside it, for any body', () => {
		const lanes = 2;
		const steps = 4;
		fc.assert(
			fc.property(bodyPlans, floats(lanes), floats(lanes * steps), floats(1), (plan, init, data, closed) => {
				const run = scanOf(plan);
				const inAxes = tuple(0n, null, 0n, null);
				const args = [
					array([lanes], init),
					array([], closed),
					array([lanes, steps], data),
					array([], closed)
				];
				const plain = numbers(vmap(run, { inAxes }).call(args));
				expect(numbers(jit(vmap(run, { inAxes })).call(args))).toEqual(plain);
				expect(numbers(vmap(jit(run), { inAxes }).call(args))).toEqual(plain);
				const row = [
					array([], init.slice(0, 1)),
					array([], closed),
					array([steps], data.slice(0, steps)),
					array([], closed)
				];
				expect(numbers(jit(run).call(row))).toEqual(numbers(run(...(row as Value[]))));
			}),
			{ numRuns: 60 }
		);
	});

	it('calls its function once for each set of types and static values', () => {
		let calls = 0;
		const f = jit(
			(x: Value, n: bigint) => {
				calls++;
				return mul(x, array([], Float32Array.of(Number(n))));
			},
			{ staticArgnums: 1n }
		);
		const x = array([2], Float32Array.of(1, 2));
		expect(numbers(f.call([x, 2n]))).toEqual([[2, 4]]);
		f.call([x, 2n]);
		expect(calls).toBe(1);
		expect(numbers(f.call([x, 3n]))).toEqual([[3, 6]]);
		f.call([array([3], new Float32Array(3)), 3n]);
		expect(calls).toBe(3);
	});
});
