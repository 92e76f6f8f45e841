import type { Jaxpr } from '$lib/core/jaxpr';
import type { Body } from './compile';

/**
 * What a higher-order primitive is handed to run its jaxprs with: no rule imports the interpreter it is run by, and a
 * recorder passes itself.
 */
export interface Driver {
	compile(jaxpr: Jaxpr): Body;
	/** Counts work, in elements touched; throws where a limit is reached. */
	spend(work: number): void;
	/** Nanoseconds a body runs as closures before code is generated for it; `compile` knows where absent. */
	readonly generateAfter?: number;
}
