import type { Recording } from '$lib/recording/recording';
import { checksum } from './squeeze';

/** A short mark of what a program printed and gave: differs where the results differ. */
export function fingerprintOf({ outcome, stdout }: Recording): string {
	const result = outcome.kind === 'value' ? outcome.text : `${outcome.error.type}: ${outcome.error.message}`;
	return checksum(new TextEncoder().encode(JSON.stringify([stdout, result]))).toString(36);
}
