import { avalOf, type Value } from '$lib/core/interpreter';
import * as ops from '$lib/core/ops';
import { index, range } from '../arguments';
import { broadcastTo, promoteArgs } from '../broadcast';
import { arrayFrom, constant, toValue } from '../values';
import { atLeast, sliceAxis } from './shape';
import { ProgramError } from '$lib/core/errors';
import { lstsq } from '../linalg/svd';
import { multiply, subtract, trueDivide } from './arithmetic';
import { sum } from './reductions';
import { convolve, vander } from './signal';

const coefficients = (x: unknown, fn: string): Value => atLeast(toValue(x, fn), 1);

/** Sum of polynomials given by coefficients, highest first. */
const combined =
	(op: 'add' | 'sub', fn: string) =>
	(x: unknown, y: unknown): Value => {
		const [a, b] = [coefficients(x, fn), coefficients(y, fn)];
		const size = Math.max(avalOf(a).shape[0], avalOf(b).shape[0]);
		const wide = (p: Value): Value =>
			avalOf(p).shape[0] === size
				? p
				: ops.pad(p, constant(0, avalOf(p).dtype, avalOf(p).weak), [[size - avalOf(p).shape[0], 0, 0]]);
		const [p, q] = promoteArgs(fn, [wide(a), wide(b)]);
		return ops.binary(op, p, q);
	};
export const polyadd = combined('add', 'polyadd');
export const polysub = combined('sub', 'polysub');

export const polymul = (x: unknown, y: unknown): Value =>
	convolve(coefficients(x, 'polymul'), coefficients(y, 'polymul'));

/** The m-th derivative. */
export function polyder(x: unknown, m: unknown = 1n): Value {
	let p = promoteArgs('polyder', [coefficients(x, 'polyder')], 'inexact')[0];
	for (let times = index(m); times > 0; times--) {
		const size = avalOf(p).shape[0];
		if (size <= 1) return sliceAxis(p, 0, 0, 0);
		const powers = ops.convert(arrayFrom(range(size - 1).map((i) => BigInt(size - 1 - i))), avalOf(p).dtype);
		p = ops.mul(sliceAxis(p, 0, 0, size - 1), powers);
	}
	return p;
}

/** The m-th integral, with constants of integration or without. */
export function polyint(x: unknown, m: unknown = 1n, k: unknown = null): Value {
	let p = promoteArgs('polyint', [coefficients(x, 'polyint')], 'inexact')[0];
	const times = index(m);
	const starts =
		k === null
			? null
			: broadcastTo(ops.convert(atLeast(toValue(k, 'polyint', 1), 1), avalOf(p).dtype), [times]);
	for (let i = 0; i < times; i++) {
		const size = avalOf(p).shape[0];
		const powers = ops.convert(arrayFrom(range(size).map((i) => BigInt(size - i))), avalOf(p).dtype);
		const raised = ops.binary('div', p, powers);
		p = starts
			? ops.concatenate([raised, ops.slice(starts, [i], [i + 1])], 0)
			: ops.pad(raised, constant(0, avalOf(p).dtype), [[0, 1, 0]]);
	}
	return p;
}

/** Coefficients of the polynomial of a degree that is nearest to the points; `rcond` bounds small singular values. */
export function polyfit(
	x: unknown,
	y: unknown,
	degree: unknown,
	{ rcond = null, weights = null }: { readonly rcond?: unknown; readonly weights?: unknown } = {}
): Value {
	const [at, heights] = [toValue(x, 'polyfit'), toValue(y, 'polyfit', 1)];
	const order = index(degree, 'deg must be int') + 1;
	checkPoints(at, heights, order);
	const size = avalOf(at).shape[0];
	const real = convertInexact(at);
	const w = weights === null ? null : convertInexact(toValue(weights, 'polyfit'));
	const across = (v: Value, rank: number): Value => (rank === 2 ? ops.expandDims(v, [1]) : v);
	const rank = avalOf(heights).shape.length;
	const table = w ? multiply(vander(real, order), across(w, 2)) : vander(real, order);
	const right = w ? multiply(heights, across(w, rank)) : heights;
	const scale = ops.unary('sqrt', sum(ops.unary('square', table), { axis: 0n }));
	const bound = rcond ?? size * 2 ** -23;
	const [solved] = lstsq(trueDivide(table, ops.expandDims(scale, [0])), right, bound);
	return trueDivide(solved, across(scale, rank));
}

const convertInexact = (x: Value): Value => promoteArgs('polyfit', [x], 'inexact')[0];

function checkPoints(x: Value, y: Value, order: number): void {
	const refuse = (type: string, text: string): ProgramError => new ProgramError(type, text);
	const [m, n] = [avalOf(x).shape, avalOf(y).shape];
	if (order < 1) throw refuse('ValueError', 'expected deg >= 0');
	if (m.length !== 1) throw refuse('TypeError', 'expected 1D vector for x');
	if (m[0] === 0) throw refuse('TypeError', 'expected non-empty vector for x');
	if (n.length < 1 || n.length > 2) throw refuse('TypeError', 'expected 1D or 2D array for y');
	if (m[0] !== n[0]) throw refuse('TypeError', 'expected x and y to have same length');
}

/** The polynomial with these roots, its first coefficient 1. */
export function poly(roots: unknown): Value {
	const [zeros] = promoteArgs('poly', [coefficients(roots, 'poly')], 'inexact');
	const { shape, dtype } = avalOf(zeros);
	if (shape.length !== 1)
		throw new ProgramError('NotImplementedError', 'Lockstep has jnp.poly of roots only, not of matrices.');
	return range(shape[0]).reduce<Value>(
		(product, i) => {
			const root = sliceAxis(zeros, 0, i, i + 1);
			return convolve(product, ops.concatenate([ops.full([1], 1, dtype), ops.neg(root)], 0));
		},
		shape[0] === 0 ? constant(1, dtype) : ops.full([1], 1, dtype)
	);
}

/** Quotient and remainder of polynomials. */
export function polydiv(x: unknown, y: unknown): [Value, Value] {
	const [u, v] = [x, y].map((p) => promoteArgs('polydiv', [coefficients(p, 'polydiv')], 'inexact')[0]);
	const [m, n] = [u, v].map((p) => avalOf(p).shape[0] - 1);
	const first = ops.squeeze(sliceAxis(v, 0, 0, 1), [0]);
	let rest = u;
	const quotient: Value[] = [];
	for (let k = 0; k <= m - n; k++) {
		const d = ops.mul(trueDivide(1, first), ops.squeeze(sliceAxis(rest, 0, k, k + 1), [0]));
		quotient.push(ops.expandDims(d, [0]));
		const part = ops.pad(multiply(d, v), constant(0, avalOf(u).dtype), [[k, m - n - k, 0]]);
		rest = subtract(rest, part);
	}
	return [quotient.length > 0 ? ops.concatenate(quotient, 0) : ops.full([1], 0, avalOf(u).dtype), rest];
}
