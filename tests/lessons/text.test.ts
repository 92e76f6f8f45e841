import { describe, expect, test } from 'vitest';
import { codeSpans, inline, list, plainText, py } from '$lib/lessons/text';

describe('inline pieces', () => {
	test('are read in their order', () => {
		expect(inline('the *carry* `c`, $c_t$ of [a scan](carry-x-and-y)')).toEqual([
			{ kind: 'text', text: 'the ' },
			{ kind: 'emphasis', text: 'carry' },
			{ kind: 'text', text: ' ' },
			{ kind: 'code', text: 'c' },
			{ kind: 'text', text: ', ' },
			{ kind: 'maths', tex: 'c_t' },
			{ kind: 'text', text: ' of ' },
			{ kind: 'link', text: 'a scan', to: 'carry-x-and-y' }
		]);
	});

	test('leave code as it is', () => {
		expect(inline('`a * b * c` and `$x`')).toEqual([
			{ kind: 'code', text: 'a * b * c' },
			{ kind: 'text', text: ' and ' },
			{ kind: 'code', text: '$x' }
		]);
		expect(codeSpans('write `x`, not a * b * c')).toEqual([
			{ kind: 'text', text: 'write ' },
			{ kind: 'code', text: 'x' },
			{ kind: 'text', text: ', not a * b * c' }
		]);
	});

	test('have a plain text', () => {
		expect(plainText(inline('the *carry* `c`'))).toBe('the carry c');
		expect(list('one', 'two')).toMatchObject({ kind: 'list', ordered: false });
	});
});

test('programs lose their common indentation', () => {
	expect(py`
		def f(x):
		  return x
	`).toBe('def f(x):\n  return x');
});
