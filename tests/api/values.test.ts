import { describe, expect, test } from 'vitest';
import { tuple } from '$lib/core/containers';
import { arrayFrom, toValue } from '$lib/api/values';
import { add, multiply } from '$lib/api/jnp/arithmetic';
import { concrete, floats, ints, jaxprOf, plain } from './support';

const kindOf = (x: unknown): string => {
	const { dtype, weak } = concrete(arrayFrom(x));
	return `${weak ? '~' : ''}${dtype}`;
};

describe('making arrays', () => {
	test('Python scalars are weak, but bool is not', () => {
		expect([2n, 1.5, true].map(kindOf)).toEqual(['~int32', '~float32', 'bool']);
	});

	test('lists are strong, in the type that holds all their elements', () => {
		expect([[1n, 2n], [1n, 2.5], [true, 3n], tuple(true, false), []].map(kindOf)).toEqual([
			'int32', 'float32', 'int32', 'bool', 'float32'
		]); // prettier-ignore
	});

	test('lists of arrays are stacked', () => {
		expect(plain(arrayFrom([floats([1, 2]), floats([3, 4])]))).toEqual([
			[1, 2],
			[3, 4]
		]);
	});

	test('ragged lists and integers beyond the type are refused', () => {
		expect(() => arrayFrom([[1n, 2n], [3n]])).toThrow(/inhomogeneous shape/);
		expect(() => arrayFrom(300n, 'uint8')).toThrow('Python integer 300 out of bounds for uint8');
		expect(() => arrayFrom(2n ** 40n)).toThrow('Python int 1099511627776 too large to convert to int32');
	});

	test('lists are no operands', () => {
		expect(() => toValue([1n], 'sum')).toThrow(
			"sum requires ndarray or scalar arguments, got <class 'list'> at position 0."
		);
	});
});

describe('promotion', () => {
	test('a Python scalar takes the array’s type', () => {
		expect(concrete(multiply(arrayFrom([1n], 'int8'), 2n)).dtype).toBe('int8');
		expect(concrete(multiply(ints([1n]), 1.5)).dtype).toBe('float32');
		expect(plain(add(arrayFrom(1n, 'int8'), 300n))).toBe(45);
	});

	test('a scalar is written into the equation, without a conversion', () => {
		expect(jaxprOf((x) => multiply(x, 2n))).toBe(
			'{ lambda ; a:f32[3]. let b:f32[3] = mul a 2.0:f32[] in (b,) }'
		);
	});

	test('ranks are made equal by leading axes', () => {
		expect(plain(add(floats([[1], [2]]), floats([10, 20])))).toEqual([
			[11, 21],
			[12, 22]
		]);
		expect(() => add(floats([[1, 2, 3]]), floats([1, 2, 3, 4]))).toThrow(
			'Incompatible shapes for broadcasting: shapes=[(1, 3), (4,)]'
		);
		expect(() => add(floats([1, 2]), floats([1, 2, 3]))).toThrow(
			'add got incompatible shapes for broadcasting: (2,), (3,).'
		);
	});
});
