import { sizeOf } from '$lib/array/shape';
import type { Aval } from '$lib/core/aval';
import type { Eqn } from '$lib/core/jaxpr';
import type { Params, Primitive } from '$lib/core/primitive';
import { jaxprsIn } from '$lib/core/sub-jaxprs';

/**
 * What one application costs, in elements touched: the unit of the work limit. A contraction counts its
 * multiply-adds, a sort its comparisons; loops and branches count their bodies as they run them.
 */
export function workOf<P extends Primitive>(
	primitive: P,
	ins: readonly Aval[],
	outs: readonly Aval[],
	params: Params[P]
): number {
	const largest = [...ins, ...outs].reduce((most, { shape }) => Math.max(most, sizeOf(shape)), 1);
	switch (primitive) {
		case 'dot_general': {
			const [[contracting]] = (params as Params['dot_general']).dimension_numbers;
			const length = contracting.reduce((product, axis) => product * ins[0].shape[axis], 1);
			return Math.max(largest, sizeOf(outs[0].shape) * length);
		}
		case 'sort':
		case 'top_k':
			return largest * Math.ceil(Math.log2(largest + 1));
		case 'cholesky':
		case 'triangular_solve':
		case 'lu':
		case 'qr':
		case 'svd':
		case 'eigh':
			return largest * (ins[0].shape.at(-1) ?? 1);
		case 'scan':
		case 'while':
		case 'cond':
			return 1;
		default:
			return jaxprsIn(params).length === 0 ? largest : workOfBodies(params);
	}
}

/** The reckoned overhead of an equation that is run, beside its elements. */
export const equationWork = 10;

/** Of what calls its body once, such as `jit`: the sum over the body's equations. */
const workOfBodies = (params: object): number =>
	jaxprsIn(params).reduce((sum, { eqns }) => sum + eqns.reduce((all, eqn) => all + workOfEqn(eqn), 1), 0);

/** Of an equation, its overhead included. */
export const workOfEqn = ({ primitive, inputs, outputs, params }: Eqn): number =>
	equationWork +
	workOf(
		primitive,
		inputs.map((atom) => atom.aval),
		outputs.map((v) => v.aval),
		params as never
	);
