import type { NDArray } from '$lib/array/ndarray';
import type { Span } from '$lib/core/source';
import { firstDivergence, unlike } from '$lib/recording/divergence';
import { lane as laneOf, type LoopIndex } from '$lib/recording/moment';
import { equationBehind } from '$lib/recording/query';
import { elementsAt } from '$lib/recording/read';
import type { Column, Loop } from '$lib/recording/recording';
import type { Dim } from '../exercise';
import { differenceOf } from './compare';
import type { Place } from './place';
import type { Ran } from './run';
import type { KnownTree } from './tree';

/** Where a program's answer first parts from the reference's: the earliest step, in it the first row. */
export interface FirstDivergence {
	readonly place: Place;
	readonly expected: number;
	readonly got: number;
	/** Rows whose answers part at this step. */
	readonly lanes: readonly number[];
	/** The loops that made the answers, by their place in the runs; null where there is none of as many rows and steps. */
	readonly loop: LoopIndex | null;
	readonly referenceLoop: LoopIndex | null;
	/** What came into the step, in the program and in the reference. */
	readonly carryIn: Both;
	/** What the step read. */
	readonly x: readonly number[] | null;
	/** The step at which the row's carries part, where both have carries of one form and they do. */
	readonly carryParts: number | null;
	/** The expression that was at work. */
	readonly span: Span | null;
}

interface Both {
	readonly expected: readonly number[] | null;
	readonly got: readonly number[] | null;
}

/** `expected` and `got` have one shape; null where they agree. */
export function divergenceOf(
	dims: readonly Dim[],
	reference: Ran & { readonly value: NDArray },
	student: Ran & { readonly value: NDArray },
	tree: KnownTree
): FirstDivergence | null {
	const difference = differenceOf(reference.value, student.value);
	if (!difference) return null;
	const { shape } = reference.value;
	const places = difference.wrong.map((at) => ({ at, ...placeOf(at, shape, dims) }));
	const order = (n: number | null): number => n ?? 0;
	places.sort((a, b) => order(a.step) - order(b.step) || order(a.lane) - order(b.lane));
	const [{ at, lane, step }] = places;
	const size = (dim: Dim): number | null => (dims.includes(dim) ? shape[dims.indexOf(dim)] : null);
	const mine = loopFor(student.loops, size('N'), size('T'));
	const theirs = loopFor(reference.loops, size('N'), size('T'));
	return {
		place: { lane, step },
		expected: reference.value.data[at],
		got: student.value.data[at],
		lanes: places.filter((place) => place.step === step).map((place) => order(place.lane)),
		loop: mine?.index ?? null,
		referenceLoop: theirs?.index ?? null,
		carryIn: {
			expected: theirs && carryInto(theirs, order(lane), order(step)),
			got: mine && carryInto(mine, order(lane), order(step))
		},
		x: mine && (mine.xs[0] ? entry(mine.xs[0].column, mine, order(step), order(lane)) : null),
		carryParts: mine && theirs && carriesPart(theirs, mine, order(lane)),
		span: spanAtWork(mine ?? student.loops.at(-1) ?? null, tree)
	};
}

function placeOf(at: number, shape: readonly number[], dims: readonly Dim[]): Place {
	const place = { N: null as number | null, T: null as number | null };
	let rest = at;
	for (let axis = shape.length - 1; axis >= 0; axis--) {
		place[dims[axis]] = rest % shape[axis];
		rest = Math.floor(rest / shape[axis]);
	}
	return { lane: place.N, step: place.T };
}

/** The last scan with a lane a row and a step a number, whole. */
const loopFor = (loops: readonly Loop[], rows: number | null, steps: number | null): Loop | null =>
	loops.findLast(
		({ kind, lanes, length, recorded }) =>
			kind === 'scan' && lanes === (rows ?? 1) && recorded === length && (steps === null || length === steps)
	) ?? null;

/** Place along the answer to place along the loop. */
const iteration = (loop: Loop, step: number): number => (loop.reverse ? loop.length - 1 - step : step);

const entry = (column: Column, loop: Loop, step: number, lane: number): number[] =>
	elementsAt(column, iteration(loop, step), laneOf(lane), loop.axes);

const carryInto = (loop: Loop, lane: number, step: number): number[] =>
	loop.carry.flatMap(({ column }) => entry(column, loop, step, lane));

function carriesPart(reference: Loop, student: Loop, lane: number): number | null {
	if (unlike(reference, student) !== null) return null;
	const found = firstDivergence(reference, student, { tolerance: 1e-6, kinds: ['carry'] });
	return found && found.kind !== 'end' && found.lane === lane ? found.step : null;
}

/** What makes the y; where the body hands on what it was given, the expression that does; else the call. */
function spanAtWork(loop: Loop | null, tree: KnownTree): Span | null {
	if (!loop) return null;
	const maker = loop.ys.length > 0 ? equationBehind(loop, 'y', 0) : equationBehind(loop, 'carry', 0);
	return maker?.span ?? (loop.body && tree.emittedBy(loop.body)) ?? loop.call;
}
