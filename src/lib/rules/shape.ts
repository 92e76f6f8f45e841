import { aval, type Aval } from '$lib/core/aval';
import type { Cumulative, Params, Primitive, Reduction, Scatter } from '$lib/core/primitive';
import {
	binaryNames,
	cumulativeNames,
	mapNames,
	reductionNames,
	scatterNames,
	unaryNames
} from '$lib/core/primitive';
import { shapeOfJit } from './jit';
import { shapeOfScan } from './scan';
import { binary, bitcastShape, broadcast, sameDtype, selectShape, unary } from './shape/elementwise';
import {
	concatenateShape,
	dotShape,
	gatherShape,
	like,
	paddedSize,
	reshapeShape,
	sliceSize,
	without
} from './shape/structure';
import { collectiveNames } from './collective';
import { branches, matrices, matrixNames, specialNames, specials, whiles, wrapped } from './parts';
import { tableOf } from '$lib/parts/part';

const { shapeOfCustom, shapeOfCustomLin, shapeOfRemat } = wrapped.functions;
const { shapeOfWhile } = whiles.functions;
const { shapeOfCond } = branches.functions;

/** Types of the results from types of the operands; refuses operands the primitive does not take, in JAX's words. */
export type ShapeRule<P extends Primitive> = (operands: readonly Aval[], params: Params[P]) => Aval[];

const reduction =
	(_: Reduction) =>
	([x]: readonly Aval[], { axes }: { readonly axes: readonly number[] }): Aval[] => [
		like(x, { shape: without(x.shape, axes) })
	];

const argReduction = ([x]: readonly Aval[], params: Params['argmax']): Aval[] => [
	aval(params.index_dtype, without(x.shape, params.axes))
];

const cumulative =
	(_: Cumulative) =>
	([x]: readonly Aval[]): Aval[] => [x];
const scatter =
	(_: Scatter) =>
	([x]: readonly Aval[]): Aval[] => [like(x, { weak: false })];
const first = ([x]: readonly Aval[]): Aval[] => [x];

export const shapeRules: { readonly [P in Primitive]: ShapeRule<P> } = {
	...mapNames(unaryNames, unary),
	...mapNames(binaryNames, binary),
	...mapNames(reductionNames, reduction),
	...mapNames(cumulativeNames, cumulative),
	...mapNames(scatterNames, scatter),
	round: first,
	integer_pow: first,
	select_n: selectShape,
	clamp: ([, x]) => [x],
	convert_element_type: ([x], { new_dtype, weak_type }) => [aval(new_dtype, x.shape, weak_type)],
	bitcast_convert_type: bitcastShape,
	broadcast_in_dim: ([x], { shape }) => [like(x, { shape })],
	reshape: reshapeShape,
	squeeze: ([x], { dimensions }) => [like(x, { shape: without(x.shape, dimensions) })],
	transpose: ([x], { permutation }) => [like(x, { shape: permutation.map((axis) => x.shape[axis]) })],
	rev: first,
	slice: ([x], { start_indices, limit_indices, strides }) => [
		like(x, {
			shape: start_indices.map((start, axis) => sliceSize(start, limit_indices[axis], strides?.[axis] ?? 1))
		})
	],
	pad: ([x, value], { padding_config }) => [
		like(x, {
			shape: x.shape.map((n, axis) => paddedSize(n, padding_config[axis])),
			weak: x.weak && value.weak
		})
	],
	concatenate: concatenateShape,
	stack: (operands, { axis }) => [
		aval(
			sameDtype('stack', operands),
			operands[0].shape.toSpliced(axis, 0, operands.length),
			operands.every(({ weak }) => weak)
		)
	],
	tile: ([x], { reps }) => [like(x, { shape: x.shape.map((n, i) => n * reps[i]) })],
	iota: (_, { dtype, shape }) => [aval(dtype, shape)],
	split: ([x], { sizes, axis }) =>
		sizes.map((n) => like(x, { shape: x.shape.map((m, i) => (i === axis ? n : m)) })),
	argmax: argReduction,
	argmin: argReduction,
	sort: (operands) => [...operands],
	top_k: ([x], { k, axis }) => {
		const shape = x.shape.map((n, i) => (i === axis ? k : n));
		return [like(x, { shape }), aval('int32', shape)];
	},
	dot_general: dotShape,
	dynamic_slice: ([x], { slice_sizes }) => [like(x, { shape: slice_sizes })],
	dynamic_update_slice: ([x]) => [like(x, { weak: false })],
	gather: ([x, indices], { dimension_numbers, slice_sizes }) => [
		like(x, { shape: gatherShape(indices.shape, dimension_numbers, slice_sizes) })
	],
	random_seed: ([seeds]) => [aval('key<fry>', seeds.shape)],
	random_wrap: ([words]) => [aval('key<fry>', words.shape.slice(0, -1))],
	random_unwrap: ([keys]) => [aval('uint32', [...keys.shape, 2])],
	random_bits: ([keys], { bit_width, shape }) => [aval(`uint${bit_width}`, [...keys.shape, ...shape])],
	random_split: ([keys], { shape }) => [aval('key<fry>', [...keys.shape, ...shape])],
	random_clone: first,
	random_fold_in: (operands) => [aval('key<fry>', broadcast('random_fold_in', operands))],
	...tableOf(matrices, 'matrixShapes', matrixNames),
	...tableOf(specials, 'specialShapes', specialNames),
	...tableOf(wrapped, 'collectiveShapes', collectiveNames),
	debug_print: () => [],
	scan: shapeOfScan,
	while: shapeOfWhile,
	cond: shapeOfCond,
	jit: shapeOfJit,
	remat2: shapeOfRemat,
	custom_jvp_call: shapeOfCustom,
	custom_vjp_call: shapeOfCustom,
	custom_lin: shapeOfCustomLin
};

/** Applies the shape rule of a primitive chosen at run time. */
export const shapesOf = <P extends Primitive>(
	primitive: P,
	operands: readonly Aval[],
	params: Params[P]
): Aval[] => shapeRules[primitive](operands, params);
