import type { Span } from '$lib/core/source';
import { linesOf, type Run } from '../editor/lines';
import type { Mark } from '../editor/python';

/** The line of the program that an expression begins on, without its indentation, the expression boxed. */
export function codeLine(program: string, marks: readonly Mark[], span: Span): readonly Run[] {
	const line = linesOf(program, marks, span).find(({ active }) => active);
	return line ? trimmed(line.runs) : [];
}

export const lengthOf = (runs: readonly Run[]): number =>
	runs.reduce((sum, { pieces }) => sum + pieces.reduce((all, { text }) => all + text.length, 0), 0);

const dots: Run = { boxed: false, pieces: [{ from: 0, text: '…', class: '' }] };

/** As much of a line round its box as `most` characters hold. */
export function cutRound(runs: readonly Run[], most: number): readonly Run[] {
	const length = lengthOf(runs);
	if (length <= most) return runs;
	const boxed = runs.findIndex((run) => run.boxed);
	const before = boxed < 0 ? 0 : lengthOf(runs.slice(0, boxed));
	const from = Math.max(0, Math.min(before - 2, length - most));
	const to = from + most;
	const kept = slice(runs, from > 0 ? from + 1 : from, to < length ? to - 1 : to);
	return [...(from > 0 ? [dots] : []), ...kept, ...(to < length ? [dots] : [])];
}

function trimmed(runs: readonly Run[]): readonly Run[] {
	const text = runs.flatMap(({ pieces }) => pieces.map((piece) => piece.text)).join('');
	return slice(runs, text.length - text.trimStart().length, text.trimEnd().length);
}

function slice(runs: readonly Run[], from: number, to: number): Run[] {
	let at = 0;
	const kept = runs.map(({ boxed, pieces }) => ({
		boxed,
		pieces: pieces.flatMap((piece) => {
			const left = Math.max(0, from - at);
			const text = piece.text.slice(left, Math.max(0, to - at));
			at += piece.text.length;
			return text === '' ? [] : [{ ...piece, from: piece.from + left, text }];
		})
	}));
	return kept.filter(({ pieces }) => pieces.length > 0);
}
