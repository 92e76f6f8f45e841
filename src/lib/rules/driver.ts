import type { Kernel } from '$lib/array/kernel';
import type { Eqn, Jaxpr } from '$lib/core/jaxpr';
import type { Body } from './compile';

/**
 * What a higher-order primitive is handed to run its jaxprs with: no rule imports the interpreter it is run by, and a
 * recorder passes itself.
 */
export interface Driver {
	compile(jaxpr: Jaxpr): Body;
	/** Counts work, in elements touched; throws where a limit is reached. */
	spend(work: number): void;
	/** Told before each step of a loop that is recorded. */
	begins?(step: number): void;
	/** Nanoseconds a body runs as closures before code is generated for it; `compile` knows where absent. */
	readonly generateAfter?: number;
	/** Stands by where an equation's kernel is made, and may put another in its place. */
	watch?(eqn: Eqn, make: () => Kernel): Kernel;
}
