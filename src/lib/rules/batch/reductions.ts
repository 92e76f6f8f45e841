import { bind, bind1 } from '$lib/core/interpreter';
import { numpyInts } from '$lib/core/numpy-ints';
import { batchAt } from '$lib/core/ops';
import type { Cumulative, Params, Reduction } from '$lib/core/primitive';
import type { Batch } from '../batching';
import { one, shifted } from '../dims';
import { sole } from './operands';

/** Batch rules of what goes along an axis: reductions, running ones, sorting. */

/** Place of an axis after `axes` are taken out. */
const afterRemoval = (dim: number, axes: readonly number[]): number =>
	dim - axes.filter((axis) => axis < dim).length;

export const reductionRule =
	(op: Reduction): Batch<Params[Reduction]> =>
	(_, [x], dims, { axes, ...params }) => {
		const moved = numpyInts(shifted(axes, sole(dims)));
		return one(bind1(op, [x], { ...params, axes: moved }), afterRemoval(sole(dims), moved));
	};

export const argRule =
	(op: 'argmax' | 'argmin'): Batch<Params['argmax']> =>
	(_, [x], dims, params) => {
		const axes = numpyInts(shifted(params.axes, sole(dims)));
		return one(bind1(op, [x], { ...params, axes }), afterRemoval(sole(dims), axes));
	};

export const cumulativeRule =
	(op: Cumulative): Batch<Params[Cumulative]> =>
	(_, [x], dims, { axis, reverse }) => {
		const dim = sole(dims);
		return one(bind1(op, [x], { axis: axis >= dim ? axis + 1 : axis, reverse }), dim);
	};

export const batchSort: Batch<Params['sort']> = ({ size }, args, dims, params) => {
	const dim = dims.find((d) => d !== null) ?? 0;
	const operands = args.map((x, i) => batchAt(x, dims[i], size, dim, false));
	const dimension = params.dimension + (dim <= params.dimension ? 1 : 0);
	return { outs: bind('sort', operands, { ...params, dimension }), dims: args.map(() => dim) };
};

export const batchTopK: Batch<Params['top_k']> = (_, [x], dims, { k, axis }) => {
	const dim = sole(dims);
	return { outs: bind('top_k', [x], { k, axis: axis >= dim ? axis + 1 : axis }), dims: [dim, dim] };
};
