import { Tuple } from '$lib/core/containers';
import { isSequence, staticInt } from '$lib/api/arguments';
import { asHost, castTo, pythonNumber } from '$lib/api/numpy/convert';
import { diag } from '$lib/api/numpy/creation';
import { Float0Array } from '$lib/api/numpy/float0';
import type { HostArray } from '$lib/api/numpy/host-array';
import { bitsOf, hostTypeOf } from '$lib/api/numpy/host-dtype';
import { dot, trace } from '$lib/api/numpy/linear';
import * as ordering from '$lib/api/numpy/ordering';
import * as reductions from '$lib/api/numpy/reductions';
import * as shaping from '$lib/api/numpy/shaping';
import { range } from '$lib/api/numpy/axes';
import { clip, round, unaryFunctions } from '$lib/api/numpy/ufuncs';
import { valueError } from '../../errors';
import { native, type NativeFunction } from '../../native';
import { truth } from '../../truth';
import { family } from '../family';
import { float0 } from '../float0';
import { hostDTypeObject } from './types';

/** Arguments of a reduction as Python gives them. */
export const over = (axis: unknown, keepdims: unknown, dtype: unknown = null): reductions.Over => ({
	axis,
	keepdims: truth(keepdims ?? false),
	dtype: hostTypeOf(dtype)
});

const reduction = (name: string, f: (x: unknown, over: reductions.Over) => HostArray): NativeFunction =>
	native(
		`${name}(self, axis=None, dtype=None, out=None, keepdims=False)`,
		(x: unknown, axis: unknown, dtype: unknown, _: unknown, keepdims: unknown) =>
			f(x, over(axis, keepdims, dtype))
	);

const picking = (name: string, f: (x: unknown, over: reductions.Over) => HostArray): NativeFunction =>
	native(
		`${name}(self, axis=None, out=None, keepdims=False)`,
		(x: unknown, axis: unknown, _: unknown, keepdims: unknown) => f(x, over(axis, keepdims))
	);

const spread = (name: string, f: typeof reductions.std): NativeFunction =>
	native(
		`${name}(self, axis=None, dtype=None, out=None, ddof=0, keepdims=False)`,
		(x: unknown, axis: unknown, dtype: unknown, _: unknown, ddof: unknown, keepdims: unknown) =>
			f(x, over(axis, keepdims, dtype), Number(ddof))
	);

/** The nested lists, or the number, that the array holds. */
function toList(x: HostArray): unknown {
	const build = (axis: number, from: number): [unknown, number] => {
		if (axis === x.shape.length) return [pythonNumber(x.host, x.exact[from]), from + 1];
		const items: unknown[] = [];
		let at = from;
		for (let i = 0; i < x.shape[axis]; i++) {
			const [item, next] = build(axis + 1, at);
			items.push(item);
			at = next;
		}
		return [items, at];
	};
	return build(0, 0)[0];
}

function item(x: HostArray, at: unknown): unknown {
	if (at === null && x.size !== 1) throw valueError('can only convert an array of size 1 to a Python scalar');
	return pythonNumber(x.host, x.exact[at === null ? 0 : (staticInt(at) ?? 0)]);
}

/** Arguments given one by one or as one sequence: `a.reshape(2, 3)`, `a.reshape((2, 3))`. */
const spreadOut = (args: readonly unknown[]): unknown =>
	args.length === 1 && (isSequence(args[0]) || args[0] === null) ? args[0] : new Tuple(args);

/** Sorts in place, as the method does. */
function sortInPlace(x: HostArray, axis: unknown): null {
	x.assign(range(x.size), ordering.sort(x, axis).exact);
	return null;
}

const copy = (x: HostArray): HostArray => castTo(x, x.host, x.scalar);

export const hostMethods: Readonly<Record<string, NativeFunction>> = family(
	reduction('sum', reductions.sum),
	reduction('prod', reductions.prod),
	reduction('mean', reductions.mean),
	spread('std', reductions.std),
	spread('var', reductions.variance),
	picking('max', reductions.max),
	picking('min', reductions.min),
	picking('ptp', reductions.ptp),
	picking('all', reductions.all),
	picking('any', reductions.any),
	native('argmax(self, axis=None, out=None, *, keepdims=False)', (x: unknown, axis: unknown) =>
		reductions.argmax(x, axis)
	),
	native('argmin(self, axis=None, out=None, *, keepdims=False)', (x: unknown, axis: unknown) =>
		reductions.argmin(x, axis)
	),
	native('cumsum(self, axis=None, dtype=None, out=None)', (x: unknown, axis: unknown) =>
		reductions.cumsum(x, axis)
	),
	native('cumprod(self, axis=None, dtype=None, out=None)', (x: unknown, axis: unknown) =>
		reductions.cumprod(x, axis)
	),
	native('__abs__(self)', unaryFunctions.abs),
	native('tolist(self)', toList),
	native('item(self, at=None)', item),
	native(
		'astype(self, dtype, order="K", casting="unsafe", subok=True, copy=True)',
		(x: HostArray, dtype: unknown) => castTo(x, hostTypeOf(dtype) ?? 'float64', x.scalar)
	),
	native('copy(self, order="C")', copy),
	native('__copy__(self)', copy),
	native('__deepcopy__(self, memo=None)', copy),
	native('reshape(self, *shape, order="C")', (x: unknown, shape: readonly unknown[]) =>
		shaping.reshape(x, spreadOut(shape))
	),
	native('ravel(self, order="C")', (x: unknown) => shaping.ravel(x)),
	native('flatten(self, order="C")', (x: unknown) => shaping.flatten(x)),
	native('transpose(self, *axes)', (x: unknown, axes: readonly unknown[]) =>
		shaping.transpose(x, axes.length === 0 ? null : spreadOut(axes))
	),
	native('swapaxes(self, axis1, axis2)', shaping.swapaxes),
	native('squeeze(self, axis=None)', shaping.squeeze),
	native('repeat(self, repeats, axis=None)', shaping.repeat),
	native('round(self, decimals=0, out=None)', (x: unknown, decimals: unknown) => round(x, Number(decimals))),
	native('clip(self, min=None, max=None, out=None)', (x: unknown, low: unknown, high: unknown) =>
		clip(x, low, high)
	),
	native('dot(self, b)', dot),
	native('trace(self)', trace),
	native('diagonal(self, offset=0)', diag),
	native('sort(self, axis=-1)', sortInPlace),
	native('argsort(self, axis=-1)', ordering.argsort),
	native('nonzero(self)', (x: unknown) => new Tuple(ordering.nonzero(x))),
	native('searchsorted(self, v, side="left")', ordering.searchsorted),
	native('fill(self, value)', (x: HostArray, value: unknown) => {
		x.assign(range(x.size), asHost(value).exact);
		return null;
	}),
	native('take(self, indices, axis=None)', (x: HostArray, indices: unknown, axis: unknown) => {
		const places = asHost(indices);
		const from = axis === null ? shaping.ravel(x) : x;
		return shaping.takeAlong(from, [...places.exact], axis === null ? 0 : (staticInt(axis) ?? 0));
	})
);

export const hostProperties: Readonly<Record<string, (x: HostArray) => unknown>> = {
	shape: (x) => new Tuple(x.shape.map(BigInt)),
	ndim: (x) => BigInt(x.shape.length),
	size: (x) => BigInt(x.size),
	dtype: (x) => (x instanceof Float0Array ? float0 : hostDTypeObject(x.host)),
	T: (x) => shaping.transpose(x),
	itemsize: (x) => BigInt(bitsOf(x.host) / 8),
	nbytes: (x) => BigInt((x.size * bitsOf(x.host)) / 8),
	real: (x) => x,
	flat: (x) => shaping.flatten(x)
};
