import type { Edits, OtherRun } from './answers/other-run';

/** Tells other runs apart. Numbers are written out: JSON knows neither -0 nor what is not finite. */
export const keyOfOther = (other: OtherRun | Edits): string =>
	JSON.stringify(other, (_, part: unknown) =>
		typeof part === 'number' ? `${Object.is(part, -0) ? '-' : ''}${part}` : part
	);

/** The kind of error with which an answer ends that nobody waits for any more. */
export const dropped = 'Superseded';
