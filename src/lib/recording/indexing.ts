import type { Eqn } from '$lib/core/jaxpr';
import type { Equation } from './recording';

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);

/** Which operands of an equation are start indices and how large each may be; null for one that does not index. */
export function indexingOf(eqn: Eqn): Equation['indexing'] {
	const [operand, second] = eqn.inputs.map(({ aval }) => aval.shape);
	switch (eqn.primitive) {
		case 'dynamic_slice':
			return {
				operands: range(1, eqn.inputs.length),
				most: operand.map((n, axis) => n - eqn.params.slice_sizes[axis])
			};
		case 'dynamic_update_slice':
			return { operands: range(2, eqn.inputs.length), most: operand.map((n, axis) => n - second[axis]) };
		case 'gather': {
			const { dimension_numbers, slice_sizes } = eqn.params;
			return {
				operands: [1],
				most: dimension_numbers.start_index_map.map((axis) => operand[axis] - slice_sizes[axis])
			};
		}
		case 'scatter':
		case 'scatter_add':
		case 'scatter_mul':
		case 'scatter_min':
		case 'scatter_max': {
			const dims = eqn.params.dimension_numbers;
			const updates = eqn.inputs[2].aval.shape;
			const window = operand
				.map((_, axis) => axis)
				.filter(
					(axis) => !dims.inserted_window_dims.includes(axis) && !dims.operand_batching_dims.includes(axis)
				);
			const sizeOf = (axis: number): number =>
				window.includes(axis) ? updates[dims.update_window_dims[window.indexOf(axis)]] : 1;
			return {
				operands: [1],
				most: dims.scatter_dims_to_operand_dims.map((axis) => operand[axis] - sizeOf(axis))
			};
		}
		default:
			return null;
	}
}
