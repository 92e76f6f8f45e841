import { avalOf, bind, bind1 } from '$lib/core/interpreter';
import {
	batchAt,
	broadcastInDim,
	concatenate,
	moveAxis,
	reshape,
	scalar,
	select,
	stack
} from '$lib/core/ops';
import type { Params } from '$lib/core/primitive';
import type { Batch } from '../batching';
import { afterLanes, one, shifted } from '../dims';
import { shapeOf, sole } from './operands';

/** Batch rules of what moves elements about. */

export const batchBroadcast: Batch<Params['broadcast_in_dim']> = (
	{ size },
	[x],
	dims,
	{ shape, broadcast_dimensions }
) => one(broadcastInDim(moveAxis(x, sole(dims), 0), [size, ...shape], afterLanes(broadcast_dimensions)), 0);

export const batchTranspose: Batch<Params['transpose']> = (_, [x], dims, { permutation }) =>
	one(bind1('transpose', [x], { permutation: [sole(dims), ...shifted(permutation, sole(dims))] }), 0);

export const batchRev: Batch<Params['rev']> = (_, [x], dims, { dimensions }) =>
	one(bind1('rev', [x], { dimensions: shifted(dimensions, sole(dims)) }), sole(dims));

const inserted = <T>(list: readonly T[], at: number, item: T): T[] => [
	...list.slice(0, at),
	item,
	...list.slice(at)
];

export const batchSlice: Batch<Params['slice']> = ({ size }, [x], dims, params) => {
	const dim = sole(dims);
	const out = bind1('slice', [x], {
		start_indices: inserted(params.start_indices, dim, 0),
		limit_indices: inserted(params.limit_indices, dim, size),
		strides: params.strides && inserted(params.strides, dim, 1)
	});
	return one(out, dim);
};

/** A padding value per row is put in afterwards, by a mask of what the padding made. */
export const batchPad: Batch<Params['pad']> = ({ size }, [x, value], dims, { padding_config }) => {
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

export const batchConcatenate: Batch<Params['concatenate']> = ({ size }, args, dims, { dimension }) =>
	one(
		concatenate(
			args.map((x, i) => batchAt(x, dims[i], size, 0, false)),
			dimension + 1
		),
		0
	);

/** Batched alike, the new axis goes beside the lanes; else the lanes come first. */
export const batchStack: Batch<Params['stack']> = ({ size }, args, dims, { axis }) => {
	const [dim] = dims;
	if (dim !== null && dims.every((other) => other === dim))
		return axis <= dim ? one(stack(args, axis), dim + 1) : one(stack(args, axis + 1), dim);
	return one(
		stack(
			args.map((x, i) => batchAt(x, dims[i], size, 0, false)),
			axis + 1
		),
		0
	);
};

export const batchTile: Batch<Params['tile']> = (_, args, dims, { reps }) => {
	const dim = sole(dims);
	return one(bind1('tile', args, { reps: reps.toSpliced(dim, 0, 1) }), dim);
};

export const batchSplit: Batch<Params['split']> = (_, [x], dims, { sizes, axis }) => {
	const dim = sole(dims);
	const outs = bind('split', [x], { sizes, axis: axis >= dim ? axis + 1 : axis });
	return { outs, dims: outs.map(() => dim) };
};

export const batchSqueeze: Batch<Params['squeeze']> = (_, [x], dims, { dimensions }) =>
	one(bind1('squeeze', [moveAxis(x, sole(dims), 0)], { dimensions: dimensions.map((axis) => axis + 1) }), 0);

export const batchReshape: Batch<Params['reshape']> = ({ size }, [x], dims, { new_sizes }) =>
	one(reshape(moveAxis(x, sole(dims), 0), [size, ...new_sizes]), 0);
