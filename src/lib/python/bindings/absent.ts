import type { ProgramError } from '$lib/core/errors';
import { pyError } from '../errors';
import { findModule } from '../module';
import { nearest } from '../nearest';

/**
 * Words the error for a name that module `name`, called `short` in programs, does not have: what JAX has is refused by
 * name, for the rest the nearest name is told.
 */
export function absent(name: string, short: string, known: string): (missing: string) => ProgramError {
	const inJax = new Set(known.split(' '));
	return (missing) => {
		if (inJax.has(missing))
			return pyError('NotImplementedError', `Lockstep does not have ${short}.${missing}`);
		const near = nearest(missing, findModule(name)?.attributes.keys() ?? []);
		return pyError('AttributeError', `module '${name}' has no attribute '${missing}'`, {
			...(near === null ? {} : { instead: `Perhaps ${short}.${near} was meant.` })
		});
	};
}
