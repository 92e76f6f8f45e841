import type { Exercise } from './exercise';

/** A line of a solution that is left out. */
export interface Blank {
	/** From 1. */
	readonly line: number;
	readonly answer: string;
}

/** A solution with some lines to be filled in, those from the end first. */
export interface Faded {
	/** Where a line is missing stands `blankMark`, indented as the line was. */
	readonly program: string;
	readonly blanks: readonly Blank[];
}

export const blankMark = '____';

/**
 * A solution with its last line blank, with its last two, and so on: as many variants as there are lines to be written.
 * Imports, the line that names the function and the call at the end stay.
 */
export function fadedVariants({ solution, fn }: Exercise): Faded[] {
	const lines = solution.split('\n');
	const written = lines.flatMap((line, n) => (/^\s+\S/.test(line) && isAfter(lines, n, fn) ? [n] : []));
	return written.map((_, k) => blanked(lines, written.slice(written.length - 1 - k)));
}

const isAfter = (lines: readonly string[], n: number, fn: string): boolean =>
	lines.slice(0, n).some((line) => line.startsWith(`def ${fn}(`));

const blanked = (lines: readonly string[], places: readonly number[]): Faded => ({
	program: lines.map((line, n) => (places.includes(n) ? indentOf(line) + blankMark : line)).join('\n'),
	blanks: places.map((n) => ({ line: n + 1, answer: lines[n].trim() }))
});

const indentOf = (line: string): string => line.slice(0, line.length - line.trimStart().length);

/** The program with the blanks filled, in their order; lines that are not given stay blank. */
export function filled({ program, blanks }: Faded, answers: readonly string[]): string {
	const lines = program.split('\n');
	blanks.forEach(({ line }, n) => {
		const answer = answers[n]?.trim();
		if (answer) lines[line - 1] = lines[line - 1].replace(blankMark, () => answer);
	});
	return lines.join('\n');
}
