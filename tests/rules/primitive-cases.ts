import { allocate, isFloat, type DType } from '$lib/array/dtype';
import { NDArray } from '$lib/array/ndarray';
import { sizeOf, type Shape } from '$lib/array/shape';
import { bind, type Value } from '$lib/core/interpreter';
import type { Params, Primitive, Special, Unary } from '$lib/core/primitive';
import { binaryNames, cumulativeNames, reductionNames, unaryNames } from '$lib/core/primitive';

/** One application of a primitive to rows of these types. */
export interface Case {
	readonly title: string;
	readonly operands: readonly { readonly dtype: DType; readonly shape: Shape }[];
	readonly apply: (...args: Value[]) => Value[];
}

export const f32 = (...shape: number[]) => ({ dtype: 'float32' as const, shape });
export const i32 = (...shape: number[]) => ({ dtype: 'int32' as const, shape });
export const bool = (...shape: number[]) => ({ dtype: 'bool' as const, shape });

export function of<P extends Primitive>(
	primitive: P,
	params: Params[P],
	...operands: Case['operands'][number][]
): Case {
	const types = operands.map(({ dtype, shape }) => `${dtype}[${shape.join(',')}]`).join(' ');
	return { title: `${primitive} ${types}`, operands, apply: (...args) => bind(primitive, args, params) };
}

/** A function of statistics: `into` brings each operand where it is defined. */
const special = (primitive: Special, ...into: readonly Unary[]): Case => {
	const operands = into.map(() => f32(3));
	const apply = (...args: Value[]): Value[] =>
		bind(
			primitive,
			args.flatMap((arg, n) => bind(into[n], [arg], {})),
			{}
		);
	return { title: `${primitive} of ${into.join(', ')}`, operands, apply };
};

const ofBooleans = new Set<string>([
	'and',
	'or',
	'xor',
	'not',
	'shift_left',
	'shift_right_logical',
	'shift_right_arithmetic',
	'population_count',
	'clz'
]);

/** Most primitives, on small operands of any dtype. */
export const cases: readonly Case[] = [
	...unaryNames.map((name) => of(name, {}, ofBooleans.has(name) ? i32(2, 3) : f32(2, 3))),
	...binaryNames.flatMap((name) => {
		const type = ofBooleans.has(name) ? i32 : f32;
		return [
			of(name, {}, type(2, 3), type(2, 3)),
			of(name, {}, type(), type(2, 3)),
			of(name, {}, type(), type())
		];
	}),
	...reductionNames.map((name) =>
		of(name, { axes: [1] }, name === 'reduce_and' || name === 'reduce_or' ? bool(2, 3) : f32(2, 3))
	),
	...cumulativeNames.flatMap((name) => [
		of(name, { axis: 0, reverse: false }, f32(3, 2)),
		of(name, { axis: 1, reverse: true }, f32(3, 2))
	]),
	of('integer_pow', { y: 3 }, f32(2)),
	of('round', { rounding_method: 1 }, f32(3)),
	of('select_n', {}, bool(), f32(3), f32(3)),
	of('select_n', {}, bool(3), f32(3), f32(3)),
	of('clamp', {}, f32(), f32(3), f32()),
	of('convert_element_type', { new_dtype: 'int32', weak_type: false }, f32(3)),
	of('broadcast_in_dim', { shape: [2, 4, 3], broadcast_dimensions: [0, 2] }, f32(2, 3)),
	of('reshape', { new_sizes: [6], dimensions: null }, f32(2, 3)),
	of('squeeze', { dimensions: [1] }, f32(2, 1, 3)),
	of('transpose', { permutation: [2, 0, 1] }, f32(2, 3, 4)),
	of('rev', { dimensions: [1] }, f32(2, 3)),
	of('slice', { start_indices: [0, 1], limit_indices: [2, 4], strides: [1, 2] }, f32(2, 5)),
	of(
		'pad',
		{
			padding_config: [
				[1, 0, 0],
				[0, 2, 1]
			]
		},
		f32(2, 3),
		f32()
	),
	of('concatenate', { dimension: 1 }, f32(2, 3), f32(2, 1)),
	of('split', { sizes: [1, 2], axis: 1 }, f32(2, 3)),
	of('argmax', { axes: [0], index_dtype: 'int32' }, f32(3, 2)),
	of('argmin', { axes: [1], index_dtype: 'int32' }, f32(3, 2)),
	of('sort', { dimension: 0, is_stable: true, num_keys: 1 }, f32(4), i32(4)),
	of('top_k', { k: 2, axis: 1 }, f32(2, 4)),
	of(
		'dot_general',
		{
			dimension_numbers: [
				[[1], [0]],
				[[], []]
			],
			preferred_element_type: null
		},
		f32(2, 3),
		f32(3, 4)
	),
	of(
		'dot_general',
		{
			dimension_numbers: [
				[[0], [0]],
				[[], []]
			],
			preferred_element_type: null
		},
		f32(3),
		f32(3)
	),
	of(
		'dot_general',
		{
			dimension_numbers: [
				[[2], [1]],
				[[0], [0]]
			],
			preferred_element_type: null
		},
		f32(2, 3, 4),
		f32(2, 4)
	),
	of('dynamic_slice', { slice_sizes: [1, 2] }, f32(3, 4), i32(), i32()),
	of('dynamic_update_slice', {}, f32(3, 4), f32(2, 2), i32(), i32()),
	of(
		'gather',
		{
			dimension_numbers: {
				offset_dims: [1],
				collapsed_slice_dims: [0],
				start_index_map: [0],
				operand_batching_dims: [],
				start_indices_batching_dims: []
			},
			slice_sizes: [1, 2],
			mode: 'clip',
			fill_value: null,
			indices_are_sorted: false,
			unique_indices: false
		},
		f32(4, 2),
		i32(3, 1)
	),
	of(
		'scatter_add',
		{
			dimension_numbers: {
				update_window_dims: [1],
				inserted_window_dims: [0],
				scatter_dims_to_operand_dims: [0],
				operand_batching_dims: [],
				scatter_indices_batching_dims: []
			},
			mode: 'clip',
			indices_are_sorted: false,
			unique_indices: false
		},
		f32(4, 2),
		i32(3, 1),
		f32(3, 2)
	),
	special('zeta', 'cosh', 'exp'),
	special('polygamma', 'sign', 'exp'),
	special('igamma', 'exp', 'exp'),
	special('igammac', 'exp', 'exp'),
	special('igamma_grad_a', 'exp', 'exp'),
	special('random_gamma_grad', 'exp', 'exp'),
	special('regularized_incomplete_beta', 'exp', 'exp', 'logistic'),
	special('bessel_i0e', 'exp'),
	special('bessel_i1e', 'exp'),
	of('random_split', { shape: [2] }, { dtype: 'key<fry>', shape: [] }),
	of('random_bits', { bit_width: 32, shape: [3] }, { dtype: 'key<fry>', shape: [] }),
	of('random_clone', {}, { dtype: 'key<fry>', shape: [] }),
	of('random_fold_in', {}, { dtype: 'key<fry>', shape: [] }, i32())
];

/** Small numbers: floats in (-1, 1), integers from 0 to 3. */
export function randomArray(dtype: DType, shape: Shape, random: () => number): NDArray {
	const data = allocate(dtype, sizeOf(shape));
	for (let i = 0; i < data.length; i++)
		data[i] = isFloat(dtype)
			? random() * 1.8 - 0.9
			: dtype === 'bool'
				? Number(random() < 0.5)
				: Math.floor(random() * 4);
	return new NDArray(dtype, shape, data);
}
