import { Tuple } from '$lib/core/containers';
import { shapeOf, staticInt } from '$lib/api/arguments';
import { arrayOf, asArray, asHost } from '$lib/api/numpy/convert';
import * as creation from '$lib/api/numpy/creation';
import { Float0Array } from '$lib/api/numpy/float0';
import type { HostArray } from '$lib/api/numpy/host-array';
import { hostTypeOf } from '$lib/api/numpy/host-dtype';
import * as ordering from '$lib/api/numpy/ordering';
import * as shaping from '$lib/api/numpy/shaping';
import { native, type NativeFunction } from '../../native';
import { truth } from '../../truth';
import { family } from '../family';
import { float0 } from '../float0';
import { valueError } from '../../errors';

const count = (x: unknown): number => staticInt(x) ?? Number(x);

/** Functions that make arrays. */
export const makers: Readonly<Record<string, NativeFunction>> = family(
	native(
		'array(object, dtype=None, *, copy=True, order="K", subok=False, ndmin=0)',
		(x: unknown, dtype: unknown, ...rest: unknown[]) =>
			shaping.atLeast(arrayOf(x, hostTypeOf(dtype)), count(rest[3]))
	),
	native('asarray(a, dtype=None, order=None)', (x: unknown, dtype: unknown) => asArray(x, hostTypeOf(dtype))),
	native('ascontiguousarray(a, dtype=None)', (x: unknown, dtype: unknown) => asArray(x, hostTypeOf(dtype))),
	native('copy(a, order="K")', (x: unknown) => arrayOf(x)),
	native('zeros(shape, dtype=None, order="C")', (shape: unknown, dtype: unknown) =>
		dtype === float0 ? new Float0Array(shapeOf(shape)) : creation.zeros(shape, hostTypeOf(dtype))
	),
	native('ones(shape, dtype=None, order="C")', (shape: unknown, dtype: unknown) =>
		creation.ones(shape, hostTypeOf(dtype))
	),
	native('empty(shape, dtype=None, order="C")', (shape: unknown, dtype: unknown) =>
		creation.zeros(shape, hostTypeOf(dtype))
	),
	native('full(shape, fill_value, dtype=None, order="C")', (shape: unknown, value: unknown, dtype: unknown) =>
		creation.full(shape, value, hostTypeOf(dtype))
	),
	native('zeros_like(a, dtype=None)', (x: unknown, dtype: unknown) =>
		creation.fullLike(x, 0, hostTypeOf(dtype))
	),
	native('ones_like(a, dtype=None)', (x: unknown, dtype: unknown) =>
		creation.fullLike(x, 1, hostTypeOf(dtype))
	),
	native('empty_like(a, dtype=None)', (x: unknown, dtype: unknown) =>
		creation.fullLike(x, 0, hostTypeOf(dtype))
	),
	native('full_like(a, fill_value, dtype=None)', (x: unknown, value: unknown, dtype: unknown) =>
		creation.fullLike(x, value, hostTypeOf(dtype))
	),
	native(
		'arange(start, stop=None, step=None, dtype=None)',
		(start: unknown, stop: unknown, step: unknown, dtype: unknown) =>
			creation.arange(start, stop, step, hostTypeOf(dtype))
	),
	native(
		'linspace(start, stop, num=50, endpoint=True, retstep=False, dtype=None)',
		(start: unknown, stop: unknown, num: unknown, endpoint: unknown, _: unknown, dtype: unknown) =>
			creation.linspace(start, stop, count(num), truth(endpoint), hostTypeOf(dtype))
	),
	native(
		'logspace(start, stop, num=50, endpoint=True, base=10.0)',
		(start: unknown, stop: unknown, num: unknown, endpoint: unknown, base: unknown) =>
			creation.logspace(start, stop, count(num), truth(endpoint), Number(base))
	),
	native('eye(N, M=None, k=0, dtype=None)', (n: unknown, m: unknown, k: unknown, dtype: unknown) =>
		creation.eye(n, m, k, hostTypeOf(dtype))
	),
	native('identity(n, dtype=None)', (n: unknown, dtype: unknown) =>
		creation.eye(n, null, 0n, hostTypeOf(dtype))
	),
	native(
		"meshgrid(*xi, indexing='xy')",
		(vectors: readonly unknown[], indexing: unknown) => new Tuple(creation.meshgrid(vectors, indexing))
	),
	native('diag(v, k=0)', creation.diag),
	native('tril(m, k=0)', creation.tril),
	native('triu(m, k=0)', creation.triu)
);

const sizes = (x: unknown): Tuple => new Tuple(asHost(x).shape.map(BigInt));

function uniques(x: unknown, inverse: unknown, counts: unknown): HostArray | Tuple {
	const found = ordering.unique(x);
	if (truth(inverse)) {
		const flat = asHost(x);
		const places = ordering.placesIn(flat, found.values);
		return new Tuple(truth(counts) ? [found.values, places, found.counts] : [found.values, places]);
	}
	return truth(counts) ? new Tuple([found.values, found.counts]) : found.values;
}

/** Functions that put elements into other places. */
export const movers: Readonly<Record<string, NativeFunction>> = family(
	native('shape(a)', sizes),
	native('ndim(a)', (x: unknown) => BigInt(asHost(x).shape.length)),
	native('size(a, axis=None)', (x: unknown, axis: unknown) =>
		BigInt(axis === null ? asHost(x).size : (asHost(x).shape.at(count(axis)) ?? 0))
	),
	native('reshape(a, shape, order="C")', (x: unknown, shape: unknown) => shaping.reshape(x, shape)),
	native('ravel(a, order="C")', (x: unknown) => shaping.ravel(x)),
	native('transpose(a, axes=None)', shaping.transpose),
	native('swapaxes(a, axis1, axis2)', shaping.swapaxes),
	native('moveaxis(a, source, destination)', shaping.moveaxis),
	native('squeeze(a, axis=None)', shaping.squeeze),
	native('expand_dims(a, axis)', shaping.expandDims),
	native('broadcast_to(array, shape)', shaping.broadcastTo),
	native('atleast_1d(a)', (x: unknown) => shaping.atLeast(x, 1)),
	native('atleast_2d(a)', (x: unknown) => shaping.atLeast(x, 2)),
	native('concatenate(arrays, axis=0)', shaping.concatenate),
	native('concat(arrays, axis=0)', shaping.concatenate),
	native('stack(arrays, axis=0)', shaping.stack),
	native('vstack(tup)', shaping.vstack),
	native('hstack(tup)', shaping.hstack),
	native('column_stack(tup)', shaping.columnStack),
	native('append(arr, values, axis=None)', (x: unknown, values: unknown, axis: unknown) =>
		shaping.concatenate([x, asHost(values)], axis)
	),
	native('split(ary, indices_or_sections, axis=0)', (x: unknown, parts: unknown, axis: unknown) =>
		shaping.split(x, parts, axis)
	),
	native('array_split(ary, indices_or_sections, axis=0)', (x: unknown, parts: unknown, axis: unknown) =>
		shaping.split(x, parts, axis, false)
	),
	native('tile(A, reps)', shaping.tile),
	native('repeat(a, repeats, axis=None)', shaping.repeat),
	native('flip(m, axis=None)', shaping.flip),
	native('fliplr(m)', (x: unknown) => shaping.flip(x, 1n)),
	native('flipud(m)', (x: unknown) => shaping.flip(x, 0n)),
	native('roll(a, shift, axis=None)', shaping.roll),
	native(
		"pad(array, pad_width, mode='constant', constant_values=0)",
		(x: unknown, width: unknown, mode: unknown, value: unknown) => {
			if (mode !== 'constant') throw valueError(`mode '${String(mode)}' is not supported`);
			return shaping.pad(x, width, Number(asHost(value).exact[0]));
		}
	),
	native('take(a, indices, axis=None)', (x: unknown, indices: unknown, axis: unknown) => {
		const places = asHost(indices);
		const from = axis === null ? shaping.ravel(x) : asHost(x);
		const taken = shaping.takeAlong(from, [...places.exact], axis === null ? 0 : count(axis));
		return axis === null
			? taken.pick(places.shape, [...places.exact.keys()], places.shape.length === 0)
			: taken;
	}),
	native('sort(a, axis=-1)', ordering.sort),
	native('argsort(a, axis=-1, kind=None)', (x: unknown, axis: unknown) => ordering.argsort(x, axis)),
	native('unique(ar, return_inverse=False, return_counts=False)', uniques),
	native('searchsorted(a, v, side="left")', ordering.searchsorted),
	native('nonzero(a)', (x: unknown) => new Tuple(ordering.nonzero(x))),
	native('flatnonzero(a)', (x: unknown) => ordering.nonzero(shaping.ravel(x))[0]),
	native('diff(a, n=1, axis=-1)', (x: unknown, n: unknown, axis: unknown) => ordering.diff(x, count(n), axis))
);
