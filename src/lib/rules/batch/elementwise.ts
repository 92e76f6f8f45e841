import { sameShape } from '$lib/array/shape';
import { bitsOf } from '$lib/array/dtype';
import { avalOf, bind1, type Value } from '$lib/core/interpreter';
import { batchAt, broadcastInDim, moveAxis, select, type Dim } from '$lib/core/ops';
import type { Binary, Params, Primitive, Unary } from '$lib/core/primitive';
import type { Batch } from '../batching';
import { one } from '../dims';
import { rankOf, shapeOf, sole } from './operands';

/** Element by element on one operand: the batch axis stays where it is. */
export const elementwise =
	<P extends Primitive>(primitive: P): Batch<Params[P]> =>
	(_, [x], dims, params) =>
		one(bind1(primitive, [x], params), sole(dims));

/**
 * Element by element on several operands (JAX's `broadcast_batcher`). Equal layouts go as they are; otherwise batch
 * axes move to the front, shared operands get an axis of size 1 there, and the primitive stretches it.
 */
export const broadcasting =
	<P extends Primitive>(primitive: P): Batch<Params[P]> =>
	(_, args, dims, params) => {
		const full = args.map((x, i) => ({ x, dim: dims[i] })).filter(({ x }) => rankOf(x) > 0);
		const [head] = full;
		if (full.every(({ x, dim }) => dim === head.dim && sameShape(shapeOf(x), shapeOf(head.x))))
			return one(bind1(primitive, args, params), head.dim);
		const front = args.map((x, i) => (rankOf(x) > 0 ? frontOrSingle(x, dims[i]) : x));
		const rank = Math.max(...front.map(rankOf));
		const padded = front.map((x, i) => (dims[i] === null || rankOf(x) === rank ? x : trailingOnes(x, rank)));
		return one(bind1(primitive, padded, params), 0);
	};

const frontOrSingle = (x: Value, dim: Dim): Value =>
	dim === null ? batchAt(x, null, 1) : moveAxis(x, dim, 0);

/** A batch of scalars beside arrays: axes of size 1 behind the batch axis. */
const trailingOnes = (x: Value, rank: number): Value =>
	broadcastInDim(
		x,
		[...shapeOf(x), ...new Array<number>(rank - rankOf(x)).fill(1)],
		shapeOf(x).map((_, i) => i)
	);

/** Between widths the last axis comes or goes, so that the batch axis has to be in front. */
export const batchBitcast: Batch<Params['bitcast_convert_type']> = ({ size }, [x], dims, params) =>
	bitsOf(avalOf(x).dtype) === bitsOf(params.new_dtype)
		? one(bind1('bitcast_convert_type', [x], params), sole(dims))
		: one(bind1('bitcast_convert_type', [batchAt(x, sole(dims), size)], params), 0);

export const unaryRule = (op: Unary): Batch<Params[Unary]> => elementwise(op);
export const binaryRule = (op: Binary): Batch<Params[Binary]> => broadcasting(op);

/** JAX's `_select_batch_rule`, special cases that spare transposes first. */
export const batchSelect: Batch<Params['select_n']> = ({ size }, args, dims) => {
	const [which, ...cases] = args;
	const [whichDim, ...caseDims] = dims;
	const sameDims = caseDims.every((dim) => dim === whichDim);
	if (sameDims && whichDim !== null)
		return one(select(spread(which, cases[0], whichDim), ...cases), whichDim);
	const [first] = caseDims;
	if (rankOf(which) === 0 && first !== null && caseDims.every((dim) => dim === first))
		return one(select(which, ...cases), first);
	const frontWhich = rankOf(which) > 0 ? batchAt(which, whichDim, size) : which;
	const frontCases = cases.map((x, i) => batchAt(x, caseDims[i], size));
	return one(select(spread(frontWhich, frontCases[0], 0), ...frontCases), 0);
};

/** A selector of one entry a row, repeated to the shape of the cases. */
const spread = (which: Value, like: Value, dim: number): Value =>
	rankOf(which) === 1 && rankOf(like) > 1 ? broadcastInDim(which, shapeOf(like), [dim]) : which;

export const batchClamp: Batch<Params['clamp']> = ({ size }, args, dims) => {
	const [lo, x, hi] = args;
	if (dims[1] !== null && rankOf(lo) === 0 && rankOf(hi) === 0) return one(bind1('clamp', args, {}), dims[1]);
	const front = batchAt(x, dims[1], size);
	const bounds = [lo, hi].map((bound, i) => {
		const dim = dims[i === 0 ? 0 : 2];
		const batched = rankOf(bound) === 0 ? bound : batchAt(bound, dim, size);
		const rank = rankOf(batched);
		if (rank === 0) return broadcastInDim(batched, shapeOf(front), []);
		return rank < rankOf(front) ? broadcastInDim(batched, shapeOf(front), [0]) : batched;
	});
	return one(bind1('clamp', [bounds[0], front, bounds[1]], {}), 0);
};
