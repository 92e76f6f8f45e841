import { ProgramError, type Help } from '$lib/core/errors';
import type { Span } from '$lib/core/source';

/** A Python exception to be thrown. */
export const pyError = (type: string, message: string, help: Help = {}): ProgramError =>
	new ProgramError(type, message, help);

export const typeError = (message: string, help?: Help): ProgramError => pyError('TypeError', message, help);
export const valueError = (message: string, help?: Help): ProgramError =>
	pyError('ValueError', message, help);
export const notSupported = (what: string, instead: string): ProgramError =>
	pyError('NotImplementedError', `Lockstep does not support ${what}`, { instead });

/** The same error with its place, unless it has one. */
export function at(span: Span, error: ProgramError): ProgramError {
	error.span ??= span;
	return error;
}
