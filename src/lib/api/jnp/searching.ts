import { ProgramError } from '$lib/core/errors';
import { Tracer, avalOf, bind1, type Value } from '$lib/core/interpreter';
import * as ops from '$lib/core/ops';
import { NDArray } from '$lib/array/ndarray';
import { allocate, isFloat } from '$lib/array/dtype';
import { sameShape, sizeOf, stridesOf } from '$lib/array/shape';
import { concretizationError, index, range } from '../arguments';
import { promoteArgs, promoteTypes } from '../broadcast';
import { constantLike } from '../elementwise';
import { jitted1 } from '../jitted';
import { arrayLikes, constant, toValue } from '../values';
import { ravel } from './shape';
import { isclose } from './ufuncs';
import { toBool, where } from './where';

/** A value that must be known now, for results whose size depends on it. */
function known(x: unknown, context: string): NDArray {
	const value = toValue(x);
	if (value instanceof Tracer) throw concretizationError(value, context);
	return value;
}

const sizeHelp = (fn: string): string =>
	`The size argument of jnp.${fn} must be statically specified to use jnp.${fn} within JAX transformations.`;

const ints = (numbers: readonly number[], shape: readonly number[] = [numbers.length]): NDArray => {
	const data = allocate('int32', numbers.length);
	data.set(numbers);
	return new NDArray('int32', shape, data);
};

/** Where the array is not zero: one array of places an axis. With `size` that many, filled up. */
export function nonzero(x: unknown, size: unknown = null, fill: unknown = null): Value[] {
	const value = toValue(x, 'nonzero');
	const { shape } = avalOf(value);
	if (shape.length === 0)
		throw new ProgramError(
			'ValueError',
			'Calling nonzero on 0d arrays is not allowed. Use jnp.atleast_1d(scalar).nonzero() instead.'
		);
	if (value instanceof Tracer) return nonzeroTraced(value, size, fill);
	const strides = stridesOf(shape);
	const places = range(value.size).filter((i) => value.data[i] !== 0);
	const count = size === null ? places.length : index(size);
	return shape.map((n, axis) => {
		const found = places.slice(0, count).map((i) => Math.floor(i / strides[axis]) % n);
		while (found.length < count) found.push(fill === null ? 0 : index(fill));
		return ints(found);
	});
}

/** By counting: the k-th place is where the running count first exceeds k. */
function nonzeroTraced(x: Value, size: unknown, fill: unknown): Value[] {
	if (size === null) throw concretizationError(x as Tracer, sizeHelp('nonzero'));
	const { shape } = avalOf(x);
	const count = index(size);
	const total = sizeOf(shape);
	const mask = ops.convert(ravel(toBool(x)), 'int32');
	const running = ops.cumulative('cumsum', mask, 0);
	const wide = ops.broadcastInDim(running, [count, total], [1]);
	const wanted = ops.iota('int32', [count, total], 0);
	const flat = ops.reduce('reduce_sum', ops.convert(ops.binary('le', wide, wanted), 'int32'), [1]);
	const missing = ops.binary('ge', flat, constant(total, 'int32'));
	const strides = stridesOf(shape);
	return shape.map((n, axis) => {
		const row = ops.binary(
			'rem',
			ops.binary('div', flat, constant(strides[axis], 'int32')),
			constant(n, 'int32')
		);
		return where(missing, constant(fill === null ? 0 : index(fill), 'int32'), row);
	});
}

export const flatnonzero = (x: unknown, size: unknown = null, fill: unknown = null): Value =>
	nonzero(ravel(x), size, fill)[0];

/** The places that are not zero, one a row. */
export function argwhere(x: unknown, size: unknown = null, fill: unknown = null): Value {
	const places = nonzero(x, size, fill);
	return ops.concatenate(
		places.map((axis) => ops.expandDims(axis, [1])),
		1
	);
}

export interface UniqueResult {
	readonly values: Value;
	readonly index: Value;
	readonly inverse: Value;
	readonly counts: Value;
}

/** The different elements in ascending order, their first places, where each went, how often each is there. */
export function unique(x: unknown, size: unknown = null, fill: unknown = null): UniqueResult {
	const array = known(x, sizeHelp('unique'));
	const words = [...array.data];
	const order = range(words.length).sort((i, j) => words[i] - words[j] || i - j);
	const firsts = order.filter((place, i) => i === 0 || words[place] !== words[order[i - 1]]);
	const values = firsts.map((place) => words[place]);
	const inverse = words.map((word) => values.indexOf(word));
	const counts = values.map((value) => words.filter((word) => word === value).length);
	const wanted = size === null ? values.length : index(size);
	const filler = fill === null ? values[0] : Number(fill);
	while (values.length < wanted)
		[values, firsts, counts].forEach((list, i) => list.push([filler, firsts[0], 0][i]));
	const data = allocate(array.dtype, wanted);
	data.set(values.slice(0, wanted));
	return {
		values: new NDArray(array.dtype, [wanted], data),
		index: ints(firsts.slice(0, wanted)),
		inverse: ints(inverse, array.shape),
		counts: ints(counts.slice(0, wanted))
	};
}

/** Where `values` would be put into the ascending `sorted`. */
export function searchsorted(sorted: unknown, values: unknown, side = 'left'): Value {
	if (side !== 'left' && side !== 'right')
		throw new ProgramError(
			'ValueError',
			`'${side}' is an invalid value for keyword 'side'. Expected one of ['left', 'right'].`
		);
	const [a, v] = promoteTypes(arrayLikes('searchsorted', [sorted, values]));
	if (avalOf(a).shape.length !== 1) throw new ProgramError('ValueError', 'a should be 1-dimensional');
	return jitted1('searchsorted', [side], (p, q) => countBelow(p, q, side), [a, v]);
}

/** Counts the elements before each value, which for a sorted array is the place. */
function countBelow(sorted: Value, values: Value, side: 'left' | 'right'): Value {
	const { shape } = avalOf(values);
	const n = avalOf(sorted).shape[0];
	const wide = [...shape, n];
	const a = ops.broadcastInDim(sorted, wide, [shape.length]);
	const v = ops.broadcastInDim(values, wide, range(shape.length));
	const before = ops.binary(side === 'left' ? 'lt' : 'le', a, v);
	return ops.reduce('reduce_sum', ops.convert(before, 'int32'), [shape.length]);
}

/** The number of the bin each value falls into. */
export function digitize(x: unknown, bins: unknown, right = false): Value {
	const edges = toValue(bins, 'digitize', 1);
	const rising =
		edges instanceof NDArray && edges.size > 1 ? edges.data[edges.size - 1] >= edges.data[0] : true;
	if (rising) return searchsorted(edges, x, right ? 'left' : 'right');
	const turned = ops.rev(edges, [0]);
	const place = searchsorted(turned, x, right ? 'right' : 'left');
	return ops.binary('sub', constant(avalOf(edges).shape[0], 'int32'), place);
}

/** Piecewise linear interpolation at `x` of the points (xp, fp). */
export function interp(
	x: unknown,
	xp: unknown,
	fp: unknown,
	options: { readonly left?: unknown; readonly right?: unknown } = {}
): Value {
	const [at, places, heights] = promoteArgs('interp', [toValue(x)], 'inexact')
		.concat(promoteArgs('interp', [xp], 'inexact'))
		.concat(promoteArgs('interp', [fp], 'inexact'));
	const given = [options.left, options.right].map((end) =>
		end === null || end === undefined ? null : toValue(end)
	);
	const ends = given.filter((end) => end !== null);
	const statics = given.map((end) => end !== null);
	return jitted1('_interp', statics, (...all) => interpBody(all, statics), [at, places, heights, ...ends]);
}

function interpBody([x, xp, fp, ...ends]: readonly Value[], [hasLeft, hasRight]: readonly boolean[]): Value {
	const n = avalOf(xp).shape[0];
	const right = searchsorted(xp, x, 'right');
	const i = bind1('clamp', [constant(1, 'int32'), right, constant(n - 1, 'int32')], {});
	const before = ops.binary('sub', i, constant(1, 'int32'));
	const [x0, x1, y0, y1] = [takeAt(xp, before), takeAt(xp, i), takeAt(fp, before), takeAt(fp, i)];
	const [dy, dx, delta] = [ops.binary('sub', y1, y0), ops.binary('sub', x1, x0), ops.binary('sub', x, x0)];
	const flat = ops.binary('le', ops.unary('abs', dx), constantLike(dx, 2 ** -23 * 2 ** -100));
	const slope = ops.mul(ops.binary('div', delta, where(flat, constantLike(dx, 1), dx)), dy);
	const inside = where(flat, y0, ops.add(y0, slope));
	const [first, last] = [takeAt(xp, constant(0, 'int32')), takeAt(xp, constant(n - 1, 'int32'))];
	const left = hasLeft ? ends[0] : takeAt(fp, constant(0, 'int32'));
	const over = hasRight ? ends[ends.length - 1] : takeAt(fp, constant(n - 1, 'int32'));
	return where(ops.binary('gt', x, last), over, where(ops.binary('lt', x, first), left, inside));
}

/** `x[i]` for a vector and places known to be inside. */
export function takeAt(x: Value, i: Value): Value {
	const { shape } = avalOf(i);
	return bind1('gather', [x, ops.expandDims(i, [shape.length])], {
		dimension_numbers: {
			offset_dims: [],
			collapsed_slice_dims: [0],
			start_index_map: [0],
			operand_batching_dims: [],
			start_indices_batching_dims: []
		},
		slice_sizes: [1],
		mode: 'promise_in_bounds',
		fill_value: null,
		indices_are_sorted: false,
		unique_indices: false
	});
}

/** Which elements of `x` are among `tests`. */
export function isin(x: unknown, tests: unknown, invert = false): Value {
	const [a, b] = promoteTypes(arrayLikes('isin', [x, tests]));
	const { shape } = avalOf(a);
	const flat = ravel(b);
	const wide = [...shape, avalOf(flat).shape[0]];
	const same = ops.binary(
		'eq',
		ops.broadcastInDim(a, wide, range(shape.length)),
		ops.broadcastInDim(flat, wide, [shape.length])
	);
	const found = ops.reduce('reduce_or', same, [shape.length]);
	return invert ? ops.unary('not', found) : found;
}

/** Same shape and same elements. */
export function arrayEqual(x: unknown, y: unknown, equalNan = false): Value {
	const [a, b] = arrayLikes('array_equal', [x, y]).map((v) => toValue(v));
	if (!sameShape(avalOf(a).shape, avalOf(b).shape)) return constant(false, 'bool');
	const [p, q] = promoteTypes([a, b]);
	const same = ops.binary('eq', p, q);
	const nan = (v: Value): Value => ops.binary('ne', v, v);
	const equal =
		equalNan && isFloat(avalOf(p).dtype) ? ops.binary('or', same, ops.binary('and', nan(p), nan(q))) : same;
	return ops.reduce('reduce_and', equal, range(avalOf(equal).shape.length));
}

/** All elements close (see `isclose`). */
export function allclose(
	x: unknown,
	y: unknown,
	options: { readonly rtol?: unknown; readonly atol?: unknown; readonly equalNan?: boolean } = {}
): Value {
	const close = isclose(x, y, options);
	return ops.reduce('reduce_and', close, range(avalOf(close).shape.length));
}

/** The elements of the union, intersection or difference of two concrete arrays, in ascending order. */
export function setOperation(op: 'union' | 'intersect' | 'diff' | 'xor', x: unknown, y: unknown): Value {
	const [a, b] = promoteTypes(arrayLikes(`${op}1d`, [x, y])).map((v) => known(v, sizeHelp(`${op}1d`)));
	const [p, q] = [new Set(a.data), new Set(b.data)];
	const chosen = {
		union: () => [...p, ...q],
		intersect: () => [...p].filter((n) => q.has(n)),
		diff: () => [...p].filter((n) => !q.has(n)),
		xor: () => [...p].filter((n) => !q.has(n)).concat([...q].filter((n) => !p.has(n)))
	}[op]();
	const list = [...new Set(chosen)].sort((m, n) => m - n);
	const data = allocate(a.dtype, list.length);
	data.set(list);
	return new NDArray(a.dtype, [list.length], data);
}
