import { elementsAt } from '$lib/recording/read';
import type { Lane } from '$lib/recording/moment';
import type { Loop } from '$lib/recording/recording';
import { argumentsOf } from '../check/data';
import { randomOf } from '../check/random';
import type { Exercise, Given } from '../exercise';
import { programOn } from '../program-text';
import { isShownAs, readTyped } from './grade';

/** "You are the scan": a lane's carries are filled in by hand. */
export interface HandRun {
	readonly seed: number;
	readonly args: readonly Given[];
	/** The solution on these arguments: its first loop is the one that is played. */
	readonly program: string;
}

/** Enough to see a habit, and not more than one fills in gladly. */
const handSizes = { N: 2, T: 5 };

/** Fresh random data for an exercise, the same for the same seed. */
export function handRun(exercise: Exercise, seed: number): HandRun {
	const args = argumentsOf(exercise, 'signed', randomOf(seed), handSizes);
	return { seed, args, program: programOn(exercise, bare(exercise.solution), args) };
}

/** The next try: always on other data. */
export function nextHandRun(exercise: Exercise, before: HandRun): HandRun {
	for (let seed = before.seed + 1; ; seed++) {
		const next = handRun(exercise, seed);
		if (next.program !== before.program) return next;
	}
}

/** A solution without the call it ends with. */
const bare = (solution: string): string => solution.trimEnd().split('\n').slice(0, -1).join('\n');

export type HandGrade =
	| { readonly kind: 'right' }
	/** The first cell that is not right. `step` is the step that makes it. */
	| {
			readonly kind: 'wrong';
			readonly lane: Lane;
			readonly step: number;
			readonly expected: readonly number[];
	  }
	/** All before it is right, and here is nothing, or nothing that can be read. */
	| { readonly kind: 'unfinished'; readonly lane: Lane; readonly step: number; readonly reason: string };

/** Grades carries of a lane after step 0, 1, ..., up to the first that is wrong or missing. */
export function gradeHand(loop: Loop, lane: Lane, leaf: number, typed: readonly string[]): HandGrade {
	const { column } = loop.carry[leaf];
	for (let step = 0; step < loop.recorded; step++) {
		const expected = elementsAt(column, step + 1, lane, loop.axes);
		const parts =
			expected.length === 1 ? [typed[step] ?? ''] : (typed[step] ?? '').split(/[\s,;[\]]+/).filter(Boolean);
		const entries = parts.map((part) => readTyped(part, column));
		const fault = entries.find((entry) => entry.kind === 'fault');
		if (fault?.kind === 'fault') return { kind: 'unfinished', lane, step, reason: fault.reason };
		if (entries.length < expected.length)
			return { kind: 'unfinished', lane, step, reason: `${expected.length} numbers are wanted` };
		const isRight = entries.every(
			(entry, n) => entry.kind === 'number' && isShownAs(loop, column, expected[n], entry.value)
		);
		if (!isRight) return { kind: 'wrong', lane, step, expected };
	}
	return { kind: 'right' };
}
