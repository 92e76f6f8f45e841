import { bind, type Value } from './interpreter';
import { Literal, type Atom, type Eqn, type Jaxpr, type Var } from './jaxpr';
import { setEqn } from './origin';
import { setSource } from './source';

/**
 * Binds a jaxpr's equations one by one in the current interpreter, each under its own place in the program. `args` go
 * to the invars; a jaxpr with constvars takes their values first. `keep` is told every variable's value.
 */
export function evalJaxpr(
	jaxpr: Jaxpr,
	args: readonly Value[],
	keep: (v: Var, value: Value) => void = () => {}
): Value[] {
	const env = new Map<Var, Value>();
	const write = (v: Var, value: Value): void => {
		env.set(v, value);
		keep(v, value);
	};
	const read = (atom: Atom): Value => {
		if (atom instanceof Literal) return atom.value;
		const value = env.get(atom);
		if (!value) throw new Error('internal: a variable is read before it is assigned');
		return value;
	};
	[...jaxpr.constvars, ...jaxpr.invars].forEach((v, i) => write(v, args[i]));
	for (const eqn of jaxpr.eqns) {
		const before = setSource(eqn.source);
		const around = setEqn(eqn);
		try {
			const outs = bindEqn(eqn, eqn.inputs.map(read));
			eqn.outputs.forEach((v, i) => write(v, outs[i]));
		} finally {
			setSource(before);
			setEqn(around);
		}
	}
	return jaxpr.outs.map(read);
}

const bindEqn = (eqn: Eqn, args: readonly Value[]): Value[] => bind(eqn.primitive, args, eqn.params as never);
