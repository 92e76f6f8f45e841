import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import '$lib/session/whole';
import '$lib/transforms/eval';
import { vmap } from '$lib/api/vmap/vmap';
import type { NDArray } from '$lib/array/ndarray';
import { tuple, type Tuple } from '$lib/core/containers';
import type { Value } from '$lib/core/interpreter';
import { moveAxis, squeeze, slice } from '$lib/core/ops';
import { randomOf } from '../support/random';
import { jit } from '$lib/api/jit';
import { batchRules } from '$lib/rules/batch';
import { cases as commonCases, randomArray } from './primitive-cases';
import { rarerCases } from './rarer-primitive-cases';

const cases = [...commonCases, ...rarerCases];

/** Without operands or results, or made by the gradient alone: tests/transforms and tests/api have what they do. */
const without = ['iota', 'debug_print', 'custom_lin'];

const rows = 3;

/** Row `i` of an array along `axis`. */
function row(x: NDArray, axis: number | null, i: number): Value {
	if (axis === null) return x;
	const front = moveAxis(x, axis, 0) as NDArray;
	const start = front.shape.map((_, k) => (k === 0 ? i : 0));
	const limit = front.shape.map((n, k) => (k === 0 ? i + 1 : n));
	return squeeze(slice(front, start, limit), [0]);
}

/** Operands of a case, each batched along an axis or not. */
const operandsOf = (
	operands: (typeof cases)[number]['operands'],
	axes: readonly (number | null)[],
	seed: number
) => {
	const random = randomOf(seed);
	return operands.map(({ dtype, shape }, i) => {
		const axis = axes[i];
		const full = axis === null ? shape : [...shape.slice(0, axis), rows, ...shape.slice(axis)];
		return randomArray(dtype, full, random);
	});
};

it('has a case for every primitive', () => {
	const there = new Set([...without, ...cases.map(({ title }) => title.split(' ', 1)[0])]);
	expect(Object.keys(batchRules).filter((name) => !there.has(name))).toEqual([]);
});

describe('jit of a primitive is the primitive', () => {
	it.each(cases)('$title', ({ operands, apply }) => {
		fc.assert(
			fc.property(fc.integer(), (seed) => {
				const args = operandsOf(
					operands,
					operands.map(() => null),
					seed
				);
				const plain = apply(...args) as NDArray[];
				const jitted = jit((...xs: Value[]) => tuple(...apply(...xs))).call(args) as Tuple;
				plain.forEach((out, k) => {
					const got = jitted.items[k] as NDArray;
					expect([got.dtype, got.shape]).toEqual([out.dtype, out.shape]);
					expect([...got.data]).toEqual([...out.data]);
				});
			}),
			{ numRuns: 3 }
		);
	});
});

describe('vmap of a primitive equals the stack of its rows', () => {
	for (const { title, operands, apply } of cases)
		it(title, () => {
			const axes = operands.map(({ shape }) =>
				fc.option(fc.integer({ min: 0, max: shape.length }), { nil: null })
			);
			fc.assert(
				fc.property(fc.tuple(...axes), fc.integer(), (chosen, seed) => {
					fc.pre(chosen.some((axis) => axis !== null));
					const args = operandsOf(operands, chosen, seed);
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
