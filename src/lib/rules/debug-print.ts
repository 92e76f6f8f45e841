import { NDArray } from '$lib/array/ndarray';
import type { Kernel } from '$lib/array/kernel';
import type { Aval } from '$lib/core/aval';
import { avalOf, bind, type Value } from '$lib/core/interpreter';
import { inRow } from '$lib/core/print-rows';
import { slice, squeeze } from '$lib/core/ops';
import type { Params } from '$lib/core/primitive';
import type { Batch } from './batching';
import { slotsOf } from './slot';

/** Hands the operands' values over each time the equation is carried out. */
export function kernelOfDebugPrint(
	ins: readonly Aval[],
	_: readonly Aval[],
	{ print }: Params['debug_print']
): Kernel {
	const sizes = ins.map(slotsOf);
	return (views) =>
		print(
			views.map(({ data, at }, i) => {
				const { dtype, shape } = ins[i];
				return new NDArray(dtype, shape, data.slice(at, at + sizes[i]));
			})
		);
}

/** One print a row, in the order of the rows; nothing that differs between rows, one print (as JAX unrolls it). */
export const batchDebugPrint: Batch<Params['debug_print']> = ({ size }, args, dims, params) => {
	for (let row = 0; row < size; row++)
		bind(
			'debug_print',
			args.map((x, i) => rowOf(x, dims[i], row)),
			{ ...params, print: (values) => inRow(row, () => params.print(values)) }
		);
	return { outs: [], dims: [] };
};

function rowOf(x: Value, dim: number | null, row: number): Value {
	if (dim === null) return x;
	const { shape } = avalOf(x);
	const start = shape.map((_, axis) => (axis === dim ? row : 0));
	const limit = shape.map((n, axis) => (axis === dim ? row + 1 : n));
	return squeeze(slice(x, start, limit), [dim]);
}
