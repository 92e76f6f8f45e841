import { ProgramError } from '$lib/core/errors';
import { integerPlaces } from '$lib/core/help/values';
import { avalOf, bind1, type Value } from '$lib/core/interpreter';
import * as ops from '$lib/core/ops';
import type { GatherMode } from '$lib/core/primitive';
import { isInteger } from '$lib/array/dtype';
import { axisIn, index, range } from '../arguments';
import { broadcastShapes, broadcastTo } from '../broadcast';
import { fillFor, getItem, wrapped } from '../indexing/take';
import { update } from '../indexing/update';
import { Tuple } from '$lib/core/containers';
import { constantLike } from '../elementwise';
import { jitted1 } from '../jitted';
import { toValue } from '../values';
import { remainder } from './rarer-arithmetic';
import { indices } from './spaced';
import { ravel } from './shape';
import { argsort } from './sorting';
import { where } from './where';

export interface TakingOptions {
	readonly axis?: unknown;
	/** null or fill, clip, wrap. */
	readonly mode?: string | null;
	readonly fill?: number | null;
}

/** Elements at places along an axis (of the flattened array without one); out of range is NaN unless clipped or wrapped. */
export function take(x: unknown, at: unknown, options: TakingOptions = {}): Value {
	const [value, places] = [toValue(x, 'take'), toValue(at, 'take', 1)];
	const flat = options.axis === null || options.axis === undefined;
	const axis = flat ? 0 : axisIn(options.axis, avalOf(value).shape.length);
	const { mode = null, fill = null } = options;
	const body = (a: Value, b: Value): Value => takeBody(flat ? ravel(a) : a, b, axis, mode, fill);
	return jitted1('_take', [flat, axis, mode, fill], body, [value, places]);
}

function takeBody(x: Value, at: Value, axis: number, mode: string | null, fill: number | null): Value {
	const { shape } = avalOf(x);
	const { shape: grid, dtype } = avalOf(at);
	if (!isInteger(dtype))
		throw new ProgramError('ValueError', 'indices must have an integer type', integerPlaces);
	if (shape[axis] === 0 && !grid.includes(0))
		throw new ProgramError('IndexError', 'Cannot do a non-empty jnp.take() from an empty axis.');
	const places = normalised(at, shape[axis], mode);
	const lead = range(axis);
	const trail = range(shape.length - axis - 1, axis + grid.length);
	return bind1('gather', [x, ops.expandDims(places, [grid.length])], {
		dimension_numbers: {
			offset_dims: [...lead, ...trail],
			collapsed_slice_dims: [axis],
			start_index_map: [axis],
			operand_batching_dims: [],
			start_indices_batching_dims: []
		},
		slice_sizes: shape.map((size, i) => (i === axis ? 1 : size)),
		mode: gatherModes(mode),
		fill_value: gatherModes(mode) === 'fill' ? (fill ?? fillFor(avalOf(x).dtype)) : fill,
		indices_are_sorted: false,
		unique_indices: false
	});
}

function normalised(at: Value, size: number, mode: string | null): Value {
	if (mode === 'wrap') return remainder(at, constantLike(at, size));
	if (mode === 'clip') return at;
	const below = ops.binary('lt', at, constantLike(at, 0));
	return where(below, ops.add(at, constantLike(at, size)), at);
}

function gatherModes(mode: string | null): GatherMode {
	switch (mode) {
		case null:
		case 'fill':
			return 'fill';
		case 'clip':
			return 'clip';
		case 'wrap':
			return 'promise_in_bounds';
		case 'raise':
			throw new ProgramError('NotImplementedError', "The 'raise' mode to jnp.take is not supported.");
		default:
			throw new ProgramError('ValueError', `Invalid mode '${mode}' for np.take`);
	}
}

/** For each place of the other axes the elements at the places given along one axis. */
export function takeAlongAxis(
	x: unknown,
	at: unknown,
	axis: unknown = -1n,
	mode: string | null = null,
	fill: number | null = null
): Value {
	const [value, places] = [toValue(x, 'take_along_axis'), toValue(at, 'take_along_axis', 1)];
	if (!isInteger(avalOf(places).dtype))
		throw new ProgramError(
			'TypeError',
			`take_along_axis indices must be of integer type, got ${avalOf(places).dtype}`
		);
	const flat = axis === null;
	const along = flat ? 0 : axisIn(axis, avalOf(value).shape.length);
	if (!flat && avalOf(value).shape.length !== avalOf(places).shape.length)
		throw new ProgramError(
			'ValueError',
			`indices and arr must have the same number of dimensions; ${avalOf(places).shape.length} vs. ${avalOf(value).shape.length}`
		);
	const body = (a: Value, b: Value): Value => alongBody(flat ? ravel(a) : a, b, along, mode, fill);
	return jitted1('take_along_axis', [flat, along, mode, fill], body, [value, places]);
}

/** Both spread over the other axes; these are batching dimensions of the gather. */
function alongBody(x: Value, at: Value, axis: number, mode: string | null, fill: number | null): Value {
	const { shape } = avalOf(x);
	const places = wrapped(ops.convert(at, 'int32'), shape[axis]);
	const others = broadcastShapes(
		shape.map((size, i) => (i === axis ? 1 : size)),
		avalOf(places).shape.map((size, i) => (i === axis ? 1 : size))
	);
	const source = broadcastTo(
		x,
		others.map((size, i) => (i === axis ? shape[axis] : size))
	);
	const grid = others.map((size, i) => (i === axis ? avalOf(places).shape[axis] : size));
	const spread = broadcastTo(places, grid);
	const batching = range(grid.length).filter((i) => i !== axis);
	return bind1('gather', [source, ops.expandDims(spread, [grid.length])], {
		dimension_numbers: {
			offset_dims: [],
			collapsed_slice_dims: [axis],
			start_index_map: [axis],
			operand_batching_dims: batching,
			start_indices_batching_dims: batching
		},
		slice_sizes: grid.map(() => 1),
		mode: gatherModes(mode),
		fill_value: gatherModes(mode) === 'fill' ? (fill ?? fillFor(avalOf(x).dtype)) : null,
		indices_are_sorted: false,
		unique_indices: false
	});
}

/** A copy with elements put at places along an axis. */
export function putAlongAxis(x: unknown, at: unknown, values: unknown, axis: unknown): Value {
	const [value, places] = [toValue(x, 'put_along_axis'), toValue(at, 'put_along_axis', 1)];
	const along = axisIn(axis, avalOf(value).shape.length);
	const grid = indices(avalOf(places).shape, true).map((each, i) => (i === along ? places : each));
	return update('scatter', value, new Tuple(grid), values);
}

export interface CompressOptions {
	/** How many elements come out, whatever the mask: it may then be traced. */
	readonly size?: unknown;
	/** What fills the places that are left over. */
	readonly fill?: unknown;
}

/** The choice of elements along an axis by a mask, concrete where no size is given. */
export function compress(
	mask: unknown,
	x: unknown,
	axis: unknown = null,
	{ size = null, fill = 0n }: CompressOptions = {}
): Value {
	const value = axis === null ? ravel(x) : toValue(x, 'compress', 1);
	const along = axis === null ? 0 : axisIn(axis, avalOf(value).shape.length);
	const lines = ops.moveAxis(value, along, 0);
	const chosen = size === null ? getItem(lines, mask) : chosenOf(mask, lines, index(size), fill);
	return ops.moveAxis(chosen, 0, along);
}

/** The lines where the mask holds before the others, which are filled; cut or lengthened to `size`. */
function chosenOf(mask: unknown, lines: Value, size: number, fill: unknown): Value {
	const { shape, dtype } = avalOf(lines);
	const holds = ops.convert(toValue(mask, 'compress'), 'bool');
	const filler = ops.convert(toValue(fill), dtype);
	const kept = where(ops.expandDims(holds, range(shape.length - 1, 1)), lines, filler);
	const order = argsort(holds, 0n, { stable: true, descending: true });
	const sorted = getItem(kept, order);
	const rest = shape.map((_, i) => (i === 0 ? Math.max(0, size - shape[0]) : 0));
	const longer = ops.pad(
		sorted,
		filler,
		rest.map((high) => [0, high, 0])
	);
	return ops.slice(
		longer,
		shape.map(() => 0),
		avalOf(longer).shape.map((n, i) => (i === 0 ? size : n))
	);
}
