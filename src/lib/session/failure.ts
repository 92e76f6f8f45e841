import type { ProgramError } from '$lib/core/errors';
import { adviceOn } from '$lib/python/advice/advice';
import type { Failure } from '$lib/recording/recording';

/** A mistake as plain data, with all that helps to mend it where it is one of a whole program's. */
export const failureOf = (error: ProgramError, program: string | null = null): Failure => ({
	type: error.type,
	message: error.message,
	span: error.span,
	...(program === null ? error.help : adviceOn(error, program))
});
