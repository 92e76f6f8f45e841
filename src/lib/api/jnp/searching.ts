import { ProgramError } from '$lib/core/errors';
import { Tracer, avalOf, bind1, type Value } from '$lib/core/interpreter';
import * as ops from '$lib/core/ops';
import { NDArray } from '$lib/array/ndarray';
import { allocate, isFloat } from '$lib/array/dtype';
import { sameShape, sizeOf, stridesOf } from '$lib/array/shape';
import { concretizationError, index, range } from '../arguments';
import { promoteTypes } from '../broadcast';
import { jitted1 } from '../jitted';
import { arrayLikes, constant, toValue } from '../values';
import { ravel } from './shape';
import { isclose } from './rarer-ufuncs';
import { toBool, where } from './where';

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
	const { shape } = avalOf(x);
	if (size === null) {
		const found = ops.reduce('reduce_sum', ops.convert(toBool(x), 'int32'), range(shape.length));
		throw concretizationError(found as Tracer, sizeHelp('nonzero'));
	}
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

/** Where `values` would be put into the ascending `sorted`, or what `sorter` makes ascending. */
export function searchsorted(sorted: unknown, values: unknown, side = 'left', sorter: unknown = null): Value {
	if (side !== 'left' && side !== 'right')
		throw new ProgramError(
			'ValueError',
			`'${side}' is an invalid value for keyword 'side'. Expected one of ['left', 'right'].`
		);
	const [a, v] = promoteTypes(arrayLikes('searchsorted', [sorted, values]));
	if (avalOf(a).shape.length !== 1) throw new ProgramError('ValueError', 'a should be 1-dimensional');
	const order = sorter === null ? a : takeAt(a, toValue(sorter, 'searchsorted', 2));
	return jitted1('searchsorted', [side], (p, q) => countBelow(p, q, side), [order, v]);
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
	const place = searchsorted(turned, x, right ? 'left' : 'right');
	return ops.binary('sub', constant(avalOf(edges).shape[0], 'int32'), place);
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
	const { rtol, atol, equalNan } = options;
	const [a, b] = [x, y].map((operand, i) => toValue(operand, 'allclose', i));
	const asked = [rtol ?? null, atol ?? null].map((given) => given !== null);
	const given = [rtol, atol].filter((_, i) => asked[i]).map((tolerance) => toValue(tolerance, 'allclose'));
	const body = (p: Value, q: Value, ...tolerances: Value[]): Value => {
		const [relative = 1e-5, absolute = 1e-8] = asked.map((has) => (has ? tolerances.shift() : undefined));
		const close = isclose(p, q, { rtol: relative, atol: absolute, equalNan });
		return ops.reduce('reduce_and', close, range(avalOf(close).shape.length));
	};
	return jitted1('allclose', [equalNan ?? false, ...asked], body, [a, b, ...given]);
}
