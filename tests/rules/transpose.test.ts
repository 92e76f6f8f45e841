import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import '$lib/session/whole';
import '$lib/transforms/eval';
import type { NDArray } from '$lib/array/ndarray';
import type { Value } from '$lib/core/interpreter';
import { avalOf } from '$lib/core/interpreter';
import { jvp } from '$lib/transforms/jvp';
import { linearize } from '$lib/transforms/linearize';
import { zerosLike } from '$lib/core/ops';
import { arrayIn, cases, directionsOf, pointsOf, type Case } from './derivative-cases';
import { dot, flatData, gap } from './numeric';

const runs = { numRuns: 12 };

/** As the case, but of results that vary only. */
const flat =
	(each: Case) =>
	(...args: Value[]) => ({ outs: each.apply(args), aux: [] });

const made = (list: readonly (Value | null)[], like: readonly Value[]): Value[] =>
	list.map((x, i) => x ?? zerosLike(like[i]));

describe('pulling cotangents back', () => {
	it.each(cases)('$title: <ct, J t> = <Jᵀ ct, t>', (each) => {
		fc.assert(
			fc.property(
				pointsOf(each),
				directionsOf(each),
				fc.infiniteStream(fc.double({ min: -1, max: 1, noNaN: true })),
				(x, t, stream) => {
					const linear = linearize(flat(each), x);
					const tangents = linear.push(t);
					const cts = linear.outs.map((out) => random(avalOf(out).shape, stream));
					const back = made(linear.pull(cts), x);
					const [forward, backward] = [
						dot(flatData(cts), flatData(tangents)),
						dot(flatData(back), flatData(t))
					];
					expect(gap([forward], [backward])).toBeLessThan(2e-5);
				}
			),
			runs
		);
	});

	it.each(cases)('$title: linearized as pushed forward', (each) => {
		fc.assert(
			fc.property(pointsOf(each), directionsOf(each), (x, t) => {
				const linear = linearize(flat(each), x);
				const pushed = jvp(flat(each), x, t);
				expect(flatData(linear.outs)).toEqual(flatData(pushed.outs));
				expect(flatData(linear.push(t))).toEqual(flatData(made(pushed.tangents, pushed.outs)));
			}),
			runs
		);
	});
});

function random(shape: readonly number[], stream: Iterator<number>): NDArray {
	const [array] = fc.sample(arrayIn({ shape, low: -1, high: 1 }), { numRuns: 1, seed: 1 });
	for (let i = 0; i < array.data.length; i++) array.data[i] = stream.next().value;
	return array;
}
