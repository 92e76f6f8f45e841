import { NDArray } from '$lib/array/ndarray';
import { rounder } from '$lib/array/rounding';
import { aval } from '$lib/core/aval';
import { ProgramError } from '$lib/core/errors';
import { Literal, Var, type Atom, type Eqn, type Jaxpr } from '$lib/core/jaxpr';
import type { RanLoop } from './loop';

/**
 * A loop whose float32 numbers are all rounded to float16: its inputs, its constants and each result, which is what
 * float16 arithmetic gives for + − × ÷ and square roots. Throws a `ProgramError` for a body with loops or branches
 * inside, and for a while loop, whose insides would keep float32.
 */
export const inHalf = (
	ran: RanLoop,
	args: readonly NDArray[]
): { ran: RanLoop; args: readonly NDArray[] } => ({ ran: bodyInHalf(ran), args: args.map(roundedArray) });

/** The same of the body alone. */
export function bodyInHalf(ran: RanLoop): RanLoop {
	if (ran.primitive === 'while') throw notRounded('while_loop');
	return { primitive: 'scan', params: { ...ran.params, jaxpr: roundedJaxpr(ran.params.jaxpr) } };
}

function roundedJaxpr(jaxpr: Jaxpr): Jaxpr {
	return { ...jaxpr, eqns: jaxpr.eqns.flatMap(roundedEqn), outs: jaxpr.outs.map(roundedAtom) };
}

/** The equation, then a rounding of each float32 result there and back: the variables stay the same. */
function roundedEqn(eqn: Eqn): Eqn[] {
	if (eqn.primitive === 'scan' || eqn.primitive === 'while' || eqn.primitive === 'cond')
		throw notRounded(eqn.primitive);
	const own =
		eqn.primitive === 'jit'
			? { ...eqn, params: { ...eqn.params, jaxpr: roundedJaxpr(eqn.params.jaxpr) } }
			: eqn;
	const raw = eqn.outputs.map((v) => (v.aval.dtype === 'float32' ? new Var(v.aval) : v));
	const after = eqn.outputs.flatMap((v, i) => (raw[i] === v ? [] : roundings(raw[i], v, eqn)));
	return [{ ...own, inputs: eqn.inputs.map(roundedAtom), outputs: raw } as Eqn, ...after];
}

function roundings(from: Var, to: Var, { source }: Eqn): Eqn[] {
	const half = new Var(aval('float16', from.aval.shape));
	const convert = (input: Var, output: Var): Eqn => ({
		primitive: 'convert_element_type',
		inputs: [input],
		params: { new_dtype: output.aval.dtype, weak_type: output.aval.weak },
		outputs: [output],
		source
	});
	return [convert(from, half), convert(half, to)];
}

const roundedAtom = (atom: Atom): Atom =>
	atom instanceof Literal ? new Literal(roundedArray(atom.value)) : atom;

/** A float32 array with the numbers of float16; any other as it is. */
export function roundedArray(array: NDArray): NDArray {
	if (array.dtype !== 'float32') return array;
	const round = rounder('float16');
	return new NDArray(array.dtype, array.shape, array.data.map(round), array.weak);
}

const notRounded = (primitive: string): ProgramError =>
	new ProgramError('NotImplementedError', `A body with a ${primitive} inside cannot be run in float16.`, {
		why: 'What happens inside would still be computed in float32.'
	});
