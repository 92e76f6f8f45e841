import { step as stepOf, type Moment, type EqnIndex } from './moment';
import type { Call, Loop } from './recording';
import type { Span } from '$lib/core/source';
import { restAt } from './walk';

/** A loop around the present one, and where one stands in it when one goes out to it. */
export interface Around {
	readonly loop: Loop;
	readonly moment: Moment;
}

/** Where the cursor can stand inside a step: on an equation, or on a call as a whole. */
export interface Stop {
	/** Null where it is an equation. */
	readonly call: Call | null;
	/** Calls around it. */
	readonly depth: number;
	/** Its equations: one and the same where it is an equation. */
	readonly first: EqnIndex;
	readonly last: EqnIndex;
}

const cache = new WeakMap<Loop, readonly Stop[]>();

/** The stops of a body in their order, a call before what lies in it. */
export function stopsOf(loop: Loop): readonly Stop[] {
	let stops = cache.get(loop);
	if (!stops) cache.set(loop, (stops = makeStops(loop)));
	return stops;
}

function makeStops({ eqns }: Loop): Stop[] {
	const stops: Stop[] = [];
	eqns.forEach(({ index, calls }, n) => {
		const before = eqns[n - 1]?.calls ?? [];
		let depth = 0;
		while (depth < calls.length && before[depth]?.id === calls[depth].id) depth++;
		for (; depth < calls.length; depth++) {
			const { id } = calls[depth];
			let last = n;
			while (eqns[last + 1]?.calls[depth]?.id === id) last++;
			stops.push({ call: calls[depth], depth, first: index, last: eqns[last].index });
		}
		stops.push({ call: null, depth, first: index, last: index });
	});
	return stops;
}

/** The stop a moment stands on; null while it is about the whole step. */
export function stopOf(loop: Loop, { eqn, depth }: Moment): Stop | null {
	if (eqn === null) return null;
	const deepest = loop.eqns[eqn]?.calls.length ?? 0;
	const at = Math.min(depth ?? deepest, deepest);
	return stopsOf(loop).find((stop) => stop.depth === at && stop.first <= eqn && eqn <= stop.last) ?? null;
}

/** Having carried out a stop of a step, and nothing after it. */
export function momentOn(loop: Loop, step: number, { call, depth, last }: Stop): Moment {
	return { ...restAt(loop, step), beat: 'combine', eqn: last, ...(call && { depth }) };
}

/** Having carried out an equation of a step, whatever calls are round it. */
export const eqnMoment = (loop: Loop, step: number, eqn: EqnIndex): Moment => ({
	...restAt(loop, step),
	beat: 'combine',
	eqn
});

/** The expression or the call. */
export const spanOfStop = (loop: Loop, { call, last }: Stop): Span | null =>
	call ? call.span : loop.eqns[last].span;

/** One level deeper: from the step to its first stop, from a call to what it does first. Null on an equation. */
export function stepInto(loop: Loop, moment: Moment): Moment | null {
	const step = Math.max(0, moment.step);
	const stop = stopOf(loop, moment);
	if (step >= loop.recorded) return null;
	const stops = stopsOf(loop);
	const inner = stop === null ? stops[0] : stop.call ? stops[stops.indexOf(stop) + 1] : null;
	return inner ? momentOn(loop, step, inner) : null;
}

/** One level up: to the call around, from the outermost stop to the whole step. Null on the whole step. */
export function stepOut(loop: Loop, moment: Moment): Moment | null {
	const stop = stopOf(loop, moment);
	if (stop === null) return null;
	const around = stopsOf(loop).find(
		({ depth, first, last }) => depth === stop.depth - 1 && first <= stop.first && stop.last <= last
	);
	return around ? momentOn(loop, moment.step, around) : restAt(loop, moment.step);
}

/**
 * The next stop without going deeper; after the last of a call what follows the call, after the last of a step the first
 * of the next. From a whole step its first stop; stays where there is none.
 */
export function stopAfter(loop: Loop, moment: Moment): Moment {
	const stop = stopOf(loop, moment);
	const step = Math.max(0, moment.step);
	const after = stopsOf(loop).find(
		({ depth, first }) => depth <= (stop?.depth ?? 0) && first > (stop?.last ?? -1)
	);
	if (after && step < loop.recorded) return momentOn(loop, step, after);
	return step + 1 < loop.recorded && stop ? momentOn(loop, step + 1, stopsOf(loop)[0]) : moment;
}

/** The inverse among stops of one call: the one before, before the first what precedes the call, then the step before. */
export function stopBefore(loop: Loop, moment: Moment): Moment {
	if (moment.step < 0) return moment;
	const stop = stopOf(loop, moment);
	const before = stopsOf(loop).findLast(
		({ depth, last }) => depth <= (stop?.depth ?? 0) && last < (stop?.first ?? Infinity)
	);
	if (before) return momentOn(loop, moment.step, before);
	const lastOfStep = stopsOf(loop).findLast(({ depth }) => depth === 0);
	return lastOfStep && moment.step > 0 ? momentOn(loop, moment.step - 1, lastOfStep) : moment;
}

/** The same place `by` steps later, negative for earlier; null where the loop has no such step. */
export function sameInStep(loop: Loop, moment: Moment, by: number): Moment | null {
	const step = moment.step + by;
	if (step >= loop.recorded || step < (moment.eqn === null ? -1 : 0)) return null;
	return step < 0 ? restAt(loop, step) : { ...moment, step: stepOf(step) };
}

/**
 * The next time, or with `by` -1 the last time, that an expression chosen by `on` is carried out in the loop. Of several
 * within one another the outermost counts. Null where there is none.
 */
export function executionFrom(
	loop: Loop,
	moment: Moment,
	on: (span: Span) => boolean,
	by: 1 | -1
): Moment | null {
	const chosen = stopsOf(loop).filter((stop) => {
		const span = spanOfStop(loop, stop);
		return span !== null && on(span);
	});
	const outermost = chosen.filter((stop) => !chosen.some((other) => other !== stop && holds(other, stop)));
	if (by < 0) outermost.reverse();
	const [soonest] = outermost;
	if (!soonest) return null;
	const here = stopOf(loop, moment);
	const inStep = outermost.find((stop) => (by > 0 ? isAfter(stop, here) : isBefore(stop, here)));
	if (inStep && moment.step >= 0) return momentOn(loop, moment.step, inStep);
	const step = moment.step + by;
	return step >= 0 && step < loop.recorded ? momentOn(loop, step, soonest) : null;
}

const holds = (outer: Stop, inner: Stop): boolean =>
	outer.depth < inner.depth && outer.first <= inner.first && inner.last <= outer.last;

/** A whole step has been carried out: nothing of it comes after, all of it before. */
const isAfter = (stop: Stop, here: Stop | null): boolean => here !== null && stop.first > here.last;
const isBefore = (stop: Stop, here: Stop | null): boolean => here === null || stop.last < here.first;
