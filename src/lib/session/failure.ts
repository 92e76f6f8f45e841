import type { ProgramError } from '$lib/core/errors';
import type { Failure } from '$lib/recording/recording';

/** A mistake of the program's, as plain data. */
export const failureOf = ({ type, message, span, help }: ProgramError): Failure => ({
	type,
	message,
	span,
	...help
});
