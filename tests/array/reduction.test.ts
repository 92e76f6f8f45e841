import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cumulative } from '$lib/array/kernels/cumulative';
import { dotGeneral, dotShape, type DotDims } from '$lib/array/kernels/dot';
import { argReduce, reduce, type ReduceOp } from '$lib/array/kernels/reduce';
import { at, filled, indices, shapes } from './naive';
import { array, bool, f32, i32, numbers, run } from './run';

describe('reduce', () => {
	const ops: [ReduceOp, (x: number, y: number) => number, number][] = [
		['sum', (x, y) => x + y, 0],
		['prod', (x, y) => Math.imul(x, y), 1],
		['max', Math.max, -(2 ** 31)],
		['min', Math.min, 2 ** 31 - 1],
		['and', (x, y) => x & y, -1],
		['or', (x, y) => x | y, 0],
		['xor', (x, y) => x ^ y, 0]
	];
	it.each(ops)('%s over any axes of int32', (op, f, identity) => {
		const cases = shapes().chain((shape) =>
			fc.tuple(fc.constant(shape), filled(shape), fc.subarray([...shape.keys()]))
		);
		fc.assert(
			fc.property(cases, ([shape, values, axes]) => {
				const x = array('int32', shape, values);
				const out = shape.filter((_, axis) => !axes.includes(axis));
				const expected = indices(out).map((index) =>
					indices(axes.map((axis) => shape[axis])).reduce((acc, inner) => {
						const rest = [...index];
						const whole = shape.map((_, axis) =>
							axes.includes(axis) ? inner[axes.indexOf(axis)] : Number(rest.shift())
						);
						return f(acc, Number(at(x, whole)));
					}, identity)
				);
				expect(numbers(run(reduce(op, 'int32', shape, axes), [x], 'int32', out))).toEqual(expected);
			})
		);
	});
	it('an empty reduction gives the identity of the dtype', () => {
		const empty = (op: ReduceOp, dtype: 'float32' | 'bool' | 'uint8' | 'int16'): number =>
			run(reduce(op, dtype, [0], [0]), [array(dtype, [0], [])], dtype, []).data[0];
		expect(empty('max', 'float32')).toBe(-Infinity);
		expect(empty('min', 'uint8')).toBe(255);
		expect(empty('max', 'int16')).toBe(-32768);
		expect(empty('and', 'bool')).toBe(1);
		expect(empty('and', 'uint8')).toBe(255);
	});
	it('max and min propagate NaN', () => {
		expect(run(reduce('max', 'float32', [3], [0]), [f32(1, NaN, 2)], 'float32', []).data[0]).toBeNaN();
	});
	it('sum rounds after every addition, in windows of 32 above 32', () => {
		const x = Array.from({ length: 1000 }, (_, i) => Math.fround(Math.sin(i)));
		const add = (xs: number[]): number => xs.reduce((acc, v) => Math.fround(acc + v), 0);
		const sum = (xs: number[]): number =>
			run(reduce('sum', 'float32', [xs.length], [0]), [f32(...xs)], 'float32', []).data[0];
		expect(sum(x.slice(0, 32))).toBe(add(x.slice(0, 32)));
		// 40 elements: two windows, 24 slots of padding, 12 of them in front.
		expect(sum(x.slice(0, 40))).toBe(add([add(x.slice(0, 20)), add(x.slice(20, 40))]));
		expect(sum(x)).toBeCloseTo(
			x.reduce((a, b) => a + b),
			5
		);
	});
	it('sum of small integers wraps to the dtype, and and or of bool stay bool', () => {
		expect(run(reduce('sum', 'int8', [2], [0]), [array('int8', [2], [127, 1])], 'int8', []).data[0]).toBe(
			-128
		);
		expect(
			run(reduce('prod', 'uint32', [2], [0]), [array('uint32', [2], [4294967295, 3])], 'uint32', []).data[0]
		).toBe(4294967293);
		expect(run(reduce('and', 'bool', [2], [0]), [bool(1, 0)], 'bool', []).data[0]).toBe(0);
		expect(run(reduce('or', 'bool', [2], [0]), [bool(1, 0)], 'bool', []).data[0]).toBe(1);
	});
});

describe('argmax and argmin', () => {
	const arg = (op: 'argmax' | 'argmin', ...xs: number[]): number =>
		run(argReduce(op, 'float32', 'int32', [xs.length], 0), [f32(...xs)], 'int32', []).data[0];
	it('give the first index on ties and the first NaN', () => {
		expect(arg('argmax', 1, 3, 3)).toBe(1);
		expect(arg('argmin', 2, 1, 1)).toBe(1);
		expect(arg('argmax', 1, NaN, 3, NaN)).toBe(1);
		expect(arg('argmin', NaN, 1)).toBe(0);
		expect(arg('argmax', -Infinity, -Infinity)).toBe(0);
	});
	it('run along any axis', () => {
		const x = array('int32', [2, 3], [1, 5, 2, 9, 0, 9]);
		expect(numbers(run(argReduce('argmax', 'int32', 'int32', [2, 3], 0), [x], 'int32', [3]))).toEqual([
			1, 0, 1
		]);
		expect(numbers(run(argReduce('argmin', 'int32', 'uint8', [2, 3], 1), [x], 'uint8', [2]))).toEqual([0, 1]);
	});
});

describe('dot_general', () => {
	/** lhs [batch, free, contracted] and rhs [batch, free, contracted], each with its axes shuffled. */
	const cases = fc
		.record({ batch: shapes(2), left: shapes(2), right: shapes(2), inner: shapes(2) })
		.chain((sizes) => {
			const side = (free: number[]): fc.Arbitrary<{ shape: number[]; order: number[]; values: number[] }> => {
				const shape = [...sizes.batch, ...free, ...sizes.inner];
				const all = [...shape.keys()];
				return fc
					.tuple(fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length }), filled(shape))
					.map(([order, values]) => ({ shape: order.map((axis) => shape[axis]), order, values }));
			};
			return fc.tuple(fc.constant(sizes), side(sizes.left), side(sizes.right));
		});

	it('contracts and batches any axes of both sides', () => {
		fc.assert(
			fc.property(cases, ([sizes, left, right]) => {
				const nb = sizes.batch.length;
				const place = (side: typeof left, from: number, count: number): number[] =>
					Array.from({ length: count }, (_, i) => side.order.indexOf(from + i));
				const dims: DotDims = {
					batch: [place(left, 0, nb), place(right, 0, nb)],
					contracting: [
						place(left, nb + sizes.left.length, sizes.inner.length),
						place(right, nb + sizes.right.length, sizes.inner.length)
					]
				};
				// Free axes keep the order they have in the operand.
				const free = (side: typeof left, count: number): number[] =>
					place(side, nb, count).sort((a, b) => a - b);
				const [freeL, freeR] = [free(left, sizes.left.length), free(right, sizes.right.length)];
				const [x, y] = [
					array('float32', left.shape, left.values),
					array('float32', right.shape, right.values)
				];
				const out = [...sizes.batch, ...freeL.map((a) => left.shape[a]), ...freeR.map((a) => right.shape[a])];
				expect(dotShape(left.shape, right.shape, dims)).toEqual(out);
				const expected = indices(out).map((index) =>
					indices(sizes.inner).reduce((acc, inner) => {
						const [p, q] = [left.shape.map(() => 0), right.shape.map(() => 0)];
						dims.batch[0].forEach((axis, i) => (p[axis] = index[i]));
						dims.batch[1].forEach((axis, i) => (q[axis] = index[i]));
						freeL.forEach((axis, i) => (p[axis] = index[nb + i]));
						freeR.forEach((axis, i) => (q[axis] = index[nb + freeL.length + i]));
						dims.contracting[0].forEach((axis, i) => (p[axis] = inner[i]));
						dims.contracting[1].forEach((axis, i) => (q[axis] = inner[i]));
						return acc + Number(at(x, p)) * Number(at(y, q));
					}, 0)
				);
				expect(
					numbers(run(dotGeneral('float32', left.shape, right.shape, dims), [x, y], 'float32', out)).map(
						(v) => v + 0
					)
				).toEqual(expected.map((v) => v + 0));
			})
		);
	});
	const vectors: DotDims = { contracting: [[0], [0]], batch: [[], []] };
	it('rounds every product and sum to float32, in order', () => {
		const [x, y] = [
			[0.1, 0.2, 0.3],
			[0.7, 0.8, 0.9]
		].map((v) => v.map(Math.fround));
		let acc = 0;
		for (let k = 0; k < 3; k++) acc = Math.fround(acc + Math.fround(x[k] * y[k]));
		expect(run(dotGeneral('float32', [3], [3], vectors), [f32(...x), f32(...y)], 'float32', []).data[0]).toBe(
			acc
		);
	});
	it('integers wrap, booleans are or-of-ands', () => {
		expect(
			run(dotGeneral('int32', [2], [2], vectors), [i32(2 ** 30, 5), i32(4, 1)], 'int32', []).data[0]
		).toBe(5);
		expect(run(dotGeneral('bool', [2], [2], vectors), [bool(1, 1), bool(1, 1)], 'bool', []).data[0]).toBe(1);
	});
});

describe('cumulative', () => {
	const along = (op: Parameters<typeof cumulative>[0], reverse: boolean, ...xs: number[]): number[] =>
		numbers(run(cumulative(op, 'float32', [xs.length], 0, reverse), [f32(...xs)], 'float32', [xs.length]));
	it('cumsum, cumprod, cummax and cummin keep every partial result', () => {
		expect(along('cumsum', false, 1, 2, 3)).toEqual([1, 3, 6]);
		expect(along('cumsum', true, 1, 2, 3)).toEqual([6, 5, 3]);
		expect(along('cumprod', false, 2, 3, 4)).toEqual([2, 6, 24]);
		expect(along('cummax', false, 1, 3, 2, NaN, 5)).toEqual([1, 3, 3, NaN, NaN]);
		expect(along('cummin', true, 4, 1, 3)).toEqual([1, 1, 3]);
		expect(along('cumsum', false)).toEqual([]);
	});
	it('cumlogsumexp neither overflows nor loses -inf', () => {
		expect(along('cumlogsumexp', false, 1000, 1000)).toEqual([1000, Math.fround(1000 + Math.LN2)]);
		expect(along('cumlogsumexp', false, -Infinity, -Infinity, 2)).toEqual([-Infinity, -Infinity, 2]);
	});
	it('runs along any axis and wraps integers', () => {
		const x = array('int32', [2, 2], [1, 2, 3, 4]);
		expect(numbers(run(cumulative('cumsum', 'int32', [2, 2], 0, false), [x], 'int32', [2, 2]))).toEqual([
			1, 2, 4, 6
		]);
		expect(numbers(run(cumulative('cumsum', 'int32', [2, 2], 1, true), [x], 'int32', [2, 2]))).toEqual([
			3, 2, 7, 4
		]);
		expect(
			numbers(
				run(cumulative('cumprod', 'uint8', [2], 0, false), [array('uint8', [2], [200, 2])], 'uint8', [2])
			)
		).toEqual([200, 144]);
	});
});
