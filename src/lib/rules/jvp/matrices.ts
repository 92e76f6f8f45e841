import type { Shape } from '$lib/array/shape';
import { ProgramError } from '$lib/core/errors';
import { avalOf, bind, bind1, type Value } from '$lib/core/interpreter';
import {
	add,
	binary,
	broadcastInDim,
	convert,
	dotGeneral,
	expandDims,
	iota,
	mul,
	neg,
	reduce,
	scalar,
	select,
	sub,
	transpose
} from '$lib/core/ops';
import type { Params } from '$lib/core/primitive';
import { addTangents, isLinear, type Jvp, type Tangent, type Transpose } from '../differentiating';
import type { MatrixPrimitive } from '../linalg';

/** Derivatives of matrix factorisations: Giles 2008 and Seeger et al. 2017, in the arrangement JAX has. */

const shapeOf = (x: Value): Shape => avalOf(x).shape;
const rankOf = (x: Value): number => shapeOf(x).length;
const constant = (x: Value, value: number): Value => scalar(value, avalOf(x).dtype);
const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

function matmul(x: Value, y: Value): Value {
	const rank = rankOf(x);
	const batch = upTo(rank - 2);
	return dotGeneral(x, y, [
		[[rank - 1], [rank - 2]],
		[batch, batch]
	]);
}

function turned(x: Value): Value {
	const rank = rankOf(x);
	return transpose(x, [...upTo(rank - 2), rank - 1, rank - 2]);
}

/** The comparison of row and column numbers, for every matrix of x. */
function mask(x: Value, op: 'ge' | 'gt' | 'le' | 'lt' | 'eq'): Value {
	const shape = shapeOf(x);
	const size = shape.slice(-2);
	const flags = binary(op, iota('int32', size, 0), iota('int32', size, 1));
	return broadcastInDim(flags, shape, [rankOf(x) - 2, rankOf(x) - 1]);
}

const zeros = (x: Value): Value => broadcastInDim(constant(x, 0), shapeOf(x), []);
const keep = (x: Value, op: 'ge' | 'gt' | 'le' | 'lt'): Value => select(mask(x, op), zeros(x), x);
const unit = (x: Value): Value => convert(mask(x, 'eq'), avalOf(x).dtype);
const diagonal = (x: Value): Value => reduce('reduce_sum', mul(x, unit(x)), [rankOf(x) - 2]);

/** A vector along the rows (`axis` -1) or the columns (-2) of square matrices. */
function along(v: Value, axis: -1 | -2): Value {
	const n = shapeOf(v)[rankOf(v) - 1];
	const wide = expandDims(v, [axis === -1 ? rankOf(v) - 1 : rankOf(v)]);
	return broadcastInDim(wide, [...shapeOf(v).slice(0, -1), n, n], upTo(rankOf(wide)));
}

interface Triangular {
	readonly left?: boolean;
	readonly lower: boolean;
	readonly turn?: boolean;
	readonly unit?: boolean;
}

const solve = (
	a: Value,
	b: Value,
	{ left = true, lower, turn = false, unit: one = false }: Triangular
): Value =>
	bind1('triangular_solve', [a, b], {
		left_side: left,
		lower,
		transpose_a: turn,
		conjugate_a: false,
		unit_diagonal: one
	});

/** The caller guarantees a tangent. */
function tangentOf([tangent]: readonly Tangent[]): Value {
	if (tangent === null) throw new Error('internal: a jvp rule without a tangent');
	return tangent;
}

const jvpCholesky: Jvp<Params['cholesky']> = (_, [a], tangents) => {
	const l = keep(bind1('cholesky', [a], {}), 'ge');
	const right = solve(l, tangentOf(tangents), { left: false, lower: true, turn: true });
	const middle = solve(l, right, { lower: true });
	const halved = binary('div', keep(middle, 'ge'), add(constant(l, 1), unit(l)));
	return { outs: [l], tangents: [matmul(l, halved)] };
};

const jvpTriangularSolve: Jvp<Params['triangular_solve']> = (_, [a, b], [ta, tb], params) => {
	const [x] = bind('triangular_solve', [a, b], params);
	const again = (right: Value): Value => bind1('triangular_solve', [a, right], params);
	return { outs: [x], tangents: [addTangents(tb && again(tb), ta && neg(again(moved(ta, x, params))))] };
};

/** What a change of the triangle makes of the product with x. */
function moved(ta: Value, x: Value, params: Params['triangular_solve']): Value {
	const strict = params.unit_diagonal;
	const own = keep(ta, params.lower ? (strict ? 'gt' : 'ge') : strict ? 'lt' : 'le');
	const change = params.transpose_a ? turned(own) : own;
	return params.left_side ? matmul(change, x) : matmul(x, change);
}

/** Linear in b: the same system with the transpose. */
export const transposeTriangularSolve: Transpose<Params['triangular_solve']> = (_, [ct], [a, b], params) => {
	if (isLinear(a) || !isLinear(b) || ct === null)
		throw new Error('internal: triangular_solve is transposed in its right-hand side only');
	return [null, bind1('triangular_solve', [a, ct], { ...params, transpose_a: !params.transpose_a })];
};

const jvpLu: Jvp<Params['lu']> = (_, [a], tangents) => {
	const [n, m] = shapeOf(a).slice(-2);
	if (n !== m) throw unimplemented('LU decomposition of matrices that are not square');
	const [factors, pivots, order] = bind('lu', [a], {});
	const moves = permutation(order, a);
	const lower = add(keep(factors, 'gt'), unit(a));
	const first = solve(lower, matmul(moves, tangentOf(tangents)), { lower: true, unit: true });
	const both = solve(keep(factors, 'le'), first, { left: false, lower: false });
	const change = add(matmul(lower, keep(both, 'gt')), matmul(keep(both, 'le'), keep(factors, 'le')));
	return { outs: [factors, pivots, order], tangents: [change, null, null] };
};

/** The matrix that puts rows into an order. */
function permutation(order: Value, like: Value): Value {
	const shape = shapeOf(like);
	const wide = broadcastInDim(order, shape, upTo(rankOf(order)));
	return convert(binary('eq', wide, iota('int32', shape, rankOf(like) - 1)), avalOf(like).dtype);
}

const unimplemented = (what: string): ProgramError =>
	new ProgramError('NotImplementedError', `Lockstep does not differentiate the ${what}.`);

const jvpQr: Jvp<Params['qr']> = (_, [a], tangents, params) => {
	const [m, n] = shapeOf(a).slice(-2);
	if (m < n || (params.full_matrices && m !== n)) throw unimplemented('QR decomposition in this form');
	const [q, r] = bind('qr', [a], params);
	const scaled = solve(r, tangentOf(tangents), { left: false, lower: false });
	const inside = matmul(turned(q), scaled);
	const below = keep(inside, 'gt');
	const turn = sub(below, turned(below));
	const tq = add(matmul(q, sub(turn, inside)), scaled);
	return { outs: [q, r], tangents: [tq, matmul(sub(inside, turn), r)] };
};

/** 1 / x, and 0 on the diagonal, where x is 0. */
function inverseOff(x: Value): Value {
	const one = unit(x);
	return sub(binary('div', constant(x, 1), add(x, one)), one);
}

const jvpEigh: Jvp<Params['eigh']> = (_, [a], tangents, params) => {
	const [v, w] = bind('eigh', [a], params);
	const inside = matmul(turned(v), matmul(tangentOf(tangents), v));
	const gaps = inverseOff(sub(along(w, -1), along(w, -2)));
	return { outs: [v, w], tangents: [matmul(v, mul(gaps, inside)), diagonal(inside)] };
};

const jvpSvd: Jvp<Params['svd']> = (_, [a], tangents, params) => {
	const [m, n] = shapeOf(a).slice(-2);
	if (params.full_matrices && params.compute_uv && m !== n)
		throw unimplemented('singular value decomposition with full matrices');
	const [s, u, vt] = bind('svd', [a], { full_matrices: false, compute_uv: true });
	const ta = tangentOf(tangents);
	const inside = matmul(matmul(turned(u), ta), turned(vt));
	const ts = diagonal(inside);
	if (!params.compute_uv) return { outs: [s], tangents: [ts] };
	const [rows, columns] = [along(s, -1), along(s, -2)];
	const gaps = inverseOff(mul(add(rows, columns), sub(rows, columns)));
	const [right, left] = [mul(inside, rows), mul(columns, inside)];
	const skew = mul(constant(s, 0.5), sub(inside, turned(inside)));
	const own = mul(skew, mul(unit(inside), inverseOr(columns)));
	const outer = { u, v: turned(vt), s, ta };
	const tu = addTangents(
		matmul(u, add(mul(gaps, add(right, turned(right))), own)),
		m > n ? leftover(outer) : null
	);
	const tv = addTangents(
		matmul(outer.v, mul(gaps, add(left, turned(left)))),
		n > m ? leftover({ u: outer.v, v: u, s, ta: turned(ta) }) : null
	);
	return { outs: [s, u, vt], tangents: [ts, tu, tv && turned(tv)] };
};

/** 1 / x, and 0 where x is 0. */
function inverseOr(x: Value): Value {
	const none = convert(binary('eq', x, constant(x, 0)), avalOf(x).dtype);
	return sub(binary('div', constant(x, 1), add(x, none)), none);
}

/** What a change does outside the space that u spans. */
function leftover({ u, v, s, ta }: { u: Value; v: Value; s: Value; ta: Value }): Value {
	const product = matmul(ta, v);
	const outside = sub(product, matmul(u, matmul(turned(u), product)));
	const scale = broadcastInDim(s, shapeOf(outside), [...upTo(rankOf(s) - 1), rankOf(outside) - 1]);
	return binary('div', outside, scale);
}

export const matrixJvps: { readonly [P in MatrixPrimitive]: Jvp<Params[P]> } = {
	cholesky: jvpCholesky,
	triangular_solve: jvpTriangularSolve,
	lu: jvpLu,
	qr: jvpQr,
	svd: jvpSvd,
	eigh: jvpEigh
};
