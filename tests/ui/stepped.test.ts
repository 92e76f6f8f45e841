import { expect, it } from 'vitest';
import { dragged, stepped } from '$lib/ui/dock/stepped';

it.each([
	['3', 1, '4'],
	['3.', 1, '4.'],
	['0.', -1, '-1.'],
	['-0.25', 1, '0.75'],
	['0.9', -1, '-0.1'],
	['2.50', 3, '5.50'],
	['3', 0.1, '3.1'],
	['3.', -0.1, '2.9'],
	['0.25', 0.1, '0.35'],
	['1e8', 1, '100000001'],
	['5e-1', 1, '1.5'],
	['1.5E-3', -1, '-0.9985'],
	['1.5e2', 1, '151'],
	['1e-200', 1, `1.${'0'.repeat(100)}`]
])('%s stepped by %d keeps its decimals', (text, by, next) => expect(stepped(text, by)).toBe(next));

it.each(['', ' ', '-inf', 'nan', 'many', '1e999'])('%j is not stepped', (text) =>
	expect(stepped(text, 1)).toBeNull()
);

it('a drag takes a step every 8 pixels from what was written when it began', () => {
	expect([-20, -16, -3, 0, 3, 4, 8, 40].map((pixels) => dragged('0.50', pixels))).toEqual([
		'-1.50', '-1.50', '0.50', '0.50', '0.50', '1.50', '1.50', '5.50'
	]); // prettier-ignore
	expect(dragged('1e-3', 2)).toBe('1e-3');
	expect(dragged('-inf', 40)).toBeNull();
});
