import type { Span } from '$lib/core/source';
import { ProgramError, type Help } from '$lib/core/errors';

/** A program's text with its line starts. Line ends are `\n` only; offsets agree with the text as given. */
export class SourceText {
	readonly text: string;
	private readonly starts: number[] = [0];

	constructor(given: string) {
		this.text = given
			.replace(/^\uFEFF/, '\f')
			.replace(/\r\n/g, ' \n')
			.replace(/\r/g, '\n');
		for (let i = 0; i < this.text.length; i++) if (this.text[i] === '\n') this.starts.push(i + 1);
	}

	/** 1-based line of an offset. */
	lineOf(offset: number): number {
		let low = 0;
		let high = this.starts.length - 1;
		while (low < high) {
			const middle = (low + high + 1) >> 1;
			if (this.starts[middle] <= offset) low = middle;
			else high = middle - 1;
		}
		return low + 1;
	}

	span(from: number, to: number): Span {
		const line = this.lineOf(from);
		return { from, to, line, column: from - this.starts[line - 1] };
	}
}

export type SyntaxErrorType = 'SyntaxError' | 'IndentationError' | 'TabError';

/** Python's error about the text of a program. */
export function syntaxError(
	message: string,
	span: Span,
	type: SyntaxErrorType = 'SyntaxError',
	help: Help = {}
): ProgramError {
	const error = new ProgramError(type, message, help);
	error.span = span;
	return error;
}

/** Valid Python that Lockstep does not carry out. */
export function unsupported(what: string, span: Span | null, instead: string): ProgramError {
	const error = new ProgramError('NotImplementedError', `Lockstep does not support ${what}`, { instead });
	error.span = span;
	return error;
}
