import type { Part } from '$lib/rules/depend/marks';
import type { CellRef } from './hover';
import type { EqnIndex, Lane, Step } from './moment';
import type { ValueRef } from './value-ref';

export type { Part };

/**
 * What a value came from (origin) or went into (reach), as plain data. A cell was `made` of another where its number
 * went into it; a predicate or an index `steered` which number that was; one that was there to be chosen and was not
 * `lost`, and is not followed further.
 */
export interface Trail {
	readonly direction: Direction;
	readonly from: ValueRef;
	/** Row-major place in the value; null for all of it. */
	readonly element: number | null;
	readonly threads: readonly Thread[];
	/** What the body closes over, likewise. */
	readonly closed: readonly { readonly leaf: number; readonly part: Part }[];
	/** Equations passed through, those nearest to the value first; at most `mostHops`. */
	readonly hops: readonly Hop[];
	/** How many there are in all. */
	readonly hopCount: number;
	/** Some elements are there only because their value was too large to go through element by element. */
	readonly whole: boolean;
	/** The step it was not followed beyond, for the work that takes; null where it was followed to its end. */
	readonly limit: Step | null;
	/** Of a loop that ran as long as its predicate held: what the predicate read. */
	readonly predicate: Predicate | null;
}

/** A cell of the lanes that the loop itself has. */
export interface TrailCell extends CellRef {
	readonly kind: Exclude<CellRef['kind'], 'watch'>;
}

export const isTrailCell = (value: ValueRef): value is TrailCell =>
	value.kind !== 'result' && value.kind !== 'closed' && value.kind !== 'watch';

export type Direction = 'origin' | 'reach';

export interface Predicate {
	readonly carry: readonly number[];
	readonly closed: readonly number[];
}

/** The cells of one leaf in one lane that a trail touches, steps in their order. */
export interface Thread {
	readonly kind: TrailCell['kind'];
	readonly lane: Lane | null;
	readonly leaf: number;
	readonly steps: readonly number[];
	/** The strongest part an element of the cell took, one a step. */
	readonly parts: readonly Part[];
	/** The elements with that part, where it is not all of them; one a step. */
	readonly elements: readonly (readonly number[] | null)[];
	/** Of a long loop: stretches of further steps that are all alike. */
	readonly runs?: readonly ThreadRun[];
}

/** Steps `from` up to and with `to`. */
export interface ThreadRun {
	readonly from: number;
	readonly to: number;
	readonly part: Part;
	readonly elements: readonly number[] | null;
}

/** An equation that was carried out on the way. */
export interface Hop {
	readonly step: Step;
	readonly lane: Lane;
	readonly eqn: EqnIndex;
	readonly part: Part;
	/** What each operand was to the result; null where it is none of it. */
	readonly operands: readonly (Part | null)[];
	/** Of a long loop, whose columns need not have the step: the first elements of its operands and its result. */
	readonly values?: { readonly operands: readonly (readonly number[])[]; readonly made: readonly number[] };
}

export const mostHops = 1000;

/** Elements of a value that a hop tells, one more than is written. */
export const mostTold = 5;

/** Steps of a thread whose cells took a part, in stretches that do not meet. */
export function stretchesOf({ steps, parts, runs = [] }: Thread, part: Part): [from: number, to: number][] {
	const own = steps.filter((_, i) => parts[i] === part).map((step): [number, number] => [step, step]);
	const alike = runs.filter((run) => run.part === part).map(({ from, to }): [number, number] => [from, to]);
	return joinedStretches([...own, ...alike]);
}

/** The same stretches in their order, those that meet as one. */
export function joinedStretches(
	stretches: readonly (readonly [number, number])[]
): [from: number, to: number][] {
	const joined: [number, number][] = [];
	for (const [from, to] of [...stretches].sort(([a], [b]) => a - b)) {
		const last = joined.at(-1);
		if (last && from <= last[1] + 1) last[1] = Math.max(last[1], to);
		else joined.push([from, to]);
	}
	return joined;
}
