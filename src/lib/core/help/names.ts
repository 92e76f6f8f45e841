import type { Help } from '../errors';

/** What is told of names that are not there. */

export const didYouMean = (name: string | null): Help =>
	name === null ? {} : { instead: `Did you mean ${name}?` };

/** `axis` for `axes`; else all that the function takes. */
export const keywords = (fn: string, near: string | null, names: readonly string[]): Help => {
	if (near !== null) return { instead: `Did you mean ${near}=?` };
	return names.length === 0
		? { why: `${fn} takes no keyword arguments.` }
		: { why: `${fn} takes ${names.join(', ')}.` };
};

export const moduleToImport = (name: string, statement: string): Help => ({
	why: `${name} was not imported.`,
	instead: statement
});
