import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beatAfter, lastOf, restAt, startOf, stepAfter } from '$lib/recording/walk';
import {
	advance,
	finish,
	isMoving,
	noStops,
	snap,
	still,
	travel,
	type Motion,
	type Pace
} from '$lib/session/motion';
import { beatTime, stepTime } from '$lib/session/timing';
import { fourRows, runningMax } from '../support/fixture';

const loop = runningMax(fourRows).loops[0];
const calm: Pace = { speed: 1, playing: false, reduced: false, stops: noStops };

/** The beats seen when time passes in pieces of `ms`. */
function stages(from: Motion, ms: number, pace: Pace, limit = 400): string[] {
	const seen: string[] = [];
	let motion = from;
	for (let n = 0; n < limit && isMoving(motion); n++) {
		const name = `${motion.moment.step} ${motion.moment.beat}`;
		if (seen.at(-1) !== name) seen.push(name);
		motion = advance(loop, motion, ms, pace);
	}
	return seen;
}

const forward = (n: number): Motion => travel(restAt(loop, n), restAt(loop, n + 1), false);

describe('R5: one step', () => {
	it('is pull, combine, emit, rest', () => {
		expect(stages(forward(1), 16, calm)).toEqual(['2 pull', '2 combine', '2 emit', '2 rest']);
	});

	it('takes 1.1 s to be settled and 0.3 s to fade', () => {
		const settled = advance(loop, forward(1), 1100, calm);
		expect([settled.moment.beat, settled.t]).toEqual(['rest', 0]);
		expect(advance(loop, settled, 300, calm)).toEqual(still(restAt(loop, 2)));
		expect(stepTime).toBe(1400);
	});

	it('goes on from inside a step', () => {
		const combine = beatAfter(loop, beatAfter(loop, restAt(loop, 1)));
		expect(stages(travel(combine, stepAfter(loop, combine), false), 16, calm)).toEqual(['2 emit', '2 rest']);
	});

	it('is there at once with reduced motion, or when interrupted', () => {
		expect(travel(restAt(loop, 1), restAt(loop, 2), true)).toEqual(still(restAt(loop, 2)));
		expect(finish(forward(1))).toEqual(still(restAt(loop, 2)));
	});

	it('does not depend on how time is cut', () => {
		const cuts = fc.array(fc.double({ min: 0.5, max: 400, noNaN: true }), { minLength: 1, maxLength: 30 });
		fc.assert(
			fc.property(cuts, fc.constantFrom(0.25, 1, 4), (pieces, speed) => {
				const pace = { ...calm, playing: true, speed };
				const whole = pieces.reduce((a, b) => a + b);
				const cut = pieces.reduce((motion, ms) => advance(loop, motion, ms, pace), forward(-1));
				const once = advance(loop, forward(-1), whole, pace);
				const place = (m: Motion): number =>
					m.moment.step * 4 + (timeOf(m) + m.t * beatTime[m.moment.beat]) / 350;
				expect(place(cut)).toBeCloseTo(place(once), 6);
			})
		);
	});
});

/** Milliseconds before the beat within its step. */
const timeOf = ({ moment }: Motion): number =>
	({ pull: 0, combine: 300, emit: 700, rest: 1100 })[moment.beat];

describe('playing', () => {
	const playing = { ...calm, playing: true };

	it('passes every beat up to the last step and stands', () => {
		const from = travel(startOf(loop), restAt(loop, 0), false);
		expect(stages(from, 16, playing, 2000)).toHaveLength(8 * 4);
		expect(advance(loop, from, 60_000, playing)).toEqual(still(lastOf(loop)));
	});

	it('is four times as fast at speed 4', () => {
		const at = advance(loop, forward(-1), 1400 * 3, playing);
		expect(advance(loop, forward(-1), 350 * 3, { ...playing, speed: 4 })).toEqual(at);
	});

	it('changes whole pictures at the same pace with reduced motion', () => {
		const pace = { ...playing, reduced: true };
		const waiting = advance(loop, still(restAt(loop, 0)), 1399, pace);
		expect([waiting.moment, waiting.t]).toEqual([restAt(loop, 0), 1]);
		expect(advance(loop, waiting, 1, pace).moment).toEqual(restAt(loop, 1));
		expect(isMoving(waiting)).toBe(false);
	});
});

describe('a jump', () => {
	it('is there at once and glows', () => {
		const jump = snap(restAt(loop, 5), false);
		expect([jump.moment, jump.t]).toEqual([restAt(loop, 5), 0]);
		expect(advance(loop, jump, 300, calm)).toEqual(still(restAt(loop, 5)));
		expect(snap(restAt(loop, 5), true)).toEqual(still(restAt(loop, 5)));
	});
});
