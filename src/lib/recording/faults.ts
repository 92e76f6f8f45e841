import { flagsOf, operandColumn, type Flag, type FlagPlace } from './flags';
import type { EqnIndex, Lane, Moment, Step } from './moment';
import { elementsAt } from './read';
import type { Loop } from './recording';
import { momentOn, stopsOf } from './stops';
import { isSettled, restAt } from './walk';

/** Something silent that went wrong, wherever one equation did it in a run. */
export interface Fault {
	readonly kind: Flag['kind'];
	/** Null for the condition of a while loop. */
	readonly eqn: EqnIndex | null;
	/** Where it happened first: the earliest step, of its lanes the first. */
	readonly step: Step;
	readonly lane: Lane;
	/** Lanes it happens in, the first time in each. */
	readonly flags: readonly Flag[];
}

const found = new WeakMap<Loop, readonly Fault[]>();

/** All faults of a loop in the order of time, within a step in the order of the body; computed once. */
export function faultsOf(loop: Loop): readonly Fault[] {
	let faults = found.get(loop);
	if (!faults) found.set(loop, (faults = gather(loop)));
	return faults;
}

function gather(loop: Loop): Fault[] {
	const groups = new Map<string, Flag[]>();
	for (const flag of flagsOf(loop)) {
		const key = `${flag.kind} ${flag.eqn}`;
		groups.set(key, [...(groups.get(key) ?? []), flag]);
	}
	const faults = [...groups.values()].map((flags): Fault => {
		const [{ kind, eqn, step, lane }] = [...flags].sort(inTime);
		return { kind, eqn, step, lane, flags };
	});
	return faults.sort(inTime);
}

interface Timed {
	readonly step: number;
	readonly eqn: number | null;
	readonly lane: number;
}

/** A condition is asked before the step. */
const orderOf = ({ eqn }: Timed): number => eqn ?? -1;

const inTime = (a: Timed, b: Timed): number => a.step - b.step || orderOf(a) - orderOf(b) || a.lane - b.lane;

/** The first time of each fault in each lane, in the order of time: what one goes to, one after another. */
export const faultStops = (loop: Loop): readonly Flag[] =>
	faultsOf(loop)
		.flatMap(({ flags }) => flags)
		.sort(inTime);

/**
 * The fault after a moment in a lane, or before it; null where there is none. A moment without an equation is before all
 * of its step, or where it is settled after it. `on` is the fault that one stands on, where one has gone to it.
 */
export function faultFrom(
	loop: Loop,
	moment: Pick<Moment, 'step' | 'eqn' | 'beat'>,
	lane: Lane,
	direction: 1 | -1,
	on: FlagPlace | null = null
): Flag | null {
	const { step, eqn } = moment;
	const here = on ?? { step, eqn: eqn ?? (isSettled(moment) ? Infinity : -1), lane };
	const stops = faultStops(loop);
	if (direction === 1) return stops.find((flag) => inTime(flag, here) > 0) ?? null;
	return stops.findLast((flag) => inTime(flag, here) < 0) ?? null;
}

/** What the equation of a flag was given there: each operand's elements. */
export const givenTo = (loop: Loop, { eqn, step, lane, given }: Flag): readonly (readonly number[])[] =>
	given ??
	(eqn === null ? [] : loop.eqns[eqn].operands).map((operand) => {
		const column = operandColumn(loop, operand);
		return elementsAt(column, column.stepStride === 0 ? 0 : step, lane, loop.axes);
	});

/** Where one stands on a fault: a condition is asked when the step before it has ended. */
export function momentOfFault(loop: Loop, { step, eqn }: FlagPlace): Moment | null {
	if (eqn === null) return restAt(loop, step - 1);
	const stop = stopsOf(loop).find(({ call, first }) => call === null && first === eqn);
	return stop ? momentOn(loop, step, stop) : null;
}
