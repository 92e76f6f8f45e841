import type { NDArray } from '$lib/array/ndarray';
import { evalJaxpr } from '$lib/core/eval-jaxpr';
import { withInterpreter, type Interpreter } from '$lib/core/interpreter';
import { Literal, Var, type Atom, type Eqn, type Jaxpr } from '$lib/core/jaxpr';
import type { Primitive } from '$lib/core/primitive';
import { applyPrimitive } from '../apply';
import type { Driver } from '../driver';
import type { Dependence, Site } from './dependence';
import { isMarked, joined, type MaybeMarks } from './marks';

/** The values of a jaxpr's variables in one run. */
export type Values = (atom: Atom) => NDArray;

/** The dependence of one equation as it ran. */
export type DependOn = (primitive: Primitive, site: Site) => Dependence;

/** Runs a jaxpr again, quietly, and keeps what each variable was. */
function valuesOf(jaxpr: Jaxpr, args: readonly NDArray[], driver: Driver): Values {
	const values = new Map<Var, NDArray>();
	const quiet: Interpreter = {
		eager: true,
		process: (primitive, operands, params) =>
			primitive === 'debug_print'
				? []
				: applyPrimitive(primitive, operands as readonly NDArray[], params, driver)
	};
	withInterpreter(quiet, () => evalJaxpr(jaxpr, args, (v, value) => values.set(v, value as NDArray)));
	return (atom) => {
		const value = atom instanceof Literal ? atom.value : values.get(atom);
		if (!value) throw new Error('internal: a variable has no value');
		return value;
	};
}

/** An equation where its operands and results are known. */
export const siteOf = (eqn: Eqn, values: Values, driver: Driver): Site<Primitive> => ({
	ins: eqn.inputs.map(({ aval }) => aval),
	outs: eqn.outputs.map(({ aval }) => aval),
	params: eqn.params,
	driver,
	operand: (i) => values(eqn.inputs[i]),
	result: (i) => values(eqn.outputs[i])
});

/** Marks of the variables of one run of a jaxpr. */
export class MarkedVars {
	private readonly marks = new Map<Var, MaybeMarks>();

	get(atom: Atom): MaybeMarks {
		return atom instanceof Var ? (this.marks.get(atom) ?? null) : null;
	}

	of(atoms: readonly Atom[]): MaybeMarks[] {
		return atoms.map((atom) => this.get(atom));
	}

	add(atoms: readonly Atom[], marks: readonly MaybeMarks[]): void {
		atoms.forEach((atom, i) => {
			if (atom instanceof Var) this.marks.set(atom, joined(this.get(atom), marks[i]));
		});
	}
}

/** A jaxpr as it ran on given operands: what is gone through equation by equation. */
export type BodyOn = (jaxpr: Jaxpr, args: readonly NDArray[], driver: Driver) => Dependence;

/** Hands bodies the table they are gone through by. */
export const bodiesBy =
	(dependOn: DependOn): BodyOn =>
	(jaxpr, args, driver) => {
		let values: Values | null = null;
		const on = (eqn: Eqn): Dependence => {
			values ??= valuesOf(jaxpr, args, driver);
			return dependOn(eqn.primitive, siteOf(eqn, values, driver));
		};
		return {
			back: (results) => backThrough(jaxpr, on, results),
			forth: (operands) => forthThrough(jaxpr, on, operands)
		};
	};

function backThrough(
	jaxpr: Jaxpr,
	dependenceOf: (eqn: Eqn) => Dependence,
	results: readonly MaybeMarks[]
): MaybeMarks[] {
	const vars = new MarkedVars();
	vars.add(jaxpr.outs, results);
	for (const eqn of jaxpr.eqns.toReversed()) {
		const made = vars.of(eqn.outputs);
		if (isMarked(made)) vars.add(eqn.inputs, dependenceOf(eqn).back(made));
	}
	return vars.of(jaxpr.invars);
}

function forthThrough(
	jaxpr: Jaxpr,
	dependenceOf: (eqn: Eqn) => Dependence,
	args: readonly MaybeMarks[]
): MaybeMarks[] {
	const vars = new MarkedVars();
	vars.add(jaxpr.invars, args);
	for (const eqn of jaxpr.eqns) {
		const given = vars.of(eqn.inputs);
		if (isMarked(given)) vars.add(eqn.outputs, dependenceOf(eqn).forth(given));
	}
	return vars.of(jaxpr.outs);
}

/** The results of a jaxpr, evaluated quietly. */
export function resultsOf(jaxpr: Jaxpr, args: readonly NDArray[], driver: Driver): NDArray[] {
	return jaxpr.outs.map(valuesOf(jaxpr, args, driver));
}
