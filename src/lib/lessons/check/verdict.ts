import type { CaseKind, Given } from '../exercise';
import type { FirstDivergence } from './divergence';
import type { Message } from './messages';

/** What a program has to pass, in this order. */
export const stages = [
	'parse',
	'supported',
	'run',
	'structure',
	'shape',
	'dtype',
	'values',
	'properties',
	'tools'
] as const;
export type Stage = (typeof stages)[number];

/** What each stage asks, for a list that is ticked off. */
export const stageTitles: { readonly [S in Stage]: string } = {
	parse: 'It is Python',
	supported: 'Lockstep can run it',
	run: 'It runs to the end',
	structure: 'It returns one array',
	shape: 'The array has the right shape',
	dtype: 'and the right type',
	values: 'The numbers are right on the data of the lesson',
	properties: 'and on random data',
	tools: 'It is made with the tools that are asked for'
};

/** Arguments on which a program is wrong, ready for the stage. */
export interface Counterexample {
	/** `lesson`: the data of the exercise itself. */
	readonly kind: 'lesson' | CaseKind;
	readonly args: readonly Given[];
	/** The program under test and the reference, each ending with its function called on the arguments. */
	readonly program: string;
	readonly reference: string;
	/** Null where there are no two arrays of one shape to compare. */
	readonly divergence: FirstDivergence | null;
}

interface Checked {
	readonly passed: readonly Stage[];
	/** What may be said besides: style, and facts worth knowing. */
	readonly notes: readonly Message[];
	/** Of the random data. */
	readonly seed: number;
}

export type Verdict =
	| (Checked & { readonly kind: 'right' })
	| (Checked & {
			readonly kind: 'wrong';
			readonly stage: Stage;
			readonly message: Message;
			/** The input on which it was found out, and the smallest that shows the same. */
			readonly failing: Counterexample | null;
			readonly smallest: Counterexample | null;
			/** Of finite numbers; null where none were compared. */
			readonly largestError: number | null;
	  });
