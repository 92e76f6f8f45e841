import { tuple } from '$lib/core/containers';
import { ProgramError } from '$lib/core/errors';
import { avalOf, type Value } from '$lib/core/interpreter';
import * as ops from '$lib/core/ops';
import { axisIn, index, range } from '../arguments';
import { dtypeOf } from '../dtypes';
import { jitted1 } from '../jitted';
import { arrayFrom, constant, toValue } from '../values';
import { moveaxis } from './shape';
import { diagonalMask, eye } from './spaced';
import { where } from './where';
import { sum } from './reductions';

const triangle =
	(fn: 'tril' | 'triu') =>
	(x: unknown, k: unknown = 0n): Value => {
		const value = toValue(x, fn);
		const { shape } = avalOf(value);
		if (shape.length < 2)
			throw new ProgramError('ValueError', `Argument to jax.numpy.${fn} must be at least 2D`);
		const shift = index(k);
		const body = (operand: Value): Value => kept(operand, fn, shift);
		return jitted1(fn, [shift], body, [value]);
	};

/** At and below (above) the k-th diagonal, zero elsewhere. */
export const tril = triangle('tril');
export const triu = triangle('triu');

function kept(x: Value, fn: 'tril' | 'triu', k: number): Value {
	const { shape } = avalOf(x);
	const [rows, columns] = shape.slice(-2);
	const mask = diagonalMask(rows, columns, 'ge', fn === 'tril' ? k : k - 1);
	const wide = ops.broadcastInDim(mask, shape, [shape.length - 2, shape.length - 1]);
	const zeros = ops.full(shape, 0, avalOf(x).dtype);
	return fn === 'tril' ? ops.select(wide, zeros, x) : ops.select(wide, x, zeros);
}

/** The k-th diagonal in a last axis. */
export function diagonal(x: unknown, offset: unknown = 0n, axis1: unknown = 0n, axis2: unknown = 1n): Value {
	const value = toValue(x, 'diagonal');
	const { shape } = avalOf(value);
	if (shape.length < 2)
		throw new ProgramError('ValueError', 'diagonal requires an array of at least two dimensions.');
	const k = index(offset);
	const [i, j] = [axisIn(axis1, shape.length), axisIn(axis2, shape.length)];
	return jitted1('diagonal', [k, i, j], (operand) => diagonalBody(operand, k, i, j), [value]);
}

/** Off-diagonal elements masked out, then summed along the rows. */
function diagonalBody(x: Value, k: number, i: number, j: number): Value {
	const rank = avalOf(x).shape.length;
	const others = range(rank).filter((axis) => axis !== i && axis !== j);
	const moved = ops.transpose(x, [...others, i, j]);
	const { shape, dtype } = avalOf(moved);
	const [rows, columns] = shape.slice(-2);
	const size = Math.max(0, Math.min(rows + Math.min(k, 0), columns - Math.max(k, 0)));
	const [top, left] = [Math.max(0, -k), Math.max(0, k)];
	const lead = shape.slice(0, -2);
	const square = ops.slice(moved, [...lead.map(() => 0), top, left], [...lead, top + size, left + size]);
	const mask = ops.broadcastInDim(diagonalMask(size, size, 'eq', 0), avalOf(square).shape, [
		rank - 2,
		rank - 1
	]);
	const only = ops.select(mask, ops.full(avalOf(square).shape, 0, dtype), square);
	return ops.reduce(dtype === 'bool' ? 'reduce_or' : 'reduce_sum', only, [rank - 2]);
}

/** A vector as the k-th diagonal of a matrix; of a matrix, its diagonal. */
export function diag(x: unknown, k: unknown = 0n): Value {
	const value = toValue(x, 'diag');
	const rank = avalOf(value).shape.length;
	if (rank === 2) return diagonal(value, k);
	if (rank !== 1) throw new ProgramError('ValueError', 'diag input must be 1d or 2d');
	const shift = index(k);
	return jitted1('_diag', [shift], (operand) => diagBody(operand, shift), [value]);
}

function diagBody(x: Value, k: number): Value {
	const { shape, dtype } = avalOf(x);
	const size = shape[0] + Math.abs(k);
	const before = Math.max(0, -k);
	const padded = ops.pad(x, constant(0, dtype), [[before, size - shape[0] - before, 0]]);
	return where(
		diagonalMask(size, size, 'eq', k),
		ops.broadcastInDim(padded, [size, 1], [0]),
		constant(0, dtype)
	);
}

export const diagflat = (v: unknown, k: unknown = 0n): Value => {
	const value = toValue(v, 'diagflat');
	return diag(ops.reshape(value, [avalOf(value).shape.reduce((n, size) => n * size, 1)]), k);
};

/** The sum of the diagonal. */
export function trace(
	x: unknown,
	offset: unknown = 0n,
	axis1: unknown = 0n,
	axis2: unknown = 1n,
	dtype: unknown = null
): Value {
	const value = toValue(x, 'trace');
	const { shape } = avalOf(value);
	const axes = [axis1, axis2].map((axis) => axisIn(axis, shape.length));
	const type = dtypeOf(dtype);
	const body = (operand: Value): Value => {
		const square = moveaxis(operand, tuple(axis1, axis2), tuple(-2n, -1n));
		const [n, m] = avalOf(square).shape.slice(-2).map(BigInt);
		const mask = eye(n, m, offset, 'bool');
		const zeros = ops.full(avalOf(square).shape, 0, avalOf(square).dtype);
		return sum(where(mask, square, zeros), { axis: tuple(-2n, -1n), dtype: type });
	};
	return jitted1('trace', [axes, index(offset), type], body, [value]);
}

/** Row and column numbers of a square array's diagonal. */
export const diagIndices = (n: unknown, ndim: unknown = 2n): Value[] => {
	const ramp = ops.iota('int32', [index(n)]);
	return range(index(ndim)).map(() => ramp);
};

const triangleIndices =
	(keep: (row: number, column: number) => boolean) =>
	(n: unknown, k: unknown = 0n, m: unknown = null): Value[] => {
		const rows = index(n);
		const columns = m === null ? rows : index(m);
		const shift = index(k);
		const pairs = range(rows).flatMap((i) =>
			range(columns)
				.filter((j) => keep(i + shift, j))
				.map((j) => [i, j] as const)
		);
		return [0, 1].map((part) =>
			arrayFrom(
				pairs.map((pair) => BigInt(pair[part])),
				'int32'
			)
		);
	};
export const trilIndices = triangleIndices((row, column) => row >= column);
export const triuIndices = triangleIndices((row, column) => row <= column);

/** A copy with the diagonal set. JAX wants `inplace=False` said. */
export function fillDiagonal(x: unknown, fill: unknown, inplace: boolean): Value {
	if (inplace)
		throw new ProgramError(
			'NotImplementedError',
			'JAX arrays are immutable, must use inplace=False in jnp.fill_diagonal()'
		);
	const value = toValue(x, 'fill_diagonal');
	const { shape, dtype } = avalOf(value);
	if (shape.length < 2) throw new ProgramError('ValueError', 'array must be at least 2-d');
	const ramps = shape.map((_, axis) => ops.iota('int32', shape, axis));
	const mask = ramps.slice(1).map((ramp) => ops.binary('eq', ramps[0], ramp));
	const all = mask.reduce((a, b) => ops.binary('and', a, b));
	return where(all, ops.convert(toValue(fill, 'fill_diagonal', 1), dtype), value);
}
