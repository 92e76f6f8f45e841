import { ProgramError } from '$lib/core/errors';
import type { Value } from '$lib/core/interpreter';
import type { Params, Primitive } from '$lib/core/primitive';
import { jvpCond } from './cond/derivatives';
import { jvpCustomJvp, jvpCustomVjp, noForward } from './custom';
import type { Differential, Jvp, JvpContext, Tangent } from './differentiating';
import { cumulativeJvps } from './jvp/cumulative';
import { binaryJvps, jvpClamp, jvpConvert, jvpIntegerPow, jvpSelect, unaryJvps } from './jvp/elementwise';
import { flat, linear, linearInFirst } from './jvp/families';
import { jvpDynamicUpdateSlice, jvpGather, jvpSort, jvpTopK, scatterJvps } from './jvp/indexing';
import { matrixJvps } from './jvp/matrices';
import { jvpDot, reductionJvps } from './jvp/reductions';
import { specialJvps } from './jvp/special';
import { jvpJit } from './jit';
import { jvpRemat } from './remat';
import { jvpScan } from './scan/jvp';
import { jvpWhile } from './while/derivatives';

/** JAX has no rule for these either. */
const refused =
	<P extends Primitive>(primitive: P): Jvp<Params[P]> =>
	() => {
		throw new ProgramError('NotImplementedError', `Differentiation rule for '${primitive}' not implemented`);
	};

/** How each primitive pushes tangents forward. */
export const jvpRules: { readonly [P in Primitive]: Jvp<Params[P]> } = {
	...unaryJvps,
	...binaryJvps,
	...reductionJvps,
	...cumulativeJvps,
	...scatterJvps,
	...matrixJvps,
	...specialJvps,
	round: flat('round'),
	integer_pow: jvpIntegerPow,
	select_n: jvpSelect,
	clamp: jvpClamp,
	convert_element_type: jvpConvert,
	bitcast_convert_type: flat('bitcast_convert_type'),
	broadcast_in_dim: linear('broadcast_in_dim'),
	reshape: linear('reshape'),
	squeeze: linear('squeeze'),
	transpose: linear('transpose'),
	rev: linear('rev'),
	slice: linear('slice'),
	pad: linear('pad'),
	concatenate: linear('concatenate'),
	stack: linear('stack'),
	tile: linear('tile'),
	iota: flat('iota'),
	split: linear('split'),
	argmax: flat('argmax'),
	argmin: flat('argmin'),
	sort: jvpSort,
	top_k: jvpTopK,
	dot_general: jvpDot,
	dynamic_slice: linearInFirst('dynamic_slice'),
	dynamic_update_slice: jvpDynamicUpdateSlice,
	gather: jvpGather,
	random_seed: flat('random_seed'),
	random_wrap: flat('random_wrap'),
	random_unwrap: flat('random_unwrap'),
	random_bits: flat('random_bits'),
	random_split: flat('random_split'),
	random_clone: flat('random_clone'),
	random_fold_in: flat('random_fold_in'),
	...matrixJvps,
	psum: linear('psum'),
	pmax: refused('pmax'),
	pmin: refused('pmin'),
	axis_index: flat('axis_index'),
	all_gather: linear('all_gather'),
	ppermute: linear('ppermute'),
	debug_print: flat('debug_print'),
	scan: jvpScan,
	while: jvpWhile,
	cond: jvpCond,
	jit: jvpJit,
	remat2: jvpRemat,
	custom_jvp_call: jvpCustomJvp,
	custom_vjp_call: jvpCustomVjp,
	custom_lin: noForward
};

/** Applies the jvp rule of a primitive chosen at run time. */
export const jvpOf = <P extends Primitive>(
	primitive: P,
	context: JvpContext,
	primals: readonly Value[],
	tangents: readonly Tangent[],
	params: Params[P]
): Differential => jvpRules[primitive](context, primals, tangents, params);
