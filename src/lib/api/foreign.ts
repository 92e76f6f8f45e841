import type { Value } from '$lib/core/interpreter';

/** The number that an object of the program's stands for; null for any other. Python sets it. */
export const foreignNumbers: { of: (x: unknown) => number | bigint | boolean | null } = { of: () => null };

/** Turns foreign arrays (NumPy's, which pass for ours) into ours; null for what is none. The numpy module sets it. */
export const foreignArrays: { convert: (x: unknown) => Value | null; is: (x: unknown) => boolean } = {
	convert: () => null,
	is: () => false
};
