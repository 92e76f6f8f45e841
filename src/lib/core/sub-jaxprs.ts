import { aval } from './aval';
import { singleEquation, type Eqn, type Jaxpr } from './jaxpr';
import type { Binary } from './primitive';

export const isJaxpr = (value: unknown): value is Jaxpr =>
	typeof value === 'object' && value !== null && 'eqns' in value && 'invars' in value;

/** The jaxprs inside an equation: those among its parameters, or what a scatter does with an element. */
export const subJaxprs = (eqn: Eqn): readonly Jaxpr[] => {
	const update = updateJaxpr(eqn);
	return update ? [update] : jaxprsIn(eqn.params);
};

const updates = new Map<string, Jaxpr>();

/** What a scatter does with an element and its update: a jaxpr of its own, the same one for the same element type. */
export function updateJaxpr(eqn: Eqn): Jaxpr | null {
	const op = updateOps.get(eqn.primitive);
	if (!op) return null;
	const { dtype } = eqn.inputs[0].aval;
	const key = `${op} ${dtype}`;
	const made =
		updates.get(key) ?? singleEquation(op, [aval(dtype, []), aval(dtype, [])], {}, [aval(dtype, [])]);
	updates.set(key, made);
	return made;
}

const updateOps: ReadonlyMap<string, Binary> = new Map([
	['scatter_add', 'add'],
	['scatter_mul', 'mul'],
	['scatter_min', 'min'],
	['scatter_max', 'max']
]);

/** The jaxprs among a primitive's parameters. */
export function jaxprsIn(params: object): readonly Jaxpr[] {
	return Object.entries(params)
		.filter(([key]) => key !== 'view')
		.flatMap(([, value]) => (Array.isArray(value) ? value : [value]) as unknown[])
		.filter(isJaxpr);
}
