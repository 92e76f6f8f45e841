import type { Kernel } from '$lib/array/kernel';
import type { Eqn, Jaxpr } from '$lib/core/jaxpr';
import { compile, type Body } from '$lib/rules/compile';
import type { Driver } from '$lib/rules/driver';

/** Runs what has run before once more: prints nothing and counts nothing. */
export const quiet: Driver = {
	compile: (jaxpr: Jaxpr): Body => compile(jaxpr, quiet),
	spend: () => {},
	watch: (eqn: Eqn, make: () => Kernel): Kernel => (eqn.primitive === 'debug_print' ? () => {} : make())
};
