import { sameShape } from '$lib/array/shape';
import { avalOf, isValue, Tracer, type Value } from './interpreter';
import { Var, type Atom } from './jaxpr';
import type { Dim } from './ops';

/** Where the rows of a batched value lie: an axis for each vmap in force, outermost first; null where all rows share it. */
export type Lanes = readonly Dim[];

const lanes = new WeakMap<Var, Lanes>();

const variableOf = (x: Value | Atom): Var | null => {
	if (x instanceof Var) return x;
	return x instanceof Tracer && 'variable' in x && x.variable instanceof Var ? x.variable : null;
};

/** undefined where it is not known. */
export function lanesOf(x: Value | Atom): Lanes | undefined {
	const v = variableOf(x);
	return v ? lanes.get(v) : undefined;
}

/** The first word stands. */
export function setLanes(x: Value | Atom, dims: Lanes): void {
	const v = variableOf(x);
	if (v && !lanes.has(v)) lanes.set(v, dims);
}

/** A value that stands for a variable, for its tangent or for its cotangent, has its rows where that has them. */
export function copyLanes(x: Value, from: Atom): void {
	const known = lanesOf(from);
	if (known && isValue(x) && sameShape(avalOf(x).shape, from.aval.shape)) setLanes(x, known);
}
