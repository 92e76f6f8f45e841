import { expect, it } from 'vitest';
import { distance } from '$lib/ui/into-sight';

it('scrolls no further than is needed for all of it to be in sight', () => {
	expect(distance(10, 30, 0, 100)).toBe(0);
	expect(distance(-10, 30, 0, 100)).toBe(-10);
	expect(distance(90, 130, 0, 100)).toBe(30);
});

it('shows the beginning of what is too long, and stays where it fills the view', () => {
	expect(distance(90, 300, 0, 100)).toBe(90);
	expect(distance(-50, 50, 0, 20)).toBe(0);
});
