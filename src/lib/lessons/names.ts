/** Names of the lessons, for pages that need not know more of them. */
export const lessonNames: readonly string[] = ['carry-x-and-y', 'vmap-over-scan', 'batched-rnn'];

/** The lesson that a fragment names a place of, as `#vmap-over-scan/3@2` does; null for any other. */
export function lessonIn(fragment: string): string | null {
	const name = /^#([a-z0-9-]+)\/\d/.exec(fragment)?.[1];
	return name !== undefined && lessonNames.includes(name) ? name : null;
}
