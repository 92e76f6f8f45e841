import { describe, expect, it } from 'vitest';
import type { DType } from '$lib/array/dtype';
import { dtypeNamed, promote } from '$lib/core/promote';

/** `~` marks a weak operand: a Python scalar. Results read off real JAX with 64-bit types off. */
const table = `
int8 uint8 = int16
uint32 int32 = int32
uint8 uint16 = uint16
int16 uint16 = int32
bool bool = bool
bool int8 = int8
bfloat16 float16 = float32
float16 ~float32 = float16
bfloat16 ~int32 = bfloat16
int32 ~float32 = ~float32
int8 ~int32 = int8
uint8 ~int32 = uint8
uint32 float16 = float16
bool ~int32 = ~int32
bool ~float32 = ~float32
~int32 ~float32 = ~float32
float32 ~int32 = float32
int32 float32 = float32
`;

const operand = (text: string) => ({ dtype: text.replace('~', '') as DType, weak: text.startsWith('~') });

describe('promote(operands)', () => {
	for (const line of table.trim().split('\n')) {
		const [left, result] = line.split(' = ');
		const [a, b] = left.split(' ');
		it(`${left} gives ${result}`, () => {
			expect(promote([operand(a), operand(b)])).toEqual(operand(result));
			expect(promote([operand(b), operand(a)])).toEqual(operand(result));
		});
	}

	it('keeps the type of operands that agree', () => {
		expect(promote([operand('float16'), operand('float16')])).toEqual(operand('float16'));
	});
});

describe('dtypeNamed(name)', () => {
	it('narrows 64-bit names', () => {
		expect(['int64', 'uint64', 'float64'].map(dtypeNamed)).toEqual(['int32', 'uint32', 'float32']);
	});

	it('is null for what is no element type', () => {
		expect(dtypeNamed('complex64')).toBeNull();
	});
});
