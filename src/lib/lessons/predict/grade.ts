import { kindOf } from '$lib/array/dtype';
import { readNumber } from '$lib/recording/number-entry';
import type { Column, Loop } from '$lib/recording/recording';
import { formatOf } from '$lib/recording/words';
import type { Truth } from './question';

/** What became of an answer. `reason` says what to type instead. */
export type Grade =
	| { readonly kind: 'right' }
	| { readonly kind: 'wrong' }
	| { readonly kind: 'unreadable'; readonly reason: string };

/** Grades what was typed. Numbers need be no closer than they are shown; `NaN`, `inf` and `-inf` are words. */
export function gradeText(loop: Loop, truth: Truth, typed: string): Grade {
	switch (truth.kind) {
		case 'numbers':
			return gradeNumbers(loop, truth, typed);
		case 'shape':
			return gradeList(readShape(typed), truth.shape, 'Type a shape, such as (2, 3).');
		case 'rows':
			return gradeList(
				readRows(typed, truth.of),
				truth.rows,
				'Type the rows, such as 0, 2, or none, or all.'
			);
	}
}

const graded = (isRight: boolean): Grade => ({ kind: isRight ? 'right' : 'wrong' });

function gradeNumbers(
	loop: Loop,
	{ values, column }: Extract<Truth, { kind: 'numbers' }>,
	typed: string
): Grade {
	const parts = column.shape.length === 0 ? [typed] : partsOf(typed);
	const entries = parts.map((part) => readTyped(part, column));
	const fault = entries.find((entry) => entry.kind === 'fault');
	if (fault?.kind === 'fault') return { kind: 'unreadable', reason: fault.reason };
	if (entries.length !== values.length)
		return { kind: 'unreadable', reason: `${values.length} numbers are wanted` };
	return graded(
		entries.every((entry, n) => entry.kind === 'number' && isShownAs(loop, column, values[n], entry.value))
	);
}

/** A number as people type it: also `3.0` for an integer, and a comma for a point. */
export function readTyped(typed: string, { dtype }: Column): ReturnType<typeof readNumber> {
	const text = typed
		.trim()
		.replace(/^\+/, '')
		.replace(/^([-−]?)infinity$/i, '$1inf')
		.replace(/^([-−]?\d+),(\d+)$/, '$1.$2');
	const isWhole = kindOf(dtype) === 'i' || kindOf(dtype) === 'u';
	return readNumber(isWhole ? text.replace(/\.0*$/, '') : text, dtype);
}

/** Whether a number is the true one, as exactly as the cells of the column show it. */
export function isShownAs(loop: Loop, column: Column, truth: number, given: number): boolean {
	if (truth === given || (Number.isNaN(truth) && Number.isNaN(given))) return true;
	if (kindOf(column.dtype) !== 'f' || !Number.isFinite(truth) || !Number.isFinite(given)) return false;
	if (Math.fround(given) === truth) return true;
	const carry = loop.carry.some((leaf) => leaf.column === column);
	const shown = formatOf(column, loop, carry).text(truth);
	// Half a unit of the last digit that is shown, and a hair for numbers that lie right on it.
	return Number(shown) === given || Math.abs(given - truth) <= 0.5001 * unitOf(shown);
}

/** What the last digit of a text counts for: `0.01` in `3.14`; nothing in a whole number, where every digit is shown. */
function unitOf(text: string): number {
	const [, decimals, exponent] = /^-?\d+(?:\.(\d+))?(?:e(-?\d+))?$/.exec(text) ?? [];
	if (decimals === undefined && exponent === undefined) return 0;
	return 10 ** (Number(exponent ?? 0) - (decimals?.length ?? 0));
}

const partsOf = (typed: string): string[] =>
	typed
		.replace(/[()[\]]/g, ' ')
		.split(/[\s,;×x]+/)
		.filter((part) => part !== '');

function readShape(typed: string): number[] | null {
	const parts = partsOf(typed);
	return typed.trim() !== '' && parts.every((part) => /^\d+$/.test(part)) ? parts.map(Number) : null;
}

function readRows(typed: string, of: number): number[] | null {
	const text = typed
		.trim()
		.toLowerCase()
		.replace(/\brows?\b|\band\b|&/g, ' ')
		.trim();
	if (/^(none|no|-|∅)$/.test(text)) return [];
	if (/^(all|both|every|each)$/.test(text)) return Array.from({ length: of }, (_, n) => n);
	const rows = readShape(text);
	return rows && rows.length > 0 ? [...new Set(rows)].sort((a, b) => a - b) : null;
}

function gradeList(given: readonly number[] | null, truth: readonly number[], reason: string): Grade {
	if (given === null) return { kind: 'unreadable', reason };
	return graded(given.length === truth.length && given.every((n, i) => n === truth[i]));
}
