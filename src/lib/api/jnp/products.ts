import { ProgramError } from '$lib/core/errors';
import { avalOf, type Value } from '$lib/core/interpreter';
import * as ops from '$lib/core/ops';
import { sameShape, shapeText } from '$lib/array/shape';
import { axisIn, isSequence, itemsOf, range, staticInt } from '../arguments';
import { promoteArgs } from '../broadcast';
import { dtypeOf } from '../dtypes';
import * as arithmetic from './arithmetic';
import { contract, promoteUnranked } from './contract';
import { einsum } from './einsum';
import { moveaxis, ravel } from './shape';

const rank = (x: Value): number => avalOf(x).shape.length;

/** `jnp.dot`: products of scalars, vectors and matrices; over the last axis of `x` and the last but one of `y`. */
export function dot(x: unknown, y: unknown, preferred: unknown = null): Value {
	const [a, b] = promoteUnranked('dot', x, y);
	const type = dtypeOf(preferred);
	if (rank(a) === 0 || rank(b) === 0)
		return contract(
			a,
			b,
			[
				[[], []],
				[[], []]
			],
			type
		);
	const over = Math.max(0, rank(b) - 2);
	requireSame('dot', a, b, rank(a) - 1, over);
	return contract(
		a,
		b,
		[
			[[rank(a) - 1], [over]],
			[[], []]
		],
		type
	);
}

function requireSame(_fn: string, a: Value, b: Value, i: number, j: number): void {
	const [m, n] = [avalOf(a).shape[i], avalOf(b).shape[j]];
	if (m === n) return;
	throw new ProgramError(
		'TypeError',
		`dot_general requires contracting dimensions to have the same shape, got (${m},) and (${n},).`
	);
}

/** The scalar product of two arrays, flattened. */
export function vdot(x: unknown, y: unknown): Value {
	const [a, b] = promoteUnranked('vdot', x, y);
	return dot(ravel(a), ravel(b));
}

/** Over the last axes of both. */
export function inner(x: unknown, y: unknown): Value {
	const [a, b] = promoteUnranked('inner', x, y);
	if (rank(a) === 0 || rank(b) === 0) return ops.mul(a, b);
	return tensordot(a, b, [[-1n], [-1n]]);
}

/** Over one axis of both, the others spread out against one another. */
export function vecdot(x: unknown, y: unknown, axis: unknown = -1n): Value {
	const [a, b] = promoteUnranked('vecdot', x, y);
	if (rank(a) === 0 || rank(b) === 0)
		throw new ProgramError('ValueError', 'vecdot requires arrays with at least one axis');
	const [p, q] = [moveaxis(a, axis, -1n), moveaxis(b, axis, -1n)];
	const [m, n] = [p, q].map((v) => avalOf(v).shape[rank(v) - 1]);
	if (m !== n)
		throw new ProgramError(
			'ValueError',
			`vectors must have matching size along axis=${staticInt(axis)}; got shapes ${shapeText(avalOf(a).shape)} and ${shapeText(avalOf(b).shape)}`
		);
	return einsum('...i,...i->...', p, q);
}

/** Matrices of the last two axes times vectors of the last. */
export const matvec = (x: unknown, y: unknown): Value =>
	einsum('...ij,...j->...i', ...promoteUnranked('matvec', x, y));
/** Vectors of the last axis times matrices of the last two. */
export const vecmat = (x: unknown, y: unknown): Value =>
	einsum('...i,...ij->...j', ...promoteUnranked('vecmat', x, y));

/** Every element with every other. */
export function outer(x: unknown, y: unknown): Value {
	const [a, b] = promoteUnranked('outer', x, y);
	return arithmetic.multiply(ops.expandDims(ravel(a), [1]), ops.expandDims(ravel(b), [0]));
}

/** Contracts the last `axes` axes of `x` with the first of `y`, or the pairs given. */
export function tensordot(x: unknown, y: unknown, axes: unknown = 2n): Value {
	const [a, b] = promoteUnranked('tensordot', x, y);
	const [over, with_] = tensordotAxes(axes, rank(a), rank(b));
	const sizes = (v: Value, list: readonly number[]): number[] => list.map((axis) => avalOf(v).shape[axis]);
	if (!sameShape(sizes(a, over), sizes(b, with_)))
		throw new ProgramError(
			'TypeError',
			`dot_general requires contracting dimensions to have the same shape, got ${shapeText(sizes(a, over))} and ${shapeText(sizes(b, with_))}.`
		);
	return contract(
		a,
		b,
		[
			[over, with_],
			[[], []]
		],
		null
	);
}

function tensordotAxes(axes: unknown, m: number, n: number): [number[], number[]] {
	const count = staticInt(axes);
	if (count !== null) {
		if (count > Math.min(m, n))
			throw new ProgramError(
				'TypeError',
				`Number of tensordot axes (axes ${count}) exceeds input ranks (${m} and ${n})`
			);
		return [range(count, m - count), range(count)];
	}
	const sides = isSequence(axes) ? itemsOf(axes) : [];
	if (sides.length !== 2)
		throw new ProgramError(
			'TypeError',
			'tensordot axes argument must be an int, a pair of ints, or a pair of lists/tuples of ints.'
		);
	const side = (list: unknown, of: number): number[] =>
		(isSequence(list) ? itemsOf(list) : [list]).map((axis) => axisIn(axis, of));
	return [side(sides[0], m), side(sides[1], n)];
}

/** The Kronecker product. */
export function kron(x: unknown, y: unknown): Value {
	const [a, b] = promoteUnranked('kron', x, y);
	const n = Math.max(rank(a), rank(b));
	const [p, q] = [a, b].map((v) => ops.expandDims(v, range(n - rank(v))));
	const [m, k] = [avalOf(p).shape, avalOf(q).shape];
	const product = ops.mul(
		ops.expandDims(
			p,
			range(n).map((i) => 2 * i + 1)
		),
		ops.expandDims(
			q,
			range(n).map((i) => 2 * i)
		)
	);
	return ops.reshape(
		product,
		m.map((size, i) => size * k[i])
	);
}

/** The vector product over the last axis (2 or 3 numbers). */
export function cross(x: unknown, y: unknown, axis: unknown = -1n): Value {
	const [a, b] = promoteUnranked('cross', x, y).map((v) => moveaxis(v, axis, -1n));
	const [m, n] = [a, b].map((v) => avalOf(v).shape[rank(v) - 1]);
	if (![2, 3].includes(m) || ![2, 3].includes(n))
		throw new ProgramError('ValueError', 'Dimension must be either 2 or 3 for cross product');
	const part = (v: Value, size: number, i: number): Value => component(v, size, i);
	const minor = (i: number, j: number): Value =>
		ops.binary('sub', multiply(part(a, m, i), part(b, n, j)), multiply(part(a, m, j), part(b, n, i)));
	if (m === 2 && n === 2) return minor(0, 1);
	const parts = [minor(1, 2), minor(2, 0), minor(0, 1)];
	const stacked = ops.concatenate(
		parts.map((p) => ops.expandDims(p, [rank(p)])),
		rank(parts[0])
	);
	return moveaxis(stacked, -1n, axis);
}

const multiply = (p: Value, q: Value): Value => {
	const [a, b] = promoteArgs('cross', [p, q]);
	return ops.mul(a, b);
};

/** One number of the last axis; a plane's vectors have 0 for their third. */
function component(v: Value, size: number, i: number): Value {
	const { shape, dtype } = avalOf(v);
	const last = shape.length - 1;
	if (i >= size) return ops.full(shape.slice(0, -1), 0, dtype);
	const start = shape.map((_, axis) => (axis === last ? i : 0));
	const limit = shape.map((n, axis) => (axis === last ? i + 1 : n));
	return ops.squeeze(ops.slice(v, start, limit), [last]);
}
