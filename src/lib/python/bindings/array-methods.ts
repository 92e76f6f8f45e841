import { typeTextOf } from './jax/shape-dtype';
import { ProgramError } from '$lib/core/errors';
import { Tuple, tuple } from '$lib/core/containers';
import { avalOf, Tracer, type Value } from '$lib/core/interpreter';
import { convert, reshape as reshaped } from '$lib/core/ops';
import { bitsOf } from '$lib/array/dtype';
import { sizeOf } from '$lib/array/shape';
import { index, isSequence } from '$lib/api/arguments';
import { itemOf, listOf } from '$lib/api/concrete';
import { dtypeOf } from '$lib/api/dtypes';
import { absolute } from '$lib/api/jnp/arithmetic';
import { roundTo } from '$lib/api/jnp/rarer-arithmetic';
import { clipMethod } from '$lib/api/jnp/choosing';
import { cumprod, cumsum } from '$lib/api/jnp/cumulative';
import { diagonal, trace } from '$lib/api/jnp/diagonals';
import { repeat } from '$lib/api/jnp/repeating';
import { dot } from '$lib/api/jnp/products';
import { nonzero, searchsorted } from '$lib/api/jnp/searching';
import { matrixTranspose, ravel, reshape, squeeze, swapaxes, transpose } from '$lib/api/jnp/shape';
import { argpartition, argsort, sort } from '$lib/api/jnp/sorting';
import { compress } from '$lib/api/jnp/taking';
import { bitcast } from '$lib/api/elementwise';
import { fullLike } from '$lib/api/jnp/creation';
import { arrayFrom, copied } from '$lib/api/values';
import { PySet } from '../values';
import { device } from './jax/config';
import { AtHelper } from './at';
import { dtypeObject } from './dtype';
import { family, flag, tupleOf } from './family';
import { native, type NativeFunction } from '../native';
import { takeWith } from './jnp/finding';

/** The shape given as one sequence or as separate arguments. */
const sizesOf = (args: readonly unknown[]): unknown => (args.length === 1 ? args[0] : args);

/** `x.astype(dtype)` */
export function asType(x: Value, dtype: unknown): Value {
	const type = dtypeOf(dtype) ?? 'float32';
	return avalOf(x).dtype === type && avalOf(x).weak === false ? x : convert(x, type);
}

function view(x: Value, dtype: unknown): Value {
	const type = dtypeOf(dtype) ?? avalOf(x).dtype;
	const { shape, dtype: own } = avalOf(x);
	const [from, to] = [bitsOf(own), bitsOf(type)];
	if (from === to) return bitcast(x, type);
	const last = ((shape.at(-1) ?? 0) * from) / to;
	if (from > to) return reshaped(bitcast(x, type), [...shape.slice(0, -1), last]);
	if (!Number.isInteger(last))
		throw new ProgramError(
			'ValueError',
			'When changing to a larger dtype, its size must be a divisor of the total size in bytes of the last axis of the array.'
		);
	return bitcast(reshaped(x, [...shape.slice(0, -1), last, to / from]), type);
}

/** Methods of `jax.Array` besides reductions; the first parameter is the array. */
export const arrayMethods: Readonly<Record<string, NativeFunction>> = family(
	native('cumsum(self, axis=None, dtype=None, out=None)', (x: unknown, axis: unknown, dtype: unknown) =>
		cumsum(x, axis, dtype)
	),
	native('cumprod(self, axis=None, dtype=None, out=None)', (x: unknown, axis: unknown, dtype: unknown) =>
		cumprod(x, axis, dtype)
	),
	native('astype(self, dtype, copy=False, device=None)', (x: Value, dtype: unknown) => asType(x, dtype)),
	native('view(self, dtype=None)', view),
	native("reshape(self, *args, order='C')", (x: unknown, args: unknown[], order: string) =>
		reshape(x, args.length === 1 ? args[0] : tuple(...args), order)
	),
	native("ravel(self, order='C')", (x: unknown, order: string) => ravel(x, order)),
	native("flatten(self, order='C')", (x: unknown, order: string) => ravel(x, order)),
	native('transpose(self, *axes)', (x: unknown, axes: unknown[]) =>
		transpose(x, axes.length === 0 || axes[0] === null ? null : sizesOf(axes))
	),
	native('swapaxes(self, axis1, axis2)', swapaxes),
	native('squeeze(self, axis=None)', squeeze),
	native('clip(self, min=None, max=None)', clipMethod),
	native('round(self, decimals=0, out=None)', (x: unknown, decimals: unknown) => roundTo(x, index(decimals))),
	native(
		'sort(self, axis=-1, *, kind=None, order=None, stable=True, descending=False)',
		(x: unknown, axis: unknown, _: unknown, __: unknown, stable: unknown, descending: unknown) =>
			sort(x, axis, { stable: flag(stable), descending: flag(descending) })
	),
	native(
		'argsort(self, axis=-1, *, kind=None, order=None, stable=True, descending=False)',
		(x: unknown, axis: unknown, _: unknown, __: unknown, stable: unknown, descending: unknown) =>
			argsort(x, axis, { stable: flag(stable), descending: flag(descending) })
	),
	native('repeat(self, repeats, axis=None, *, total_repeat_length=None)', repeat),
	takeWith('self'),
	native("searchsorted(self, v, side='left')", searchsorted),
	native('nonzero(self, *, size=None, fill_value=None)', (x: unknown, size: unknown, fill: unknown) =>
		tupleOf(nonzero(x, size, fill))
	),
	native('diagonal(self, offset=0, axis1=0, axis2=1)', diagonal),
	native('trace(self, offset=0, axis1=0, axis2=1, dtype=None)', trace),
	native(
		'dot(self, b, *, precision=None, preferred_element_type=None)',
		(x: unknown, y: unknown, _: unknown, type: unknown) => dot(x, y, type)
	),
	native('__abs__(self)', absolute),
	native('item(self, *args)', (x: Value, args: unknown[]) =>
		itemOf(
			x,
			(args.length === 1 && args[0] instanceof Tuple ? args[0].items : args).map((place) => index(place))
		)
	),
	native('tolist(self)', listOf),
	native('copy(self)', (x: Value) => (x instanceof Tracer ? copied(x) : x)),
	native('block_until_ready(self)', (x: Value) => x),
	native('argpartition(self, kth, axis=-1)', argpartition),
	native('compress(self, condition, axis=None)', (x: Value, mask: unknown, axis: unknown) =>
		compress(isSequence(mask) ? arrayFrom(mask) : mask, x, axis)
	),
	native('conj(self)', (x: Value) => x),
	native('conjugate(self)', (x: Value) => x),
	native('devices(self)', () => new PySet([device]))
);

/** Properties of `jax.Array` besides its shape. */
export const arrayProperties: Readonly<Record<string, (x: Value) => unknown>> = {
	dtype: (x) => dtypeObject(avalOf(x).dtype),
	device: () => device,
	T: (x) => transpose(x),
	mT: (x) => matrixTranspose(x),
	at: (x) => new AtHelper(x),
	real: (x) => x,
	imag: (x) => fullLike(x, 0n),
	itemsize: (x) => BigInt(bitsOf(avalOf(x).dtype) / 8),
	nbytes: (x) => BigInt((bitsOf(avalOf(x).dtype) / 8) * sizeOf(avalOf(x).shape)),
	weak_type: (x) => avalOf(x).weak,
	aval: (x) => typeTextOf(avalOf(x))
};
