import type { ProgramError } from '$lib/core/errors';
import { longText, sameType } from '$lib/core/aval';
import type { Subject } from '$lib/core/subject';
import type { CarryMismatch, Failure } from '$lib/recording/recording';
import { advice } from '$lib/python/parts';

const { adviceOn } = advice.functions;

/** A mistake as plain data, with all that helps to mend it where it is one of a whole program's. */
export const failureOf = (error: ProgramError, program: string | null = null): Failure => ({
	type: error.type,
	message: error.message,
	span: error.span,
	...(program === null ? error.help : adviceOn(error, program)),
	...(error.subject?.kind === 'departure' && { mismatch: mismatchOf(error.subject) })
});

const mismatchOf = ({ leaves, at }: Extract<Subject, { kind: 'departure' }>): CarryMismatch => ({
	leaves: leaves.map(({ name, from, to }) => ({
		name,
		from: longText(from),
		to: longText(to),
		same: sameType(from, to)
	})),
	at: at?.span ?? null
});
