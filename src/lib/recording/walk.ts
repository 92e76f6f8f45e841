import { beats, samePlace, step, type Beat, type Moment, type EqnIndex } from './moment';
import type { Loop } from './recording';

/**
 * The arithmetic of moments. Whole steps stop at `rest`; the stops between them are `pull`, `combine` and `emit`, and
 * `emit` is as far as `rest`: three beats forward are one step forward.
 */

/** Settled after step `n`; -1 is the start. */
export const restAt = (loop: Loop, n: number): Moment => ({
	within: loop.within,
	loop: loop.index,
	step: step(Math.max(-1, Math.min(n, loop.recorded - 1))),
	beat: 'rest',
	eqn: null
});

/** Before the first step: only the init is there. */
export const startOf = (loop: Loop): Moment => restAt(loop, -1);

/** Where a recording opens: after its first step, or at the start of a loop without steps. */
export const firstOf = (loop: Loop): Moment => restAt(loop, 0);

/** After the last step. */
export const lastOf = (loop: Loop): Moment => restAt(loop, loop.recorded - 1);

/** Whether all of the moment's step has happened. */
export const isSettled = (moment: Pick<Moment, 'beat'>): boolean =>
	moment.beat === 'rest' || moment.beat === 'emit';

/** Before the first step. */
export const isStart = (moment: Moment): boolean => moment.step < 0;

/** Whether all that was recorded has happened. */
export const isLast = (loop: Loop, moment: Moment): boolean =>
	moment.step >= loop.recorded - 1 && isSettled(moment);

/** The end of this step when inside it, else of the next; stays at the last. */
export const stepAfter = (loop: Loop, moment: Moment): Moment =>
	restAt(loop, isSettled(moment) ? moment.step + 1 : moment.step);

/** The end of the step before; stays at the start. */
export const stepBefore = (loop: Loop, moment: Moment): Moment => restAt(loop, moment.step - 1);

/** The next beat, of the next step after the last; stays at the end. */
export function beatAfter(loop: Loop, moment: Moment): Moment {
	if (isLast(loop, moment)) return moment;
	if (isSettled(moment)) return { ...restAt(loop, moment.step + 1), beat: 'pull' };
	return { ...moment, beat: moment.beat === 'pull' ? 'combine' : 'emit', eqn: null };
}

/** The beat before; stays at the start. */
export function beatBefore(loop: Loop, moment: Moment): Moment {
	if (isStart(moment)) return moment;
	if (moment.beat === 'pull') return stepBefore(loop, moment);
	return { ...moment, beat: isSettled(moment) ? 'combine' : 'pull', eqn: null };
}

/** The nearest moment that the loop has. */
export function clampTo(loop: Loop, moment: Moment): Moment {
	const rest = restAt(loop, moment.step);
	if (rest.step !== moment.step || isStart(rest)) return rest;
	const eqn = moment.eqn !== null && moment.eqn in loop.eqns ? moment.eqn : null;
	const depth = eqn === null ? undefined : moment.depth;
	return { ...rest, beat: moment.beat, eqn, ...(depth !== undefined && { depth }) };
}

/** Whether two moments are one, with what is singled out in them. */
export const sameMoment = (a: Moment, b: Moment): boolean =>
	samePlace(a, b) && a.step === b.step && a.beat === b.beat && a.eqn === b.eqn && a.depth === b.depth;

/** Order along one loop: negative where `a` comes before `b`. */
export const compareMoments = (a: Moment, b: Moment): number =>
	a.step - b.step || beats.indexOf(a.beat) - beats.indexOf(b.beat);

/** The beat that follows in an animation; null after `rest`. */
export const nextBeat = (beat: Beat): Beat | null => beats[beats.indexOf(beat) + 1] ?? null;

/**
 * The equation being carried out: the one singled out by the moment; else while combining each in its turn as `t`
 * goes from 0 to 1; before that the first; afterwards the last that made a carry.
 */
export function eqnAt(loop: Loop, moment: Moment, t: number): EqnIndex | null {
	const { eqns } = loop;
	if (moment.eqn !== null) return moment.eqn;
	if (isStart(moment) || eqns.length === 0) return null;
	if (moment.beat === 'pull') return eqns[0].index;
	if (moment.beat === 'combine') return eqns[Math.min(eqns.length - 1, Math.floor(t * eqns.length))].index;
	const carries = eqns.filter((eqn) => eqn.becomes.some((place) => place.role === 'carry'));
	return (carries.at(-1) ?? eqns[eqns.length - 1]).index;
}
