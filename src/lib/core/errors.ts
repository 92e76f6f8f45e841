import type { Span } from './source';
import type { Subject } from './subject';

/** What our words add to JAX's own text. */
export interface Help {
	/** Why it is so, one or two sentences. */
	readonly why?: string;
	/** What to write instead: a sentence or a line of code. */
	readonly instead?: string;
}

/**
 * An exception of the user's program: Python's class name, and the text as Python or JAX gives it. The python room
 * makes it catchable by `except`. Everything that is thrown for a user's mistake is one of these; plain `Error`s are
 * ours and start with `internal:`.
 */
export class ProgramError extends Error {
	/** Innermost place in the program; filled in by the evaluator where the thrower does not know it. */
	span: Span | null = null;

	constructor(
		readonly type: string,
		message: string,
		readonly help: Help = {},
		readonly subject: Subject | null = null
	) {
		super(message);
		this.name = type;
	}
}
