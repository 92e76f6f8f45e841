import type { Atom, Jaxpr } from '$lib/core/jaxpr';
import type { Params, Primitive } from '$lib/core/primitive';
import { jaxprsIn } from '$lib/core/sub-jaxprs';
import type { Source } from '$lib/core/source';

/**
 * What becomes of random keys, as `jax.experimental.key_reuse` has it: drawing from a key and splitting it consume it;
 * `fold_in`, taking its words and moving it about do not.
 */

/** What an equation as a whole, not something inside it, does to the keys among its operands. */
export interface Consumption {
	readonly how: 'draw' | 'split';
	/** Which operands it consumes. */
	readonly operands: readonly number[];
	/** Whether they may be used once more from then on: it clones them. */
	readonly renews?: true;
}

/** An equation without its operands. */
export type Application = {
	readonly [P in Primitive]: { readonly primitive: P; readonly params: Params[P]; readonly source: Source };
}[Primitive];

/** `inside`: equations within it consume keys, and are to be looked at one by one. */
export function consumptionOf(eqn: Application): Consumption | 'inside' | null {
	if (eqn.primitive === 'random_bits') return { how: 'draw', operands: [0] };
	if (eqn.primitive === 'random_split') return { how: 'split', operands: [0] };
	if (eqn.primitive === 'random_clone') return { how: 'split', operands: [0], renews: true };
	const inner = consumingJaxprs(eqn);
	if (inner.length === 0) return null;
	if (!eqn.source.hidden && !inner.every(isOfLibrary)) return 'inside';
	return { how: 'draw', operands: consumedOperands(eqn) };
}

/** What a library function does inside is its own affair. */
const isOfLibrary = ({ eqns }: Jaxpr): boolean => eqns.every(({ source }) => source.library === true);

const consumes = new WeakMap<Jaxpr, boolean>();

/** The equation's jaxprs that consume keys. */
function consumingJaxprs(eqn: Application): readonly Jaxpr[] {
	if (!higherOrder.has(eqn.primitive) || recomputes(eqn)) return [];
	return jaxprsIn(eqn.params).filter(consumesKeys);
}

/** Whether any equation of a jaxpr, or inside one, consumes keys. */
export function consumesKeys(jaxpr: Jaxpr): boolean {
	const known =
		consumes.get(jaxpr) ?? jaxpr.eqns.some((inner) => isConsumer(inner) || consumingJaxprs(inner).length > 0);
	consumes.set(jaxpr, known);
	return known;
}

/** Is it what a gradient computes a second time? The keys it draws from were consumed the first time. */
export const recomputes = (eqn: Application): boolean =>
	eqn.primitive === 'remat2' && eqn.params.differentiated;

const higherOrder: ReadonlySet<Primitive> = new Set([
	'jit',
	'scan',
	'while',
	'cond',
	'remat2',
	'custom_jvp_call',
	'custom_vjp_call'
]);

const isConsumer = ({ primitive }: Application): boolean =>
	primitive === 'random_bits' || primitive === 'random_split' || primitive === 'random_clone';

/** Primitives whose result has the keys of their first operand, in other places or as other words. */
const carriers: ReadonlySet<Primitive> = new Set([
	'random_wrap',
	'random_unwrap',
	'reshape',
	'squeeze',
	'broadcast_in_dim',
	'transpose',
	'slice',
	'dynamic_slice',
	'gather',
	'convert_element_type'
]);

/** Operands whose keys something in the equation consumes. */
function consumedOperands(eqn: Application): readonly number[] {
	if (isConsumer(eqn)) return [0];
	switch (eqn.primitive) {
		case 'cond':
			return eqn.params.branches.flatMap(consumedArguments).map((i) => i + 1);
		case 'while': {
			const { cond_jaxpr, body_jaxpr, cond_nconsts, body_nconsts } = eqn.params;
			return [
				...consumedArguments(cond_jaxpr).map((i) => (i < cond_nconsts ? i : i + body_nconsts)),
				...consumedArguments(body_jaxpr).map((i) => i + cond_nconsts)
			];
		}
		default:
			return consumingJaxprs(eqn).flatMap(consumedArguments);
	}
}

function consumedArguments(jaxpr: Jaxpr): readonly number[] {
	const consumed = new Set<Atom>();
	for (const eqn of [...jaxpr.eqns].reverse()) {
		for (const i of consumedOperands(eqn)) consumed.add(eqn.inputs[i]);
		if (carriers.has(eqn.primitive) && eqn.outputs.some((v) => consumed.has(v))) consumed.add(eqn.inputs[0]);
	}
	return jaxpr.invars.flatMap((v, i) => (consumed.has(v) ? [i] : []));
}
