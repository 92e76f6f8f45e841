import { ProgramError } from '$lib/core/errors';
import { avalOf, type Value } from '$lib/core/interpreter';
import {
	add,
	binary,
	concatenate,
	expandDims,
	full,
	iota,
	mul,
	reduce,
	reshape,
	rev,
	select,
	slice,
	squeeze,
	unary
} from '$lib/core/ops';
import { broadcastTo, promoteTypes } from '../broadcast';
import { constantLike } from '../elementwise';
import { index, range } from '../arguments';
import { getItem } from '../indexing/take';
import { update } from '../indexing/update';
import { add as jnpAdd, trueDivide } from '../jnp/arithmetic';
import { arange } from '../jnp/creation';
import { jitted1 } from '../jitted';
import { eye } from '../jnp/spaced';
import { matmul } from '../jnp/matmul';
import { toValue } from '../values';
import { cholesky, luOf, triangularSolve } from '../linalg/factors';
import {
	commonBatch,
	permutationMatrix,
	rankOf,
	real,
	shapeIn,
	sideOf,
	transposed,
	triangle,
	withBatch
} from '../linalg/matrices';
import { solve as solveGeneral } from '../linalg/solving';

/** A right-hand side as matrices, and the way back where it is a vector. */
function asMatrices(b: Value): { right: Value; back: (x: Value) => Value } {
	const vector = rankOf(b) === 1;
	return {
		right: vector ? expandDims(b, [1]) : b,
		back: (x) => (vector ? squeeze(x, [rankOf(x) - 1]) : x)
	};
}

/** Which system is meant: a x = b, or with the transpose. */
export type Trans = 0 | 1;

/** `jax.scipy.linalg.solve_triangular` */
export function solveTriangular(
	a: unknown,
	b: unknown,
	trans: Trans,
	lower: boolean,
	unitDiagonal: boolean
): Value {
	const [x, y] = promoteTypes([toValue(a, 'solve_triangular'), toValue(b, 'solve_triangular')], 'inexact');
	sideOf(x, 'solve_triangular');
	const { right, back } = asMatrices(y);
	const batch = commonBatch(x, right);
	const options = { lower, transposeA: trans === 1, unitDiagonal };
	return jitted1(
		'solve_triangular',
		[trans, lower, unitDiagonal, rankOf(y)],
		(p, q) => back(triangularSolve(p, q, options)),
		[withBatch(x, batch), withBatch(right, batch)]
	);
}

/** `cho_factor`: the factor, and whether it is the lower one. */
export const choFactor = (a: unknown, lower: boolean): Value => cholesky(a, !lower);

/** `cho_solve` with a factor of `cho_factor`. */
export function choSolve(factor: unknown, lower: boolean, b: unknown): Value {
	const [c, y] = promoteTypes([toValue(factor, 'cho_solve'), toValue(b, 'cho_solve')], 'inexact');
	sideOf(c, 'cho_solve');
	const { right, back } = asMatrices(y);
	const batch = commonBatch(c, right);
	const wide = withBatch(c, batch);
	const first = triangularSolve(wide, withBatch(right, batch), { lower, transposeA: !lower });
	return back(triangularSolve(wide, first, { lower, transposeA: lower }));
}

/** `jax.scipy.linalg.solve`: by Cholesky factors where `a` is said to be positive definite, else by LU. */
export function solve(a: unknown, b: unknown, lower: boolean, assume: unknown): Value {
	if (assume === 'pos') {
		const x = real(a, 'solve');
		return choSolve(cholesky(symmetricFrom(x, lower), !lower, false), lower, b);
	}
	return solveGeneral(a, b);
}

/** The matrix that one triangle stands for. */
function symmetricFrom(x: Value, lower: boolean): Value {
	const strict = triangle(x, lower, lower ? -1 : 1);
	return add(triangle(x, lower), transposed(strict));
}

/** `jax.scipy.linalg.lu`: p, l and u with a = p l u. */
export function lu(a: unknown): readonly [Value, Value, Value] {
	const x = real(a, 'lu');
	const [rows, columns] = shapeIn(x).slice(-2);
	if (rows !== columns)
		throw new ProgramError('NotImplementedError', 'Lockstep has jax.scipy.linalg.lu of square matrices.');
	const [factors, , order] = luOf(x);
	const unit = broadcastTo(eye(BigInt(rows), null, 0n, avalOf(x).dtype), shapeIn(x));
	const lower = add(triangle(factors, true, -1), unit);
	return [transposed(permutationMatrix(order, x)), lower, triangle(factors, false)];
}

/** Coefficients of the diagonal Pade approximants of exp. */
const pade7 = [17297280, 8648640, 1995840, 277200, 25200, 1512, 56, 1];
const mostSquarings = 16;
/** Norm up to which the approximant of order 7 is good to float32. */
const reach = 3.92572478313866;

/** `jax.scipy.linalg.expm` by scaling, a Pade approximant and squaring. */
export function expm(a: unknown): Value {
	const x = real(a, 'expm');
	sideOf(x, 'expm');
	return jitted1('expm', [], expmBody, [x]);
}

function expmBody(x: Value): Value {
	const shape = shapeIn(x);
	const rank = shape.length;
	const size = reduce('reduce_max', reduce('reduce_sum', unary('abs', x), [rank - 2]), [rank - 2]);
	const ratio = binary('div', size, constantLike(size, reach));
	const wanted = unary('ceil', binary('div', unary('log', ratio), constantLike(ratio, Math.LN2)));
	const squarings = binary('max', wanted, constantLike(wanted, 0));
	const spread = (v: Value): Value => broadcastTo(expandDims(v, [rank - 2, rank - 1]), shape);
	const scale = unary('exp2', unary('neg', squarings));
	let result = pade(mul(x, spread(scale)));
	for (let i = 0; i < mostSquarings; i++) {
		const more = binary('gt', squarings, constantLike(squarings, i));
		result = select(spread(more), result, matmul(result, result));
	}
	return result;
}

function pade(x: Value): Value {
	const shape = shapeIn(x);
	const unit = broadcastTo(eye(BigInt(shape[shape.length - 1]), null, 0n, avalOf(x).dtype), shape);
	const x2 = matmul(x, x);
	const x4 = matmul(x2, x2);
	const powers = [unit, x2, x4, matmul(x4, x2)];
	const combine = (odd: number): Value =>
		powers
			.map((power, i) => mul(constantLike(x, pade7[2 * i + odd]), power))
			.reduce((sum, term) => add(sum, term));
	const u = matmul(x, combine(1));
	const v = combine(0);
	return solveGeneral(binary('sub', v, u), add(v, u));
}

/** `jax.scipy.linalg.block_diag` */
export function blockDiag(blocks: readonly unknown[]): Value {
	const parts = promoteTypes(blocks.map((block) => toValue(block, 'block_diag'))).map((block) =>
		rankOf(block) === 2 ? block : broadcastTo(block, [1, Math.max(1, shapeIn(block)[0] ?? 1)])
	);
	const width = parts.reduce((total, part) => total + shapeIn(part)[1], 0);
	let before = 0;
	const rows = parts.map((part) => {
		const [height, own] = shapeIn(part);
		const { dtype } = avalOf(part);
		const blank = (n: number): Value[] => (n === 0 ? [] : [full([height, n], 0, dtype)]);
		const row = concatenate([...blank(before), part, ...blank(width - before - own)], 1);
		before += own;
		return row;
	});
	return concatenate(rows, 0);
}

/** A matrix product. */
export const product = (x: Value, y: Value): Value => matmul(x, y);

/** `lu_factor`: both factors in one matrix, and the row that each step exchanged with its own. */
export function luFactor(a: unknown): readonly [Value, Value] {
	const x = real(a, 'lu_factor');
	sideOf(x, 'lu_factor');
	const [factors, pivots] = luOf(x);
	return [factors, pivots];
}

/** `jax.scipy.linalg.toeplitz`: constant along diagonals, from its first column and first row. */
export function toeplitz(column: unknown, row: unknown = null): Value {
	const [c, r] = promoteTypes([toValue(column, 'toeplitz'), toValue(row ?? column, 'toeplitz')]).map((v) =>
		reshape(v, [shapeIn(v).reduce((n, size) => n * size, 1)])
	);
	const [m, n] = [shapeIn(c)[0], shapeIn(r)[0]];
	const all = concatenate([rev(c, [0]), slice(r, [Math.min(1, n)], [n])], 0);
	const gap = add(iota('int32', [m, n], 1), full([m, n], m - 1, 'int32'));
	return getItem(all, binary('sub', gap, iota('int32', [m, n], 0)));
}

/** `lu_solve` with the factors and pivots of `lu_factor`. */
export function luSolve(factors: unknown, pivots: unknown, b: unknown): Value {
	const [lu, y] = promoteTypes([toValue(factors, 'lu_solve'), toValue(b, 'lu_solve')], 'inexact');
	const n = sideOf(lu, 'lu_solve');
	const { right, back } = asMatrices(y);
	const swaps = toValue(pivots, 'lu_solve', 1);
	const order = range(n).reduce<Value>(
		(places, i) => swapped(places, i, getItem(swaps, BigInt(i))),
		arange(BigInt(n))
	);
	const lower = triangularSolve(lu, getItem(right, order), { lower: true, unitDiagonal: true });
	return back(triangularSolve(lu, lower, { lower: false }));
}

/** Two elements in each other's place. */
function swapped(x: Value, i: number, j: Value): Value {
	const [a, b] = [getItem(x, BigInt(i)), getItem(x, j)];
	return update('scatter', update('scatter', x, BigInt(i), b), j, a);
}

/** 1 / (i + j + 1) */
export function hilbert(size: unknown): Value {
	const places = arange(BigInt(index(size)), null, null, 'float32');
	return trueDivide(1, jnpAdd(jnpAdd(expandDims(places, [1]), places), 1));
}
