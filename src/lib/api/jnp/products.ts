import { ProgramError } from '$lib/core/errors';
import { avalOf, type Value } from '$lib/core/interpreter';
import * as ops from '$lib/core/ops';
import type { DotDims } from '$lib/core/primitive';
import { type DType } from '$lib/array/dtype';
import { sameShape, shapeText } from '$lib/array/shape';
import { axisIn, index, isSequence, itemsOf, range, staticInt } from '../arguments';
import { broadcastShapes, promoteArgs } from '../broadcast';
import { dtypeOf } from '../dtypes';
import { moveaxis, ravel } from './shape';

const rank = (x: Value): number => avalOf(x).shape.length;

/** The contraction itself: results of the type of the operands, as jnp asks for. */
function contract(x: Value, y: Value, dims: DotDims, preferred: DType | null): Value {
	const { dtype, weak } = avalOf(x);
	const out = ops.dotGeneral(x, y, dims, preferred ?? dtype);
	return preferred === null && weak ? ops.convert(out, avalOf(out).dtype, true) : out;
}

function requireAxes(fn: string, ...operands: readonly Value[]): void {
	operands.forEach((x, i) => {
		if (rank(x) === 0)
			throw new ProgramError(
				'ValueError',
				`${fn} input operand ${i} must have ndim at least 1, but it has ndim 0`
			);
	});
}

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

/** Operands in a common type, each with its own rank. */
function promoteUnranked(fn: string, x: unknown, y: unknown): [Value, Value] {
	const [a] = promoteArgs(fn, [x]);
	const [b] = promoteArgs(fn, [y]);
	const typed = promoteArgs(fn, [first(a), first(b)]);
	const { dtype, weak } = avalOf(typed[0]);
	return [ops.convert(a, dtype, weak), ops.convert(b, dtype, weak)];
}

/** A rank-0 stand-in with the type of `x`. */
const first = (x: Value): Value => ops.scalar(0, avalOf(x).dtype, avalOf(x).weak);

function requireSame(_fn: string, a: Value, b: Value, i: number, j: number): void {
	const [m, n] = [avalOf(a).shape[i], avalOf(b).shape[j]];
	if (m === n) return;
	throw new ProgramError(
		'TypeError',
		`dot_general requires contracting dimensions to have the same shape, got (${m},) and (${n},).`
	);
}

/** `x @ y`: matrices in the last two axes, leading axes broadcast; vectors as rows and columns. */
export function matmul(x: unknown, y: unknown, preferred: unknown = null): Value {
	const [a, b] = promoteUnranked('matmul', x, y);
	requireAxes('matmul', a, b);
	const [aMatrix, bMatrix] = [rank(a) > 1, rank(b) > 1];
	const [inner, outer] = [avalOf(a).shape[rank(a) - 1], avalOf(b).shape[bMatrix ? rank(b) - 2 : 0]];
	if (inner !== outer)
		throw new ProgramError(
			'TypeError',
			`dot_general requires contracting dimensions to have the same shape, got (${inner},) and (${outer},).`
		);
	return multiplied(a, b, aMatrix, bMatrix, dtypeOf(preferred));
}

/**
 * Batch axes both have are batch dimensions; those of size 1, or that only one has, are dropped there and stay free
 * dimensions of the other, so that a transpose may follow.
 */
function multiplied(a: Value, b: Value, aMatrix: boolean, bMatrix: boolean, preferred: DType | null): Value {
	const aBatch = aMatrix ? avalOf(a).shape.slice(0, -2) : [];
	const bBatch = bMatrix ? avalOf(b).shape.slice(0, -2) : [];
	const batch = broadcastShapes(aBatch, bBatch).length;
	const plan = planBatch(aBatch, bBatch, batch);
	const p = ops.squeeze(a, plan.aDropped);
	const q = ops.squeeze(b, plan.bDropped);
	const out = contract(
		p,
		q,
		[
			[[rank(p) - 1], [rank(q) - 1 - Number(bMatrix)]],
			[plan.aShared, plan.bShared]
		],
		preferred
	);
	const columns = [...plan.labels(rank(p), rank(q), aMatrix, bMatrix)];
	return ops.transpose(out, columns);
}

interface BatchPlan {
	readonly aDropped: number[];
	readonly bDropped: number[];
	/** Places of the shared batch axes once the dropped ones are gone. */
	readonly aShared: number[];
	readonly bShared: number[];
	/** The order that brings the result's axes into NumPy's. */
	labels(aRank: number, bRank: number, aMatrix: boolean, bMatrix: boolean): number[];
}

function planBatch(aBatch: readonly number[], bBatch: readonly number[], batch: number): BatchPlan {
	const [aDropped, bDropped, aShared, bShared]: number[][] = [[], [], [], []];
	const owner: ('both' | 'a' | 'b')[] = [];
	let [aAt, bAt] = [0, 0];
	for (let axis = 0; axis < batch; axis++) {
		const [i, j] = [axis - batch + aBatch.length, axis - batch + bBatch.length];
		const [aHas, bHas] = [i >= 0, j >= 0];
		const [m, n] = [aBatch[i], bBatch[j]];
		if (aHas && bHas && m === n) {
			aShared.push(aAt++);
			bShared.push(bAt++);
			owner.push('both');
		} else if (aHas && (!bHas || n === 1)) {
			if (bHas) bDropped.push(j);
			aAt++;
			owner.push('a');
		} else {
			if (aHas) aDropped.push(i);
			bAt++;
			owner.push('b');
		}
	}
	return {
		aDropped,
		bDropped,
		aShared,
		bShared,
		labels: (...ranks) => outputOrder(owner, ranks[2], ranks[3])
	};
}

/** Where NumPy's axes (batch, row, column) are in a dot_general's result (shared, free of a, free of b). */
function outputOrder(owner: readonly ('both' | 'a' | 'b')[], aMatrix: boolean, bMatrix: boolean): number[] {
	const places = (of: 'both' | 'a' | 'b'): number[] => range(owner.length).filter((i) => owner[i] === of);
	const row = owner.length;
	const column = row + 1;
	const laid = [
		...places('both'),
		...places('a'),
		...(aMatrix ? [row] : []),
		...places('b'),
		...(bMatrix ? [column] : [])
	];
	return range(column + 1)
		.map((label) => laid.indexOf(label))
		.filter((place) => place >= 0);
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

/** Every element with every other. */
export function outer(x: unknown, y: unknown): Value {
	const [a, b] = promoteUnranked('outer', x, y);
	return ops.mul(ops.expandDims(ravel(a), [1]), ops.expandDims(ravel(b), [0]));
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

/** A square matrix to an integer power, by squaring. */
export function matrixPower(x: unknown, n: unknown): Value {
	const [value] = promoteArgs('matrix_power', [x], 'inexact');
	let left = index(n);
	if (left < 0)
		throw new ProgramError('NotImplementedError', 'Lockstep has matrix_power for n >= 0', {
			instead: 'Invert the matrix first: jnp.linalg.inv(x).'
		});
	const { shape, dtype } = avalOf(value);
	let base = value;
	let result: Value | null = null;
	for (; left > 0; left = Math.floor(left / 2)) {
		if (left % 2 === 1) result = result === null ? base : matmul(result, base);
		if (left > 1) base = matmul(base, base);
	}
	return result ?? identityLike(shape, dtype);
}

function identityLike(shape: readonly number[], dtype: DType): Value {
	const size = shape[shape.length - 1];
	const rows = ops.iota('int32', [size, size], 0);
	const columns = ops.iota('int32', [size, size], 1);
	const ones = ops.convert(ops.binary('eq', rows, columns), dtype);
	return ops.broadcastInDim(ones, shape, [shape.length - 2, shape.length - 1]);
}
