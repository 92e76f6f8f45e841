import type { Aval } from '$lib/core/aval';
import { longText } from '$lib/core/aval';
import { ProgramError } from '$lib/core/errors';
import { tooLarge } from '$lib/core/help/values';
import { slotsOf } from './slot';

/** Slots (4 bytes each) the results of one equation may take. */
const most = 2 ** 26;

/** Refuses results that no page has room for, before anything is allocated. */
export function checkRoom(results: readonly Aval[]): void {
	const slots = results.reduce((sum, type) => sum + slotsOf(type), 0);
	if (slots <= most) return;
	const largest = [...results].sort((a, b) => slotsOf(b) - slotsOf(a))[0];
	throw new ProgramError(
		'MemoryError',
		`Out of memory allocating ${4 * slots} bytes.`,
		tooLarge(longText(largest))
	);
}
