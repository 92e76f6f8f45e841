import { ProgramError } from '$lib/core/errors';
import { avalOf, type Value } from '$lib/core/interpreter';
import { binary, mul, unary } from '$lib/core/ops';
import { axisIn, isSequence, itemsOf } from '../arguments';
import { jitted1 } from '../jitted';
import * as jnp from '../jnp/arithmetic';
import * as jnpRarer from '../jnp/rarer-arithmetic';
import { max, min, sum } from '../jnp/reductions';
import { moveaxis, ravel } from '../jnp/shape';
import { notEqual } from '../jnp/ufuncs';
import { where } from '../jnp/where';
import { scalarArray } from '../values';
import { rankOf, real } from './matrices';
import { inv } from './solving';
import { singularValues } from './svd';

export interface NormOptions {
	/** null, a number, or 'fro' or 'nuc'. */
	readonly ord?: unknown;
	readonly axis?: unknown;
	readonly keepdims?: boolean;
}

/** `jnp.linalg.norm` of vectors or matrices. */
export function norm(x: unknown, { ord = null, axis = null, keepdims = false }: NormOptions = {}): Value {
	const value = real(x, 'jnp.linalg.norm');
	const order = orderOf(ord, rankOf(value));
	const axes =
		axis === null ? null : (isSequence(axis) ? itemsOf(axis) : [axis]).map((i) => axisIn(i, rankOf(value)));
	return jitted1('norm', [order, axes, keepdims], (v) => normBody(v, order, axes, keepdims), [value]);
}

type Order = number | 'fro' | 'nuc' | null;

function orderOf(ord: unknown, rank: number): Order {
	if (ord === null || ord === undefined) return null;
	if (ord === 'fro' || ord === 'nuc') return ord;
	if (ord === 'inf') return Infinity;
	if (ord === '-inf') return -Infinity;
	if (typeof ord === 'number' || typeof ord === 'bigint') return Number(ord);
	const kind = rank === 1 ? 'vector' : 'matrix';
	throw new ProgramError('ValueError', `Invalid order '${String(ord)}' for ${kind} norm.`);
}

const lengthOver = (x: Value, axis: unknown, keepdims: boolean): Value =>
	unary('sqrt', sum(jnp.multiply(x, x), { axis, keepdims }));

function normBody(x: Value, order: Order, axes: readonly number[] | null, keepdims: boolean): Value {
	const big = axes?.map(BigInt) ?? null;
	if (order === null && axes === null) return lengthOver(x, null, keepdims);
	const rank = avalOf(x).shape.length;
	const over = big ?? (rank === 1 ? [0n] : rank === 2 ? [0n, 1n] : null);
	if (over === null || over.length > 2)
		throw new ProgramError(
			'ValueError',
			`Improper number of axes for norm: axis=${axes === null ? 'None' : `(${axes.join(', ')})`}`
		);
	return over.length === 1
		? vectorOrder(x, order, over[0], keepdims)
		: matrixOrder(x, order, over[0], over[1], keepdims);
}

function vectorOrder(x: Value, order: Order, axis: bigint, keepdims: boolean): Value {
	const over = { axis, keepdims };
	if (order === null || order === 2) return lengthOver(x, axis, keepdims);
	if (typeof order === 'string')
		throw new ProgramError('ValueError', `Invalid order '${order}' for vector norm.`);
	const size = unary('abs', x);
	if (order === Infinity) return max(size, over);
	if (order === -Infinity) return min(size, over);
	if (order === 0) return sum(notEqual(x, 0n), { ...over, dtype: avalOf(x).dtype });
	if (order === 1) return sum(size, over);
	return jnpRarer.power(sum(jnpRarer.power(size, scalarArray(order)), over), scalarArray(1 / order));
}

function matrixOrder(x: Value, order: Order, row: bigint, column: bigint, keepdims: boolean): Value {
	if (order === null || order === 'fro') return lengthOver(x, [row, column], keepdims);
	const size = unary('abs', x);
	const pick = order === 1 || order === Infinity ? max : order === -1 || order === -Infinity ? min : null;
	if (pick) {
		const [inner, outer] = Math.abs(Number(order)) === 1 ? [row, column] : [column, row];
		const sums = sum(size, { axis: inner, keepdims: true });
		const found = pick(sums, { axis: outer, keepdims: true });
		return keepdims ? found : sum(found, { axis: [row, column] });
	}
	if (order !== 2 && order !== -2 && order !== 'nuc')
		throw new ProgramError('ValueError', `Invalid order '${String(order)}' for matrix norm.`);
	const values = singularValues(moveaxis(x, [row, column], [-2n, -1n]));
	const found = (order === 2 ? max : order === -2 ? min : sum)(values, { axis: -1n });
	return keepdims ? keptAt(found, x, [row, column]) : found;
}

/** Axes of size 1 put back where they were reduced. */
const keptAt = (found: Value, x: Value, axes: readonly bigint[]): Value =>
	jnp.add(found, jnp.multiply(sum(x, { axis: axes, keepdims: true }), 0n));

/** `jnp.linalg.vector_norm`: all axes flattened where none is named. */
export function vectorNorm(x: unknown, { ord = 2n, axis = null, keepdims = false }: NormOptions = {}): Value {
	const value = real(x, 'jnp.linalg.vector_norm');
	const rank = rankOf(value);
	if (axis === null && !keepdims) return norm(ravel(value), { ord });
	if (axis !== null && !isSequence(axis)) return norm(value, { ord, axis, keepdims });
	if (Number(ord) === 2) return lengthOver(value, axis, keepdims);
	if (rank === 1) return norm(value, { ord, keepdims });
	throw new ProgramError(
		'NotImplementedError',
		'Lockstep has no vector_norm of this order over several axes.'
	);
}

export const matrixNorm = (x: unknown, ord: unknown = 'fro', keepdims = false): Value =>
	norm(x, { ord, axis: [-2n, -1n], keepdims });

/** `jnp.linalg.cond`: the largest singular value over the least, or by another norm that of `a` times its inverse's. */
export function cond(a: unknown, p: unknown = null): Value {
	if (p === null || p === 2n || p === -2n) {
		const s = singularValues(a);
		const [most, least] = [max(s, { axis: -1n }), min(s, { axis: -1n })];
		return p === -2n ? binary('div', least, most) : binary('div', most, least);
	}
	const product = mul(matrixNorm(a, p), matrixNorm(inv(a), p));
	return where(binary('ne', product, product), Infinity, product);
}
