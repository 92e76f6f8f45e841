import { goesOn, hitAfter, hitBefore, hitsOf, truthOf, type Hits, type Holds } from './hits';
import { beats, step, type EqnIndex, type Moment } from './moment';
import type { Column, Loop } from './recording';
import { restAt } from './walk';

/** What a breakpoint asks for: every part that is there. `line` is a line of the program, from 1. */
export interface BreakQuery {
	readonly line?: number;
	readonly step?: number;
	readonly lane?: number;
	/** Values of its condition. */
	readonly when: Column | null;
}

/** A breakpoint over the whole history: where it holds, and where in those steps one stops. */
export interface Break {
	readonly holds: Holds;
	readonly hits: Hits;
	/** The first equation of its line; null where it stops at the end of a step. */
	readonly eqn: EqnIndex | null;
}

/** The first equation of the loop that a line of the program made; null where none did. */
export const equationOnLine = (loop: Loop, line: number): EqnIndex | null =>
	loop.eqns.find(({ span }) => span?.line === line)?.index ?? null;

export function breakOf(loop: Loop, query: BreakQuery): Break {
	const eqn = query.line === undefined ? null : equationOnLine(loop, query.line);
	const holds = query.line !== undefined && eqn === null ? () => false : holdsOf(loop, query);
	return { holds, hits: hitsOf(loop, holds), eqn };
}

function holdsOf(loop: Loop, { step: at, lane: row, when }: BreakQuery): Holds {
	const condition = when ? truthOf(loop, when) : goesOn(loop);
	return (n, lane) =>
		(at === undefined || n === at) && (row === undefined || lane === row) && condition(n, lane);
}

/** Where one stops at a breakpoint in a step: at its line, else when the step is settled. */
export const stopIn = (loop: Loop, { eqn }: Break, n: number): Moment =>
	eqn === null ? restAt(loop, n) : { ...restAt(loop, n), beat: 'combine', eqn };

/** Order along one loop, equation by equation. */
export const compareStops = (a: Moment, b: Moment): number =>
	a.step - b.step || beats.indexOf(settled(a)) - beats.indexOf(settled(b)) || (a.eqn ?? -1) - (b.eqn ?? -1);

/** `emit` is as far as `rest`; what is singled out at rest is of no account. */
const settled = ({ beat }: Moment): Moment['beat'] => (beat === 'emit' ? 'rest' : beat);

/** Whether one stops at a moment. */
export const isStop = (loop: Loop, one: Break, moment: Moment): boolean =>
	one.hits.lanes[moment.step] > 0 && compareStops(stopIn(loop, one, moment.step), whole(moment)) === 0;

/** The first stop after a moment, or the last before it; null where there is none. */
export function nextStop(
	loop: Loop,
	breaks: readonly Break[],
	from: Moment,
	direction: 'later' | 'earlier'
): Moment | null {
	const sign = direction === 'later' ? 1 : -1;
	const here = whole(from);
	const found = breaks.flatMap((one): Moment[] => {
		if (one.hits.lanes[from.step] > 0) {
			const stop = stopIn(loop, one, from.step);
			if (sign * compareStops(stop, here) > 0) return [stop];
		}
		const hit = sign > 0 ? hitAfter(one.hits, from.step) : hitBefore(one.hits, from.step);
		return hit ? [stopIn(loop, one, hit.step)] : [];
	});
	return found.sort((a, b) => sign * compareStops(a, b))[0] ?? null;
}

/** A moment at rest without the equation looked at in it. */
const whole = (moment: Moment): Moment =>
	settled(moment) === 'rest' ? { ...moment, beat: 'rest', eqn: null, step: step(moment.step) } : moment;

/** Where any of the breakpoints holds: lanes that several hold in count once. */
export const anyBreak = (loop: Loop, breaks: readonly Break[]): Hits =>
	hitsOf(loop, (n, row) => breaks.some(({ holds }) => holds(n, row)));
