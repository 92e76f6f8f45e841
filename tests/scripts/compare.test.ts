import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { casesOf } from '../../scripts/conformance/cases';
import { differenceOf, headOf } from '../../scripts/conformance/compare';
import { valueDifference } from '../../scripts/conformance/compare-values';
import type { ArrayRecord, Expect, Scalar, ScanRecord, Value } from '../../scripts/program/format';

const array = (dtype: string, data: readonly Scalar[], shape: readonly number[] = [data.length]): Value => ({
	array: { dtype, shape, data }
});
const f32 = (...data: Scalar[]): Value => array('float32', data);
const i32 = (...data: Scalar[]): Value => array('int32', data);
const float = (value: Scalar): Value => ({ python: 'float', value });
const int = (value: number): Value => ({ python: 'int', value });
const str = (value: string): Value => ({ python: 'str', value });

describe('values that count as the same', () => {
	const same: readonly (readonly [what: string, actual: Value, expected: Value])[] = [
		['a float within the relative tolerance', f32(1000.009), f32(1000)],
		['a float within the absolute tolerance', f32(9e-7), f32(0)],
		['NaN and NaN', f32('nan', 1), f32('nan', 1)],
		['infinities', f32('inf', '-inf'), f32('inf', '-inf')],
		['zeros of either sign', f32('-0'), f32(0)],
		['a float16 within a hundredth', array('float16', [100.9]), array('float16', [100])],
		['a bfloat16 within a hundredth', array('bfloat16', [0.009]), array('bfloat16', [0])],
		['an array of JAX and one of NumPy', i32(1), { numpy: { dtype: 'int32', shape: [1], data: [1] } }],
		[
			'a weak array and one that is not',
			{ array: { dtype: 'float32', shape: [1], data: [1], weak: true } },
			f32(1)
		],
		['Python floats within the tolerance', float(0.1 + 0.2), float(0.3)],
		['empty arrays of one shape', array('int32', [], [0, 3]), array('int32', [], [0, 3])]
	];
	test.each(same)('%s', (_, actual, expected) =>
		expect(valueDifference(actual, expected, 'result')).toBeNull()
	);
});

describe('planted differences of values are found', () => {
	const different: readonly (readonly [what: string, actual: Value, expected: Value, says: string])[] = [
		['a float beyond the tolerance', f32(1, 2.0001), f32(1, 2), 'result{1} is 2.0001; expected 2'],
		['a number for a NaN', f32(0), f32('nan'), 'result is 0; expected nan'],
		['a NaN for a number', f32('nan'), f32(0), 'result is nan; expected 0'],
		['an infinity of the other sign', f32('inf'), f32('-inf'), 'result is inf; expected -inf'],
		['a large number for an infinity', f32(1e38), f32('inf'), 'result is 1e+38; expected inf'],
		['an integer off by one', i32(100001), i32(100000), 'result is 100001; expected 100000'],
		[
			'a float16 beyond its tolerance',
			array('float16', [102.1]),
			array('float16', [100]),
			'result is 102.1; expected 100'
		],
		['a boolean', array('bool', [true]), array('bool', [false]), 'result is true; expected false'],
		['a number for a boolean', array('bool', [1]), array('bool', [true]), 'result is 1; expected true'],
		['the element type', i32(1), f32(1), 'result is int32[1]; expected float32[1]'],
		['the shape', array('int32', [1, 2], [2, 1]), i32(1, 2), 'result is int32[2,1]; expected int32[2]'],
		['a missing element', array('int32', [1], [2]), i32(1, 1), 'result has 1 elements; expected 2'],
		[
			'the place in a matrix',
			array('int32', [1, 2, 3, 9], [2, 2]),
			array('int32', [1, 2, 3, 4], [2, 2]),
			'result{1,1} is 9; expected 4'
		],
		['a list for a tuple', { list: [int(1)] }, { tuple: [int(1)] }, 'result is list; expected tuple'],
		['an array for a Python number', i32(1), int(1), 'result is array; expected int'],
		['an int for a bool', int(1), { python: 'bool', value: true }, 'result is int; expected bool'],
		['an int', int(2), int(1), 'result is 2; expected 1'],
		['a str', str('a'), str('b'), 'result is a; expected b'],
		['the length of a tuple', { tuple: [] }, { tuple: [int(1)] }, 'result has 0 items; expected 1'],
		[
			'an item deep inside',
			{ tuple: [{ list: [int(2)] }] },
			{ tuple: [{ list: [int(1)] }] },
			'result[0][0] is 2; expected 1'
		],
		[
			'a key of a dict',
			{ dict: [[str('a'), int(1)]] },
			{ dict: [[str('b'), int(1)]] },
			'result has ["a"] where ["b"] is expected'
		],
		['a value of a dict', { dict: [[int(1), int(1)]] }, { dict: [[int(1), int(2)]] }, 'is 1; expected 2'],
		[
			'the name of a namedtuple',
			{ namedtuple: 'A', fields: {} },
			{ namedtuple: 'B', fields: {} },
			'result is namedtuple A'
		],
		[
			'a field',
			{ namedtuple: 'A', fields: { x: int(1) } },
			{ namedtuple: 'A', fields: { x: int(2) } },
			'result.x is 1; expected 2'
		],
		[
			'a field’s name',
			{ dataclass: 'A', fields: { x: int(1) } },
			{ dataclass: 'A', fields: { y: int(1) } },
			'result has .x where .y'
		],
		[
			'the words of a key',
			{ key: { dtype: 'uint32', shape: [2], data: [0, 1] } },
			{ key: { dtype: 'uint32', shape: [2], data: [0, 2] } },
			'result{1} is 1; expected 2'
		],
		[
			'raw words for a key',
			array('uint32', [0, 1]),
			{ key: { dtype: 'uint32', shape: [2], data: [0, 1] } },
			'result is array; expected key'
		],
		['None', int(0), { none: true }, 'result is int; expected none'],
		['a repr', { repr: 'a' }, { repr: 'b' }, 'result is a; expected b']
	];
	test.each(different)('%s', (_, actual, expected, says) =>
		expect(valueDifference(actual, expected, 'result')).toContain(says)
	);
});

describe('what a program did', () => {
	const error = (message: string, line = 3, type = 'TypeError'): Expect => ({
		error: { type, message, line }
	});
	const leaf = (...data: number[]): ArrayRecord => ({ dtype: 'float32', shape: [data.length], data });
	const scan = (
		carries: readonly (readonly ArrayRecord[])[],
		length = carries.length - 1,
		reverse = false
	): Expect => ({
		scans: [{ length, reverse, carries } satisfies ScanRecord]
	});

	const same: readonly (readonly [what: string, actual: Expect, expected: Expect])[] = [
		['nothing at all', {}, {}],
		['messages of one first line', error('a  b\nmore'), error('a b\nother')],
		['messages of one first sentence', error('a b. more'), error('a b. other words')],
		['scans where none were recorded', scan([[leaf(1)]]), {}]
	];
	test.each(same)('is the same: %s', (_, actual, expected) =>
		expect(differenceOf(actual, expected)).toBeNull()
	);

	const different: readonly (readonly [what: string, actual: Expect, expected: Expect, says: string])[] = [
		['an error', error('a'), { result: int(1) }, 'raised TypeError: a (line 3)'],
		['no error', { result: int(1) }, error('a'), 'did not raise TypeError: a (line 3)'],
		['the error’s type', error('a', 3, 'ValueError'), error('a'), 'raised ValueError'],
		['the message', error('a c'), error('a b'), 'TypeError says "a c"; expected "a b"'],
		['the line', error('a', 4), error('a'), 'TypeError at line 4; expected line 3'],
		['a result', {}, { result: int(1) }, 'has no result'],
		['no result', { result: int(1) }, {}, 'has a result; expected none'],
		[
			'a blank in the output',
			{ stdout: '1 2\n3  4\n' },
			{ stdout: '1 2\n3 4\n' },
			'printed line 2 is "3  4"; expected "3 4"'
		],
		['a missing line', { stdout: '1\n' }, { stdout: '1\n2\n' }, 'printed line 2'],
		['a line too many', { stdout: '1\n2\n' }, { stdout: '1\n' }, 'printed line 2'],
		['output', { stdout: '1\n' }, {}, 'printed line 1'],
		['the number of scans', {}, scan([[leaf(1)]]), 'ran 0 scans; expected 1'],
		['the length', scan([[leaf(1)]], 1), scan([[leaf(1)]], 2), 'scan 0 has length 1; expected 2'],
		['the direction', scan([[leaf(1)]], 0, true), scan([[leaf(1)]]), 'scan 0 has reverse=true'],
		[
			'the number of steps',
			scan([[leaf(1)]], 1),
			scan([[leaf(1)], [leaf(1)]], 1),
			'scan 0 has 1 carries; expected 2'
		],
		['the number of leaves', scan([[]]), scan([[leaf(1)]]), 'scan 0 carries 0 leaves; expected 1'],
		[
			'a carry',
			scan([[leaf(1, 2)], [leaf(1, 3)]]),
			scan([[leaf(1, 2)], [leaf(1, 2)]]),
			'scan 0 carry 0 after 1 steps{1} is 3; expected 2'
		]
	];
	test.each(different)('differs: %s', (_, actual, expected, says) =>
		expect(differenceOf(actual, expected)).toContain(says)
	);

	test('the head of a message ends with its first line or sentence', () => {
		expect(headOf('  one\n two')).toBe('one');
		expect(headOf('one   two. Three. Four')).toBe('one two');
		expect(headOf('version 0.10.2 says.')).toBe('version 0.10.2 says.');
	});
});

test('every case agrees with itself', () => {
	const files = readdirSync('tests/conformance').filter((name) => name.endsWith('.jsonl'));
	const cases = files.flatMap((name) => casesOf(`tests/conformance/${name}`));
	expect(cases.length).toBeGreaterThan(600);
	expect(cases.filter((one) => differenceOf(one.expect, one.expect) !== null)).toEqual([]);
});
