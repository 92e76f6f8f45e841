import type { DType } from '$lib/array/dtype';
import type { Shape } from '$lib/array/shape';
import type { Value } from '$lib/core/interpreter';
import { add, binary, full, log, mul, neg, select, unary } from '$lib/core/ops';
import { jitted1 } from '../jitted';
import { checkKey } from './keys';
import { checkFloat } from './shapes';
import { constant, layoutOf, twoUniforms, uniform, uniformOn, weak } from './uniform';

/** A sampler of one distribution without parameters. */
export type Sampler = (key: Value, shape?: Shape, dtype?: DType) => Value;

/** How fine small numbers are: `high` draws two words. */
export type SamplingMode = 'low' | 'high' | null;

const sampler =
	(
		name: string,
		draw: (key: Value, shape: Shape, dtype: DType) => Value,
		mode: SamplingMode = null
	): Sampler =>
	(given, shape = [], dtype = 'float32') => {
		const { key } = checkKey(name, given);
		checkFloat(name, dtype);
		return jitted1(`_${name}`, [shape, dtype, mode], (k) => draw(k, shape, dtype), [key]);
	};

/** `jax.random.exponential`: -log(1 - u). */
export const exponential = sampler('exponential', (key, shape, dtype) =>
	neg(unary('log1p', neg(uniform(key, shape, dtype))))
);

const lowGumbel = sampler('gumbel', (key, shape, dtype) => {
	const tiny = constant(layoutOf(dtype).tiny, dtype);
	return neg(log(neg(log(uniformOn(key, shape, dtype, { minval: tiny, maxval: weak(1) })))));
});

/** Two words a number, so that small u are finer. */
const highGumbel = sampler(
	'gumbel',
	(key, shape, dtype) => {
		const { fraction, tiny } = layoutOf(dtype);
		const [high, low] = twoUniforms(key, shape, dtype);
		const fine = add(high, mul(constant(2 ** -fraction, dtype), low));
		const u = select(binary('ge', high, full(shape, 0.5, dtype)), add(fine, full(shape, tiny, dtype)), high);
		return neg(log(neg(unary('log1p', neg(u)))));
	},
	'high'
);

/** `jax.random.gumbel`: -log(-log(u)). */
export const gumbel = (
	given: Value,
	shape: Shape = [],
	dtype: DType = 'float32',
	mode: SamplingMode = null
): Value => (mode === 'high' ? highGumbel : lowGumbel)(given, shape, dtype);

/** `jax.random.laplace`. */
export const laplace = sampler('laplace', (key, shape, dtype) => {
	const u = uniform(key, shape, dtype, constant(-1 + layoutOf(dtype).eps / 2, dtype), weak(1));
	return mul(unary('sign', u), unary('log1p', neg(unary('abs', u))));
});

/** `jax.random.logistic`: log u - log(1 - u). */
export const logistic = sampler('logistic', (key, shape, dtype) => {
	const u = uniform(key, shape, dtype, constant(layoutOf(dtype).tiny, dtype), weak(1));
	return binary('sub', log(u), unary('log1p', neg(u)));
});

/** `jax.random.cauchy`: tan(pi (u - 1/2)). */
export const cauchy = sampler('cauchy', (key, shape, dtype) => {
	const u = uniform(key, shape, dtype, constant(layoutOf(dtype).eps, dtype), weak(1));
	return unary('tan', mul(constant(Math.PI, dtype), binary('sub', u, constant(0.5, dtype))));
});
