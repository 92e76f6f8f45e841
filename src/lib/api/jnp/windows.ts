import { type Value } from '$lib/core/interpreter';
import * as ops from '$lib/core/ops';
import { index } from '../arguments';
import { constantLike } from '../elementwise';
import { constant } from '../values';

/** A window of m points from the cosines of multiples of 2πn/(m-1). */
const cosines =
	(weights: readonly number[]) =>
	(m: unknown): Value => {
		const size = index(m);
		if (size <= 1) return ops.full([size], 1, 'float32');
		const n = ops.iota('float32', [size]);
		const angle = (k: number): Value =>
			ops.unary(
				'cos',
				ops.binary('div', ops.mul(n, constant(2 * Math.PI * k, 'float32')), constant(size - 1, 'float32'))
			);
		return weights
			.map((weight, k) => (k === 0 ? null : ops.mul(angle(k), constant(weight, 'float32'))))
			.reduce<Value>(
				(sum, part) => (part === null ? sum : ops.binary('add', sum, part)),
				ops.full([size], weights[0], 'float32')
			);
	};

export const hamming = cosines([0.54, -0.46]);
export const hanning = cosines([0.5, -0.5]);
export const blackman = cosines([0.42, -0.5, 0.08]);

/** The triangle. */
export function bartlett(m: unknown): Value {
	const size = index(m);
	if (size <= 1) return ops.full([size], 1, 'float32');
	const n = ops.iota('float32', [size]);
	const slope = ops.binary('div', ops.mul(n, constantLike(n, 2)), constantLike(n, size - 1));
	return ops.binary(
		'sub',
		constantLike(slope, 1),
		ops.unary('abs', ops.binary('sub', slope, constantLike(slope, 1)))
	);
}
