import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sort, topK } from '$lib/array/kernels/sort';
import { array, f32, i32, numbers, runAll } from './run';

describe('sort', () => {
	it('puts NaN last, keeps -0 and 0 as they came', () => {
		const x = f32(3, NaN, 0, -0, 1, -Infinity);
		const [sorted, order] = runAll(
			sort(['float32', 'int32'], [6], 0, 1),
			[x, i32(0, 1, 2, 3, 4, 5)],
			[
				['float32', [6]],
				['int32', [6]]
			]
		);
		expect(numbers(sorted)).toEqual([-Infinity, 0, -0, 1, 3, NaN]);
		expect(numbers(order)).toEqual([5, 2, 3, 4, 0, 1]);
	});
	it('orders by several keys and carries the rest along, stably', () => {
		const row = fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 3 }));
		fc.assert(
			fc.property(fc.array(row, { maxLength: 12 }), (rows) => {
				const n = rows.length;
				const ins = [
					i32(...rows.map(([a]) => a)),
					f32(...rows.map(([, b]) => b)),
					i32(...rows.map((_, i) => i))
				];
				const outs = runAll(sort(['int32', 'float32', 'int32'], [n], 0, 2), ins, [
					['int32', [n]],
					['float32', [n]],
					['int32', [n]]
				]);
				const expected = rows
					.map(([a, b], i) => [a, b, i])
					.sort((p, q) => p[0] - q[0] || p[1] - q[1] || p[2] - q[2]);
				expect(outs.map(numbers)).toEqual([0, 1, 2].map((k) => expected.map((entry) => entry[k])));
			})
		);
	});
	it('sorts along any axis, and payloads of keys', () => {
		const x = array('int32', [2, 2], [3, 1, 2, 4]);
		expect(numbers(runAll(sort(['int32'], [2, 2], 0, 1), [x], [['int32', [2, 2]]])[0])).toEqual([2, 1, 3, 4]);
		const keys = array('key<fry>', [2], [1, 2, 3, 4]);
		const [, carried] = runAll(
			sort(['int32', 'key<fry>'], [2], 0, 1),
			[i32(9, 8), keys],
			[
				['int32', [2]],
				['key<fry>', [2]]
			]
		);
		expect(numbers(carried)).toEqual([3, 4, 1, 2]);
	});
});

describe('top_k', () => {
	const top = (k: number, ...xs: number[]): number[][] =>
		runAll(
			topK('float32', [xs.length], k),
			[f32(...xs)],
			[
				['float32', [k]],
				['int32', [k]]
			]
		).map(numbers);
	it('takes NaN as largest, 0 above -0, the lower index on ties', () => {
		expect(top(5, 1, NaN, 3, -0, 0, 3)).toEqual([
			[NaN, 3, 3, 1, 0],
			[1, 2, 5, 0, 4]
		]);
	});
	it('runs along any axis', () => {
		const x = array('int32', [3, 2], [1, 9, 5, 2, 3, 4]);
		const [values, order] = runAll(
			topK('int32', [3, 2], 2, 0),
			[x],
			[
				['int32', [2, 2]],
				['int32', [2, 2]]
			]
		);
		expect(numbers(values)).toEqual([5, 9, 3, 4]);
		expect(numbers(order)).toEqual([1, 0, 2, 2]);
	});
});
