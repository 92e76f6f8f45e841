import { Var, type Atom, type Jaxpr } from '$lib/core/jaxpr';
import type { RanLoop } from './loop';

/** The jaxprs of a loop's equation. */
export type JaxprPart = 'body' | 'cond';

export const partsOf = ({ primitive, params }: RanLoop): readonly { part: JaxprPart; jaxpr: Jaxpr }[] =>
	primitive === 'scan'
		? [{ part: 'body', jaxpr: params.jaxpr }]
		: [
				{ part: 'cond', jaxpr: params.cond_jaxpr },
				{ part: 'body', jaxpr: params.body_jaxpr }
			];

export type VariableRole = 'closed' | 'carry' | 'x' | 'y';

export interface KnownVariable {
	readonly role: VariableRole;
	readonly name: string | null;
}

/** What the variables at a jaxpr's ends are: in the user's words where the user's body has them, else by their place. */
export function variablesIn(ran: RanLoop, part: JaxprPart): ReadonlyMap<Var, KnownVariable> {
	const known = part === 'body' ? usersVariables(ran) : new Map<Var, KnownVariable>();
	const ends = part === 'body' ? bodyEnds(ran) : condEnds(ran);
	for (const [atom, role] of ends)
		if (atom instanceof Var && !known.has(atom)) known.set(atom, { role, name: atom.names[0] ?? null });
	return known;
}

type End = readonly [Atom, VariableRole];

function bodyEnds({ primitive, params }: RanLoop): readonly End[] {
	if (primitive === 'scan') {
		const { jaxpr, num_consts, num_carry } = params;
		const firstX = num_consts + num_carry;
		return [
			...jaxpr.invars.map((v, i): End => [v, i < num_consts ? 'closed' : i < firstX ? 'carry' : 'x']),
			...jaxpr.outs.map((out, i): End => [out, i < num_carry ? 'carry' : 'y'])
		];
	}
	const { body_jaxpr, body_nconsts } = params;
	return [
		...body_jaxpr.invars.map((v, i): End => [v, i < body_nconsts ? 'closed' : 'carry']),
		...body_jaxpr.outs.map((out): End => [out, 'carry'])
	];
}

function condEnds({ primitive, params }: RanLoop): readonly End[] {
	if (primitive === 'scan') return [];
	const { cond_jaxpr, cond_nconsts } = params;
	return cond_jaxpr.invars.map((v, i) => [v, i < cond_nconsts ? 'closed' : 'carry']);
}

/** The ends of the user's body, where they are in the jaxpr. A carry that is handed on unchanged is one of JAX's consts. */
function usersVariables({ params: { view } }: RanLoop): Map<Var, KnownVariable> {
	const { body, closed, carry, xs, placed } = view;
	const firstX = closed + carry.length;
	const known = new Map<Var, KnownVariable>();
	const tell = (atom: Atom, role: VariableRole, name: string | undefined): void => {
		const now = atom instanceof Var ? (placed.get(atom)?.atom ?? atom) : atom;
		for (const v of [atom, now])
			if (v instanceof Var && !known.has(v)) known.set(v, { role, name: v.names[0] ?? name ?? null });
	};
	body.invars.forEach((v, i) => {
		if (i < closed) tell(v, 'closed', undefined);
		else if (i < firstX) tell(v, 'carry', carry[i - closed]);
		else tell(v, 'x', xs[i - firstX]);
	});
	body.outs.forEach((out, i) => tell(out, i < carry.length ? 'carry' : 'y', undefined));
	return known;
}
