import type { Eqn } from './jaxpr';

/**
 * Which equation another was written for, where a jaxpr is carried out by an interpreter that writes a new one: `vmap` of
 * `add` writes one that adds all rows.
 */
const origins = new WeakMap<Eqn, Eqn>();

let current: Eqn | null = null;

/** Set as an equation is carried out. Returns the one around it, to be put back. */
export function setEqn(eqn: Eqn | null): Eqn | null {
	const before = current;
	current = eqn;
	return before;
}

/** Tells that an equation is written now, or for which other it is. */
export function written(eqn: Eqn, origin: Eqn | null = current): void {
	if (origin) origins.set(eqn, origin);
}

/** The equation itself, what it was written for, what that was written for, and so on. */
export function* lineage(eqn: Eqn): Iterable<Eqn> {
	for (let at: Eqn | undefined = eqn; at; at = origins.get(at)) yield at;
}
