import { describe, expect, it } from 'vitest';
import { aval } from '$lib/core/aval';
import { singleEquation } from '$lib/core/jaxpr';
import { ProgramError } from '$lib/core/errors';
import { checkRoom } from '$lib/rules/room';
import { equationWork, workOf } from '$lib/rules/work';

const f32 = (...shape: number[]) => aval('float32', shape);

describe('workOf(primitive, ins, outs, params)', () => {
	it('counts elements', () => {
		expect(workOf('add', [f32(3, 4), f32()], [f32(3, 4)], {})).toBe(12);
	});

	it('counts what a reduction reads', () => {
		expect(workOf('reduce_sum', [f32(100)], [f32()], { axes: [0] })).toBe(100);
	});

	it('counts the multiply-adds of a contraction', () => {
		const params = {
			dimension_numbers: [
				[[1], [0]],
				[[], []]
			],
			preferred_element_type: null
		} as const;
		expect(workOf('dot_general', [f32(3, 5), f32(5, 7)], [f32(3, 7)], params)).toBe(105);
	});

	it('counts the equations of a body that is called once, and the overhead of each', () => {
		const type = f32(4);
		const jaxpr = singleEquation('sin', [type], {}, [type]);
		expect(workOf('jit', [type], [type], { name: 'f', jaxpr })).toBe(1 + equationWork + 4);
	});
});

describe('checkRoom(results)', () => {
	it('lets through what a page can hold', () => {
		expect(() => checkRoom([f32(1000, 1000)])).not.toThrow();
	});

	it('refuses more with a MemoryError that says what to do', () => {
		expect(() => checkRoom([f32(100_000, 1000)])).toThrow(ProgramError);
		expect(() => checkRoom([f32(100_000, 1000)])).toThrow('Out of memory allocating 400000000 bytes.');
	});
});
