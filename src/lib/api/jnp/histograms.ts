import { ProgramError } from '$lib/core/errors';
import { Tracer, avalOf, type Value } from '$lib/core/interpreter';
import * as ops from '$lib/core/ops';
import { inexact } from '$lib/core/promote';
import { isFloat } from '$lib/array/dtype';
import { concretizationError, index, isSequence, itemsOf } from '../arguments';
import { promoteTypes } from '../broadcast';
import { constantLike } from '../elementwise';
import { arrayLikes, constant, toValue } from '../values';
import { linspace } from './spaced';
import { sum } from './reductions';
import { searchsorted, takeAt } from './searching';
import { ravel } from './shape';
import { where } from './where';

/** How often each number from 0 on is there, weighted. */
export function bincount(
	x: unknown,
	weights: unknown = null,
	minlength: unknown = 0n,
	length: unknown = null
): Value {
	const value = toValue(x, 'bincount');
	if (isFloat(avalOf(value).dtype))
		throw new ProgramError(
			'TypeError',
			`x argument to bincount must have an integer type; got ${avalOf(value).dtype}`
		);
	if (avalOf(value).shape.length !== 1)
		throw new ProgramError('ValueError', 'only 1-dimensional input supported.');
	const size = length === null ? lengthOf(value, index(minlength)) : index(length);
	const flat = ops.convert(ravel(value), 'int32');
	const n = avalOf(flat).shape[0];
	const clipped = ops.binary('max', flat, constant(0, 'int32'));
	const grid = ops.binary('eq', ops.broadcastInDim(clipped, [n, size], [0]), ops.iota('int32', [n, size], 1));
	if (weights === null) return ops.reduce('reduce_sum', ops.convert(grid, 'int32'), [0]);
	const w = ravel(toValue(weights, 'bincount', 1));
	const spread = ops.broadcastInDim(w, [n, size], [0]);
	return ops.reduce('reduce_sum', where(grid, spread, constantLike(spread, 0)), [0]);
}

function lengthOf(x: Value, least: number): number {
	if (x instanceof Tracer)
		throw concretizationError(
			x,
			"The error occurred because of argument 'x' of jnp.bincount. To avoid this error, pass a static `length` argument."
		);
	return [...x.data].reduce((most, n) => Math.max(most, n + 1), least);
}

/** The edges of `bins` equal bins over the values' range, or the edges given. */
export function histogramBinEdges(x: unknown, bins: unknown, bounds: unknown): Value {
	const value = ravel(toValue(x, 'histogram'));
	const given = isSequence(bins) ? itemsOf(bins) : null;
	if (given !== null || avalOf(toValue(given === null ? bins : 0n)).shape.length > 0) {
		const edges = given === null ? toValue(bins) : stackScalars(given);
		return ops.convert(edges, inexact(avalOf(edges).dtype));
	}
	const [low, high] = bounds === null ? extremes(value) : pairOf(bounds);
	const flat = ops.binary('eq', low, high);
	const half = constantLike(low, 0.5);
	return linspace(
		where(flat, ops.binary('sub', low, half), low),
		where(flat, ops.add(high, half), high),
		index(bins) + 1
	);
}

const stackScalars = (list: readonly unknown[]): Value =>
	ops.concatenate(
		promoteTypes(arrayLikes('histogram', list)).map((x) => ops.expandDims(x, [0])),
		0
	);

function extremes(x: Value): [Value, Value] {
	const type = inexact(avalOf(x).dtype);
	return [
		ops.convert(ops.reduce('reduce_min', x, [0]), type),
		ops.convert(ops.reduce('reduce_max', x, [0]), type)
	];
}

function pairOf(bounds: unknown): [Value, Value] {
	const [low, high] = isSequence(bounds) ? itemsOf(bounds) : [];
	const [a, b] = promoteTypes(arrayLikes('histogram', [low, high]), 'inexact');
	return [ops.convert(a, avalOf(a).dtype), ops.convert(b, avalOf(b).dtype)];
}

/** Counts of values in bins; the last bin holds its right edge. */
export function histogram(
	x: unknown,
	bins: unknown = 10n,
	options: { readonly range?: unknown; readonly weights?: unknown; readonly density?: boolean } = {}
): [Value, Value] {
	const value = ravel(toValue(x, 'histogram'));
	const edges = histogramBinEdges(value, bins, options.range ?? null);
	const size = avalOf(edges).shape[0] - 1;
	const type = avalOf(edges).dtype;
	const a = isFloat(avalOf(value).dtype) ? value : ops.convert(value, type);
	const last = takeAt(edges, constant(size, 'int32'));
	const place = ops.binary('sub', searchsorted(edges, a, 'right'), constant(1, 'int32'));
	const bin = where(ops.binary('eq', a, last), constant(size - 1, 'int32'), place);
	const inside = ops.binary(
		'and',
		ops.binary('ge', bin, constant(0, 'int32')),
		ops.binary('lt', bin, constant(size, 'int32'))
	);
	const n = avalOf(a).shape[0];
	const grid = ops.binary('eq', ops.broadcastInDim(bin, [n, size], [0]), ops.iota('int32', [n, size], 1));
	const mask = ops.binary('and', grid, ops.broadcastInDim(inside, [n, size], [0]));
	const weights =
		options.weights === null || options.weights === undefined
			? constant(1, type)
			: ops.convert(ravel(toValue(options.weights)), type);
	const spread =
		avalOf(weights).shape.length === 0
			? ops.broadcastInDim(weights, [n, size], [])
			: ops.broadcastInDim(weights, [n, size], [0]);
	const counts = ops.reduce('reduce_sum', where(mask, spread, constantLike(spread, 0)), [0]);
	return [options.density ? densities(counts, edges) : counts, edges];
}

function densities(counts: Value, edges: Value): Value {
	const size = avalOf(counts).shape[0];
	const widths = ops.binary('sub', ops.slice(edges, [1], [size + 1]), ops.slice(edges, [0], [size]));
	return ops.binary('div', ops.binary('div', counts, widths), sum(counts));
}
