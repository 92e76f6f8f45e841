import type { Crossing } from '$lib/recording/crossing';
import { operandColumn } from '$lib/recording/flags';
import { elementsAt } from '$lib/recording/read';
import { lane as laneOf } from '$lib/recording/moment';
import type { Column, Equation, Lane, Loop, Operand } from '$lib/recording/recording';
import {
	joinedStretches,
	stretchesOf,
	type Direction,
	type Hop,
	type Part as TakenPart,
	type Thread,
	type Trail
} from '$lib/recording/trail';
import { leafOf } from '$lib/recording/value-ref';
import { count, formatOf, laneName } from '$lib/recording/words';
import { valueTitle } from './inspection';
import { isPrefix, madeRole } from './label';
import type { Token } from './scene';

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

/** An equation on the way, with its numbers: `new = max(carry 4, x 7) → 7`. */
export interface HopLine {
	readonly key: string;
	readonly step: number;
	readonly lane: Lane;
	readonly who: string;
	readonly tokens: readonly HopToken[];
	/** `x won`; empty where nothing competed. */
	readonly note: string;
}

export interface HopToken extends Token {
	/** It was there to be chosen and was not. */
	readonly lost: boolean;
}

export const mostLines = 200;
const mostElements = 4;

/** Writes down what a value came from or went into. */
export function causeText(loop: Loop, trail: Trail): CauseText {
	return {
		title: titleOf(loop, trail),
		summary: summaries[trail.direction](loop, trail),
		notes: notesOf(loop, trail),
		lines: trail.hops.slice(0, mostLines).map((hop, n) => lineOf(loop, hop, n)),
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
		if (own.length === 0) return `It came from ${listed(outer)}.`;
		const rest = outer.length === 0 ? '' : `, with ${listed(outer)}`;
		return `It came from ${listed(own)}${rowsOf(loop, trail, isRoot)}${rest}.`;
	},
	reach: (loop, trail) => {
		const ends = endsOf(loop, trail);
		if (ends.length === 0) return 'It went into nothing the loop keeps.';
		return `It went into ${listed(ends)}${rowsOf(loop, trail, isEnd)}.`;
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
	return `${word} ${isOne ? 'step' : 'steps'} ${listed(texts)}`;
}

function listed(texts: readonly string[]): string {
	return texts.length < 2 ? (texts[0] ?? '') : `${texts.slice(0, -1).join(', ')} and ${texts.at(-1)}`;
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
	if (steering.length > 0) notes.push(`Which numbers those were was steered by ${listed(steering)}.`);
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
		notes.push(`How many steps ran hung on the predicate, which reads ${listed(read)}.`);
	}
	if (whole) notes.push('Some values are too large to go through element by element: they are taken whole.');
	if (limit !== null) {
		const rest = direction === 'origin' ? limit : loop.recorded - 1 - limit;
		const further = `${count(rest, 'step')} further ${direction === 'origin' ? 'back' : 'on'}`;
		notes.push(`Followed as far as step ${limit}: ${further} is more work than a page may do.`);
	}
	return notes;
}

function lineOf(loop: Loop, hop: Hop, n: number): HopLine {
	const { step, lane, eqn: index } = hop;
	const eqn = loop.eqns[index];
	const row = loop.axes.length === 0 ? '' : `${laneName(loop, lane)}, `;
	return {
		key: `${n} ${step} ${lane} ${index}`,
		step,
		lane,
		who: `${row}step ${step}`,
		tokens: tokensOf(loop, eqn, hop),
		note: winners(loop, eqn, hop)
	};
}

function tokensOf(loop: Loop, eqn: Equation, { step, lane, operands, values }: Hop): HopToken[] {
	const plain = (text: string): HopToken => ({ text, role: 'plain', lost: false });
	const made = eqn.results[0];
	const inside = eqn.operands.map((operand, i): HopToken[] => {
		const lost = operands[i] === 'lost';
		const column = operandColumn(loop, operand);
		const elements = values?.operands[i] ?? valuesAt(column, loop, step, lane);
		const value = textOfElements(column, loop, operand.kind === 'carry', elements);
		const { name, role } = nameOf(loop, operand);
		const named: HopToken[] = name === '' ? [] : [{ text: `${name} `, role, lost }];
		return [...named, { text: value, role: 'plain', lost }];
	});
	const { text, infix } = eqn.operator;
	const between = plain(infix && inside.length === 2 ? ` ${text} ` : ', ');
	const body = inside.flatMap((tokens, i) => (i === 0 ? tokens : [between, ...tokens]));
	const prefix = infix && inside.length === 2 ? [] : [plain(isPrefix(eqn) ? text : `${text}(`)];
	const suffix = prefix.length === 0 || isPrefix(eqn) ? [] : [plain(')')];
	const name: HopToken[] =
		eqn.name === null ? [] : [{ text: eqn.name, role: madeRole(eqn), lost: false }, plain(' = ')];
	const result = made
		? [plain(` → ${textOfElements(made, loop, false, values?.made ?? valuesAt(made, loop, step, lane))}`)]
		: [];
	return [...name, ...prefix, ...body, ...suffix, ...result];
}

function nameOf(loop: Loop, operand: Operand): { name: string; role: Token['role'] } {
	switch (operand.kind) {
		case 'carry':
			return { name: loop.carry[operand.leaf].name, role: 'carry' };
		case 'x':
			return { name: loop.xs[operand.leaf].name, role: 'x' };
		case 'closed':
			return { name: loop.closed[operand.leaf].name, role: 'plain' };
		case 'literal':
			return { name: '', role: 'plain' };
		case 'equation': {
			const eqn = loop.eqns[operand.eqn];
			return { name: eqn.name ?? '', role: madeRole(eqn) };
		}
	}
}

const valuesAt = (column: Column, loop: Loop, step: number, lane: Lane): number[] =>
	elementsAt(column, column.stepStride === 0 ? 0 : step, lane, loop.axes);

/** A value in a few characters; of a vector the first elements. */
function textOfElements(column: Column, loop: Loop, carry: boolean, elements: readonly number[]): string {
	const { text } = formatOf(column, loop, carry);
	if (column.shape.length === 0) return text(elements[0]);
	const shown = elements.slice(0, mostElements).map(text).join(' ');
	return `[${shown}${elements.length > mostElements ? ' …' : ''}]`;
}

/** `x won`, where some operand lost. */
function winners(loop: Loop, eqn: Equation, { operands }: Hop): string {
	if (!operands.includes('lost')) return '';
	const names = eqn.operands.flatMap((operand, i) => {
		if (operands[i] !== 'made') return [];
		const { name } = nameOf(loop, operand);
		return [name === '' ? 'the other' : name];
	});
	return names.length === 0 ? '' : `${listed([...new Set(names)])} won`;
}

/** Whether values cross rows, as a sentence before and after the expression where they do; null where there is one row. */
export function crossingText(
	crossing: Crossing
): { before: string; expression: string; after: string } | null {
	const rows = (of: { kind: string }): string => (of.kind === 'vmap' ? 'rows' : 'rows of the leading axis');
	switch (crossing.kind) {
		case 'single':
			return null;
		case 'too large':
			return { before: 'Too large to prove whether values cross rows.', expression: '', after: '' };
		case 'apart': {
			const checked = `${count(crossing.equations, 'equation')} checked`;
			return {
				before: `No value crosses ${rows(crossing.rows)}: ${checked}, for every step and any numbers.`,
				expression: '',
				after: ''
			};
		}
		case 'meet':
			return crossing.text === ''
				? { before: `Values cross ${rows(crossing.rows)} in the carry.`, expression: '', after: '' }
				: { before: `Values cross ${rows(crossing.rows)} at `, expression: crossing.text, after: '.' };
	}
}
