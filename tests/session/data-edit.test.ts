import { describe, expect, it } from 'vitest';
import { dataIn, type DataArray } from '$lib/python/data-literals';
import { withCell, withoutRow, withPasted, withRandom, withRow, type DataEdit } from '$lib/session/data-edit';
import { changed, type TextEdit } from '$lib/session/text-edit';

const head = 'import jax.numpy as jnp\n';
const call = (data: string): string => `${head}def f(x): return x\nf(${data})\n`;

function first(program: string): DataArray {
	const [datum] = dataIn(program);
	if (datum?.kind !== 'array') throw new Error('no array');
	return datum;
}

/** The data after a change, as it stands in the program. */
function after(data: string, change: (program: string, array: DataArray) => readonly TextEdit[]): string {
	const program = call(data);
	const text = changed(program, change(program, first(program)));
	return text.slice(call('').indexOf('f()') + 2, -2);
}

const edits = (edit: DataEdit): readonly TextEdit[] => (edit.kind === 'edits' ? edit.edits : []);
const typed = (data: string, element: number, text: string): string =>
	after(data, (_, array) => edits(withCell(array, element, text)));
const refused = (data: string, text: string): string | null => {
	const edit = withCell(first(call(data)), 0, text);
	return edit.kind === 'fault' ? edit.reason : null;
};
const pasted = (data: string, table: string): string =>
	after(data, (program, array) => edits(withPasted(program, array, table)));
const unpasted = (data: string, table: string): string | null => {
	const program = call(data);
	const edit = withPasted(program, first(program), table);
	return edit.kind === 'fault' ? edit.reason : null;
};

describe('a number of the data', () => {
	it.each([
		['jnp.array([[3., 1., 4.], [1., 5., 2.]])', 2, '9', 'jnp.array([[3., 1., 9.], [1., 5., 2.]])'],
		['jnp.array([[3., 1.]])', 0, '2.50', 'jnp.array([[2.50, 1.]])'],
		['jnp.array([3., 1.])', 0, '-1e-3', 'jnp.array([-1e-3, 1.])'],
		['jnp.array([3., 1.])', 0, '−∞', "jnp.array([-float('inf'), 1.])"],
		['jnp.array([3., 1.])', 1, 'nan', "jnp.array([3., float('nan')])"],
		['jnp.array([-jnp.inf, 1.])', 0, '0', 'jnp.array([0., 1.])'],
		['jnp.array([3, 1])', 0, '7', 'jnp.array([7, 1])'],
		['jnp.array([True, False])', 1, '1', 'jnp.array([True, True])'],
		['2.5', 0, '3', '3.'],
		['jnp.array([\n  1.,  # one\n  2.\n])', 0, '8', 'jnp.array([\n  8.,  # one\n  2.\n])']
	])('%s at %i becomes %s', (data, element, text, expected) => {
		expect(typed(data, element, text)).toBe(expected);
	});

	it.each([
		['jnp.array([3., 1.])', 'many', 'many is not a number for float32'],
		['jnp.array([3, 1])', '2.5', '2.5 is not a number for int32'],
		['jnp.array([True])', '2', '2 is not True or False'],
		['jnp.array([3., 1.])', '', 'type a number for float32']
	])('%s refuses %s', (data, text, reason) => {
		expect(refused(data, text)).toBe(reason);
	});
});

describe('rows of the data', () => {
	it.each([
		['[[1., 2.]]', '[[1., 2.], [0., 0.]]'],
		['[[1, 2], [3, -4]]', '[[1, 2], [3, -4], [0, 0]]'],
		['[True]', '[True, False]'],
		['[[1., 2.],  # a\n [3., 4.],  # b\n]', '[[1., 2.],  # a\n [3., 4.],\n [0., 0.],  # b\n]'],
		['[[[1.], [2.]], [[3.], [4.]]]', '[[[1.], [2.]], [[3.], [4.]], [[0.], [0.]]]']
	])('%s gets one more: %s', (data, expected) => {
		expect(after(data, withRow)).toBe(expected);
	});

	it.each([
		['[[1., 2.], [3., 4.]]', 0, '[[3., 4.]]'],
		['[[1., 2.], [3., 4.]]', 1, '[[1., 2.]]'],
		['[1, 2, 3]', 1, '[1, 3]'],
		['[[1., 2.]]', 0, '[[1., 2.]]']
	])('%s without %i is %s', (data, at, expected) => {
		expect(after(data, (_, array) => withoutRow(array, at))).toBe(expected);
	});

	it('are the same by chance for the same seed', () => {
		const random = (seed: number): string =>
			after('[[1., 2., 3.], [4., 5., 6.]]', (_, array) => withRandom(array, seed));
		expect(random(1)).toBe(random(1));
		expect(random(1)).not.toBe(random(2));
		expect(random(1)).toMatch(/^\[\[(-?\d\., ){2}-?\d\.\], \[(-?\d\., ){2}-?\d\.\]\]$/);
	});
});

describe('numbers of a spreadsheet', () => {
	it.each([
		['[[1., 2.]]', '3\t4.5\t6\r\n7\t8\t-9\r\n', '[[3., 4.5, 6.], [7., 8., -9.]]'],
		['[[1, 2]]', '3,4\n5,6', '[[3, 4], [5, 6]]'],
		['[[1., 2.],\n [3., 4.]]', '5 6\n7 8\n9 10', '[[5., 6.],\n [7., 8.],\n [9., 10.]]'],
		['[1., 2.]', '3\n4\n5', '[3., 4., 5.]'],
		['[1., 2.]', '3;4;5', '[3., 4., 5.]'],
		['[[1., 2.]]', '[[3., 4.], [5., 6.]]'.replace('], [', ']\n['), '[[3., 4.], [5., 6.]]'],
		['1.5', '7', '7.']
	])('%s becomes %j: %s', (data, table, expected) => {
		expect(pasted(data, table)).toBe(expected);
	});

	it.each([
		['[[1., 2.]]', '1\t2\n3', 'row 1 has 1 numbers, row 0 has 2'],
		['[[1., 2.]]', '1\tyear', 'row 0: year is not a number for float32'],
		['[[1., 2.]]', ' \n', 'there are no numbers in it'],
		['[1., 2.]', '1\t2\n3\t4', 'this is one row of numbers'],
		['[[[1.]]]', '1', 'this array has 3 axes, a table has two'],
		['1.5', '1\t2', 'this is one number']
	])('%s refuses %j: %s', (data, table, reason) => {
		expect(unpasted(data, table)).toBe(reason);
	});
});
