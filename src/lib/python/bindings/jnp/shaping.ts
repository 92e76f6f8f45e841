import { Slice, tuple } from '$lib/core/containers';
import { avalOf, isValue } from '$lib/core/interpreter';
import { sizeOf } from '$lib/array/shape';
import { index, shapeOf } from '$lib/api/arguments';
import { broadcastShapes } from '$lib/api/broadcast';
import { axesIn, axisIn } from '$lib/api/arguments';
import { ProgramError } from '$lib/core/errors';
import { Fn, type Kwargs } from '$lib/core/fn';
import { insert, remove } from '$lib/api/jnp/inserting';
import * as joining from '$lib/api/jnp/joining';
import { repeat, resize, tile } from '$lib/api/jnp/repeating';
import { pad } from '$lib/api/jnp/padding';
import * as shape from '$lib/api/jnp/shape';
import { arrayFrom, toValue } from '$lib/api/values';
import { asType } from '../array-methods';
import { native } from '../../native';
import { sliceIndices } from '../../slices';
import { aliases, family, tupleOf } from '../family';
import { readable } from '../first';

const shapeOfAny = (x: unknown): readonly number[] => avalOf(isValue(x) ? x : arrayFrom(readable(x))).shape;

/** A slice as the list of its places along the axis. */
function placesOf(x: unknown, at: unknown, axis: unknown): unknown {
	if (!(at instanceof Slice)) return at;
	const shape = shapeOfAny(x);
	const size = axis === null ? sizeOf(shape) : shape[axisIn(axis, shape.length)];
	return sliceIndices(at, size).map(BigInt);
}

/** What each mode of `jnp.pad` takes. */
const padKeywords: Readonly<Record<string, string>> = {
	constant: 'constant_values',
	linear_ramp: 'end_values',
	maximum: 'stat_length',
	mean: 'stat_length',
	median: 'stat_length',
	minimum: 'stat_length',
	reflect: 'reflect_type',
	symmetric: 'reflect_type'
};

function padAs(x: unknown, widths: unknown, mode: unknown, kwargs: Kwargs): unknown {
	if (mode instanceof Fn)
		throw new ProgramError('NotImplementedError', 'Lockstep has no jnp.pad with a function as mode.');
	const name = String(mode);
	for (const key of kwargs.keys())
		if (padKeywords[name] !== key)
			throw new ProgramError('ValueError', `Unsupported keyword arguments for mode '${name}': {'${key}'}`);
	if (kwargs.get('reflect_type') === 'odd')
		throw new ProgramError('NotImplementedError', "Lockstep has no jnp.pad with reflect_type='odd'.");
	return pad(x, widths, name, {
		fill: readable(kwargs.get('constant_values') ?? 0n),
		ends: readable(kwargs.get('end_values') ?? 0n),
		lengths: readable(kwargs.get('stat_length') ?? null)
	});
}

const base = family(
	native('shape(a)', (x: unknown) => tuple(...shapeOfAny(x).map(BigInt))),
	native('ndim(a)', (x: unknown) => BigInt(shapeOfAny(x).length)),
	native('size(a, axis=None)', (x: unknown, axis: unknown) => {
		const sizes = shapeOfAny(x);
		return BigInt(sizeOf(axesIn(axis, sizes.length).map((i) => sizes[i])));
	}),
	native("reshape(a, shape, order='C', *, copy=None)", (x: unknown, sizes: unknown, order: string) =>
		shape.reshape(x, sizes, order)
	),
	native("ravel(a, order='C')", (x: unknown, order: string) => shape.ravel(x, order)),
	native('transpose(a, axes=None)', shape.transpose),
	native('matrix_transpose(x, /)', shape.matrixTranspose),
	native('swapaxes(a, axis1, axis2)', shape.swapaxes),
	native('moveaxis(a, source, destination)', shape.moveaxis),
	native('expand_dims(a, axis)', shape.expandDims),
	native('squeeze(a, axis=None)', shape.squeeze),
	native('broadcast_to(array, shape)', (x: unknown, sizes: unknown) => shape.broadcastTo(readable(x), sizes)),
	native('broadcast_arrays(*args)', (xs: unknown[]) => shape.broadcastAll(xs)),
	native('broadcast_shapes(*shapes)', (shapes: unknown[]) =>
		tuple(...broadcastShapes(...shapes.map(shapeOf)).map(BigInt))
	),
	native('flip(m, axis=None)', shape.flip),
	native('fliplr(m)', (x: unknown) => shape.flip(x, 1n)),
	native('flipud(m)', (x: unknown) => shape.flip(x, 0n)),
	native('roll(a, shift, axis=None)', shape.roll),
	native('rot90(m, k=1, axes=(0, 1))', shape.rot90),
	native('concatenate(arrays, axis=0, dtype=None)', joining.concatenate),
	native(
		'stack(arrays, axis=0, out=None, dtype=None)',
		(arrays: unknown, axis: unknown, _: unknown, dtype: unknown) => joining.stack(arrays, axis, dtype)
	),
	native('vstack(tup, dtype=None)', joining.vstack),
	native('hstack(tup, dtype=None)', joining.hstack),
	native('dstack(tup, dtype=None)', joining.dstack),
	native('column_stack(tup)', joining.columnStack),
	native('unstack(x, /, *, axis=0)', (x: unknown, axis: unknown) => {
		const value = toValue(x, 'unstack');
		return tupleOf(joining.unstack(value, axisIn(axis, avalOf(value).shape.length)));
	}),
	native('split(ary, indices_or_sections, axis=0)', joining.split),
	native('array_split(ary, indices_or_sections, axis=0)', (x: unknown, sections: unknown, axis: unknown) =>
		joining.split(x, sections, axis, true)
	),
	native('hsplit(ary, indices_or_sections)', (x: unknown, sections: unknown) =>
		joining.split(x, sections, shapeOfAny(x).length === 1 ? 0n : 1n)
	),
	native('vsplit(ary, indices_or_sections)', (x: unknown, sections: unknown) =>
		joining.split(x, sections, 0n)
	),
	native('dsplit(ary, indices_or_sections)', (x: unknown, sections: unknown) =>
		joining.split(x, sections, 2n)
	),
	native('tile(A, reps)', tile),
	native('repeat(a, repeats, axis=None, *, total_repeat_length=None)', repeat),
	native('append(arr, values, axis=None)', joining.append),
	native('insert(arr, obj, values, axis=None)', (x: unknown, at: unknown, values: unknown, axis: unknown) =>
		insert(x, placesOf(x, at, axis), values, axis)
	),
	native(
		'delete(arr, obj, axis=None, *, assume_unique_indices=False)',
		(x: unknown, at: unknown, axis: unknown) => remove(x, placesOf(x, at, axis), axis)
	),
	native("pad(array, pad_width, mode='constant', **kwargs)", padAs),
	native('resize(a, new_shape)', (x: unknown, sizes: unknown) => resize(x, shapeOf(sizes))),
	native('astype(x, dtype, /, *, copy=False, device=None)', (x: unknown, dtype: unknown) =>
		asType(toValue(x, 'astype'), dtype)
	),
	native('rollaxis(a, axis, start=0)', (x: unknown, axis: unknown, start: unknown) => {
		const rank = shapeOfAny(x).length;
		const from = axisIn(axis, rank);
		const to = index(start) < 0 ? index(start) + rank : index(start);
		return shape.moveaxis(x, BigInt(from), BigInt(from < to ? to - 1 : to));
	})
);

const atLeast = (rank: 1 | 2 | 3) =>
	native(`atleast_${rank}d(*arys)`, (xs: unknown[]) =>
		xs.length === 1 ? shape.atLeast(xs[0], rank) : xs.map((x) => shape.atLeast(x, rank))
	);

/** Functions that change shapes and join arrays. */
export const shaping = {
	...base,
	...family(atLeast(1), atLeast(2), atLeast(3)),
	...aliases({ permute_dims: 'transpose', row_stack: 'vstack', concat: 'concatenate' }, base)
};
