import { avalOf, type Value } from '$lib/core/interpreter';
import * as ops from '$lib/core/ops';
import { index, range } from '../arguments';
import { promoteArgs } from '../broadcast';
import { arrayFrom, constant, toValue } from '../values';
import { atLeast, sliceAxis } from './shape';
import { convolve } from './signal';

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

/** The m-th integral, constants of integration zero. */
export function polyint(x: unknown, m: unknown = 1n): Value {
	let p = promoteArgs('polyint', [coefficients(x, 'polyint')], 'inexact')[0];
	for (let times = index(m); times > 0; times--) {
		const size = avalOf(p).shape[0];
		const powers = ops.convert(arrayFrom(range(size).map((i) => BigInt(size - i))), avalOf(p).dtype);
		p = ops.pad(ops.binary('div', p, powers), constant(0, avalOf(p).dtype), [[0, 1, 0]]);
	}
	return p;
}
