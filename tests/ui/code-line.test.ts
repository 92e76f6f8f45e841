import { describe, expect, it } from 'vitest';
import { codeLine, cutRound } from '$lib/ui/projector/code-line';

const program = 'def step(carry, x):\n    new = jnp.maximum(carry, x)\n    return new, new';
const span = { from: program.indexOf('jnp'), to: program.indexOf(')', 40) + 1, line: 2, column: 10 };

const written = (runs: ReturnType<typeof codeLine>): string =>
	runs
		.map(({ boxed, pieces }) => {
			const text = pieces.map((piece) => piece.text).join('');
			return boxed ? `[${text}]` : text;
		})
		.join('');

describe('the line being carried out', () => {
	const line = codeLine(program, [], span);

	it('is there without its indentation, the expression boxed', () =>
		expect(written(line)).toBe('new = [jnp.maximum(carry, x)]'));

	it('keeps whole what has room', () => expect(cutRound(line, 27)).toBe(line));

	it.each([
		[20, '… [jnp.maximum(carry]…'],
		[26, '…w = [jnp.maximum(carry, x)]']
	])('is cut to %i characters round its box', (most, text) => {
		const cut = cutRound(line, most);
		expect(written(cut)).toBe(text);
		expect(written(cut).replace(/[[\]]/g, '').length).toBe(most);
	});
});
