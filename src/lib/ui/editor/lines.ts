import type { Span } from '$lib/core/source';
import type { Mark } from './python';

export interface Line {
	readonly number: number;
	readonly active: boolean;
	readonly runs: readonly Run[];
}

/** Neighbours that stand in one box, or in none. */
export interface Run {
	readonly boxed: boolean;
	readonly pieces: readonly Piece[];
}

export interface Piece {
	/** Where it begins in the program. */
	readonly from: number;
	readonly text: string;
	readonly class: string;
}

/** The program cut into lines and these where the marks begin and end: what the page shows before the editor is there. */
export function linesOf(program: string, marks: readonly Mark[], box: Span | null): Line[] {
	let from = 0;
	return program.split('\n').map((text, n) => {
		const line = { from, to: from + text.length };
		from = line.to + 1;
		const active = box !== null && box.from <= line.to && box.to > line.from;
		return { number: n + 1, active, runs: runsOf(program, line, marks, active ? box : null) };
	});
}

interface Range {
	readonly from: number;
	readonly to: number;
}

function runsOf(program: string, line: Range, marks: readonly Mark[], box: Span | null): Run[] {
	const inside = marks.filter((mark) => mark.from < line.to && mark.to > line.from);
	const cuts = new Set([line.from, line.to]);
	for (const at of [...inside, ...(box ? [box] : [])].flatMap(({ from, to }) => [from, to]))
		if (at > line.from && at < line.to) cuts.add(at);
	const at = [...cuts].sort((a, b) => a - b);
	const runs: { boxed: boolean; pieces: Piece[] }[] = [];
	for (let n = 0; n + 1 < at.length; n++) {
		const range = { from: at[n], to: at[n + 1] };
		const boxed = box !== null && covers(box, range);
		if (runs.at(-1)?.boxed !== boxed) runs.push({ boxed, pieces: [] });
		const worn = inside.filter((mark) => covers(mark, range)).map((mark) => mark.class);
		const text = program.slice(range.from, range.to);
		runs[runs.length - 1].pieces.push({ from: range.from, text, class: worn.join(' ') });
	}
	return runs;
}

const covers = (outer: Range, inner: Range): boolean => outer.from <= inner.from && inner.to <= outer.to;
