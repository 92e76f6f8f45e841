import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import '$lib/transforms/eval';
import { vmap } from '$lib/api/vmap/vmap';
import type { NDArray } from '$lib/array/ndarray';
import { tuple, type Tuple } from '$lib/core/containers';
import type { Value } from '$lib/core/interpreter';
import { moveAxis, squeeze, slice } from '$lib/core/ops';
import { randomOf } from '../support/random';
import { cases, randomArray } from './primitive-cases';

const rows = 3;

/** Row `i` of an array along `axis`. */
function row(x: NDArray, axis: number | null, i: number): Value {
	if (axis === null) return x;
	const front = moveAxis(x, axis, 0) as NDArray;
	const start = front.shape.map((_, k) => (k === 0 ? i : 0));
	const limit = front.shape.map((n, k) => (k === 0 ? i + 1 : n));
	return squeeze(slice(front, start, limit), [0]);
}

describe('vmap of a primitive equals the stack of its rows', () => {
	for (const { title, operands, apply } of cases)
		it(title, () => {
			const axes = operands.map(({ shape }) =>
				fc.option(fc.integer({ min: 0, max: shape.length }), { nil: null })
			);
			fc.assert(
				fc.property(fc.tuple(...axes), fc.integer(), (chosen, seed) => {
					fc.pre(chosen.some((axis) => axis !== null));
					const random = randomOf(seed);
					const args = operands.map(({ dtype, shape }, i) => {
						const axis = chosen[i];
						const full = axis === null ? shape : [...shape.slice(0, axis), rows, ...shape.slice(axis)];
						return randomArray(dtype, full, random);
					});
					const inAxes = tuple(...chosen.map((axis) => (axis === null ? null : BigInt(axis))));
					const batched = vmap((...xs: Value[]) => tuple(...apply(...xs)), { inAxes }).call(args) as Tuple;
					for (let i = 0; i < rows; i++) {
						const expected = apply(...args.map((x, k) => row(x, chosen[k], i))) as NDArray[];
						expected.forEach((out, k) => {
							const got = row(batched.items[k] as NDArray, 0, i) as NDArray;
							expect(got.shape).toEqual(out.shape);
							expect([...got.data].map(Math.fround)).toEqual([...out.data].map(Math.fround));
						});
					}
				}),
				{ numRuns: 12 }
			);
		});
});
