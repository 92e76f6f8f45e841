import { describe, expect, it } from 'vitest';
import { codeFit, lineHeight } from '../../src/lib/ui/projector/code-fit';

const lines = (count: number, length = 20): string[] =>
	Array.from({ length: count }, () => 'x'.repeat(length));
const room = { width: 1000, height: 600 };
const screen = 720;

describe('how large a program is projected', () => {
	it('is at most 5 % of the screen, of a short one', () => {
		expect(codeFit(lines(3), 0, room, screen)).toEqual({ font: 36, from: 0, to: 3 });
	});

	it('is what its lines and its longest line leave room for', () => {
		const high = codeFit(lines(16), 0, room, screen);
		expect(high.font * lineHeight * 16).toBeCloseTo(room.height);
		expect(codeFit(lines(4, 60), 0, room, screen).font).toBeLessThan(1000 / 60 / 0.64);
	});

	it('is never less than 2.8 %: a long one is shown round its line', () => {
		const { font, from, to } = codeFit(lines(100), 50, room, screen);
		expect(font).toBeCloseTo(0.028 * screen);
		expect((to - from) * font * lineHeight).toBeLessThanOrEqual(room.height);
		expect(from).toBeLessThan(50);
		expect(to).toBeGreaterThan(50);
		expect(codeFit(lines(100), 0, room, screen).from).toBe(0);
		expect(codeFit(lines(100), 99, room, screen).to).toBe(100);
	});

	it('is of one line at least', () => {
		expect(codeFit(lines(5), 4, { width: 10, height: 10 }, screen)).toMatchObject({ from: 4, to: 5 });
	});
});
