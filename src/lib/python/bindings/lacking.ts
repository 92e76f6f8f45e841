import { ProgramError } from '$lib/core/errors';

/** Refuses by name what a library's module has and Lockstep does not. `names` are separated by blanks. */
export function lacking(module: string, names: string): (name: string) => ProgramError | null {
	const known = new Set(names.split(/\s+/));
	return (name) =>
		known.has(name)
			? new ProgramError('NotImplementedError', `Lockstep does not have ${module}.${name}.`)
			: null;
}
