import { type NDArray } from '$lib/array/ndarray';
import { avalOfArray, type Aval } from './aval';
import type { Params, Primitive } from './primitive';
import type { Source } from './source';
import type { Value } from './interpreter';

/** A variable, assigned once. Identity is the object; printed names are given by the printer. */
export class Var {
	/** What the user called the value, first name first. */
	readonly names: string[] = [];

	constructor(readonly aval: Aval) {}
}

/** A constant written into an equation: of rank 0, or what a derivative rule of the program's closes over. */
export class Literal {
	constructor(readonly value: NDArray) {}

	get aval(): Aval {
		return avalOfArray(this.value);
	}
}

export type Atom = Var | Literal;

export interface EqnOf<P extends Primitive> {
	readonly primitive: P;
	readonly inputs: readonly Atom[];
	readonly params: Params[P];
	readonly outputs: readonly Var[];
	readonly source: Source;
}

/** One primitive application. Narrow by `primitive` to get its parameters. */
export type Eqn = { [P in Primitive]: EqnOf<P> }[Primitive];

export interface Jaxpr {
	readonly constvars: readonly Var[];
	readonly invars: readonly Var[];
	readonly eqns: readonly Eqn[];
	readonly outs: readonly Atom[];
}

/** A jaxpr with the values of its constvars. */
export interface ClosedJaxpr {
	readonly jaxpr: Jaxpr;
	readonly consts: readonly Value[];
}

/** A jaxpr of one equation, its operands as arguments. */
export function singleEquation<P extends Primitive>(
	primitive: P,
	operands: readonly Aval[],
	params: Params[P],
	results: readonly Aval[]
): Jaxpr {
	const invars = operands.map((type) => new Var(type));
	const outputs = results.map((type) => new Var(type));
	const eqn = { primitive, inputs: invars, params, outputs, source: { span: null, frame: null } };
	// The parameters are those of the primitive, which TypeScript cannot follow through the union.
	return { constvars: [], invars, eqns: [eqn as unknown as Eqn], outs: outputs };
}
