import { describe, expect, it } from 'vitest';
import { doubleText, scalarText } from '$lib/array/float-text';
import { arrayRepr, arrayStr, numpyRepr, numpyStr } from '$lib/array/text';
import { NDArray, zeros } from '$lib/array/ndarray';
import { array, bool, f32, i32 } from './run';
import { arrayOf, numberOf, readTextData, textArrayOf } from './text-data';

const data = readTextData(new URL('data/text.jsonl', import.meta.url));

describe('arrayStr', () => {
	it('lines up decimal points', () => {
		expect(arrayStr(f32(1, 2.5, -3))).toBe('[ 1.   2.5 -3. ]');
		expect(arrayStr(f32(0.1, 0.25, 100))).toBe('[  0.1    0.25 100.  ]');
		expect(arrayStr(i32(-1, 10, 200))).toBe('[ -1  10 200]');
		expect(arrayStr(bool(1, 0))).toBe('[ True False]');
	});
	it('turns to exponents over a ratio of 1000, from a million, below a ten-thousandth', () => {
		expect(arrayStr(f32(1, 1001))).toBe('[1.000e+00 1.001e+03]');
		expect(arrayStr(f32(999999))).toBe('[999999.]');
		expect(arrayStr(f32(1e6))).toBe('[1.e+06]');
		expect(arrayStr(f32(0.0001))).toBe('[0.0001]');
		expect(arrayStr(f32(9.9e-5))).toBe('[9.9e-05]');
	});
	it("pads with the exact value's digits, not with zeros", () => {
		expect(arrayStr(f32(1e-5, 1.2345678e-3))).toBe('[9.9999997e-06 1.2345678e-03]');
	});
	it('leaves room for nan, inf and the sign of zero', () => {
		expect(arrayStr(f32(NaN, 1, -Infinity))).toBe('[ nan   1. -inf]');
		expect(arrayStr(f32(-0, 0))).toBe('[-0.  0.]');
		expect(arrayStr(f32(NaN, Infinity))).toBe('[nan inf]');
	});
	it('writes an array of no axes as a scalar', () => {
		expect(arrayStr(array('float32', [], [2]))).toBe('2.0');
		expect(arrayStr(array('float32', [], [1e-4]))).toBe('1e-04');
		expect(arrayStr(array('bool', [], [1]))).toBe('True');
		expect(arrayStr(array('int32', [], [-3]))).toBe('-3');
	});
	it('nests and wraps at 75 columns', () => {
		expect(arrayStr(array('float32', [2, 2], [1, 2, 3, 4]))).toBe('[[1. 2.]\n [3. 4.]]');
		const ramp = array(
			'int32',
			[40],
			Array.from({ length: 40 }, (_, i) => i)
		);
		expect(arrayStr(ramp).split('\n')[1]).toBe(' 24 25 26 27 28 29 30 31 32 33 34 35 36 37 38 39]');
	});
	it('shows the ends of more than 1000 elements', () => {
		expect(arrayStr(zeros('float32', [1001]))).toBe('[0. 0. 0. ... 0. 0. 0.]');
		expect(arrayStr(zeros('float32', [1000]))).not.toContain('...');
	});
	it('shows keys as the words under them', () => {
		expect(arrayStr(array('key<fry>', [], [0, 7]))).toBe('Array((), dtype=key<fry>) overlaying:\n[0 7]');
	});
	it('shows bfloat16 with six digits', () => {
		expect(arrayStr(array('bfloat16', [3], [0.10009765625, 1.5, 100]))).toBe('[0.100098 1.5 100]');
	});
});

describe('arrayRepr', () => {
	it('names dtype and weak type', () => {
		expect(arrayRepr(f32(1, 2))).toBe('Array([1., 2.], dtype=float32)');
		expect(arrayRepr(new NDArray('float32', [], new Float32Array([1]), true))).toBe(
			'Array(1., dtype=float32, weak_type=True)'
		);
		expect(arrayRepr(zeros('float32', [0, 3]))).toBe('Array([], shape=(0, 3), dtype=float32)');
	});
	it('indents rows below one another', () => {
		expect(arrayRepr(array('int32', [2, 2], [1, 2, 3, 4]))).toBe(
			'Array([[1, 2],\n       [3, 4]], dtype=int32)'
		);
	});
});

describe('numpyRepr', () => {
	it('leaves out implied dtypes and wraps scalars in their type', () => {
		expect(numpyRepr({ dtype: 'float64', shape: [2], data: [1, 0.5] })).toBe('array([1. , 0.5])');
		expect(numpyRepr({ dtype: 'int64', shape: [2], data: [1, 2] })).toBe('array([1, 2])');
		expect(numpyRepr(f32(1))).toBe('array([1.], dtype=float32)');
		expect(numpyRepr(array('float32', [], [1.5]), true)).toBe('np.float32(1.5)');
		expect(numpyRepr(array('bool', [], [1]), true)).toBe('np.True_');
		expect(numpyRepr(array('bool', [], [1]))).toBe('array(True)');
		expect(numpyStr({ dtype: 'float64', shape: [], data: [1e16] })).toBe('1e+16');
	});
});

describe('scalarText and doubleText', () => {
	it.each([
		[0.1, '0.1'],
		[2, '2.0'],
		[1e6, '1e+06'],
		[16777216, '1.6777216e+07'],
		[1e-5, '1e-05'],
		[-0, '-0.0'],
		[1e20, '1e+20'],
		[NaN, 'nan'],
		[-Infinity, '-inf'],
		[2 ** -149, '1e-45'],
		[2 ** 33, '8.589935e+09'],
		[8589973504, '8.589974e+09']
	])('float32 %d is %s', (x, text) => expect(scalarText(Math.fround(x), 'float32')).toBe(text));
	it.each([
		[1, '1.0'],
		[1e-5, '1e-05'],
		[1e16, '1e+16'],
		[123456789.123, '123456789.123'],
		[0.1 + 0.2, '0.30000000000000004'],
		[5e-324, '5e-324'],
		[-0, '-0.0'],
		[Infinity, 'inf']
	])('a Python float %d is %s', (x, text) => expect(doubleText(x)).toBe(text));
});

describe('as JAX and NumPy printed them', () => {
	it.each(data.arrays.map((c) => [`${c.dtype}[${c.shape.join(',')}]${c.weak ? ' weak' : ''}`, c] as const))(
		'%s',
		(_, c) => {
			const x = arrayOf(c);
			expect(arrayStr(x)).toBe(c.str);
			expect(arrayRepr(x)).toBe(c.repr);
			expect(numpyRepr(x)).toBe(c.numpy);
		}
	);
	it.each(data.numpy.map((c) => [`${c.dtype}[${c.shape.join(',')}] of NumPy`, c] as const))('%s', (_, c) => {
		const x = textArrayOf(c);
		expect(numpyStr(x)).toBe(c.str);
		expect(numpyRepr(x)).toBe(c.repr);
		if (c.scalar !== null) expect(numpyRepr(x, true)).toBe(c.scalar);
	});
	it('800 scalars', () => {
		for (const [type, cell, str, repr] of data.scalars) {
			expect(scalarText(numberOf(cell), type)).toBe(str);
			expect(doubleText(numberOf(cell))).toBe(repr);
		}
	});
});
