import type { ScanParams } from '$lib/core/control';
import type { Pass, PassPart } from '$lib/core/gradient';
import { avalOf, bind, type Value } from '$lib/core/interpreter';
import type { Jaxpr } from '$lib/core/jaxpr';
import { instantiate, type Differential, type Jvp, type JvpJaxpr } from '../differentiating';
import { bits, count, differential, fixpoint, memoized, nonzeros, spread, where } from '../flags';
import { movedView } from '../loop-view';
import { leafPlaces, tangentParts, valueParts } from './passes';

/**
 * JAX's `_scan_jvp`: one scan that carries values and tangents. A carry has a tangent from its init, or because the
 * body makes one: repeat until no further carry gets one.
 */
export const jvpScan: Jvp<ScanParams> = ({ jvpJaxpr }, primals, tangents, params) => {
	const { jaxpr, num_consts, num_carry } = params;
	const firstX = num_consts + num_carry;
	const given = nonzeros(tangents);
	const none = jaxpr.outs.slice(num_carry).map(() => false);
	const withCarry = (carry: readonly boolean[]): boolean[] => [
		...given.slice(0, num_consts),
		...carry,
		...given.slice(firstX)
	];
	const push = (carry: readonly boolean[]): JvpJaxpr =>
		jvpJaxpr(jaxpr, withCarry(carry), [...carry, ...none]);
	const carry = fixpoint(given.slice(num_consts, firstX), (flags) => push(flags).nonzero.slice(0, num_carry));
	const pushed = push(carry);
	const flags = withCarry(carry);

	const made = tangents.map((t, i) => (flags[i] ? instantiate(t, primals[i]) : null));
	const body = interleavedBody(jaxpr, params, pushed, flags);
	const operands = interleaved(primals, made, [num_consts, firstX]);
	const own = {
		...params,
		jaxpr: body,
		num_consts: num_consts + count(flags.slice(0, num_consts)),
		num_carry: num_carry + count(carry)
	};
	const row = { primitive: 'scan' as const, operands: operands.map(avalOf), params: own };
	const view = movedView(params.view, pushed.placed, row) ?? params.view;
	const linear = doubledPass(params, flags, pushed.nonzero);
	const outs = bind('scan', operands, { ...own, view: { ...view, linear } });
	return separated(outs, pushed.nonzero, num_carry);
};

/** What the arguments and results of the doubled body are. */
function doubledPass(params: ScanParams, flags: readonly boolean[], nonzero: readonly boolean[]): Pass {
	const { num_consts, num_carry } = params;
	const { ins, outs } = leafPlaces(params);
	const dual = (flags: readonly boolean[], places: typeof ins, cuts: readonly number[]): PassPart[] =>
		interleaved(valueParts(places), spread(flags, where(tangentParts(places), flags)), cuts);
	return {
		tape: null,
		ins: dual(flags, ins, [num_consts, num_consts + num_carry]),
		outs: dual(nonzero, outs, [num_carry])
	};
}

/** The pushed body with consts, carries and xs each followed by their tangents, results likewise. */
function interleavedBody(
	jaxpr: Jaxpr,
	{ num_consts, num_carry }: ScanParams,
	pushed: JvpJaxpr,
	flags: readonly boolean[]
): Jaxpr {
	const key = `scan jvp ${num_consts} ${num_carry} ${bits(flags)} ${bits(pushed.nonzero)}`;
	return memoized(jaxpr, key, () => {
		const { invars, outs } = pushed.jaxpr;
		const n = jaxpr.invars.length;
		const m = jaxpr.outs.length;
		const ins = interleaved(invars.slice(0, n), spread(flags, invars.slice(n)), [
			num_consts,
			num_consts + num_carry
		]);
		const results = interleaved(outs.slice(0, m), spread(pushed.nonzero, outs.slice(m)), [num_carry]);
		return { ...pushed.jaxpr, invars: ins, outs: results };
	});
}

/** Values, cut into groups at `cuts`, each group followed by its tangents. */
function interleaved<T>(values: readonly T[], tangents: readonly (T | null)[], cuts: readonly number[]): T[] {
	const edges = [0, ...cuts, values.length];
	return edges
		.slice(1)
		.flatMap((to, i) => [
			...values.slice(edges[i], to),
			...tangents.slice(edges[i], to).filter((t) => t !== null)
		]);
}

/** Results of the doubled scan as values and tangents. */
function separated(outs: readonly Value[], nonzero: readonly boolean[], carry: number): Differential {
	const carryFlags = nonzero.slice(0, carry);
	const ys = nonzero.length - carry;
	const firstY = carry + count(carryFlags);
	const values = [...outs.slice(0, carry), ...outs.slice(firstY, firstY + ys)];
	return differential([...values, ...outs.slice(carry, firstY), ...outs.slice(firstY + ys)], nonzero);
}
