import { describe, expect, it } from 'vitest';
import { garbageOf } from '../../scripts/measure/garbage';

/** Where things are put, so that they have to be made. */
let kept: unknown = null;

describe('garbageOf', () => {
	it('is next to nothing where nothing is made', () => {
		const numbers = new Float32Array(16);
		expect(garbageOf(20_000, () => numbers.fill(2))).toBeLessThan(1);
	});

	it('sees an object, a view and an array a step', () => {
		const numbers = new Float32Array(16);
		expect(garbageOf(20_000, () => (kept = { numbers }))).toBeGreaterThan(8);
		expect(garbageOf(20_000, () => (kept = numbers.subarray(1, 9)))).toBeGreaterThan(20);
		expect(garbageOf(20_000, () => (kept = new Float32Array(16)))).toBeGreaterThan(50);
		expect(kept).toHaveLength(16);
	});
});
