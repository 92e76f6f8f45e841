import type { Value } from '$lib/core/interpreter';

/** Turns foreign arrays (NumPy's, which pass for ours) into ours; null for what is none. The numpy module sets it. */
export const foreignArrays: { convert: (x: unknown) => Value | null; is: (x: unknown) => boolean } = {
	convert: () => null,
	is: () => false
};
