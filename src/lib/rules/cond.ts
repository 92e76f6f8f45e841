import type { Kernel } from '$lib/array/kernel';
import { asAlternative } from '$lib/core/alternative';
import type { Aval } from '$lib/core/aval';
import type { CondParams } from '$lib/core/control';
import { avalOf, bind, type Value } from '$lib/core/interpreter';
import { evalJaxpr } from '$lib/core/eval-jaxpr';
import { binary, broadcastInDim, scalar, select, unary } from '$lib/core/ops';
import type { Batch, BatchContext } from './batching';
import { atFront, type Batched } from './dims';
import { batchAt, type Dim } from '$lib/core/ops';
import type { Driver } from './driver';
import { copySlots } from '$lib/array/kernels/elementwise';
import { slotsOf } from './slot';

/** Weak where the first branch's results are: JAX leaves that of the others aside. */
export const shapeOfCond = (_: readonly Aval[], { branches }: CondParams): Aval[] =>
	branches[0].outs.map(({ aval }) => aval);

/** Runs the branch the index (already clamped) names. */
export function kernelOfCond(
	_: readonly Aval[],
	outs: readonly Aval[],
	{ branches }: CondParams,
	driver: Driver
): Kernel {
	const bodies = branches.map((branch) => driver.compile(branch));
	const sizes = outs.map(slotsOf);
	return (ins, results) => {
		const body = bodies[ins[0].data[ins[0].at]];
		body.ins.forEach((slot, i) => slot.point(ins[i + 1]));
		driver.spend(body.cost);
		body.run();
		results.forEach((result, i) => copySlots(sizes[i], body.outs[i], result));
	};
}

/** An index all rows share stays a cond; one index a row runs every branch on every row and selects. */
export const batchCond: Batch<CondParams> = (context, args, dims, params) =>
	dims[0] === null ? sharedIndex(context, args, dims, params) : indexPerRow(context, args, dims, params);

function sharedIndex(
	{ batchJaxpr }: BatchContext,
	args: readonly Value[],
	dims: readonly Dim[],
	params: CondParams
): Batched {
	const operandDims = dims.slice(1);
	const loose = params.branches.map((branch) => batchJaxpr(branch, operandDims));
	const force = loose[0].outDims.map((_, i) => atFront(loose.some(({ outDims }) => outDims[i] !== null)));
	const branches = params.branches.map((branch) => batchJaxpr(branch, operandDims, force).jaxpr);
	return { outs: bind('cond', args, { branches }), dims: force };
}

/**
 * JAX's `_cond_batching_rule` for a batched index. Operands of a branch go through a select first, which changes no
 * value and keeps gradients of the branch not taken out.
 */
function indexPerRow(
	context: BatchContext,
	args: readonly Value[],
	dims: readonly Dim[],
	params: CondParams
): Batched {
	const { size, batchJaxpr } = context;
	const index = batchAt(args[0], dims[0], size);
	const operands = args.slice(1).map((x, i) => batchAt(x, dims[i + 1], size));
	const occasion = {};
	const results = params.branches.map((branch, i) => {
		const taken = binary('eq', index, scalar(i, 'int32'));
		const guarded = operands.map((x) => {
			const still = unary('stop_gradient', x);
			return select(spread(taken, x), still, x);
		});
		const batched = batchJaxpr(
			branch,
			operands.map(() => 0),
			branch.outs.map(() => 0)
		);
		return asAlternative({ of: occasion, branch: i }, () => evalJaxpr(batched.jaxpr, guarded));
	});
	const outs = results[0].map((first, k) => {
		const cases = results.map((branch) => branch[k]);
		return select(spread(index, first), ...cases);
	});
	return { outs, dims: outs.map(() => 0) };
}

/** One entry a row, repeated over the other axes of `like`. */
const spread = (perRow: Value, like: Value): Value => broadcastInDim(perRow, avalOf(like).shape, [0]);
