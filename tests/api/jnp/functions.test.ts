import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Slice } from '$lib/core/containers';
import { remainder, floorDivide, power, roundTo } from '$lib/api/jnp/rarer-arithmetic';
import { clip } from '$lib/api/jnp/choosing';
import { arange } from '$lib/api/jnp/creation';
import { linspace, meshgrid } from '$lib/api/jnp/spaced';
import { cumsum, diff } from '$lib/api/jnp/cumulative';
import { concatenate, stack } from '$lib/api/jnp/joining';
import { repeat, tile } from '$lib/api/jnp/repeating';
import { pad } from '$lib/api/jnp/padding';
import { mean, sum, max } from '$lib/api/jnp/reductions';
import { std, variance, argmax } from '$lib/api/jnp/statistics';
import { searchsorted } from '$lib/api/jnp/searching';
import { unique } from '$lib/api/jnp/unique';
import { moveaxis, reshape, roll, swapaxes } from '$lib/api/jnp/shape';
import { argsort, quantile, sort } from '$lib/api/jnp/sorting';
import { take, takeAlongAxis } from '$lib/api/jnp/taking';
import { where } from '$lib/api/jnp/where';
import { getItem } from '$lib/api/indexing/take';
import { arrayFrom } from '$lib/api/values';
import { concrete, floats, ints, jaxprOf, plain } from '../support';

const small = fc.integer({ min: -40, max: 40 });
const vector = fc.array(small, { minLength: 1, maxLength: 12 });
const mod = (a: number, b: number): number => ((a % b) + b) % b;

describe('division', () => {
	test('floors, and the remainder has the divisor’s sign', () => {
		fc.assert(
			fc.property(
				small,
				small.filter((n) => n !== 0),
				(a, b) => {
					expect(plain(floorDivide(ints(a), ints(b)))).toBe(Math.floor(a / b) + 0);
					expect(plain(remainder(ints(a), ints(b)))).toBe(
						Math.floor(a / b) === a / b ? 0 : a - b * Math.floor(a / b)
					);
					expect(plain(remainder(floats(a), floats(b)))).toBeCloseTo(a - b * Math.floor(a / b), 5);
				}
			)
		);
	});
});

describe('powers and rounding', () => {
	test('a Python integer as exponent is integer_pow, integers multiply out', () => {
		expect(jaxprOf((x) => power(x, 3n))).toBe(
			'{ lambda ; a:f32[3]. let b:f32[3] = integer_pow[y=3] a in (b,) }'
		);
		expect(plain(power(ints([2, -3, 0]), ints([5, 3, 0])))).toEqual([32, -27, 1]);
		expect(() => power(ints([2]), -1n)).toThrow('Integers cannot be raised to negative powers');
	});

	test('round takes ties to even', () => {
		expect(plain(roundTo(floats([0.5, 1.5, 2.5, -0.5])))).toEqual([0, 2, 2, -0]);
		expect(plain(roundTo(floats([1.25, 1.375]), 1))).toEqual([Math.fround(1.2), Math.fround(1.4)]);
	});
});

describe('choosing', () => {
	test('where is a jit of its own, with the conversion inside', () => {
		expect(jaxprOf((x) => where(arrayFrom([true, false, true]), x, 0))).toContain('name=_where');
		expect(plain(where(floats([0, 2]), 1n, 2n))).toEqual([2, 1]);
	});

	test('clip takes the upper bound where the bounds cross', () => {
		expect(plain(clip(floats([-2, 0, 9]), -1n, 1n))).toEqual([-1, 0, 1]);
		expect(plain(clip(floats([0]), 3n, 1n))).toEqual([1]);
	});
});

describe('making', () => {
	test('arange counts up or down, in the type of what it is given', () => {
		expect(plain(arange(5n))).toEqual([0, 1, 2, 3, 4]);
		expect(plain(arange(5n, 0n, -2n))).toEqual([5, 3, 1]);
		expect(concrete(arange(3)).dtype).toBe('float32');
		expect(plain(arange(0, 1, 0.25))).toEqual([0, 0.25, 0.5, 0.75]);
	});

	test('linspace ends exactly at its end', () => {
		const values = plain(linspace(0.1, 0.7, 7n)) as number[];
		expect(values[0]).toBe(Math.fround(0.1));
		expect(values[6]).toBe(Math.fround(0.7));
		expect(plain(linspace(0, 1, 4n, { endpoint: false }))).toEqual([0, 0.25, 0.5, 0.75]);
	});

	test('meshgrid swaps the first two axes unless told not to', () => {
		const [x, y] = meshgrid([ints([1, 2, 3]), ints([4, 5])]);
		expect([plain(x), plain(y)]).toEqual([[[1, 2, 3], [1, 2, 3]], [[4, 4, 4], [5, 5, 5]]]); // prettier-ignore
		expect(concrete(meshgrid([ints([1, 2, 3]), ints([4, 5])], 'ij')[0]).shape).toEqual([3, 2]);
	});
});

describe('reductions', () => {
	const table = floats([[1, -2, 4], [3, 0, -6]]); // prettier-ignore
	test('sums of integers are 32 bits wide, means are floating', () => {
		expect(concrete(sum(arrayFrom([true, true]))).dtype).toBe('int32');
		expect(concrete(sum(arrayFrom([1n], 'int8'))).dtype).toBe('int32');
		expect(concrete(mean(ints([1, 2]))).dtype).toBe('float32');
	});

	test('axes, kept axes, masks', () => {
		expect(plain(sum(table, { axis: 1n }))).toEqual([3, -3]);
		expect(plain(sum(table, { axis: [0n, 1n], keepdims: true }))).toEqual([[0]]);
		expect(plain(sum(table, { where: arrayFrom([true, false, true]) }))).toBe(2);
		expect(() => sum(table, { axis: 2n })).toThrow('axis 2 is out of bounds for array of dimension 2');
		expect(() => max(floats([]))).toThrow('zero-size array to reduction operation max which has no identity');
	});

	test('var and std are of squares from the mean', () => {
		fc.assert(
			fc.property(vector, (list) => {
				const average = list.reduce((a, b) => a + b, 0) / list.length;
				const squares = list.reduce((a, b) => a + (b - average) ** 2, 0);
				expect(plain(variance(floats(list)))).toBeCloseTo(squares / list.length, 2);
				expect(plain(std(floats(list)))).toBeCloseTo(Math.sqrt(squares / list.length), 3);
			})
		);
	});

	test('argmax takes the first, and NaN before all', () => {
		expect(plain(argmax(floats([1, 5, 5])))).toBe(1);
		expect(plain(argmax(floats([1, NaN, 5])))).toBe(1);
	});
});

describe('moving', () => {
	const cube = reshape(arange(24n), [2n, 3n, 4n]);
	test('rolled elements come in at the other end', () => {
		fc.assert(
			fc.property(vector, small, (list, by) => {
				const expected = list.map((_, i) => list[mod(i - by, list.length)]);
				expect(plain(roll(floats(list), BigInt(by)))).toEqual(expected);
				expect(plain(roll(floats(list), ints(by)))).toEqual(expected);
			})
		);
	});

	test('moveaxis and swapaxes undo themselves', () => {
		expect(plain(moveaxis(moveaxis(cube, 0n, -1n), -1n, 0n))).toEqual(plain(cube));
		expect(plain(swapaxes(swapaxes(cube, 0n, 2n), 0n, 2n))).toEqual(plain(cube));
		expect(() => swapaxes(cube, 3n, 0n)).toThrow('index 3 is out of bounds for axis 0 with size 3');
	});

	test('reshape fits one unknown size', () => {
		expect(concrete(reshape(cube, [4n, -1n])).shape).toEqual([4, 6]);
		expect(() => reshape(cube, [5n, -1n])).toThrow(
			'cannot reshape array of shape (2, 3, 4) (size 24) into shape (5, -1)'
		);
	});

	test('stack, tile, repeat and pad lay arrays side by side; concatenate refuses other ranks', () => {
		const v = floats([1, 2]);
		expect(plain(stack([v, v], -1n))).toEqual([[1, 1], [2, 2]]); // prettier-ignore
		expect(plain(tile(v, [2n, 2n]))).toEqual([[1, 2, 1, 2], [1, 2, 1, 2]]); // prettier-ignore
		expect(plain(repeat(v, ints([2, 1])))).toEqual([1, 1, 2]);
		expect(plain(pad(floats([1, 2, 3]), 2n, 'reflect'))).toEqual([3, 2, 1, 2, 3, 2, 1]);
		expect(() => concatenate([v, floats([[1]])])).toThrow(
			'Cannot concatenate arrays with different numbers of dimensions: got (2,), (1, 1).'
		);
	});
});

describe('sorting and finding', () => {
	test('argsort orders as sort does', () => {
		fc.assert(
			fc.property(vector, (list) => {
				const x = floats(list);
				const sorted = [...list].sort((a, b) => a - b);
				expect(plain(sort(x))).toEqual(sorted);
				expect(plain(takeAlongAxis(x, argsort(x)))).toEqual(sorted);
				expect(plain(sort(x, -1n, { descending: true }))).toEqual([...sorted].reverse());
			})
		);
	});

	test('searchsorted keeps the order', () => {
		fc.assert(
			fc.property(vector, small, (list, value) => {
				const sorted = [...list].sort((a, b) => a - b);
				const place = (side: string): unknown => plain(searchsorted(floats(sorted), floats(value), side));
				expect(place('left')).toBe(sorted.filter((n) => n < value).length);
				expect(place('right')).toBe(sorted.filter((n) => n <= value).length);
			})
		);
	});

	test('unique puts an array together again', () => {
		fc.assert(
			fc.property(vector, (list) => {
				const found = unique(ints(list));
				expect(plain(found.values)).toEqual([...new Set(list)].sort((a, b) => a - b));
				expect(plain(getItem(found.values, found.inverse))).toEqual(list);
				expect(plain(sum(found.counts))).toBe(list.length);
			})
		);
	});

	test('quantiles interpolate', () => {
		expect(plain(quantile(floats([1, 2, 3, 4]), 0.5))).toBe(2.5);
		expect(plain(quantile(floats([4, 1, 3, 2]), floats([0, 0.25, 1])))).toEqual([1, 1.75, 4]);
		expect(plain(quantile(floats([1, NaN]), 0.5))).toBeNaN();
	});

	test('take fills out of range unless clipped or wrapped', () => {
		const x = floats([1, 2, 3]);
		expect(plain(take(x, ints([-1, 7])))).toEqual([3, NaN]);
		expect(plain(take(x, ints([7, -9]), { mode: 'clip' }))).toEqual([3, 1]);
		expect(plain(take(x, ints([4, -1]), { mode: 'wrap' }))).toEqual([2, 3]);
	});
});

describe('running', () => {
	test('cumsum and diff undo each other', () => {
		fc.assert(
			fc.property(vector, (list) => {
				const totals = cumsum(ints(list));
				expect(plain(diff(totals, 1n, -1n, [0n, null]))).toEqual(list);
				expect(plain(getItem(totals, new Slice(-1n, null, null)))).toEqual([list.reduce((a, b) => a + b, 0)]);
			})
		);
	});
});
