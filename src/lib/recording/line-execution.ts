import type { Span } from '$lib/core/source';
import type { Moment } from './moment';
import type { Loop, Recording } from './recording';
import { executionFrom } from './stops';
import { lastOf, startOf } from './walk';

/** Where one stands: in a loop, which itself or around it has one outside any other. */
interface Place {
	readonly loop: Loop;
	readonly moment: Moment;
	readonly outermost: Loop;
}

/**
 * The next time, or with `by` -1 the last time, that a line (from 1) is carried out: in the present loop, else in the
 * outermost loops that ran after it, or before it. Null where there is none.
 */
export function lineExecutionFrom(
	recording: Recording,
	{ loop, moment, outermost }: Place,
	line: number,
	by: 1 | -1
): Moment | null {
	for (const on of choicesOf(recording.program, line)) {
		const found = executionFrom(loop, moment, on, by) ?? inOtherLoop(recording.loops, outermost, on, by);
		if (found) return found;
	}
	return null;
}

function inOtherLoop(
	loops: readonly Loop[],
	{ index }: Loop,
	on: (span: Span) => boolean,
	by: 1 | -1
): Moment | null {
	for (let n = index + by; n in loops; n += by) {
		const end = by > 0 ? startOf(loops[n]) : lastOf(loops[n]);
		const found = executionFrom(loops[n], end, on, by);
		if (found) return found;
	}
	return null;
}

/** The expressions that begin on a line, and where none of those is carried out, the ones that run over it. */
function choicesOf(program: string, line: number): ((span: Span) => boolean)[] {
	const lines = program.split('\n');
	const from = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0);
	const to = from + (lines[line - 1]?.length ?? 0);
	return [(span) => span.line === line, (span) => span.from <= to && span.to > from];
}
