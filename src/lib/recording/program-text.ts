import type { Span } from '$lib/core/source';

/** The stretch of the program on one line; empty where there is none. */
export const textOf = (program: string, span: Span | null): string =>
	span === null ? '' : program.slice(span.from, span.to).replace(/\s+/g, ' ');

/** The stretch with what its value is assigned to, where that is all the statement does: `h = cell(h, x)`. */
export function assignedText(program: string, span: Span): string {
	const before = program.slice(program.lastIndexOf('\n', span.from - 1) + 1, span.from);
	const [, targets] = /^\s*([\w\s,.[\]()]+?)\s*=\s*$/.exec(before) ?? [];
	const text = textOf(program, span);
	return targets === undefined ? text : `${targets} = ${text}`;
}
