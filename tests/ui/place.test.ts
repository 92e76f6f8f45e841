import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beats, eqnIndex, loopIndex, step, type Moment } from '$lib/recording/moment';
import { bars, namedSteps, placeOf, stepAt } from '$lib/ui/transport/place';

const at = (n: number, beat: Moment['beat'] = 'rest'): Moment => ({
	within: [],
	loop: loopIndex(0),
	step: step(n),
	beat,
	eqn: null
});

describe('the thumb', () => {
	it('stands in the middle of its step', () => {
		expect(placeOf(at(2), 1, 8)).toBeCloseTo(2.5 / 8);
		expect(placeOf(at(-1), 1, 8)).toBe(0);
		expect(placeOf(at(-1), 1, 0)).toBe(0);
	});

	it('finds the step it stands at', () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 500 }), fc.nat(499), (steps, n) => {
				fc.pre(n < steps);
				expect(stepAt(placeOf(at(n), 1, steps), steps)).toBe(n);
				expect(stepAt(placeOf(at(-1), 1, steps), steps)).toBe(-1);
			})
		);
	});

	it('only moves forward while a step is played', () => {
		const places = beats.flatMap((beat) => [0, 0.5, 1].map((t) => placeOf(at(3, beat), t, 8)));
		expect(places).toEqual([...places].sort((a, b) => a - b));
		expect(places[0]).toBeCloseTo(placeOf(at(2), 1, 8));
	});

	it('never leaves the ends', () => {
		expect(stepAt(-3, 8)).toBe(-1);
		expect(stepAt(7, 8)).toBe(7);
	});
});

describe('the numbers under the timeline', () => {
	it('are all where there is room, else round', () => {
		expect(namedSteps(8, 16)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
		expect(namedSteps(160, 10)).toEqual([0, 20, 40, 60, 80, 100, 120, 140]);
		expect(namedSteps(1000, 10).length).toBeLessThanOrEqual(10);
		expect(namedSteps(0, 10)).toEqual([]);
	});
});

describe('the bars of the profile', () => {
	it('keep the highest of each bin', () => {
		expect(bars([0, 1, 0.2, 0.3], 2)).toEqual([1, 0.3]);
		expect(bars([0.5], 10)).toEqual([0.5]);
		expect(bars([], 10)).toEqual([]);
	});
});

it('an equation looked at does not move the thumb', () => {
	expect(placeOf({ ...at(1), eqn: eqnIndex(2) }, 1, 4)).toBe(placeOf(at(1), 1, 4));
});
