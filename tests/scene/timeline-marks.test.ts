import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hitsOf } from '$lib/recording/hits';
import { timelineMarks } from '$lib/scene/timeline-marks';
import { fourRows, runningMax } from '../support/fixture';

const base = runningMax(fourRows).loops[0];

/** A loop of so many steps and lanes; only its sizes are looked at. */
const sized = (recorded: number, lanes: number): typeof base => ({
	...base,
	recorded,
	lanes,
	axes: [{ name: 'f', size: lanes }]
});

describe('marks on the timeline', () => {
	it('stand at every step that is hit, or where steps are narrow at the first of each stretch', () => {
		const cases = fc.record({
			steps: fc.integer({ min: 1, max: 300 }),
			lanes: fc.integer({ min: 1, max: 5 }),
			width: fc.integer({ min: 40, max: 1200 }),
			seed: fc.nat(1000)
		});
		fc.assert(
			fc.property(cases, ({ steps, lanes, width, seed }) => {
				const loop = sized(steps, lanes);
				const holds = (n: number, row: number): boolean => (n * 7 + row * 3 + seed) % 11 === 0;
				const marks = timelineMarks(loop, hitsOf(loop, holds), width);
				const each = Math.max(1, Math.ceil((steps * 8) / width));
				const stretches = Array.from({ length: Math.ceil(steps / each) }, (_, bin) =>
					Array.from({ length: each }, (_, k) => bin * each + k).filter((n) => n < steps)
				);
				const counts = (n: number): number =>
					Array.from({ length: lanes }, (_, row) => row).filter((row) => holds(n, row)).length;
				const expected = stretches.flatMap((stretch) => {
					const hit = stretch.filter((n) => counts(n) > 0);
					return hit.length > 0 ? [{ step: hit[0], lanes: Math.max(...hit.map(counts)) }] : [];
				});
				expect(marks.map(({ step, lanes: most }) => ({ step, lanes: most }))).toEqual(expected);
				expect(marks.length).toBeLessThanOrEqual(width / 8 + 1);
				for (const { step, at } of marks) expect(at).toBe((step + 0.5) / steps);
			}),
			{ numRuns: 60 }
		);
	});

	it('say in how many rows, where there is room', () => {
		const loop = sized(4, 3);
		const hits = hitsOf(loop, (n, row) => n === 2 && row > 0);
		expect(timelineMarks(loop, hits, 400)).toMatchObject([
			{ step: 2, label: '2', text: 'row 1, step 2 (and 1 more row)' }
		]);
		expect(timelineMarks(loop, hits, 100)).toMatchObject([{ step: 2, label: '' }]);
	});
});
