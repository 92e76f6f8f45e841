import { ProgramError } from '$lib/core/errors';
import { avalOf, type Value } from '$lib/core/interpreter';
import {
	add,
	binary,
	convert,
	expandDims,
	iota,
	mul,
	reduce,
	reshape,
	slice,
	squeeze,
	unary
} from '$lib/core/ops';
import { shapeText, type Shape } from '$lib/array/shape';
import { broadcastTo, promoteTypes } from '../broadcast';
import { constantLike } from '../elementwise';
import { jitted, jitted1 } from '../jitted';
import { matmul } from '../jnp/matmul';
import { eye } from '../jnp/spaced';
import { toValue } from '../values';
import { luOf, triangularSolve } from './factors';
import {
	commonBatch,
	diagonalOf,
	permutationMatrix,
	rankOf,
	real,
	shapeIn,
	isSquare,
	sideOf,
	withBatch
} from './matrices';

/** x of a x = b by LU factors; b a vector where it has one axis, matrices otherwise. */
export function solve(a: unknown, b: unknown): Value {
	const [x, y] = promoteTypes([toValue(a, 'jnp.linalg.solve'), toValue(b, 'jnp.linalg.solve')], 'inexact');
	if (rankOf(x) < 2)
		throw new ProgramError(
			'ValueError',
			`left hand array must be at least two dimensional; got a.shape=${shapeText(shapeIn(x))}`
		);
	checkSystem(shapeIn(x), shapeIn(y));
	return jitted1('solve', [], solveBody, [x, y]);
}

/** All of `m` in `(m,m),(m)->(m)` or `(m,m),(m,n)->(m,n)` have to be one size. */
function checkSystem(a: Shape, b: Shape): void {
	const [m, n] = a.slice(-2);
	const vector = b.length === 1;
	const other = m !== n ? n : b[Math.max(b.length - 2, 0)];
	if (other === m) return;
	throw new ProgramError(
		'ValueError',
		`inconsistent size for core dimension 'm': ${other} vs ${m} on vectorized function with excluded=frozenset() and signature='${vector ? '(m,m),(m)->(m)' : '(m,m),(m,n)->(m,n)'}'`
	);
}

function solveBody(a: Value, b: Value): Value {
	const vector = rankOf(b) === 1;
	const right = vector ? expandDims(b, [1]) : b;
	const batch = commonBatch(a, right);
	const solved = luSolve(withBatch(a, batch), withBatch(right, batch));
	return vector ? squeeze(solved, [rankOf(solved) - 1]) : solved;
}

function luSolve(a: Value, b: Value): Value {
	const [lu, , order] = luOf(a);
	const permuted = matmul(permutationMatrix(order, b), b);
	const lower = triangularSolve(lu, permuted, { lower: true, unitDiagonal: true });
	return triangularSolve(lu, lower, { lower: false });
}

/** `jnp.linalg.inv` */
export function inv(a: unknown): Value {
	const x = real(a, 'jnp.linalg.inv');
	const n = shapeIn(x).at(-1) ?? 0;
	if (!isSquare(x))
		throw new ProgramError(
			'ValueError',
			`Argument to inv must have shape [..., n, n], got ${shapeText(shapeIn(x))}.`
		);
	const unit = (m: Value): Value => broadcastTo(eye(BigInt(n), null, 0n, avalOf(m).dtype), shapeIn(m));
	return jitted1('inv', [n], (m) => solve(m, unit(m)), [x]);
}

/** Element (i, j) of matrices, without their axes. */
function element(x: Value, i: number, j: number): Value {
	const lead = shapeIn(x).slice(0, -2);
	const start = [...lead.map(() => 0), i, j];
	const one = slice(x, start, [...lead, i + 1, j + 1]);
	return reshape(one, lead);
}

const minus = (x: Value, y: Value): Value => binary('sub', x, y);

function det2(x: Value): Value {
	return minus(mul(element(x, 0, 0), element(x, 1, 1)), mul(element(x, 0, 1), element(x, 1, 0)));
}

/** Sarrus' rule, in JAX's order of terms. */
function det3(x: Value): Value {
	const term = (j: number, k: number, l: number): Value =>
		mul(mul(element(x, 0, j), element(x, 1, k)), element(x, 2, l));
	const plus = add(add(term(0, 1, 2), term(1, 2, 0)), term(2, 0, 1));
	return minus(minus(minus(plus, term(2, 1, 0)), term(0, 2, 1)), term(1, 0, 2));
}

/** `jnp.linalg.det` */
export function det(a: unknown): Value {
	const x = real(a, 'jnp.linalg.det');
	const n = shapeIn(x).at(-1) ?? 0;
	if (!isSquare(x))
		throw new ProgramError(
			'ValueError',
			`Argument to _det() must have shape [..., n, n], got ${shapeText(shapeIn(x))}`
		);
	const body = n === 2 ? det2 : n === 3 ? det3 : detByLu;
	return jitted1('det', [n], body, [x]);
}

/** +1 or -1: how often the pivots exchanged rows. */
function paritySign(pivots: Value, like: Value): Value {
	const places = iota('int32', shapeIn(pivots), rankOf(pivots) - 1);
	const moved = convert(binary('ne', pivots, places), 'int32');
	const odd = binary('rem', reduce('reduce_sum', moved, [rankOf(pivots) - 1]), constantLike(moved, 2));
	const asReal = convert(odd, avalOf(like).dtype);
	return minus(constantLike(like, 1), mul(constantLike(like, 2), asReal));
}

function detByLu(x: Value): Value {
	const [lu, pivots] = luOf(x);
	const product = reduce('reduce_prod', diagonalOf(lu), [rankOf(lu) - 2]);
	return mul(product, paritySign(pivots, lu));
}

/** `jnp.linalg.slogdet`: the sign, and the logarithm of the size. */
export function slogdet(a: unknown): { sign: Value; logabsdet: Value } {
	const x = real(a, 'jnp.linalg.slogdet');
	sideOf(x, 'slogdet');
	const [sign, logabsdet] = jitted('slogdet', [], slogdetBody, [x]);
	return { sign, logabsdet };
}

function slogdetBody(x: Value): Value[] {
	const [lu, pivots] = luOf(x);
	const diagonal = diagonalOf(lu);
	const last = rankOf(diagonal) - 1;
	const signs = reduce('reduce_prod', unary('sign', diagonal), [last]);
	const logs = reduce('reduce_sum', unary('log', unary('abs', diagonal)), [last]);
	return [mul(signs, paritySign(pivots, lu)), logs];
}
