import { ProgramError } from '$lib/core/errors';
import { tuple } from '$lib/core/containers';
import { avalOf, type Value } from '$lib/core/interpreter';
import * as ops from '$lib/core/ops';
import { index, isSequence, itemsOf, range } from '../arguments';
import { inv, solve } from '../linalg/solving';
import { getItem } from '../indexing/take';
import { promoteTypes } from '../broadcast';
import { i0 } from '../scipy/incomplete';
import { toValue } from '../values';
import * as jnp from './arithmetic';
import { arange } from './creation';
import { diff } from './cumulative';
import { bincount, histogramBinEdges } from './histograms';
import { ravelMultiIndex } from './integers';
import { stack } from './joining';
import { sum } from './reductions';
import { searchsorted } from './searching';
import { sliceAxis } from './shape';
import { equal } from './ufuncs';
import { where } from './where';

/** Kaiser's window of m points. */
export function kaiser(m: unknown, beta: unknown): Value {
	const size = index(m);
	if (size <= 1) return ops.full([size], 1, 'float32');
	const half = 0.5 * (size - 1);
	const n = arange(BigInt(size), null, null, 'float32');
	const x = jnp.trueDivide(jnp.subtract(n, half), half);
	const arc = ops.unary('sqrt', jnp.subtract(1, jnp.multiply(x, x)));
	return jnp.trueDivide(i0(jnp.multiply(beta, arc)), i0(beta));
}

const product = (sizes: readonly number[]): number => sizes.reduce((a, b) => a * b, 1);

/** `jnp.linalg.tensorinv`: the inverse of a tensor as a map from its last axes to its first `ind`. */
export function tensorinv(a: unknown, ind: unknown = 2n): Value {
	const x = toValue(a, 'tensorinv');
	const { shape } = avalOf(x);
	const n = index(ind);
	if (n <= 0) throw new ProgramError('ValueError', `ind must be a positive integer; got ind=${n}`);
	const [rows, columns] = [product(shape.slice(0, n)), product(shape.slice(n))];
	if (rows !== columns)
		throw new ProgramError(
			'ValueError',
			`product of dimensions in shape[:ind] must match product of dimensions in shape[ind:]; got shape=(${shape.join(', ')}), ind=${n}`
		);
	const inverse = inv(ops.reshape(x, [rows, columns]));
	return ops.reshape(inverse, [...shape.slice(n), ...shape.slice(0, n)]);
}

/** `jnp.linalg.tensorsolve`: x with tensordot(a, x, x.ndim) = b. */
export function tensorsolve(a: unknown, b: unknown, axes: unknown = null): Value {
	const [x, right] = [toValue(a, 'tensorsolve'), toValue(b, 'tensorsolve', 1)];
	const rank = avalOf(x).shape.length;
	const last = axes === null ? [] : (isSequence(axes) ? itemsOf(axes) : [axes]).map((axis) => index(axis));
	const order = [...range(rank).filter((axis) => !last.includes(axis)), ...last];
	const moved = ops.transpose(x, order);
	const { shape } = avalOf(right);
	const rest = avalOf(moved).shape.slice(shape.length);
	const n = product(shape);
	return ops.reshape(solve(ops.reshape(moved, [n, product(rest)]), ops.reshape(right, [n])), rest);
}

export interface HistogramOptions {
	readonly range: unknown;
	readonly weights: unknown;
	readonly density: boolean;
}

const listOf = (x: unknown, n: number): readonly unknown[] =>
	isSequence(x) ? itemsOf(x) : range(n).map(() => x);

/** Counts of points in the boxes of a grid, and the grid's edges along each axis. */
export function histogramdd(
	points: unknown,
	bins: unknown,
	{ range: ranges, weights, density }: HistogramOptions
): { counts: Value; edges: Value[] } {
	const [sample] = promoteTypes([toValue(points, 'histogramdd')], 'inexact');
	const [n, dims] = avalOf(sample).shape;
	const columns = range(dims).map((axis) => ops.reshape(sliceAxis(sample, 1, axis, axis + 1), [n]));
	const [wanted, within] = [listOf(bins, dims), listOf(ranges, dims)];
	const edges = columns.map((column, axis) => histogramBinEdges(column, wanted[axis], within[axis] ?? null));
	const places = columns.map((column, axis) => {
		const place = searchsorted(edges[axis], column, 'right');
		return where(equal(column, getItem(edges[axis], -1n)), jnp.subtract(place, 1n), place);
	});
	const sizes = edges.map((edge) => avalOf(edge).shape[0] + 1);
	const flat = ravelMultiIndex(tuple(...places), tuple(...sizes.map(BigInt)), 'clip');
	const all = ops.reshape(bincount(flat, weights, 0n, BigInt(product(sizes))), sizes);
	const counts = sizes.reduce((box, size, axis) => sliceAxis(box, axis, 1, size - 1), all);
	return { counts: density ? densities(counts, edges, avalOf(sample).dtype) : counts, edges };
}

function densities(counts: Value, edges: readonly Value[], dtype: Parameters<typeof ops.convert>[1]): Value {
	const real = ops.convert(counts, dtype);
	const shares = jnp.trueDivide(real, sum(real));
	return edges.reduce((box, edge, axis) => {
		const shape = edges.map((each, i) => (i === axis ? avalOf(each).shape[0] - 1 : 1));
		return jnp.trueDivide(box, ops.reshape(diff(edge), shape));
	}, shares);
}

export function histogram2d(
	x: unknown,
	y: unknown,
	bins: unknown,
	options: HistogramOptions
): { counts: Value; edges: Value[] } {
	const several = !isSequence(bins) && avalOf(toValue(bins)).shape.length > 0;
	const listed = isSequence(bins) && itemsOf(bins).length !== 2 ? stack(bins) : bins;
	const same = several || listed !== bins;
	return histogramdd(stack([x, y], 1n), same ? [listed, listed] : bins, options);
}
