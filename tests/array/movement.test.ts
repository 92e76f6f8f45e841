import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatenate, iota, pad, padShape } from '$lib/array/kernels/assemble';
import { broadcastInDim, rev, slice, strided, transpose } from '$lib/array/kernels/strided';
import { sizeOf, type Shape } from '$lib/array/shape';
import { at, indices, shapes } from './naive';
import { array, f32, i32, numbers, run } from './run';

/** 0, 1, 2, ... in a shape: every element is recognised. */
const counting = (shape: Shape): ReturnType<typeof array> =>
	array(
		'int32',
		shape,
		Array.from({ length: sizeOf(shape) }, (_, i) => i)
	);

const permuted = (n: number): fc.Arbitrary<number[]> =>
	fc.shuffledSubarray([...Array(n).keys()], { minLength: n, maxLength: n });

describe('strided', () => {
	it('transpose moves output index i to input axis permutation[i]', () => {
		fc.assert(
			fc.property(
				shapes().chain((shape) => fc.tuple(fc.constant(shape), permuted(shape.length))),
				([shape, permutation]) => {
					const x = counting(shape);
					const out = permutation.map((axis) => shape[axis]);
					const expected = indices(out).map((index) =>
						at(
							x,
							shape.map((_, axis) => index[permutation.indexOf(axis)])
						)
					);
					expect(numbers(run(transpose('int32', shape, permutation), [x], 'int32', out))).toEqual(expected);
				}
			)
		);
	});
	it('broadcast_in_dim stretches axes of size 1 and adds axes', () => {
		const x = f32(1, 2, 3);
		expect(numbers(run(broadcastInDim('float32', [3], [2, 3], [1]), [x], 'float32', [2, 3]))).toEqual([
			1, 2, 3, 1, 2, 3
		]);
		expect(numbers(run(broadcastInDim('float32', [3], [3, 2], [0]), [x], 'float32', [3, 2]))).toEqual([
			1, 1, 2, 2, 3, 3
		]);
		expect(numbers(run(broadcastInDim('float32', [], [2], []), [f32(7)], 'float32', [2]))).toEqual([7, 7]);
		expect(
			numbers(
				run(
					broadcastInDim('float32', [3, 1], [3, 2], [0, 1]),
					[array('float32', [3, 1], [1, 2, 3])],
					'float32',
					[3, 2]
				)
			)
		).toEqual([1, 1, 2, 2, 3, 3]);
	});
	it('slice takes start, limit and stride on every axis', () => {
		fc.assert(
			fc.property(
				shapes().chain((shape) =>
					fc.tuple(
						fc.constant(shape),
						fc.tuple(
							...shape.map((n) =>
								fc.tuple(
									fc.integer({ min: 0, max: n }),
									fc.integer({ min: 0, max: n }),
									fc.integer({ min: 1, max: 3 })
								)
							)
						)
					)
				),
				([shape, cuts]) => {
					const x = counting(shape);
					const ranges = cuts.map(([a, b, s]) => [Math.min(a, b), Math.max(a, b), s]);
					const out = ranges.map(([a, b, s]) => Math.ceil((b - a) / s));
					const kernel = slice(
						'int32',
						shape,
						ranges.map(([a]) => a),
						ranges.map(([, b]) => b),
						ranges.map(([, , s]) => s)
					);
					const expected = indices(out).map((index) =>
						at(
							x,
							index.map((i, axis) => ranges[axis][0] + i * ranges[axis][2])
						)
					);
					expect(numbers(run(kernel, [x], 'int32', out))).toEqual(expected);
				}
			)
		);
	});
	it('rev turns the named axes', () => {
		expect(numbers(run(rev('int32', [2, 3], [1]), [counting([2, 3])], 'int32', [2, 3]))).toEqual([
			2, 1, 0, 5, 4, 3
		]);
		expect(numbers(run(rev('int32', [2, 3], [0, 1]), [counting([2, 3])], 'int32', [2, 3]))).toEqual([
			5, 4, 3, 2, 1, 0
		]);
	});
	it('takes any strides and an offset, and both words of keys', () => {
		expect(numbers(run(strided('int32', [2, 2], [0, -1], 3), [counting([4])], 'int32', [2, 2]))).toEqual([
			3, 2, 3, 2
		]);
		const keys = array('key<fry>', [2, 2], [1, 2, 3, 4, 5, 6, 7, 8]);
		expect(numbers(run(transpose('key<fry>', [2, 2], [1, 0]), [keys], 'key<fry>', [2, 2]))).toEqual([
			1, 2, 5, 6, 3, 4, 7, 8
		]);
	});
});

describe('concatenate, pad and iota', () => {
	it('concatenate lays operands one after another along the axis', () => {
		fc.assert(
			fc.property(
				shapes(3).filter((shape) => shape.length > 0),
				fc.nat(),
				fc.array(fc.nat(3), { minLength: 1, maxLength: 4 }),
				(shape, pick, widths) => {
					const axis = pick % shape.length;
					const parts = widths.map((width) => counting(shape.map((n, i) => (i === axis ? width : n))));
					const total = widths.reduce((a, b) => a + b, 0);
					const out = shape.map((n, i) => (i === axis ? total : n));
					const owner = widths.flatMap((width, k) => Array.from({ length: width }, (_, i) => [k, i]));
					const expected = indices(out).map((index) => {
						const [k, i] = owner[index[axis]];
						return at(
							parts[k],
							index.map((j, other) => (other === axis ? i : j))
						);
					});
					const kernel = concatenate(
						'int32',
						parts.map((part) => part.shape),
						axis
					);
					expect(numbers(run(kernel, parts, 'int32', out))).toEqual(expected);
				}
			)
		);
	});
	it('pad puts low, high and interior padding, negative ones cut', () => {
		const config = fc.tuple(fc.integer({ min: -3, max: 3 }), fc.integer({ min: -3, max: 3 }), fc.nat(2));
		fc.assert(
			fc.property(
				shapes(3).chain((shape) => fc.tuple(fc.constant(shape), fc.tuple(...shape.map(() => config)))),
				([shape, padding]) => {
					const x = counting(shape);
					const out = padShape(shape, padding);
					const expected = indices(out).map((index) => {
						const source = index.map((i, axis) => (i - padding[axis][0]) / (padding[axis][2] + 1));
						return source.every(Number.isInteger) ? (at(x, source) ?? -1) : -1;
					});
					expect(numbers(run(pad('int32', shape, padding), [x, i32(-1)], 'int32', out))).toEqual(expected);
				}
			)
		);
	});
	it('iota counts along its dimension', () => {
		expect(numbers(run(iota('int32', [2, 3], 1), [], 'int32', [2, 3]))).toEqual([0, 1, 2, 0, 1, 2]);
		expect(numbers(run(iota('float32', [2, 3], 0), [], 'float32', [2, 3]))).toEqual([0, 0, 0, 1, 1, 1]);
		expect(run(iota('bfloat16', [258], 0), [], 'bfloat16', [258]).data[257]).toBe(256);
	});
});
