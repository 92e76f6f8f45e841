import type { Frame } from '$lib/core/source';
import type { PyClass } from './classes';

/** The names of one call of a function, or of one run of a class body or comprehension. */
export class Activation {
	/** What `return` was given. */
	returned: unknown = null;
	/** Of a class body: its names. */
	names: Map<string, unknown> | null = null;
	/** Of a class body: the class, once it is made. */
	cls: PyClass | null = null;
	/** The exception being handled, for a bare `raise` and for `__context__`. */
	handling: unknown = null;

	constructor(
		readonly slots: unknown[],
		readonly parent: Activation | null,
		/** Of a generator: of the call that has resumed it. */
		public frame: Frame | null
	) {}
}

/** The activation `depth` functions out. */
export function outward(activation: Activation, depth: number): Activation {
	let found = activation;
	for (; depth > 0; depth--) found = found.parent as Activation;
	return found;
}
