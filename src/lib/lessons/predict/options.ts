import { kindOf } from '$lib/array/dtype';
import { shapeText } from '$lib/array/shape';
import type { Loop } from '$lib/recording/recording';
import { formatOf } from '$lib/recording/words';
import { randomOf, shuffled } from '../check/random';
import { gradeText } from './grade';
import { mutantsOf } from './mutants';
import { rowsText, truthOf, valuesText, type Question, type Truth } from './question';

/** How many wrong answers stand beside the right one. */
export const wrongOptions = 3;

/** A wrong answer that somebody might give, as it is shown, and the mistake that leads there. */
export interface Distractor {
	readonly text: string;
	readonly mistake: string;
}

/** Answers to choose from, one of them right. */
export interface Options {
	readonly texts: readonly string[];
	/** Place of the right one: not to be shown before the viewer commits. */
	readonly right: number;
	/** By place: the mistake behind a wrong one; null at the right one. */
	readonly mistakes: readonly (string | null)[];
}

/**
 * Answers to choose from, in an order that depends on the seed; null where there are too few wrong ones that differ, so
 * that the answer has to be typed.
 */
export function optionsFor(loop: Loop, question: Question, seed: number): Options | null {
	const truth = truthOf(loop, question);
	const wrong = distractorsFor(loop, question);
	if (!truth || wrong.length < wrongOptions) return null;
	const all = shuffled(randomOf(seed), [
		{ text: truth.text, mistake: null },
		...wrong.slice(0, wrongOptions)
	]);
	return {
		texts: all.map(({ text }) => text),
		right: all.findIndex(({ mistake }) => mistake === null),
		mistakes: all.map(({ mistake }) => mistake)
	};
}

/** Wrong answers, the likeliest first: none reads or is like the truth, nor like another. */
export function distractorsFor(loop: Loop, question: Question): Distractor[] {
	const truth = truthOf(loop, question);
	if (!truth) return [];
	const seen = new Set([truth.text]);
	return candidates(loop, question, truth).filter(({ text }) => !seen.has(text) && seen.add(text));
}

function candidates(loop: Loop, question: Question, truth: Truth): Distractor[] {
	switch (truth.kind) {
		case 'shape':
			return shapesBeside(loop, truth.shape);
		case 'rows':
			return rowsBeside(truth);
		case 'numbers':
			return numbersBeside(loop, question, truth);
	}
}

function numbersBeside(
	loop: Loop,
	question: Question,
	truth: Extract<Truth, { kind: 'numbers' }>
): Distractor[] {
	const { column, values } = truth;
	const kind = kindOf(column.dtype);
	if (column.shape.length > 0 || kind === 'b' || kind === 'k') return [];
	const { text } = formatOf(column, loop, question.ask !== 'y');
	const fits = (value: number): boolean =>
		kind === 'f' || (Number.isInteger(value) && Math.abs(value) < 2 ** 31);
	const wrong = mutantsOf(loop, question).filter(({ value }) => value !== values[0] && fits(value));
	// Minus nought is nought to whoever chooses.
	const all = wrong.map(({ mistake, value }) => ({ mistake, text: valuesText([value + 0], column, text) }));
	// What would be taken for the truth if it were typed is not wrong enough.
	return all.filter((one) => gradeText(loop, truth, one.text).kind !== 'right');
}

function shapesBeside({ length, lanes }: Loop, shape: readonly number[]): Distractor[] {
	const all: readonly (readonly [string, readonly number[]])[] = [
		['the other way round', shape.toReversed()],
		['the final carry', shape.filter((_, axis) => axis !== shape.length - 1)],
		['one row', shape.slice(1)],
		['with the init', shape.with(shape.length - 1, (shape.at(-1) ?? 0) + 1)],
		['a pair of them', [2, ...shape]],
		['all in one row', [length * lanes]],
		['one number', []]
	];
	return all.map(([mistake, other]) => ({ mistake, text: shapeText(other) }));
}

function rowsBeside({ rows, of }: Extract<Truth, { kind: 'rows' }>): Distractor[] {
	const all = Array.from({ length: of }, (_, n) => n);
	const others: readonly (readonly [string, readonly number[]])[] = [
		['all rows', all],
		['no row', []],
		['the others', all.filter((n) => !rows.includes(n))],
		...all.map((n) => [`row ${n}`, [n]] as const),
		['all but one', rows.slice(1)],
		['one too many', all.slice(0, Math.min(of, rows.length + 1))]
	];
	return others.map(([mistake, other]) => ({ mistake, text: rowsText(other, of) }));
}
