import type { Value } from '$lib/core/interpreter';
import type { Dim } from '$lib/core/ops';
import {
	binaryNames,
	cumulativeNames,
	mapNames,
	reductionNames,
	scatterNames,
	unaryNames,
	type Params,
	type Primitive,
	type Scatter
} from '$lib/core/primitive';
import { batchDot } from './batch/dot';
import {
	batchClamp,
	batchSelect,
	binaryRule,
	broadcasting,
	elementwise,
	unaryRule,
	batchBitcast
} from './batch/elementwise';
import { argRule, batchSort, batchTopK, cumulativeRule, reductionRule } from './batch/reductions';
import {
	batchBroadcast,
	batchConcatenate,
	batchPad,
	batchReshape,
	batchRev,
	batchSlice,
	batchSplit,
	batchSqueeze,
	batchStack,
	batchTile,
	batchTranspose
} from './batch/structure';
import type { Batch, BatchContext } from './batching';
import type { Batched } from './dims';
import { batchJit } from './jit';
import { batchScan } from './scan';
import { batchKeys, batchWrap } from './batch/random';
import { collectiveNames } from './collective';
import { branches, indexing, matrices, matrixNames, specialNames, specials, whiles, wrapped } from './parts';
import { tableOf } from '$lib/parts/part';

const { batchDynamicSlice, batchDynamicUpdateSlice, batchGather, batchScatter } = indexing.functions;
const { batchCustomJvp, batchCustomLin, batchCustomVjp, batchDebugPrint, batchRemat } = wrapped.functions;
const { batchWhile } = whiles.functions;
const { batchCond } = branches.functions;

const unbatched = (name: Primitive) => (): Batched => {
	throw new Error(`internal: ${name} has no operands to batch`);
};

/** How each primitive is carried out on all rows at once. */
export const batchRules: { readonly [P in Primitive]: Batch<Params[P]> } = {
	...mapNames(unaryNames, unaryRule),
	...mapNames(binaryNames, binaryRule),
	...mapNames(reductionNames, reductionRule),
	...mapNames(cumulativeNames, cumulativeRule),
	...mapNames(
		scatterNames,
		(op): Batch<Params[Scatter]> =>
			(...given) =>
				batchScatter(op)(...given)
	),
	round: elementwise('round'),
	integer_pow: elementwise('integer_pow'),
	convert_element_type: elementwise('convert_element_type'),
	bitcast_convert_type: batchBitcast,
	select_n: batchSelect,
	clamp: batchClamp,
	broadcast_in_dim: batchBroadcast,
	reshape: batchReshape,
	squeeze: batchSqueeze,
	transpose: batchTranspose,
	rev: batchRev,
	slice: batchSlice,
	pad: batchPad,
	concatenate: batchConcatenate,
	iota: unbatched('iota'),
	stack: batchStack,
	tile: batchTile,
	split: batchSplit,
	argmax: argRule('argmax'),
	argmin: argRule('argmin'),
	sort: batchSort,
	top_k: batchTopK,
	dot_general: batchDot,
	dynamic_slice: batchDynamicSlice,
	dynamic_update_slice: batchDynamicUpdateSlice,
	gather: batchGather,
	random_seed: elementwise('random_seed'),
	random_wrap: batchWrap,
	random_unwrap: elementwise('random_unwrap'),
	random_bits: batchKeys('random_bits'),
	random_split: batchKeys('random_split'),
	random_clone: elementwise('random_clone'),
	random_fold_in: broadcasting('random_fold_in'),
	...tableOf(matrices, 'matrixBatches', matrixNames),
	...tableOf(specials, 'specialBatches', specialNames),
	...tableOf(wrapped, 'collectiveBatches', collectiveNames),
	debug_print: batchDebugPrint,
	scan: batchScan,
	while: batchWhile,
	cond: batchCond,
	jit: batchJit,
	remat2: batchRemat,
	custom_jvp_call: batchCustomJvp,
	custom_vjp_call: batchCustomVjp,
	custom_lin: batchCustomLin
};

/** Applies the batch rule of a primitive chosen at run time. */
export const batchOf = <P extends Primitive>(
	primitive: P,
	context: BatchContext,
	args: readonly Value[],
	dims: readonly Dim[],
	params: Params[P]
): Batched => batchRules[primitive](context, args, dims, params);
