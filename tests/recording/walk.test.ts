import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beats, eqnIndex, step, type Moment } from '$lib/recording/moment';
import * as walk from '$lib/recording/walk';
import { fourRows, runningMax } from '../support/fixture';

const loop = runningMax(fourRows).loops[0];
const none = runningMax([[], []]).loops[0];

const moments = fc
	.record({ n: fc.integer({ min: 0, max: 7 }), beat: fc.constantFrom(...beats) })
	.map(({ n, beat }): Moment => ({ ...walk.restAt(loop, n), beat }));

const times = (n: number, walker: typeof walk.stepAfter, from: Moment): Moment =>
	Array.from({ length: n }).reduce<Moment>((moment) => walker(loop, moment), from);

describe('steps', () => {
	it('go from the start to the last and back', () => {
		expect(times(8, walk.stepAfter, walk.startOf(loop))).toEqual(walk.lastOf(loop));
		expect(times(8, walk.stepBefore, walk.lastOf(loop))).toEqual(walk.startOf(loop));
	});

	it('stay where there is nothing further', () => {
		expect(walk.stepAfter(loop, walk.lastOf(loop))).toEqual(walk.lastOf(loop));
		expect(walk.stepBefore(loop, walk.startOf(loop))).toEqual(walk.startOf(loop));
	});

	it('finish the step that has begun', () => {
		const combine: Moment = { ...walk.restAt(loop, 3), beat: 'combine' };
		expect(walk.stepAfter(loop, combine)).toEqual(walk.restAt(loop, 3));
		expect(walk.stepBefore(loop, combine)).toEqual(walk.restAt(loop, 2));
	});

	it('k of them are a seek to k', () => {
		fc.assert(
			fc.property(fc.integer({ min: 0, max: 8 }), (k) => {
				expect(times(k, walk.stepAfter, walk.startOf(loop))).toEqual(walk.restAt(loop, k - 1));
			})
		);
	});
});

describe('beats', () => {
	it('visit pull, combine, emit of every step', () => {
		const seen: string[] = [];
		let moment = walk.startOf(loop);
		for (let n = 0; n < 6; n++) {
			moment = walk.beatAfter(loop, moment);
			seen.push(`${moment.step} ${moment.beat}`);
		}
		expect(seen).toEqual(['0 pull', '0 combine', '0 emit', '1 pull', '1 combine', '1 emit']);
	});

	it('three are a step', () => {
		fc.assert(
			fc.property(fc.integer({ min: -1, max: 6 }), (n) => {
				const there = times(3, walk.beatAfter, walk.restAt(loop, n));
				expect({ ...there, beat: 'rest' }).toEqual(walk.restAt(loop, n + 1));
			})
		);
	});

	it('lead back the way they came', () => {
		const way = [walk.startOf(loop)];
		for (let n = 0; n < 24; n++) way.push(walk.beatAfter(loop, way[n]));
		expect(walk.beatAfter(loop, way[24])).toEqual(way[24]);
		let back = way[24];
		for (let n = 23; n >= 0; n--) {
			back = walk.beatBefore(loop, back);
			expect([back.step, walk.isSettled(back)]).toEqual([way[n].step, walk.isSettled(way[n])]);
		}
		expect(walk.beatBefore(loop, back)).toEqual(walk.startOf(loop));
	});

	it('always move forward or stay', () => {
		fc.assert(
			fc.property(moments, (moment) => {
				expect(walk.compareMoments(walk.beatAfter(loop, moment), moment)).toBeGreaterThanOrEqual(0);
				expect(walk.compareMoments(walk.beatBefore(loop, moment), moment)).toBeLessThan(0);
			})
		);
	});
});

describe('the edges', () => {
	it('a loop without steps has only its start', () => {
		for (const moment of [walk.firstOf(none), walk.lastOf(none), walk.stepAfter(none, walk.startOf(none))])
			expect(moment).toEqual(walk.startOf(none));
		expect(walk.beatAfter(none, walk.startOf(none))).toEqual(walk.startOf(none));
	});

	it('clamps into the loop', () => {
		const far: Moment = {
			...walk.startOf(loop),
			step: step(99),
			beat: 'pull',
			eqn: eqnIndex(4)
		};
		expect(walk.clampTo(loop, far)).toEqual(walk.lastOf(loop));
		expect(walk.clampTo(loop, { ...far, step: step(2) })).toEqual({ ...far, step: 2, eqn: null });
		expect(walk.clampTo(none, far)).toEqual(walk.startOf(none));
	});

	it('knows the equation at work', () => {
		expect(walk.eqnAt(loop, walk.startOf(loop), 1)).toBeNull();
		expect(walk.eqnAt(loop, walk.restAt(loop, 2), 1)).toBe(0);
		expect(walk.eqnAt(loop, { ...walk.restAt(loop, 2), beat: 'combine' }, 0.5)).toBe(0);
	});
});
