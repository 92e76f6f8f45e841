import { sameShape } from '$lib/array/shape';
import { sameType, type Aval } from '$lib/core/aval';
import { Var, type Atom, type Eqn, type Jaxpr } from '$lib/core/jaxpr';
import type { Span } from '$lib/core/source';
import type { Departure } from '$lib/core/subject';

/** Variables that the value of `out` was made of. */
function behind(jaxpr: Jaxpr, out: Atom): Set<Atom> {
	const needed = new Set<Atom>([out]);
	for (const { inputs, outputs } of [...jaxpr.eqns].reverse())
		if (outputs.some((v) => needed.has(v))) inputs.forEach((atom) => needed.add(atom));
	return needed;
}

/** An equation at which a value changes its type, in the body or in a function that it calls. */
interface Turn {
	readonly eqn: Eqn;
	readonly jaxpr: Jaxpr;
	readonly span: Span | null;
}

/**
 * The first equation on the way from a value to what it becomes whose result has another element type, or another
 * shape where that is all that differs in the end; looked for inside the program's own jitted functions too. `place`
 * is where it is called, for equations of the library.
 */
function turn(jaxpr: Jaxpr, start: Atom, end: Atom, place: Span | null): Turn | null {
	const needed = behind(jaxpr, end);
	const changes = (v: Var): boolean =>
		start.aval.dtype === end.aval.dtype
			? !sameShape(v.aval.shape, start.aval.shape)
			: v.aval.dtype !== start.aval.dtype;
	const stillOfType = new Set<Atom>([start]);
	for (const eqn of jaxpr.eqns) {
		const results = eqn.outputs.filter((v) => needed.has(v));
		if (results.length === 0 || !eqn.inputs.some((atom) => stillOfType.has(atom))) continue;
		const same = results.filter((v) => !changes(v));
		if (same.length === 0)
			return inside(eqn, stillOfType, results[0]) ?? { eqn, jaxpr, span: spanOf(eqn, place) };
		same.forEach((v) => stillOfType.add(v));
	}
	return null;
}

const spanOf = ({ source }: Eqn, place: Span | null): Span | null => (source.library ? place : source.span);

/** The turn within a jitted function of the program's; null where the equation is none. */
function inside(eqn: Eqn, stillOfType: ReadonlySet<Atom>, result: Var): Turn | null {
	if (eqn.primitive !== 'jit') return null;
	const { jaxpr } = eqn.params;
	if (jaxpr.eqns.every(({ source }) => source.library)) return null;
	const place = eqn.inputs.findIndex((atom) => stillOfType.has(atom));
	return turn(jaxpr, jaxpr.invars[place], jaxpr.outs[eqn.outputs.indexOf(result)], spanOf(eqn, null));
}

/** The type of another operand that has what the value turns into: what it was promoted to meet. */
function met({ eqn, jaxpr }: Turn, carry: Aval): Aval | null {
	const [result] = eqn.outputs;
	const partners =
		eqn.primitive === 'convert_element_type' || eqn.primitive === 'broadcast_in_dim'
			? jaxpr.eqns.filter(({ inputs, source }) => inputs.includes(result) && source.span === eqn.source.span)
			: [eqn];
	const others = partners.flatMap(({ inputs }) => inputs).filter((atom) => atom !== result);
	const same = others.find(({ aval }) => aval.dtype === result.aval.dtype && aval.dtype !== carry.dtype);
	const wider = others.find(({ aval }) => sameType(aval, result.aval) && !sameType(aval, carry));
	return (same ?? wider)?.aval ?? null;
}

/** Where a carry leaf changes its type. */
export function departureOf(
	jaxpr: Jaxpr,
	carry: Var,
	out: Atom,
	names: Pick<Departure, 'carry' | 'path' | 'body' | 'leaves'>
): Departure {
	const found = turn(jaxpr, carry, out, null);
	const maker = jaxpr.eqns.find(({ outputs }) => outputs.some((v) => v === out));
	return {
		kind: 'departure',
		...names,
		from: carry.aval,
		to: out.aval,
		at: found && { span: found.span, type: found.eqn.outputs[0].aval, met: met(found, carry.aval) },
		out: { span: maker?.source.span ?? null, name: out instanceof Var ? (out.names[0] ?? null) : null }
	};
}
