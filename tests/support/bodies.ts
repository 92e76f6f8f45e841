import fc from 'fast-check';
import { scan } from '$lib/api/lax/scan';
import { NDArray } from '$lib/array/ndarray';
import { tuple, type Tuple } from '$lib/core/containers';
import type { Value } from '$lib/core/interpreter';
import { binary, neg, scalar, select } from '$lib/core/ops';

const operations = ['add', 'sub', 'mul', 'max', 'min', 'neg', 'where'] as const;

/** A scan body of two scalar carries, one x and one closed-over value, as data. */
export interface BodyPlan {
	readonly steps: readonly {
		readonly op: (typeof operations)[number];
		readonly a: number;
		readonly b: number;
	}[];
	/** Which values become the carries and the y. */
	readonly outs: readonly [number, number, number];
	readonly reverse: boolean;
}

/** Random bodies: up to six operations on the values there are so far. */
export const bodyPlans: fc.Arbitrary<BodyPlan> = fc.record({
	steps: fc.array(fc.record({ op: fc.constantFrom(...operations), a: fc.nat(9), b: fc.nat(9) }), {
		maxLength: 6
	}),
	outs: fc.tuple(fc.nat(9), fc.nat(9), fc.nat(9)),
	reverse: fc.boolean()
});

/** `lax.scan` of the planned body: (first, second, xs, closed) → ((first, second), ys). */
export function scanOf({ steps, outs, reverse }: BodyPlan): (...args: Value[]) => Tuple {
	return (first, second, xs, closed) => {
		const body = (carry: Tuple, x: Value): Tuple => {
			const values = [...(carry.items as Value[]), x, closed, scalar(0.5, 'float32')];
			const at = (i: number): Value => values[i % values.length];
			for (const { op, a, b } of steps) {
				const [p, q] = [at(a), at(b)];
				if (op === 'neg') values.push(neg(p));
				else if (op === 'where') values.push(select(binary('gt', p, q), p, q));
				else values.push(binary(op, p, q));
			}
			return tuple(tuple(at(outs[0]), at(outs[1])), at(outs[2]));
		};
		return scan(body as never, tuple(first, second), xs, { reverse }) as Tuple;
	};
}

/** Float32 numbers that stay finite under a few multiplications. */
export const floats = (n: number): fc.Arbitrary<Float32Array> =>
	fc
		.array(fc.integer({ min: -16, max: 16 }), { minLength: n, maxLength: n })
		.map((list) => Float32Array.from(list, (k) => k / 8));

export const array = (shape: readonly number[], data: Float32Array): NDArray =>
	new NDArray('float32', shape, data);
