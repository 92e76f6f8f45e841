import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binary, type BinaryOp } from '$lib/array/kernels/binary';
import { bitcast } from '$lib/array/kernels/bitcast';
import { convert } from '$lib/array/kernels/convert';
import { clamp, select } from '$lib/array/kernels/select';
import { integerPow, round, unary } from '$lib/array/kernels/unary';
import type { DType } from '$lib/array/dtype';
import { array, bool, f32, i32, numbers, run } from './run';

const one = (op: Parameters<typeof unary>[0], dtype: DType, ...values: number[]): number[] =>
	numbers(
		run(unary(op, dtype, values.length), [array(dtype, [values.length], values)], dtype, [values.length])
	);

const two = (op: BinaryOp, dtype: DType, a: number, b: number, out: DType = dtype): number =>
	run(binary(op, dtype, 1), [array(dtype, [1], [a]), array(dtype, [1], [b])], out, [1]).data[0];

const float32 = fc.float({ noDefaultInfinity: false });
const int32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });

describe('binary', () => {
	const exact: [BinaryOp, (x: number, y: number) => number][] = [
		['add', (x, y) => Math.fround(x + y)],
		['sub', (x, y) => Math.fround(x - y)],
		['mul', (x, y) => Math.fround(x * y)],
		['div', (x, y) => Math.fround(x / y)],
		['max', Math.max],
		['min', Math.min],
		['rem', (x, y) => Math.fround(x % y)],
		['lt', (x, y) => (x < y ? 1 : 0)],
		['le', (x, y) => (x <= y ? 1 : 0)],
		['gt', (x, y) => (x > y ? 1 : 0)],
		['ge', (x, y) => (x >= y ? 1 : 0)],
		['eq', (x, y) => (x === y ? 1 : 0)],
		['ne', (x, y) => (x !== y ? 1 : 0)]
	];
	it.each(exact)('%s of float32 is the rounded double result, for full and scalar operands', (op, f) => {
		const out = ['lt', 'le', 'gt', 'ge', 'eq', 'ne'].includes(op) ? 'bool' : 'float32';
		fc.assert(
			fc.property(fc.array(fc.tuple(float32, float32), { minLength: 1, maxLength: 9 }), (pairs) => {
				const n = pairs.length;
				const a = f32(...pairs.map(([x]) => x));
				const b = f32(...pairs.map(([, y]) => y));
				const [x, y] = [f32(pairs[0][0]), f32(pairs[0][1])];
				expect(numbers(run(binary(op, 'float32', n), [a, b], out, [n]))).toEqual(
					pairs.map(([p, q]) => f(p, q))
				);
				expect(numbers(run(binary(op, 'float32', n, true, false), [x, b], out, [n]))).toEqual(
					pairs.map(([, q]) => f(pairs[0][0], q))
				);
				expect(numbers(run(binary(op, 'float32', n, false, true), [a, y], out, [n]))).toEqual(
					pairs.map(([p]) => f(p, pairs[0][1]))
				);
			})
		);
	});

	const wrapping: [BinaryOp, (x: bigint, y: bigint) => bigint][] = [
		['add', (x, y) => x + y],
		['sub', (x, y) => x - y],
		['mul', (x, y) => x * y],
		['div', (x, y) => (y === 0n ? -1n : x / y)],
		['rem', (x, y) => (y === 0n ? x : x % y)],
		['and', (x, y) => x & y],
		['or', (x, y) => x | y],
		['xor', (x, y) => x ^ y],
		['max', (x, y) => (x > y ? x : y)],
		['min', (x, y) => (x < y ? x : y)]
	];
	const widths: [DType, number, boolean][] = [
		['int8', 8, true],
		['int16', 16, true],
		['int32', 32, true],
		['uint8', 8, false],
		['uint16', 16, false],
		['uint32', 32, false]
	];
	it.each(wrapping)('%s of integers wraps to their width', (op, f) => {
		fc.assert(
			fc.property(
				int32,
				fc.oneof(int32, fc.integer({ min: -3, max: 3 })),
				fc.constantFrom(...widths),
				(p, q, [dtype, bits, signed]) => {
					const wrap = signed ? BigInt.asIntN : BigInt.asUintN;
					const [x, y] = [wrap(bits, BigInt(p)), wrap(bits, BigInt(q))];
					expect(two(op, dtype, Number(x), Number(y))).toBe(Number(wrap(bits, f(x, y))));
				}
			)
		);
	});

	it('max and min propagate NaN from either side', () => {
		for (const op of ['max', 'min'] as const) {
			expect(two(op, 'float32', NaN, 1)).toBeNaN();
			expect(two(op, 'float32', 1, NaN)).toBeNaN();
		}
	});
	it('div and rem of integers by zero give -1 and the dividend, and the least divided by -1 wraps', () => {
		expect(two('div', 'int32', 7, 0)).toBe(-1);
		expect(two('rem', 'int32', 7, 0)).toBe(7);
		expect(two('div', 'uint32', 7, 0)).toBe(4294967295);
		expect(two('div', 'int32', -(2 ** 31), -1)).toBe(-(2 ** 31));
		expect(two('div', 'int32', -7, 2)).toBe(-3);
		expect(two('rem', 'int32', -7, 2)).toBe(-1);
	});
	it('shifts by the width or more leave nothing, or the sign', () => {
		expect(two('shift_left', 'int32', 1, 31)).toBe(-(2 ** 31));
		expect(two('shift_left', 'int32', 1, 32)).toBe(0);
		expect(two('shift_left', 'uint8', 255, 1)).toBe(254);
		expect(two('shift_right_logical', 'int32', -1, 28)).toBe(15);
		expect(two('shift_right_logical', 'int8', -1, 4)).toBe(15);
		expect(two('shift_right_logical', 'uint32', 2 ** 31, 32)).toBe(0);
		expect(two('shift_right_arithmetic', 'int32', -8, 1)).toBe(-4);
		expect(two('shift_right_arithmetic', 'int32', -8, 40)).toBe(-1);
		expect(two('shift_right_arithmetic', 'uint32', 2 ** 31, 4)).toBe(0xf8000000);
		expect(two('shift_right_logical', 'int32', 1, -1)).toBe(0);
	});
	it('pow follows C: pow(1, nan) = 1, pow(-1, inf) = 1, and an integer power wraps', () => {
		expect(two('pow', 'float32', 1, NaN)).toBe(1);
		expect(two('pow', 'float32', -1, Infinity)).toBe(1);
		expect(two('pow', 'float32', 2, 0.5)).toBe(Math.fround(Math.SQRT2));
		expect(two('pow', 'int32', 3, 21)).toBe(Number(BigInt.asIntN(32, 3n ** 21n)));
		expect(two('pow', 'int32', 2, -1)).toBe(0);
		expect(two('pow', 'int32', -1, -3)).toBe(-1);
	});
	it('nextafter steps by one unit of the dtype', () => {
		expect(two('nextafter', 'float32', 1, 2)).toBe(1 + 2 ** -23);
		expect(two('nextafter', 'float32', 0, -1)).toBe(-(2 ** -149));
		expect(two('nextafter', 'float32', -1, 0)).toBe(-1 + 2 ** -24);
		expect(two('nextafter', 'bfloat16', 1, 2)).toBe(1 + 2 ** -7);
		expect(two('nextafter', 'float16', 1, 2)).toBe(1 + 2 ** -10);
		expect(two('nextafter', 'float16', 1, 0)).toBe(1 - 2 ** -11);
		expect(two('nextafter', 'float16', 0, 1)).toBe(2 ** -24);
		expect(two('nextafter', 'float16', 65504, Infinity)).toBe(Infinity);
		expect(two('nextafter', 'float32', 1, NaN)).toBeNaN();
	});
	it('float16 and bfloat16 results are rounded to even', () => {
		expect(two('add', 'float16', 2048, 1)).toBe(2048);
		expect(two('add', 'float16', 2048, 3)).toBe(2052);
		expect(two('mul', 'float16', 60000, 2)).toBe(Infinity);
		expect(two('add', 'bfloat16', 256, 1)).toBe(256);
		expect(two('add', 'bfloat16', 256, 3)).toBe(260);
		expect(two('div', 'bfloat16', 1, 3)).toBe(0.333984375);
	});
	it('keys are equal when both words are', () => {
		const keys = array('key<fry>', [3], [1, 2, 1, 3, 4, 2]);
		const key = array('key<fry>', [], [1, 2]);
		expect(numbers(run(binary('eq', 'key<fry>', 3, false, true), [keys, key], 'bool', [3]))).toEqual([
			1, 0, 0
		]);
		expect(numbers(run(binary('ne', 'key<fry>', 3), [keys, keys], 'bool', [3]))).toEqual([0, 0, 0]);
	});
	it('refuses what the primitive does not take', () => {
		expect(() => binary('atan2', 'int32', 1)).toThrow('internal: no atan2 of int32');
		expect(() => binary('and', 'float32', 1)).toThrow('internal: no and of float32');
		expect(() => binary('lt', 'key<fry>', 1)).toThrow('internal: no lt of keys');
	});
});

describe('unary', () => {
	it('sign keeps NaN and the sign of zero', () => {
		expect(one('sign', 'float32', -2.5, -0, 0, 3, NaN)).toEqual([-1, -0, 0, 1, NaN]);
	});
	it('neg, abs and square of integers wrap', () => {
		expect(one('neg', 'int8', -128, 5)).toEqual([-128, -5]);
		expect(one('neg', 'uint32', 1)).toEqual([4294967295]);
		expect(one('abs', 'int32', -7, -(2 ** 31))).toEqual([7, -(2 ** 31)]);
		expect(one('square', 'int32', 65537)).toEqual([131073]);
	});
	it('not flips every bit of an integer and the truth of a bool', () => {
		expect(one('not', 'int32', 0, 5)).toEqual([-1, -6]);
		expect(one('not', 'uint8', 1)).toEqual([254]);
		expect(one('not', 'bool', 0, 1)).toEqual([1, 0]);
	});
	it('population_count and clz count within the width', () => {
		expect(one('population_count', 'int8', -1, 3)).toEqual([8, 2]);
		expect(one('population_count', 'uint32', 0xffffffff)).toEqual([32]);
		expect(one('clz', 'uint16', 1, 0)).toEqual([15, 16]);
		expect(one('clz', 'int32', -1, 1)).toEqual([0, 31]);
	});
	it('is_finite gives bool', () => {
		expect(numbers(run(unary('is_finite', 'float32', 3), [f32(1, NaN, -Infinity)], 'bool', [3]))).toEqual([
			1, 0, 0
		]);
	});
	it('copy moves both words of a key', () => {
		expect(one('copy', 'int32', 1, 2)).toEqual([1, 2]);
		const keys = array('key<fry>', [2], [1, 2, 3, 4]);
		expect(numbers(run(unary('copy', 'key<fry>', 2), [keys], 'key<fry>', [2]))).toEqual([1, 2, 3, 4]);
	});
	it('round goes to even or away from zero on a half', () => {
		const x = f32(0.5, 1.5, 2.5, -0.5, -2.5, 0.49999997, -0.3, Infinity, NaN);
		const even = numbers(run(round('float32', 9, 'even'), [x], 'float32', [9]));
		const away = numbers(run(round('float32', 9, 'away'), [x], 'float32', [9]));
		expect(even).toEqual([0, 2, 2, -0, -2, 0, -0, Infinity, NaN]);
		expect(away).toEqual([1, 2, 3, -1, -3, 0, -0, Infinity, NaN]);
	});
	it('integer_pow rounds every product and inverts at the end', () => {
		const x = Math.fround(1.1);
		const x2 = Math.fround(x * x);
		const x4 = Math.fround(x2 * x2);
		const pow = (y: number): number => run(integerPow('float32', 1, y), [f32(1.1)], 'float32', [1]).data[0];
		expect(pow(3)).toBe(Math.fround(x * x2));
		expect(pow(6)).toBe(Math.fround(x2 * x4));
		expect(pow(-2)).toBe(Math.fround(1 / x2));
		expect(pow(0)).toBe(1);
		expect(run(integerPow('int32', 1, 5), [i32(-300)], 'int32', [1]).data[0]).toBe(
			Number(BigInt.asIntN(32, (-300n) ** 5n))
		);
	});
	it('refuses what the primitive does not take', () => {
		expect(() => unary('sin', 'int32', 1)).toThrow('internal: no sin of int32');
		expect(() => unary('not', 'float32', 1)).toThrow('internal: no not of float32');
	});
});

describe('select_n and clamp', () => {
	it('picks elementwise by bool', () => {
		expect(
			numbers(
				run(select('float32', 3, 2, false), [bool(0, 1, 0), f32(1, 2, 3), f32(4, 5, 6)], 'float32', [3])
			)
		).toEqual([1, 5, 3]);
	});
	it('picks one case whole by a scalar', () => {
		const which = array('bool', [], [1]);
		expect(
			numbers(run(select('float32', 2, 2, true), [which, f32(1, 2), f32(4, 5)], 'float32', [2]))
		).toEqual([4, 5]);
	});
	it('picks among many by int32, clamped', () => {
		const kernel = select('int32', 4, 3, false);
		const cases = [i32(1, 1, 1, 1), i32(2, 2, 2, 2), i32(3, 3, 3, 3)];
		expect(numbers(run(kernel, [i32(-1, 1, 2, 9), ...cases], 'int32', [4]))).toEqual([1, 2, 3, 3]);
	});
	it('picks keys with both words', () => {
		const [a, b] = [array('key<fry>', [2], [1, 2, 3, 4]), array('key<fry>', [2], [5, 6, 7, 8])];
		expect(numbers(run(select('key<fry>', 2, 2, false), [bool(1, 0), a, b], 'key<fry>', [2]))).toEqual([
			5, 6, 3, 4
		]);
	});
	it('clamp takes scalar or full bounds and keeps NaN', () => {
		const x = f32(-5, 0.5, 5, NaN);
		expect(numbers(run(clamp('float32', 4, true, true), [f32(0), x, f32(1)], 'float32', [4]))).toEqual([
			0,
			0.5,
			1,
			NaN
		]);
		expect(
			numbers(run(clamp('int32', 2, false, true), [i32(0, 3), i32(1, 1), i32(2)], 'int32', [2]))
		).toEqual([1, 2]);
	});
});

describe('convert_element_type and bitcast_convert_type', () => {
	const converted = (from: DType, to: DType, ...values: number[]): number[] =>
		numbers(
			run(convert(from, to, values.length), [array(from, [values.length], values)], to, [values.length])
		);
	it('float to integer truncates and saturates, NaN gives 0', () => {
		expect(converted('float32', 'int32', 1.9, -1.9, 3e9, -3e9, NaN, Infinity)).toEqual([
			1,
			-1,
			2 ** 31 - 1,
			-(2 ** 31),
			0,
			2 ** 31 - 1
		]);
		expect(converted('float32', 'uint8', -1, 300, 254.9)).toEqual([0, 255, 254]);
		expect(converted('bfloat16', 'int8', 1000)).toEqual([127]);
	});
	it('integer to integer wraps', () => {
		expect(converted('int32', 'int8', 300, -129)).toEqual([44, 127]);
		expect(converted('int32', 'uint32', -1)).toEqual([4294967295]);
		expect(converted('uint32', 'int32', 4294967295)).toEqual([-1]);
	});
	it('to bool is != 0, from bool is 0 or 1', () => {
		expect(converted('float32', 'bool', 0, -0, 0.5, NaN)).toEqual([0, 0, 1, 1]);
		expect(converted('int32', 'bool', 256)).toEqual([1]);
		expect(converted('bool', 'float32', 1, 0)).toEqual([1, 0]);
	});
	it('to a narrower float rounds to even', () => {
		expect(converted('float32', 'float16', 0.1, 65520, 1e-8)).toEqual([0.0999755859375, Infinity, 0]);
		expect(converted('float32', 'bfloat16', 0.1, 3.3895314e38, 1.00390625)).toEqual([
			0.10009765625, 3.3895313892515355e38, 1
		]);
		expect(converted('int32', 'float32', 16777217)).toEqual([16777216]);
	});
	const cast = (from: DType, to: DType, ...values: number[]): number[] =>
		numbers(
			run(bitcast(from, to, values.length), [array(from, [values.length], values)], to, [values.length])
		);
	it('bitcast keeps the bits', () => {
		expect(cast('float32', 'uint32', 1, -0)).toEqual([0x3f800000, 0x80000000]);
		expect(cast('float32', 'int32', -1)).toEqual([0xbf800000 | 0]);
		expect(cast('uint32', 'float32', 0x3f800000)).toEqual([1]);
		expect(cast('int32', 'float32', -(2 ** 31))).toEqual([-0]);
		expect(cast('float16', 'uint16', 1, -2)).toEqual([0x3c00, 0xc000]);
		expect(cast('int16', 'float16', 0x3c00)).toEqual([1]);
		expect(cast('bfloat16', 'int16', -1)).toEqual([0xbf80 - 0x10000]);
		expect(cast('uint16', 'bfloat16', 0x3f80)).toEqual([1]);
		expect(cast('int8', 'uint8', -1)).toEqual([255]);
	});
});
