import { sizeOf } from '$lib/array/shape';
import type { Aval } from '$lib/core/aval';
import type { Params, Primitive } from '$lib/core/primitive';

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
		case 'jit':
			return 1;
		default:
			return largest;
	}
}
