import { Fn, type Kwargs } from '$lib/core/fn';
import { ProgramError } from '$lib/core/errors';
import { NamedTuple, Slice, Tuple } from '$lib/core/containers';
import { avalOf, isValue, type Value } from '$lib/core/interpreter';
import * as ops from '$lib/core/ops';
import { isSequence, itemsOf, shapeOf } from '$lib/api/arguments';
import { dtypeOf } from '$lib/api/dtypes';
import { cumulativeProd, cumulativeSum } from '$lib/api/jnp/cumulative';
import { arange, fullLike } from '$lib/api/jnp/creation';
import { geomspace, indices } from '$lib/api/jnp/spaced';
import * as integers from '$lib/api/jnp/integers';
import { concatenate } from '$lib/api/jnp/joining';
import { matvec, vecmat } from '$lib/api/jnp/products';
import * as polynomials from '$lib/api/jnp/polynomials';
import { atLeast, ravel, reshape } from '$lib/api/jnp/shape';
import { compress } from '$lib/api/jnp/taking';
import * as diagonals from '$lib/api/jnp/diagonals';
import * as rarer from '$lib/api/jnp/rarer';
import { all } from '$lib/api/jnp/reductions';
import { unique } from '$lib/api/jnp/unique';
import { equal } from '$lib/api/jnp/ufuncs';
import * as windows from '$lib/api/jnp/windows';
import { update } from '$lib/api/indexing/update';
import { arrayFrom, constant, toValue } from '$lib/api/values';
import { arrayRepr, arrayStr } from '$lib/array/text';
import type { NDArray } from '$lib/array/ndarray';
import { HostObject, PyClass } from '../../classes';
import { native } from '../../native';
import { objectClass } from '../../types';
import { family, flag, tupleOf } from '../family';
import { readable } from '../first';

/** Arrays in nested lists, put together along the last axes. */
function block(parts: unknown): Value {
	const depth = (x: unknown): number => (isSequence(x) ? 1 + Math.max(...itemsOf(x).map(depth)) : 0);
	const levels = depth(parts);
	const leaves = (x: unknown): unknown[] => (isSequence(x) ? itemsOf(x).flatMap(leaves) : [x]);
	const rank = Math.max(levels, ...leaves(parts).map((x) => avalOf(toValue(x, 'block')).shape.length));
	const join = (x: unknown, level: number): Value =>
		isSequence(x)
			? concatenate(
					itemsOf(x).map((item) => join(item, level - 1)),
					BigInt(rank - level)
				)
			: widened(toValue(x, 'block'), rank);
	return join(parts, levels);
}

const widened = (x: Value, rank: number): Value => {
	const missing = rank - avalOf(x).shape.length;
	return ops.expandDims(
		x,
		Array.from({ length: Math.max(0, missing) }, (_, i) => i)
	);
};

/** `jnp.put`: a copy with elements of the flattened array replaced. */
function put(x: unknown, at: unknown, values: unknown, mode: unknown, inplace: unknown): Value {
	if (flag(inplace))
		throw new ProgramError(
			'ValueError',
			'jax.numpy.put cannot modify arrays in-place, because JAX arrays are immutable. Pass inplace=False to instead return an updated array.'
		);
	const value = toValue(x, 'put');
	const flat = ravel(value);
	const places = toValue(readable(at), 'put', 1);
	const written = update('scatter', flat, places, values, { mode: mode === null ? 'clip' : String(mode) });
	return reshape(written, avalOf(value).shape);
}

const indexClass = new PyClass('IndexExpression', [objectClass], { module: 'numpy' });

/** `jnp.s_[...]`: the index itself. */
class IndexExpression extends HostObject {
	readonly cls = indexClass;

	constructor(private readonly tuples: boolean) {
		super();
	}

	override getItem(index: unknown): unknown {
		return this.tuples && !(index instanceof Tuple) && !(index instanceof Slice) ? new Tuple([index]) : index;
	}

	repr(): string {
		return this.tuples ? 'index_exp' : 's_';
	}
}

/** Equal once broadcast together. */
function arrayEquivalent(x: unknown, y: unknown): Value {
	const [a, b] = [toValue(x, 'array_equiv'), toValue(y, 'array_equiv', 1)];
	const [m, n] = [avalOf(a).shape, avalOf(b).shape].map((shape) => [...shape].reverse());
	const fits = m.every((size, i) => n[i] === undefined || size === n[i] || size === 1 || n[i] === 1);
	return fits ? all(equal(a, b)) : constant(false, 'bool');
}

/** `jnp.r_[1:4, 0, x]`: pieces joined along the first axis; `jnp.c_`, as columns. */
class Joiner extends HostObject {
	readonly cls = indexClass;

	constructor(private readonly columns: boolean) {
		super();
	}

	override getItem(key: unknown): Value {
		const pieces = (key instanceof Tuple ? key.items : [key]).map(pieceOf);
		if (!this.columns) return concatenate(pieces.map((piece) => atLeast(piece, 1)));
		return concatenate(
			pieces.map((piece) => {
				const flat = atLeast(piece, 1);
				return avalOf(flat).shape.length === 1 ? ops.expandDims(flat, [1]) : flat;
			}),
			-1n
		);
	}

	repr(): string {
		return this.columns ? 'c_' : 'r_';
	}
}

function pieceOf(x: unknown): Value {
	if (typeof x === 'string')
		throw new ProgramError('NotImplementedError', 'Lockstep has jnp.r_ and jnp.c_ without directives');
	return x instanceof Slice ? arange(x.start ?? 0n, x.stop, x.step ?? 1n) : arrayFrom(readable(x));
}

function fromfunction(f: unknown, shape: unknown, dtype: unknown, kwargs: Kwargs): unknown {
	if (!(f instanceof Fn)) throw new ProgramError('TypeError', 'fromfunction takes a function');
	const type = dtypeOf(dtype) ?? 'float32';
	return f.call(
		indices(shapeOf(shape)).map((places) => ops.convert(places, type)),
		kwargs
	);
}

/** Rarer functions. */
export const more: Record<string, unknown> = {
	...family(
		native('gcd(x1, x2)', integers.gcd),
		native('lcm(x1, x2)', integers.lcm),
		native(
			"unpackbits(a, axis=None, count=None, bitorder='big')",
			(x: unknown, axis: unknown, count: unknown, order: string) =>
				integers.unpackbits(x, axis, count === null ? null : Number(count), order === 'little')
		),
		native("packbits(a, axis=None, bitorder='big')", (x: unknown, axis: unknown, order: string) =>
			integers.packbits(x, axis, order === 'little')
		),
		native('unravel_index(indices, shape)', (at: unknown, shape: unknown) =>
			tupleOf(integers.unravelIndex(at, shape))
		),
		native("ravel_multi_index(multi_index, dims, mode='raise', order='C')", integers.ravelMultiIndex),
		native('ix_(*args)', (places: unknown[]) => tupleOf(integers.ix(places))),
		native('hamming(M)', windows.hamming),
		native('hanning(M)', windows.hanning),
		native('blackman(M)', windows.blackman),
		native('bartlett(M)', windows.bartlett),
		native('polyadd(a1, a2)', polynomials.polyadd),
		native('polysub(a1, a2)', polynomials.polysub),
		native('polymul(a1, a2, *, trim_leading_zeros=False)', polynomials.polymul),
		native(
			'polyfit(x, y, deg, rcond=None, full=False, w=None, cov=False)',
			(
				x: unknown,
				y: unknown,
				degree: unknown,
				rcond: unknown,
				full: unknown,
				weights: unknown,
				covariance: unknown
			) => {
				if (flag(full) || covariance !== false)
					throw new ProgramError(
						'NotImplementedError',
						'Lockstep has jnp.polyfit without full=True and cov=True.'
					);
				return polynomials.polyfit(x, y, degree, { rcond, weights });
			}
		),
		native('poly(seq_of_zeros)', polynomials.poly),
		native('polydiv(u, v, *, trim_leading_zeros=False)', (u: unknown, v: unknown) =>
			tupleOf(polynomials.polydiv(u, v))
		),
		native('polyder(p, m=1)', polynomials.polyder),
		native('polyint(p, m=1, k=None)', polynomials.polyint),
		native(
			'cumulative_sum(x, /, *, axis=None, dtype=None, include_initial=False)',
			(x: unknown, axis: unknown, dtype: unknown, initial: unknown) =>
				cumulativeSum(x, axis, dtype, flag(initial))
		),
		native(
			'cumulative_prod(x, /, *, axis=None, dtype=None, include_initial=False)',
			(x: unknown, axis: unknown, dtype: unknown, initial: unknown) =>
				cumulativeProd(x, axis, dtype, flag(initial))
		),
		native(
			'geomspace(start, stop, num=50, endpoint=True, dtype=None, axis=0)',
			(start: unknown, stop: unknown, num: unknown, endpoint: unknown, dtype: unknown, axis: unknown) =>
				geomspace(start, stop, num, { endpoint: flag(endpoint), dtype, axis })
		),
		native('block(arrays)', block),
		native('put(a, ind, v, mode=None, *, inplace=True)', put),
		native(
			'extract(condition, arr, *, size=None, fill_value=0)',
			(mask: unknown, x: unknown, size: unknown, fill: unknown) =>
				compress(ravel(mask), ravel(x), null, { size, fill })
		),
		native('fromfunction(function, shape, *, dtype=None, **kwargs)', fromfunction),
		native('real(val, /)', (x: unknown) => toValue(x, 'real')),
		native('imag(val, /)', (x: unknown) => fullLike(x, 0n)),
		native('conj(x, /)', (x: unknown) => toValue(x, 'conjugate')),
		native('conjugate(x, /)', (x: unknown) => toValue(x, 'conjugate')),
		native('matvec(x1, x2, /)', matvec),
		native('vecmat(x1, x2, /)', vecmat),
		native(
			'unwrap(p, discont=None, axis=-1, period=6.283185307179586)',
			(x: unknown, _: unknown, axis: unknown, period: unknown) => rarer.unwrap(x, Number(period), axis)
		),
		native('frexp(x, /)', (x: unknown) => tupleOf(rarer.frexp(x))),
		native("trim_zeros(filt, trim='fb')", (x: unknown, ends: string) => rarer.trimZeros(x, ends)),
		native(
			'place(arr, mask, vals, *, inplace=True)',
			(x: unknown, mask: unknown, values: unknown, inplace: unknown) => {
				if (flag(inplace))
					throw new ProgramError(
						'ValueError',
						'jax.numpy.place cannot modify arrays in-place, because JAX arrays are immutable. Pass inplace=False to instead return an updated array.'
					);
				return rarer.place(x, mask, values);
			}
		),
		native('angle(z, deg=False)', (x: unknown, degrees: unknown) => rarer.angle(x, flag(degrees))),
		native('apply_over_axes(func, a, axes)', (f: unknown, x: unknown, axes: unknown) => {
			if (!(f instanceof Fn)) throw new ProgramError('TypeError', 'apply_over_axes takes a function');
			return rarer.applyOverAxes((part, axis) => toValue(f.call([part, BigInt(axis)])), x, axes);
		}),
		native('array_equiv(a1, a2)', (x: unknown, y: unknown) => arrayEquivalent(x, y)),
		native('diag_indices_from(arr)', (x: unknown) => {
			const { shape } = avalOf(toValue(x, 'diag_indices_from'));
			return tupleOf(diagonals.diagIndices(BigInt(shape[0]), BigInt(shape.length)));
		}),
		native('tril_indices_from(arr, k=0)', (x: unknown, k: unknown) => {
			const [n, m] = avalOf(toValue(x, 'tril_indices_from')).shape;
			return tupleOf(diagonals.trilIndices(BigInt(n), k, BigInt(m)));
		}),
		native('triu_indices_from(arr, k=0)', (x: unknown, k: unknown) => {
			const [n, m] = avalOf(toValue(x, 'triu_indices_from')).shape;
			return tupleOf(diagonals.triuIndices(BigInt(n), k, BigInt(m)));
		}),
		native(
			'unique_values(x, /, *, size=None, fill_value=None)',
			(x: unknown, size: unknown, fill: unknown) => unique(x, { size, fill }).values
		),
		native(
			'unique_counts(x, /, *, size=None, fill_value=None)',
			(x: unknown, size: unknown, fill: unknown) => {
				const { values, counts } = unique(x, { size, fill });
				return new NamedTuple({ name: '_UniqueCountsResult', fields: ['values', 'counts'] }, [
					values,
					counts
				]);
			}
		),
		native(
			'unique_inverse(x, /, *, size=None, fill_value=None)',
			(x: unknown, size: unknown, fill: unknown) => {
				const { values, inverse } = unique(x, { size, fill });
				return new NamedTuple({ name: '_UniqueInverseResult', fields: ['values', 'inverse_indices'] }, [
					values,
					inverse
				]);
			}
		),
		native('iterable(y)', (x: unknown) => isSequence(x) || (isValue(x) && avalOf(x).shape.length > 0)),
		native('array_repr(arr)', (x: NDArray) => arrayRepr(x)),
		native('array_str(a)', (x: NDArray) => arrayStr(x)),
		native('isreal(x)', (x: unknown) => fullLike(x, true, 'bool')),
		native('iscomplex(x)', (x: unknown) => fullLike(x, false, 'bool'))
	),
	s_: new IndexExpression(false),
	r_: new Joiner(false),
	c_: new Joiner(true),
	index_exp: new IndexExpression(true)
};
