import { sameShape, type Shape } from '$lib/array/shape';
import { avalOf, bind, bind1, type Value } from '$lib/core/interpreter';
import {
	broadcastInDim,
	concatenate,
	expandDims,
	moveAxis,
	reshape,
	scalar,
	select,
	stack
} from '$lib/core/ops';
import {
	binaryNames,
	cumulativeNames,
	reductionNames,
	scatterNames,
	unaryNames,
	type Binary,
	type Cumulative,
	type DotDims,
	type Params,
	type Primitive,
	type Reduction,
	type Unary
} from '$lib/core/primitive';
import { collectiveBatches } from './collectives';
import { batchDebugPrint } from './debug-print';
import type { Batch, BatchContext } from './batching';
import { batchCond } from './cond';
import { batchCustomJvp, batchCustomLin, batchCustomVjp } from './custom';
import { one, shifted, type Batched } from './dims';
import { batchAt, type Dim } from '$lib/core/ops';
import { batchDynamicSlice, batchDynamicUpdateSlice, batchGather, batchScatter } from './gather';
import { batchJit } from './jit';
import { matrixBatches } from './linalg';
import { batchRemat } from './remat';
import { batchScan } from './scan';
import { batchWhile } from './while';

const mapNames = <K extends string, V>(names: readonly K[], make: (name: K) => V): { [N in K]: V } =>
	Object.fromEntries(names.map((name) => [name, make(name)])) as { [N in K]: V };

const shapeOf = (x: Value): Shape => avalOf(x).shape;
const rankOf = (x: Value): number => shapeOf(x).length;

/** The only operand's axis, which the caller guarantees to be there. */
function sole(dims: readonly Dim[]): number {
	const [dim] = dims;
	if (dim === null) throw new Error('internal: a batch rule without a batched operand');
	return dim;
}

/** Element by element on one operand: the batch axis stays where it is. */
const elementwise =
	<P extends Primitive>(primitive: P): Batch<Params[P]> =>
	(_, [x], dims, params) =>
		one(bind1(primitive, [x], params), sole(dims));

/**
 * Element by element on several operands (JAX's `broadcast_batcher`). Equal layouts go as they are; otherwise batch
 * axes move to the front, shared operands get an axis of size 1 there, and the primitive stretches it.
 */
const broadcasting =
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
	dim === null ? expandDims(x, [0]) : moveAxis(x, dim, 0);

/** A batch of scalars beside arrays: axes of size 1 behind the batch axis. */
const trailingOnes = (x: Value, rank: number): Value =>
	broadcastInDim(
		x,
		[...shapeOf(x), ...new Array<number>(rank - rankOf(x)).fill(1)],
		shapeOf(x).map((_, i) => i)
	);

const unaryRule = (op: Unary): Batch<Params[Unary]> => elementwise(op);
const binaryRule = (op: Binary): Batch<Params[Binary]> => broadcasting(op);

/** Place of an axis after `axes` are taken out. */
const afterRemoval = (dim: number, axes: readonly number[]): number =>
	dim - axes.filter((axis) => axis < dim).length;

const reductionRule =
	(op: Reduction): Batch<Params[Reduction]> =>
	(_, [x], dims, { axes }) => {
		const moved = shifted(axes, sole(dims));
		return one(bind1(op, [x], { axes: moved }), afterRemoval(sole(dims), moved));
	};

const argRule =
	(op: 'argmax' | 'argmin'): Batch<Params['argmax']> =>
	(_, [x], dims, params) => {
		const axes = shifted(params.axes, sole(dims));
		return one(bind1(op, [x], { ...params, axes }), afterRemoval(sole(dims), axes));
	};

const cumulativeRule =
	(op: Cumulative): Batch<Params[Cumulative]> =>
	(_, [x], dims, { axis, reverse }) => {
		const dim = sole(dims);
		return one(bind1(op, [x], { axis: axis >= dim ? axis + 1 : axis, reverse }), dim);
	};

/** JAX's `_select_batch_rule`, special cases that spare transposes first. */
const batchSelect: Batch<Params['select_n']> = ({ size }, args, dims) => {
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

const batchClamp: Batch<Params['clamp']> = ({ size }, args, dims) => {
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

const batchBroadcast: Batch<Params['broadcast_in_dim']> = (
	{ size },
	[x],
	dims,
	{ shape, broadcast_dimensions }
) =>
	one(
		broadcastInDim(
			moveAxis(x, sole(dims), 0),
			[size, ...shape],
			[0, ...broadcast_dimensions.map((dim) => dim + 1)]
		),
		0
	);

const batchTranspose: Batch<Params['transpose']> = (_, [x], dims, { permutation }) =>
	one(bind1('transpose', [x], { permutation: [sole(dims), ...shifted(permutation, sole(dims))] }), 0);

const batchRev: Batch<Params['rev']> = (_, [x], dims, { dimensions }) =>
	one(bind1('rev', [x], { dimensions: shifted(dimensions, sole(dims)) }), sole(dims));

const inserted = <T>(list: readonly T[], at: number, item: T): T[] => [
	...list.slice(0, at),
	item,
	...list.slice(at)
];

const batchSlice: Batch<Params['slice']> = ({ size }, [x], dims, params) => {
	const dim = sole(dims);
	const out = bind1('slice', [x], {
		start_indices: inserted(params.start_indices, dim, 0),
		limit_indices: inserted(params.limit_indices, dim, size),
		strides: params.strides && inserted(params.strides, dim, 1)
	});
	return one(out, dim);
};

/** A padding value per row is put in afterwards, by a mask of what the padding made. */
const batchPad: Batch<Params['pad']> = ({ size }, [x, value], dims, { padding_config }) => {
	const front = batchAt(x, dims[0], size);
	const config = [[0, 0, 0] as const, ...padding_config];
	if (dims[1] === null) return one(bind1('pad', [front, value], { padding_config: config }), 0);
	const zero = scalar(0, avalOf(x).dtype);
	const padded = bind1('pad', [front, zero], { padding_config: config });
	const inside = bind1(
		'pad',
		[broadcastInDim(scalar(true, 'bool'), shapeOf(front), []), scalar(false, 'bool')],
		{
			padding_config: config
		}
	);
	return one(select(inside, broadcastInDim(value, shapeOf(padded), [0]), padded), 0);
};

const batchConcatenate: Batch<Params['concatenate']> = ({ size }, args, dims, { dimension }) =>
	one(
		concatenate(
			args.map((x, i) => batchAt(x, dims[i], size)),
			dimension + 1
		),
		0
	);

/** Batched alike, the new axis goes beside the lanes; else the lanes come first. */
const batchStack: Batch<Params['stack']> = ({ size }, args, dims, { axis }) => {
	const [dim] = dims;
	if (dim !== null && dims.every((other) => other === dim))
		return axis <= dim ? one(stack(args, axis), dim + 1) : one(stack(args, axis + 1), dim);
	return one(
		stack(
			args.map((x, i) => batchAt(x, dims[i], size)),
			axis + 1
		),
		0
	);
};

const batchTile: Batch<Params['tile']> = (_, args, dims, { reps }) => {
	const dim = sole(dims);
	return one(bind1('tile', args, { reps: reps.toSpliced(dim, 0, 1) }), dim);
};

const batchSplit: Batch<Params['split']> = (_, [x], dims, { sizes, axis }) => {
	const dim = sole(dims);
	const outs = bind('split', [x], { sizes, axis: axis >= dim ? axis + 1 : axis });
	return { outs, dims: outs.map(() => dim) };
};

const batchSort: Batch<Params['sort']> = ({ size }, args, dims, params) => {
	const dim = dims.find((d) => d !== null) ?? 0;
	const operands = args.map((x, i) => batchAt(x, dims[i], size, dim));
	const dimension = params.dimension + (dim <= params.dimension ? 1 : 0);
	return { outs: bind('sort', operands, { ...params, dimension }), dims: args.map(() => dim) };
};

const batchTopK: Batch<Params['top_k']> = (_, [x], dims, { k, axis }) => {
	const dim = sole(dims);
	return { outs: bind('top_k', [x], { k, axis: axis >= dim ? axis + 1 : axis }), dims: [dim, dim] };
};

/**
 * JAX's `_dot_general_batch_rule`: batched on both sides, the rows become the first batch axis; on one side, they are
 * one more free axis of that side.
 */
const batchDot: Batch<Params['dot_general']> = (_, [x, y], [xDim, yDim], params) => {
	const [[xContract, yContract], [xBatch, yBatch]] = params.dimension_numbers;
	const bindDot = (dimension_numbers: DotDims): Value =>
		bind1('dot_general', [x, y], { ...params, dimension_numbers });
	if (xDim !== null && yDim !== null) {
		const out = bindDot([
			[shifted(xContract, xDim), shifted(yContract, yDim)],
			[
				[xDim, ...shifted(xBatch, xDim)],
				[yDim, ...shifted(yBatch, yDim)]
			]
		]);
		return one(out, 0);
	}
	if (xDim !== null) {
		const taken = [...shifted(xContract, xDim), ...shifted(xBatch, xDim)];
		const out = bindDot([
			[shifted(xContract, xDim), yContract],
			[shifted(xBatch, xDim), yBatch]
		]);
		return one(out, xBatch.length + freeBefore(xDim, taken));
	}
	const dim = yDim ?? 0;
	const taken = [...shifted(yContract, dim), ...shifted(yBatch, dim)];
	const xFree = rankOf(x) - xContract.length - xBatch.length;
	const out = bindDot([
		[xContract, shifted(yContract, dim)],
		[xBatch, shifted(yBatch, dim)]
	]);
	return one(out, yBatch.length + xFree + freeBefore(dim, taken));
};

/** How many axes before `dim` are neither contracted nor batch axes. */
const freeBefore = (dim: number, taken: readonly number[]): number =>
	dim - taken.filter((axis) => axis < dim).length;

const batchFoldIn: Batch<Params['random_fold_in']> = ({ size }, [keys, data], dims) => {
	const both = rankOf(keys) - (dims[0] === null ? 0 : 1) > 0 || rankOf(data) - (dims[1] === null ? 0 : 1) > 0;
	const front = [keys, data].map((x, i) => (dims[i] === null && !both ? x : batchAt(x, dims[i], size)));
	return one(bind1('random_fold_in', front, {}), 0);
};

/** Keys are elements: a batch of keys is a key array of one more axis, and each is used by itself. */
const batchKeys =
	<P extends 'random_bits' | 'random_split'>(primitive: P): Batch<Params[P]> =>
	(_, [keys], dims, params) =>
		one(bind1(primitive, [moveAxis(keys, sole(dims), 0)], params), 0);

const unbatched = (name: Primitive) => (): Batched => {
	throw new Error(`internal: ${name} has no operands to batch`);
};

const batchSqueeze: Batch<Params['squeeze']> = (_, [x], dims, { dimensions }) =>
	one(bind1('squeeze', [moveAxis(x, sole(dims), 0)], { dimensions: dimensions.map((axis) => axis + 1) }), 0);

const batchReshape: Batch<Params['reshape']> = ({ size }, [x], dims, { new_sizes }) =>
	one(reshape(moveAxis(x, sole(dims), 0), [size, ...new_sizes]), 0);

/** How each primitive is carried out on all rows at once. */
export const batchRules: { readonly [P in Primitive]: Batch<Params[P]> } = {
	...mapNames(unaryNames, unaryRule),
	...mapNames(binaryNames, binaryRule),
	...mapNames(reductionNames, reductionRule),
	...mapNames(cumulativeNames, cumulativeRule),
	...mapNames(scatterNames, batchScatter),
	round: elementwise('round'),
	integer_pow: elementwise('integer_pow'),
	convert_element_type: elementwise('convert_element_type'),
	bitcast_convert_type: elementwise('bitcast_convert_type'),
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
	random_wrap: (_, [words], dims) =>
		one(bind1('random_wrap', [moveAxis(words, sole(dims), 0)], { impl: 'fry' }), 0),
	random_unwrap: elementwise('random_unwrap'),
	random_bits: batchKeys('random_bits'),
	random_split: batchKeys('random_split'),
	random_fold_in: batchFoldIn,
	...matrixBatches,
	...collectiveBatches,
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
