import { lane as laneOf } from '$lib/recording/moment';
import type { Loop } from '$lib/recording/recording';
import {
	joinedStretches,
	stretchesOf,
	type Direction,
	type Part as TakenPart,
	type Thread,
	type Trail
} from '$lib/recording/trail';
import { leafOf } from '$lib/recording/value-ref';
import { count, laneName, withAnd } from '$lib/recording/words';
import { hopLine, type HopLine } from './hop-line';
import { valueTitle } from './inspection';

/** What the Cause panel says of a trail. */
export interface CauseText {
	/** `carry after step 3, row 2`. */
	readonly title: string;
	/** `came from x at step 3 of row 2 alone`. */
	readonly summary: string;
	/** What else is to be known of it, a sentence each. */
	readonly notes: readonly string[];
	readonly lines: readonly HopLine[];
	/** Equations there is no line for. */
	readonly more: number;
}

const mostLines = 200;

/** Writes down what a value came from or went into. */
export function causeText(loop: Loop, trail: Trail): CauseText {
	return {
		title: titleOf(loop, trail),
		summary: summaries[trail.direction](loop, trail),
		notes: notesOf(loop, trail),
		lines: trail.hops.slice(0, mostLines).map((hop, n) => hopLine(loop, hop, n)),
		more: trail.hopCount - Math.min(mostLines, trail.hops.length)
	};
}

function titleOf(loop: Loop, { from, element }: Trail): string {
	const leaf = leafOf(loop, from);
	if (!leaf) return '';
	const isOneRow = loop.axes.length > 0 && !leaf.column.shared;
	const row = isOneRow ? `, ${laneName(loop, from.lane ?? laneOf(0))}` : '';
	const part = element === null ? '' : `, element ${element}`;
	return `${valueTitle(loop, from, leaf)}${part}${row}`;
}

const summaries: { readonly [D in Direction]: (loop: Loop, trail: Trail) => string } = {
	origin: (loop, trail) => {
		if (isSelf(trail)) return 'It was given from outside: nothing in the loop made it.';
		const [own, outer] = [givenOf(loop, trail, 'made'), outerOf(loop, trail, 'made')];
		if (own.length === 0 && outer.length === 0) return 'It came from numbers written in the program alone.';
		if (own.length === 0) return `It came from ${withAnd(outer)}.`;
		const rest = outer.length === 0 ? '' : `, with ${withAnd(outer)}`;
		return `It came from ${withAnd(own)}${rowsOf(loop, trail, isRoot)}${rest}.`;
	},
	reach: (loop, trail) => {
		const ends = endsOf(loop, trail);
		if (ends.length === 0) return 'It went into nothing the loop keeps.';
		return `It went into ${withAnd(ends)}${rowsOf(loop, trail, isEnd)}.`;
	}
};

/** What a loop is given, and what it gives. */
const isRoot = ({ kind }: Thread): boolean => kind === 'x' || kind === 'init';
const isEnd = ({ kind }: Thread): boolean => kind === 'carry' || kind === 'y' || kind === 'final';

/** Whether the trail is the value and nothing besides. */
const isSelf = ({ from, hopCount }: Trail): boolean =>
	hopCount === 0 && (from.kind === 'x' || from.kind === 'init' || from.kind === 'closed');

/** The xs and inits of a trail. */
function givenOf(loop: Loop, trail: Trail, part: TakenPart): string[] {
	const xs = leavesOf(trail, 'x', part).map(
		({ leaf, stretches }) => `${loop.xs[leaf].name} ${atSteps(stretches, 'at')}`
	);
	const inits = leavesOf(trail, 'init', part).map(({ leaf }) => `init ${loop.carry[leaf].name}`);
	return [...xs, ...inits];
}

const outerOf = (loop: Loop, { closed }: Trail, taken: TakenPart): string[] =>
	closed.flatMap(({ leaf, part }) => (part === taken ? [loop.closed[leaf].name] : []));

function endsOf(loop: Loop, trail: Trail): string[] {
	const { from } = trail;
	const others = (kind: Thread['kind'], leaf: number, stretches: readonly Stretch[]): readonly Stretch[] =>
		from.kind === kind && from.leaf === leaf ? without(stretches, from.step) : stretches;
	const named = (kind: 'carry' | 'y', names: Loop['ys'], word: string): string[] =>
		leavesOf(trail, kind, 'made').flatMap(({ leaf, stretches }) => {
			const rest = others(kind, leaf, stretches);
			return rest.length === 0 ? [] : [`${names[leaf].name} ${atSteps(rest, word)}`];
		});
	const finals = leavesOf(trail, 'final', 'made').flatMap(({ leaf }) =>
		from.kind === 'final' ? [] : [`${loop.carry[leaf].name} at the end`]
	);
	return [...named('carry', loop.carry, 'after'), ...named('y', loop.ys, 'of'), ...finals];
}

/** Steps of each leaf of a kind, all lanes together. */
function leavesOf(
	{ threads }: Trail,
	kind: Thread['kind'],
	part: TakenPart
): { readonly leaf: number; readonly stretches: readonly Stretch[] }[] {
	const found = new Map<number, Stretch[]>();
	for (const thread of threads) {
		const own = thread.kind === kind ? stretchesOf(thread, part) : [];
		if (own.length > 0) found.set(thread.leaf, [...(found.get(thread.leaf) ?? []), ...own]);
	}
	return [...found]
		.sort(([a], [b]) => a - b)
		.map(([leaf, stretches]) => ({ leaf, stretches: joinedStretches(stretches) }));
}

/** From and to, both of them in it. */
type Stretch = readonly [from: number, to: number];

const without = (stretches: readonly Stretch[], step: number): Stretch[] =>
	stretches.flatMap(([from, to]): Stretch[] => {
		if (step < from || step > to) return [[from, to]];
		const sides: Stretch[] = [
			[from, step - 1],
			[step + 1, to]
		];
		return sides.filter(([first, last]) => first <= last);
	});

/** `at step 5`, `at steps 0–3 and 7`. */
function atSteps(runs: readonly Stretch[], word: string): string {
	const texts = runs.slice(0, 4).map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`));
	const isOne = runs.length === 1 && runs[0][0] === runs[0][1];
	const more = runs.slice(4).reduce((sum, [from, to]) => sum + to - from + 1, 0);
	if (more > 0) texts.push(`${more.toLocaleString('en')} more`);
	return `${word} ${isOne ? 'step' : 'steps'} ${withAnd(texts)}`;
}

/** ` of row 2 alone`; empty without lanes. */
function rowsOf(loop: Loop, { threads }: Trail, counts: (thread: Thread) => boolean): string {
	if (loop.axes.length === 0) return '';
	const rows = new Set(
		threads.flatMap((thread) =>
			counts(thread) && thread.lane !== null && stretchesOf(thread, 'made').length > 0 ? [thread.lane] : []
		)
	);
	const [row] = rows;
	if (row === undefined) return '';
	return rows.size === 1 ? ` of ${laneName(loop, row)} alone` : ` of ${count(rows.size, 'row')}`;
}

function notesOf(loop: Loop, trail: Trail): string[] {
	const { limit, whole, predicate, direction } = trail;
	const notes: string[] = [];
	const steering =
		direction === 'origin' ? [...givenOf(loop, trail, 'steered'), ...outerOf(loop, trail, 'steered')] : [];
	if (steering.length > 0) notes.push(`Which numbers those were was steered by ${withAnd(steering)}.`);
	const losers = trail.threads
		.flatMap((thread) => stretchesOf(thread, 'lost'))
		.reduce((sum, [from, to]) => sum + to - from + 1, 0);
	if (losers > 0)
		notes.push(
			direction === 'origin'
				? `${count(losers, 'value')} ${losers === 1 ? 'was' : 'were'} there to be chosen and lost: dimmed.`
				: `In ${count(losers, 'place')} it was there to be chosen and lost: dimmed.`
		);
	if (predicate) {
		const read = [
			...predicate.carry.map((leaf) => loop.carry[leaf].name),
			...(predicate.closed.length > 0 ? ['outer values'] : [])
		];
		notes.push(`How many steps ran hung on the predicate, which reads ${withAnd(read)}.`);
	}
	if (whole) notes.push('Some values are too large to go through element by element: they are taken whole.');
	if (limit !== null) {
		const rest = direction === 'origin' ? limit : loop.recorded - 1 - limit;
		const further = `${count(rest, 'step')} further ${direction === 'origin' ? 'back' : 'on'}`;
		notes.push(`Followed as far as step ${limit}: ${further} is more work than a page may do.`);
	}
	return notes;
}
