import { ProgramError } from '$lib/core/errors';

/**
 * Words the error for a name a module does not have: refused by name where the library has it and Lockstep does not,
 * Python's AttributeError else.
 */
export const lacking =
	(module: string, names: string) =>
	(name: string): Error =>
		names.split(/\s+/).includes(name)
			? new ProgramError('NotImplementedError', `Lockstep does not have ${module}.${name}.`)
			: new ProgramError('AttributeError', `module '${module}' has no attribute '${name}'`);
