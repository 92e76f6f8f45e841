import type { Flag } from '$lib/recording/flags';
import type { ChangingLeaf } from '$lib/recording/hits';
import type { Closeness, Divergence } from '$lib/recording/divergence';
import type { LastOfLane, LongHits } from '$lib/recording/long-queries';
import type { Stretch } from '$lib/recording/windows';
import type { Verdict } from '$lib/lessons/check/verdict';
import type { Branching } from '$lib/recording/branches';
import type { LoopJaxprs } from '$lib/recording/loop-jaxprs';
import type { Lane, LoopPlace } from '$lib/recording/moment';
import type { Column, Failure, Loop, Recording } from '$lib/recording/recording';
import type { Crossing } from '$lib/recording/crossing';
import type { Direction, Trail } from '$lib/recording/trail';
import type { NumberInText } from '$lib/python/numbers-in';
import type { ValueRef } from '$lib/recording/value-ref';
import type { Edits, OtherLoop, OtherRun } from './answers/other-run';
import type { Written } from './answers/written';

/** What can be asked about the program that was run last, and what the answer is. */
export interface Questions {
	/**
	 * A Python expression at every step and lane of a loop, over the names of its body as they stand when it returns, `step`,
	 * `lane` and the program's globals. Entry `n` of the column is its value in step `n`.
	 */
	readonly column: {
		readonly asks: {
			readonly place: LoopPlace;
			readonly expression: string;
			/** Of a long loop: the steps that are wanted. */
			readonly window?: Stretch;
		};
		readonly answer: Column;
	};
	/** Of a long loop: the values round a step. */
	readonly window: {
		readonly asks: { readonly place: LoopPlace; readonly step: number };
		readonly answer: WindowOfLoop;
	};
	/** Where any of what is sought is found in a long loop. */
	readonly hits: {
		readonly asks: { readonly place: LoopPlace; readonly anyOf: readonly Sought[] };
		readonly answer: LongHits;
	};
	/** What went wrong in a long loop. */
	readonly flags: { readonly asks: { readonly place: LoopPlace }; readonly answer: readonly Flag[] };
	/** By lane of a long loop: the first entry of a leaf that is another than in a certain lane; Infinity for none. */
	readonly partings: {
		readonly asks: {
			readonly place: LoopPlace;
			readonly role: 'carry' | 'xs' | 'ys';
			readonly leaf: number;
			readonly lane: Lane;
		};
		readonly answer: Float64Array;
	};
	/** Where two lanes of a long loop first part. */
	readonly lanesPart: {
		readonly asks: {
			readonly place: LoopPlace;
			readonly lanes: readonly [Lane, Lane];
			readonly closeness: Closeness;
		};
		readonly answer: Divergence | null;
	};
	/** By lane of a long loop: what an expression comes to in the lane's last step. */
	readonly lasts: {
		readonly asks: { readonly place: LoopPlace; readonly expression: string };
		readonly answer: readonly LastOfLane[];
	};
	/** The names that such an expression may use: those of the body first, the program's own last. */
	readonly names: { readonly asks: { readonly place: LoopPlace }; readonly answer: readonly string[] };
	/** What every branch of the body's `cond`s makes at a step, taken or not, for some lanes. */
	readonly branches: {
		readonly asks: { readonly place: LoopPlace; readonly step: number; readonly lanes: readonly Lane[] };
		readonly answer: readonly Branching[];
	};
	/** The loop at a place inside the steps of other loops. */
	readonly loop: { readonly asks: { readonly place: LoopPlace }; readonly answer: Loop };
	/** The jaxprs of a loop's body, before `vmap` and after. */
	readonly jaxprs: { readonly asks: { readonly place: LoopPlace }; readonly answer: LoopJaxprs };
	/** Whether values cross from row to row in a loop. */
	readonly crossing: { readonly asks: { readonly place: LoopPlace }; readonly answer: Crossing };
	/** What a value of a loop came from, or what it went into: all of the value, or one element (row-major). */
	readonly trail: {
		readonly asks: {
			readonly place: LoopPlace;
			readonly direction: Direction;
			readonly value: ValueRef;
			readonly element: number | null;
		};
		readonly answer: Trail;
	};
	/** What a loop is compared with; where that is too long to be kept whole, in a stretch of its steps. */
	readonly other: {
		readonly asks: { readonly place: LoopPlace; readonly other: OtherRun; readonly window: Stretch };
		readonly answer: OtherLoop;
	};
	/** Where a loop and the other part, one of them being long. */
	readonly apart: {
		readonly asks: { readonly place: LoopPlace; readonly other: OtherRun; readonly closeness: Closeness };
		readonly answer: Divergence | null;
	};
	/** The program with edits written into it, as far as numbers of its text stand for them. */
	readonly write: { readonly asks: { readonly place: LoopPlace } & Edits; readonly answer: Written };
	/** The numbers that stand in the program. */
	readonly numbers: { readonly asks: object; readonly answer: readonly NumberInText[] };
	/** The verdict on a program as the answer to an exercise, tried on random data of that seed. */
	readonly check: {
		readonly asks: { readonly exercise: string; readonly program: string; readonly seed: number };
		readonly answer: Verdict;
	};
	/** What another program leaves behind. The last one run stays what questions are about. */
	readonly record: { readonly asks: { readonly program: string }; readonly answer: Recording };
	/** The loops inside one step of a loop, in the order they ran. */
	readonly inner: {
		readonly asks: { readonly place: LoopPlace; readonly step: number };
		readonly answer: readonly Loop[];
	};
}

/** Columns of a stretch of a long loop, in the order of `columnsOf`: what of them is other than in other stretches; null: nothing. */
export interface WindowOfLoop extends Stretch {
	readonly columns: readonly (Pick<Column, 'data' | 'offset'> | null)[];
}

/** Something that holds at some steps in some lanes: an expression (null: anything), a change of a leaf. */
export type Sought =
	| {
			readonly kind: 'true';
			readonly expression: string | null;
			readonly step?: number;
			readonly lane?: number;
	  }
	| {
			readonly kind: 'change';
			readonly leaf: ChangingLeaf;
			/** In one lane, in any, or in all at once. */
			readonly lanes: Lane | 'any' | 'all';
	  };

export type QuestionKind = keyof Questions;
export type QuestionOf<K extends QuestionKind> = { readonly kind: K } & Questions[K]['asks'];
export type Question = { [K in QuestionKind]: QuestionOf<K> }[QuestionKind];
export type AnswerTo<K extends QuestionKind> = Questions[K]['answer'];

/** What the page asks of the worker and is answered. Answers carry the id back, so that a late one is known. */
export type Answerable =
	| {
			readonly kind: 'run';
			readonly id: number;
			readonly program: string;
			/** Storage of recordings that nothing shows any more, to be written again. */
			readonly spent?: readonly ArrayBuffer[];
	  }
	| { readonly kind: 'ask'; readonly id: number; readonly question: Question };

/** What the page sends to the worker; `prepare` has it load, now that there is time, what later programs may need. */
export type Request = Answerable | { readonly kind: 'prepare' };

/** What the worker tells the page. */
export type Answer =
	| {
			readonly kind: 'recorded';
			readonly id: number;
			readonly recording: Recording;
			/** What of the recording's storage was sent along and not copied. */
			readonly storage?: readonly ArrayBuffer[];
	  }
	| { readonly kind: 'answered'; readonly id: number; readonly answer: AnswerTo<QuestionKind> }
	/** A mistake in what was asked: an expression that cannot be evaluated. */
	| { readonly kind: 'refused'; readonly id: number; readonly failure: Failure }
	/** A part of the engine that it needs could not be fetched. */
	| { readonly kind: 'unreached'; readonly id: number; readonly part: string }
	/** A fault of ours, not of the program. */
	| { readonly kind: 'crashed'; readonly id: number; readonly message: string };

/** What becomes of a question; `superseded` when another program has been run since. */
export type Reply<K extends QuestionKind> =
	| { readonly kind: 'answered'; readonly answer: AnswerTo<K> }
	| { readonly kind: 'refused'; readonly failure: Failure }
	| { readonly kind: 'crashed'; readonly message: string }
	| { readonly kind: 'superseded' };
