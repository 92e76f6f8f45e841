import { evalJaxpr } from '$lib/core/eval-jaxpr';
import { Tracer, type Value } from '$lib/core/interpreter';
import type { Atom, Jaxpr } from '$lib/core/jaxpr';
import { Var } from '$lib/core/jaxpr';
import { copyLanes } from '$lib/core/lanes';
import { nameValue } from '$lib/core/naming';

/** Names, and places of rows, that the variables of a body get when it is written anew. */

/** Gives a traced value the names of the variable it stands for. */
export function nameAfter(value: Value, atom: Atom): void {
	copyLanes(value, atom);
	if (value instanceof Tracer && atom instanceof Var) atom.names.forEach((name) => nameValue(value, name));
}

/** `evalJaxpr` whose results bear the names of their variables. */
export const evalNamed = (jaxpr: Jaxpr, args: readonly Value[]): Value[] =>
	evalJaxpr(jaxpr, args, (v, value) => nameAfter(value, v));

/** What a tangent is called: `h_dot` for that of `h`. */
export const tangentName = (name: string): string => `${name}_dot`;

/** What a cotangent is called: `∂h` for that of `h` or of its tangent. */
export const ctName = (name: string): string => `∂${name.replace(/_dot$/, '')}`;

export function nameCt(value: Value, atom: Atom): void {
	copyLanes(value, atom);
	if (value instanceof Tracer && atom instanceof Var && atom.names.length > 0)
		nameValue(value, ctName(atom.names[0]));
}
