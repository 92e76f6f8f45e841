import { ProgramError } from '$lib/core/errors';
import { avalOf, type Value } from '$lib/core/interpreter';
import * as ops from '$lib/core/ops';
import { range } from '../arguments';
import { promoteArgs, promoteTypes } from '../broadcast';
import { constantLike } from '../elementwise';
import { arrayLikes, constant, toValue } from '../values';
import { dot } from './products';

const modes = ['full', 'same', 'valid'];

/** The discrete convolution of two vectors, as a product with the shifted kernel. */
export function convolve(x: unknown, y: unknown, mode = 'full'): Value {
	const [a, b] = promoteTypes(arrayLikes('convolve', [x, y]), 'inexact');
	checkVectors('convolve', a, b, mode);
	return slid(a, ops.rev(b, [0]), mode);
}

/** Like `convolve` with the second vector not turned round. */
export function correlate(x: unknown, y: unknown, mode = 'valid'): Value {
	const [a, b] = promoteTypes(arrayLikes('correlate', [x, y]), 'inexact');
	checkVectors('correlate', a, b, mode);
	const swapped = avalOf(a).shape[0] < avalOf(b).shape[0];
	const result = slid(a, b, mode);
	return swapped && mode !== 'full' ? ops.rev(slid(b, a, mode), [0]) : result;
}

function checkVectors(fn: string, a: Value, b: Value, mode: string): void {
	if (avalOf(a).shape.length !== 1 || avalOf(b).shape.length !== 1)
		throw new ProgramError('ValueError', `${fn}() only support 1-dimensional inputs.`);
	if (avalOf(a).shape[0] === 0 || avalOf(b).shape[0] === 0)
		throw new ProgramError(
			'ValueError',
			`${fn}: inputs cannot be empty, got shapes (${avalOf(a).shape[0]},) and (${avalOf(b).shape[0]},).`
		);
	if (!modes.includes(mode))
		throw new ProgramError('ValueError', "mode must be one of ['full', 'same', 'valid']");
}

/** Products of `kernel` with every window of `x`, padded with zeros. */
function slid(x: Value, kernel: Value, mode: string): Value {
	const [n, k] = [avalOf(x).shape[0], avalOf(kernel).shape[0]];
	const { dtype } = avalOf(x);
	const padded = ops.pad(x, constant(0, dtype, avalOf(x).weak), [[k - 1, k - 1, 0]]);
	const length = n + k - 1;
	const windows = ops.concatenate(
		range(k).map((i) => ops.expandDims(ops.slice(padded, [i], [i + length]), [1])),
		1
	);
	const all = dot(windows, kernel);
	if (mode === 'full') return all;
	const size = mode === 'same' ? Math.max(n, k) : Math.max(n, k) - Math.min(n, k) + 1;
	const start = mode === 'same' ? Math.floor((Math.min(n, k) - 1) / 2) : Math.min(n, k) - 1;
	return ops.slice(all, [start], [start + size]);
}

/** The polynomial with these coefficients, highest first, by Horner's rule. */
export function polyval(coefficients: unknown, x: unknown): Value {
	const [p, at] = promoteTypes(arrayLikes('polyval', [coefficients, x]), 'plain');
	const start = constantLike(at, 0);
	return range(avalOf(p).shape[0]).reduce<Value>((value, i) => {
		const c = ops.squeeze(ops.slice(p, [i], [i + 1]), [0]);
		const [product] = promoteArgs('polyval', [ops.mul(value, at)]);
		return ops.add(product, c);
	}, start);
}

/** Powers of `x` in columns, highest first. */
export function vander(x: unknown, columns: number | null = null, increasing = false): Value {
	const value = toValue(x, 'vander');
	const { shape } = avalOf(value);
	const n = columns ?? shape[0];
	const powers = range(n).map((i) => (increasing ? i : n - 1 - i));
	const { dtype } = avalOf(value);
	const parts = powers.map((power) =>
		ops.expandDims(
			power === 0 ? ops.full(shape, 1, dtype) : range(power - 1).reduce((p) => ops.mul(p, value), value),
			[1]
		)
	);
	return ops.concatenate(parts, 1);
}
