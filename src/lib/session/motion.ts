import type { Moment } from '$lib/recording/moment';
import type { Loop } from '$lib/recording/recording';
import { compareStops } from '$lib/recording/breaks';
import { compareMoments, isLast, nextBeat, restAt, sameMoment, stepAfter } from '$lib/recording/walk';
import { beatTime, stepTime } from './timing';

/** What is shown: a moment, `t` of the way into its beat, on its way to `goal`. */
export interface Motion {
	readonly moment: Moment;
	/** 0 to 1. */
	readonly t: number;
	/** Where it will stand still. */
	readonly goal: Moment;
	/** Milliseconds at speed 1 since the goal was reached, counted while playing in pictures that do not move. */
	readonly waited: number;
}

/** How time passes. */
export interface Pace {
	readonly speed: number;
	readonly playing: boolean;
	/** Pictures instead of motion, for those who asked for it. */
	readonly reduced: boolean;
	readonly stops: Stops;
	/** First and last step of a stretch that is played over and over. */
	readonly range?: readonly [number, number] | null;
}

/** Where playing stops. */
export interface Stops {
	/** The first stop after a moment; null where there is none. */
	after(from: Moment): Moment | null;
	at(moment: Moment): boolean;
}

export const noStops: Stops = { after: () => null, at: () => false };

/** Where playing goes next: the end of the next step, or a stop on the way there. */
export function onward(loop: Loop, from: Moment, stops: Stops): Moment {
	const end = stepAfter(loop, from);
	const stop = stops.after(from);
	return stop && compareStops(stop, end) <= 0 ? stop : end;
}

/** Standing still at `moment`. */
export const still = (moment: Moment): Motion => ({ moment, t: 1, goal: moment, waited: 0 });

/** A jump: at once there, with the afterglow still to fade. */
export const snap = (moment: Moment, reduced: boolean): Motion =>
	reduced || moment.beat !== 'rest' ? still(moment) : { ...still(moment), t: 0 };

/** Begins the way forward from `from` to `goal`, at most one step further: the beats between are played. */
export function travel(from: Moment, goal: Moment, reduced: boolean): Motion {
	if (reduced || compareMoments(from, goal) === 0) return still(goal);
	const beat = from.step === goal.step ? nextBeat(from.beat) : 'pull';
	return { moment: { ...goal, beat: beat ?? goal.beat }, t: 0, goal, waited: 0 };
}

/** Whether it has not come to rest. */
export const isMoving = (motion: Motion): boolean => motion.t < 1 || !sameMoment(motion.moment, motion.goal);

/** What an interrupted motion comes to, at once. */
export const finish = (motion: Motion): Motion => still(motion.goal);

/**
 * The motion `ms` milliseconds later. While playing, a goal that is reached is followed by the next step; at the last
 * step it stands.
 */
export function advance(loop: Loop, motion: Motion, ms: number, pace: Pace): Motion {
	let now = motion;
	let left = ms * pace.speed;
	while (left > 0) {
		const need = isMoving(now) ? (1 - now.t) * beatTime[now.moment.beat] : waitOf(now, pace);
		if (left < need) return spend(now, left);
		left -= need;
		const next = afterBeat(loop, now, pace);
		if (next === null) return finish(now);
		now = next;
	}
	return now;
}

/** What a motion that stands still has to wait before playing moves it on. */
const waitOf = (motion: Motion, pace: Pace): number => (pace.reduced ? stepTime - motion.waited : 0);

function spend(motion: Motion, ms: number): Motion {
	if (!isMoving(motion)) return { ...motion, waited: motion.waited + ms };
	return { ...motion, t: Math.min(1, motion.t + ms / beatTime[motion.moment.beat]) };
}

/** What follows a completed beat or a completed wait; null where nothing does. */
function afterBeat(loop: Loop, motion: Motion, pace: Pace): Motion | null {
	const { moment, goal } = motion;
	const beat = nextBeat(moment.beat);
	if (!sameMoment(moment, goal) && beat !== null) return { ...motion, moment: { ...goal, beat }, t: 0 };
	if (!pace.playing || pace.stops.at(goal)) return null;
	const { range } = pace;
	const again = range && goal.step >= range[1];
	if (!again && isLast(loop, goal)) return null;
	const from = again ? restAt(loop, range[0] - 1) : goal;
	return travel(from, onward(loop, from, pace.stops), pace.reduced);
}
