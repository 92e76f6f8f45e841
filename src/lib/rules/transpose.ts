import { ProgramError } from '$lib/core/errors';
import { noWayBack } from '$lib/core/help/gradients';
import { cumulativeNames, mapNames, reductionNames, type Params, type Primitive } from '$lib/core/primitive';
import { transposeCond } from './cond/derivatives';
import { transposeCustomLin } from './custom';
import type { Operand, Tangent, Transpose, TransposeContext } from './differentiating';
import { transposeJit } from './jit';
import { transposeRemat } from './remat';
import { transposeTriangularSolve } from './jvp/matrices';
import { transposeScan } from './scan/transpose';
import {
	binaryTransposes,
	transposeConvert,
	transposeDot,
	transposeIntegerPow,
	transposeSelect,
	unaryTransposes
} from './transpose/elementwise';
import { specialNames } from './parts';
import { notLinear } from './transpose/families';
import {
	scatterTransposes,
	transposeDynamicSlice,
	transposeDynamicUpdateSlice,
	transposeGather
} from './transpose/indexing';
import * as structure from './transpose/structure';

const noReverse = (): never => {
	throw new ProgramError(
		'ValueError',
		'Reverse-mode differentiation does not work for lax.while_loop or lax.fori_loop with dynamic start/stop values. Try using lax.scan, or using fori_loop with static start/stop.',
		noWayBack
	);
};

/** How each primitive that is linear in some operands hands cotangents back to them. */
export const transposeRules: { readonly [P in Primitive]: Transpose<Params[P]> } = {
	...unaryTransposes,
	...binaryTransposes,
	...mapNames(reductionNames, notLinear),
	...mapNames(cumulativeNames, notLinear),
	...scatterTransposes,
	reduce_sum: structure.transposeReduceSum,
	cumsum: structure.transposeCumsum,
	round: notLinear('round'),
	integer_pow: transposeIntegerPow,
	select_n: transposeSelect,
	clamp: notLinear('clamp'),
	convert_element_type: transposeConvert,
	bitcast_convert_type: notLinear('bitcast_convert_type'),
	broadcast_in_dim: structure.transposeBroadcast,
	reshape: structure.transposeReshape,
	squeeze: structure.transposeSqueeze,
	transpose: structure.transposeTranspose,
	rev: structure.transposeRev,
	slice: structure.transposeSlice,
	pad: structure.transposePad,
	concatenate: structure.transposeConcatenate,
	iota: notLinear('iota'),
	stack: structure.transposeStack,
	tile: structure.transposeTile,
	split: structure.transposeSplit,
	argmax: notLinear('argmax'),
	argmin: notLinear('argmin'),
	sort: notLinear('sort'),
	top_k: notLinear('top_k'),
	dot_general: transposeDot,
	dynamic_slice: transposeDynamicSlice,
	dynamic_update_slice: transposeDynamicUpdateSlice,
	gather: transposeGather,
	random_seed: notLinear('random_seed'),
	random_wrap: notLinear('random_wrap'),
	random_unwrap: notLinear('random_unwrap'),
	random_bits: notLinear('random_bits'),
	random_split: notLinear('random_split'),
	random_clone: notLinear('random_clone'),
	random_fold_in: notLinear('random_fold_in'),
	cholesky: notLinear('cholesky'),
	triangular_solve: transposeTriangularSolve,
	lu: notLinear('lu'),
	qr: notLinear('qr'),
	svd: notLinear('svd'),
	eigh: notLinear('eigh'),
	...mapNames(specialNames, notLinear),
	psum: structure.transposePsum,
	pmax: notLinear('pmax'),
	pmin: notLinear('pmin'),
	axis_index: notLinear('axis_index'),
	all_gather: structure.transposeAllGather,
	ppermute: structure.transposePermute,
	debug_print: notLinear('debug_print'),
	scan: transposeScan,
	while: noReverse,
	cond: transposeCond,
	jit: transposeJit,
	remat2: transposeRemat,
	custom_jvp_call: notLinear('custom_jvp_call'),
	custom_vjp_call: notLinear('custom_vjp_call'),
	custom_lin: transposeCustomLin
};

/** Applies the transpose rule of a primitive chosen at run time. */
export const transposeOf = <P extends Primitive>(
	primitive: P,
	context: TransposeContext,
	cts: readonly Tangent[],
	args: readonly Operand[],
	params: Params[P]
): readonly Tangent[] => transposeRules[primitive](context, cts, args, params);
