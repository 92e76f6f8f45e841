import type { DType } from '$lib/array/dtype';
import type { Kernel } from '$lib/array/kernel';
import { convert } from '$lib/array/kernels/convert';
import { dotGeneral } from '$lib/array/kernels/dot';
import { copySlots } from '$lib/array/kernels/elementwise';
import { argReduce, reduce, type ReduceOp } from '$lib/array/kernels/reduce';
import { broadcastInDim, rev, slice, strided, transpose } from '$lib/array/kernels/strided';
import { integerPow, round } from '$lib/array/kernels/unary';
import { sizeOf, stridesOf } from '$lib/array/shape';
import type { Aval } from '$lib/core/aval';
import {
	binaryNames,
	cumulativeNames,
	mapNames,
	reductionNames,
	scatterNames,
	unaryNames,
	type Cumulative,
	type Params,
	type Primitive,
	type Reduction
} from '$lib/core/primitive';
import type { Driver } from './driver';
import { binaryRule, broadcasting, unaryRule } from './evaluate/elementwise';
import { gatherRule, scatterRule } from './evaluate/indexing';
import { kernelOfJit } from './jit';
import { kernelOfScan } from './scan';
import { slotsOf } from './slot';
import { rarer } from '$lib/array/parts';
import { collectiveNames } from './collective';
import { branches, matrices, matrixNames, specialNames, specials, whiles, wrapped } from './parts';
import { tableOf } from '$lib/parts/part';

const { kernelOfCustom, kernelOfCustomLin, kernelOfDebugPrint, kernelOfRemat } = wrapped.functions;
const { kernelOfWhile } = whiles.functions;
const { kernelOfCond } = branches.functions;
const {
	bitcast,
	clamp,
	concatenate,
	cumulative,
	dynamicSlice,
	dynamicUpdateSlice,
	iota,
	pad,
	randomBits,
	randomFoldIn,
	randomSeed,
	randomSplit,
	randomUnwrap,
	randomWrap,
	select,
	sort,
	tile,
	topK
} = rarer.functions;

/** A kernel for operands and results of given types. The types have passed the shape rule. */
export type EvaluateRule<P extends Primitive> = (
	ins: readonly Aval[],
	outs: readonly Aval[],
	params: Params[P],
	driver: Driver
) => Kernel;

const reduceOps: { readonly [P in Reduction]: ReduceOp } = {
	reduce_sum: 'sum',
	reduce_prod: 'prod',
	reduce_max: 'max',
	reduce_min: 'min',
	reduce_and: 'and',
	reduce_or: 'or'
};

const reductionRule =
	(op: Reduction) =>
	([x]: readonly Aval[], _: readonly Aval[], { axes }: { readonly axes: readonly number[] }): Kernel =>
		reduce(reduceOps[op], x.dtype, x.shape, axes);

const cumulativeRule =
	(op: Cumulative) =>
	([x]: readonly Aval[], _: readonly Aval[], params: Params[Cumulative]): Kernel =>
		cumulative(op, x.dtype, x.shape, params.axis, params.reverse);

/** The same elements in the same order: reshape, squeeze. */
const copyRule = ([x]: readonly Aval[]): Kernel => {
	const slots = slotsOf(x);
	return (ins, outs) => copySlots(slots, ins[0], outs[0]);
};

function broadcastRule(
	[x]: readonly Aval[],
	[out]: readonly Aval[],
	params: Params['broadcast_in_dim']
): Kernel {
	return broadcastInDim(x.dtype, x.shape, out.shape, params.broadcast_dimensions);
}

function splitRule([x]: readonly Aval[], outs: readonly Aval[], { sizes, axis }: Params['split']): Kernel {
	const own = stridesOf(x.shape);
	let start = 0;
	const parts = outs.map((out, i) => {
		const part = strided(x.dtype, out.shape, own, start * own[axis]);
		start += sizes[i];
		return part;
	});
	return (ins, results) => parts.forEach((part, i) => part(ins, [results[i]]));
}

const argRule =
	(op: 'argmax' | 'argmin') =>
	([x]: readonly Aval[], _: readonly Aval[], params: Params['argmax']): Kernel =>
		argReduce(op, x.dtype, params.index_dtype, x.shape, params.axes[0]);

function dotRule(
	[x, y]: readonly Aval[],
	[out]: readonly Aval[],
	{ dimension_numbers }: Params['dot_general']
): Kernel {
	const [contracting, batch] = dimension_numbers;
	return dotGeneral(out.dtype, x.shape, y.shape, { contracting, batch });
}

const bitsDtype: { readonly [W in 8 | 16 | 32]: DType } = { 8: 'uint8', 16: 'uint16', 32: 'uint32' };

export const evaluateRules: { readonly [P in Primitive]: EvaluateRule<P> } = {
	...mapNames(unaryNames, unaryRule),
	...mapNames(binaryNames, binaryRule),
	...mapNames(reductionNames, reductionRule),
	...mapNames(cumulativeNames, cumulativeRule),
	...mapNames(scatterNames, scatterRule),
	round: ([x], _, { rounding_method }) =>
		round(x.dtype, sizeOf(x.shape), rounding_method === 1 ? 'even' : 'away'),
	integer_pow: ([x], _, { y }) => integerPow(x.dtype, sizeOf(x.shape), y),
	select_n: ([which, ...cases], [out]) =>
		select(out.dtype, sizeOf(out.shape), cases.length, which.shape.length === 0 && out.shape.length > 0),
	clamp: ([lo, , hi], [out]) =>
		clamp(
			out.dtype,
			sizeOf(out.shape),
			lo.shape.length < out.shape.length,
			hi.shape.length < out.shape.length
		),
	convert_element_type: ([x], _, { new_dtype }) => convert(x.dtype, new_dtype, sizeOf(x.shape)),
	bitcast_convert_type: ([x], [out], { new_dtype }) =>
		bitcast(x.dtype, new_dtype, Math.min(sizeOf(x.shape), sizeOf(out.shape))),
	broadcast_in_dim: broadcastRule,
	reshape: copyRule,
	squeeze: copyRule,
	transpose: ([x], _, { permutation }) => transpose(x.dtype, x.shape, permutation),
	rev: ([x], _, { dimensions }) => rev(x.dtype, x.shape, dimensions),
	slice: ([x], _, { start_indices, limit_indices, strides }) =>
		slice(x.dtype, x.shape, start_indices, limit_indices, strides),
	pad: ([x], _, { padding_config }) => pad(x.dtype, x.shape, padding_config),
	concatenate: (ins, [out], { dimension }) =>
		concatenate(
			out.dtype,
			ins.map(({ shape }) => shape),
			dimension
		),
	stack: (ins, [out], { axis }) =>
		concatenate(
			out.dtype,
			ins.map(({ shape }) => shape.toSpliced(axis, 0, 1)),
			axis
		),
	tile: ([x], _, { reps }) => tile(x.dtype, x.shape, reps),
	iota: (_, __, { dtype, shape, dimension }) => iota(dtype, shape, dimension),
	split: splitRule,
	argmax: argRule('argmax'),
	argmin: argRule('argmin'),
	sort: (ins, _, { dimension, num_keys }) =>
		sort(
			ins.map(({ dtype }) => dtype),
			ins[0].shape,
			dimension,
			num_keys
		),
	top_k: ([x], _, { k, axis }) => topK(x.dtype, x.shape, k, axis),
	dot_general: dotRule,
	dynamic_slice: ([x], _, { slice_sizes }) => dynamicSlice(x.dtype, x.shape, slice_sizes),
	dynamic_update_slice: ([x, update]) => dynamicUpdateSlice(x.dtype, x.shape, update.shape),
	gather: gatherRule,
	random_seed: ([seeds]) => randomSeed(sizeOf(seeds.shape)),
	random_wrap: (_, [keys]) => randomWrap(sizeOf(keys.shape)),
	random_unwrap: ([keys]) => randomUnwrap(sizeOf(keys.shape)),
	random_bits: ([keys], _, { bit_width, shape }) =>
		randomBits(bitsDtype[bit_width], sizeOf(keys.shape), sizeOf(shape)),
	random_split: ([keys], _, { shape }) => randomSplit(sizeOf(keys.shape), sizeOf(shape)),
	random_clone: copyRule,
	random_fold_in: (ins, [{ shape }]) =>
		broadcasting(ins, shape, ([key, data]) => randomFoldIn(sizeOf(shape), key, data)),
	...tableOf(matrices, 'matrixKernels', matrixNames),
	...tableOf(specials, 'specialKernels', specialNames),
	...tableOf(wrapped, 'collectiveKernels', collectiveNames),
	debug_print: kernelOfDebugPrint,
	scan: kernelOfScan,
	while: kernelOfWhile,
	cond: kernelOfCond,
	jit: kernelOfJit,
	remat2: kernelOfRemat,
	custom_jvp_call: kernelOfCustom,
	custom_vjp_call: kernelOfCustom,
	custom_lin: kernelOfCustomLin
};

/** The kernel of a primitive chosen at run time. */
export function kernelOf<P extends Primitive>(
	primitive: P,
	ins: readonly Aval[],
	outs: readonly Aval[],
	params: Params[P],
	driver: Driver
): Kernel {
	return evaluateRules[primitive](ins, outs, params, driver);
}
