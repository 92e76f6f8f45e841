import type { Value } from '$lib/core/interpreter';
import { tuple, type Tuple } from '$lib/core/containers';
import { ProgramError } from '$lib/core/errors';
import { native, type NativeFunction } from '../native';
import { truth } from '../truth';

/** Functions by their names, as a module has them. */
export const family = (...functions: readonly NativeFunction[]): Record<string, NativeFunction> =>
	Object.fromEntries(functions.map((fn) => [fn.name, fn]));

/** The same function under other names. */
export const aliases = (
	names: Readonly<Record<string, string>>,
	functions: Readonly<Record<string, NativeFunction>>
): Record<string, NativeFunction> =>
	Object.fromEntries(Object.entries(names).map(([alias, name]) => [alias, functions[name]]));

/** What the first parameter is called: in a function of `jnp`, in a method of arrays. */
export type ArrayName = 'a' | 'self';

/** Functions of one operand. */
export const unaries = (
	bodies: Readonly<Record<string, (x: unknown) => Value>>
): Record<string, NativeFunction> =>
	family(...Object.entries(bodies).map(([name, f]) => native(`${name}(x, /)`, f)));

/** Functions of two operands. */
export const binaries = (
	bodies: Readonly<Record<string, (x: unknown, y: unknown) => Value>>
): Record<string, NativeFunction> =>
	family(...Object.entries(bodies).map(([name, f]) => native(`${name}(x1, x2, /)`, f)));

export const tupleOf = (values: readonly Value[]): Tuple => tuple(...values);

/** A flag of the program's as a boolean. */
export const flag = (x: unknown): boolean => (typeof x === 'boolean' ? x : truth(x));

/** NumPy's `out=`, which JAX refuses. */
export function refuseOut(name: string, out: unknown): void {
	if (out !== null)
		throw new ProgramError('NotImplementedError', `The 'out' argument to jnp.${name} is not supported.`);
}
