import { ProgramError } from '$lib/core/errors';
import { avalOf, type Value } from '$lib/core/interpreter';
import { binary, convert, expandDims, iota, select } from '$lib/core/ops';
import { shapeText, type Shape } from '$lib/array/shape';
import { broadcastShapes, broadcastTo, promoteTypes } from '../broadcast';
import { constantLike } from '../elementwise';
import { diagonal } from '../jnp/diagonals';
import { swapaxes } from '../jnp/shape';
import { toValue } from '../values';

/** An operand of `fn` in a floating type. */
export const real = (x: unknown, fn: string): Value => promoteTypes([toValue(x, fn)], 'inexact')[0];

export const shapeIn = (x: Value): Shape => avalOf(x).shape;
export const rankOf = (x: Value): number => avalOf(x).shape.length;

/** The matrices' rows and columns: the last two axes. */
export function sizesOf(x: Value, fn: string): [rows: number, columns: number] {
	const shape = shapeIn(x);
	if (shape.length < 2)
		throw new ProgramError(
			'ValueError',
			`Argument to ${fn} must have ndim >= 2, got shape ${shapeText(shape)}`
		);
	return [shape[shape.length - 2], shape[shape.length - 1]];
}

export function isSquare(x: Value): boolean {
	const shape = shapeIn(x);
	return shape.length >= 2 && shape[shape.length - 2] === shape[shape.length - 1];
}

/** The side of square matrices. */
export function sideOf(x: Value, fn: string): number {
	const shape = shapeIn(x);
	const n = shape[shape.length - 1];
	if (!isSquare(x))
		throw new ProgramError(
			'ValueError',
			`Argument to ${fn} must have shape [..., n, n], got shape ${shapeText(shape)}`
		);
	return n;
}

export const transposed = (x: Value): Value => swapaxes(x, -1n, -2n);

/** (x + xT) / 2, what JAX makes of a matrix it takes for symmetric. */
export const symmetrized = (x: Value): Value =>
	binary('div', binary('add', x, transposed(x)), constantLike(x, 2));

/** Whether an element is on or below (`lower`) or on or above the diagonal of [rows, columns], `k` off it. */
function triangleMask(rows: number, columns: number, lower: boolean, k = 0): Value {
	const row = iota('int32', [rows, columns], 0);
	const column = iota('int32', [rows, columns], 1);
	const moved = k === 0 ? row : binary('add', row, constantLike(row, k));
	return binary(lower ? 'ge' : 'le', moved, column);
}

/** Zeros outside the triangle. */
export function triangle(x: Value, lower: boolean, k = 0): Value {
	const shape = shapeIn(x);
	const mask = broadcastTo(triangleMask(shape[shape.length - 2], shape[shape.length - 1], lower, k), shape);
	return select(mask, broadcastTo(constantLike(x, 0), shape), x);
}

/** The diagonal, [..., min(rows, columns)]. */
export const diagonalOf = (x: Value): Value => diagonal(x, 0n, -2n, -1n);

/** Rows put into the order `order` says, as a product with a permutation matrix: exact, and batched as it is. */
export function permutationMatrix(order: Value, like: Value): Value {
	const n = shapeIn(order)[rankOf(order) - 1];
	const wide = expandDims(order, [rankOf(order)]);
	const places = iota('int32', [...shapeIn(order), n], rankOf(order));
	return convert(binary('eq', broadcastTo(wide, shapeIn(places)), places), avalOf(like).dtype);
}

/** Matrices with their batch axes spread over `batch`. */
export const withBatch = (x: Value, batch: Shape): Value =>
	broadcastTo(x, [...batch, ...shapeIn(x).slice(-2)]);

export const commonBatch = (...xs: readonly Value[]): Shape =>
	broadcastShapes(...xs.map((x) => shapeIn(x).slice(0, -2)));
