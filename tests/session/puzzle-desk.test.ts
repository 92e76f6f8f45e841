import { describe, expect, it } from 'vitest';
import { runningSumParsons as parsons } from '$lib/lessons/parsons';
import { PuzzleDesk } from '$lib/session/puzzle-desk.svelte';

const names = (blocks: readonly { name: string }[]): string[] => blocks.map(({ name }) => name);

describe('a puzzle of blocks on the desk', () => {
	const [first, second, third] = parsons.blocks;

	it('begins with nothing taken and every block left', () => {
		const desk = new PuzzleDesk(parsons, 1);
		expect(desk.taken).toEqual([]);
		expect(new Set(desk.left)).toEqual(new Set([...parsons.blocks, ...parsons.distractors]));
	});

	it('takes blocks in the order they are pressed, each once, and puts them back', () => {
		const desk = new PuzzleDesk(parsons, 1);
		for (const block of [second, first, second]) desk.take(block);
		expect(names(desk.taken)).toEqual(names([second, first]));
		expect(desk.left).not.toContain(second);
		desk.putBack(second);
		expect(names(desk.taken)).toEqual(names([first]));
		expect(desk.left).toContain(second);
	});

	it('moves a block, and not beyond either end', () => {
		const desk = new PuzzleDesk(parsons, 1);
		for (const block of [first, second, third]) desk.take(block);
		desk.move(third, -1);
		expect(names(desk.taken)).toEqual(names([first, third, second]));
		desk.move(first, -1);
		desk.move(second, 1);
		expect(names(desk.taken)).toEqual(names([first, third, second]));
	});

	it('makes the program of what was taken', () => {
		const desk = new PuzzleDesk(parsons, 1);
		desk.take(second);
		desk.take(first);
		expect(desk.program).toBe([parsons.before, second.lines, first.lines, parsons.after].join('\n'));
	});
});
