import type { Value } from '$lib/core/interpreter';
import { add, binary, convert, div, mul, sub, unary } from '$lib/core/ops';
import type { DType } from '$lib/array/dtype';
import type { Shape } from '$lib/array/shape';
import { broadcastShapes, broadcastTo } from '../broadcast';
import { constantLike } from '../elementwise';
import { softmax } from '../nn/softmax';
import { checkKey, splitInto } from './keys';
import { normal } from './normal';
import { checkFloat, checkShape, shapeIn } from './shapes';
import { gamma, loggamma } from './gamma';

/** `jax.random.beta` from two gamma numbers, in logarithms. */
export function beta(
	given: Value,
	a: Value,
	b: Value,
	shape: Shape | null = null,
	dtype: DType = 'float32'
): Value {
	const { key } = checkKey('beta', given);
	checkFloat('beta', dtype);
	const asked = shape ?? broadcastShapes(shapeIn(a), shapeIn(b));
	checkShape('beta', asked, shapeIn(a), shapeIn(b));
	const [forA, forB] = splitInto(key, 2);
	const p = loggamma(forA, a, asked, dtype);
	const q = loggamma(forB, b, asked, dtype);
	const top = binary('max', p, q);
	const [x, y] = [unary('exp', sub(p, top)), unary('exp', sub(q, top))];
	return div(x, add(x, y));
}

/** `jax.random.dirichlet`: the softmax of log-gamma numbers. */
export function dirichlet(
	given: Value,
	alpha: Value,
	shape: Shape | null = null,
	dtype: DType = 'float32'
): Value {
	const { key } = checkKey('dirichlet', given);
	checkFloat('dirichlet', dtype);
	const own = shapeIn(alpha);
	const batch = shape ?? own.slice(0, -1);
	checkShape('dirichlet', batch, own.slice(0, -1));
	return softmax(loggamma(key, alpha, [...batch, ...own.slice(-1)], dtype));
}

/** `jax.random.chisquare` */
export function chisquare(
	given: Value,
	df: Value,
	shape: Shape | null = null,
	dtype: DType = 'float32'
): Value {
	const { key } = checkKey('chisquare', given);
	checkFloat('chisquare', dtype);
	const real = convert(df, dtype);
	const drawn = loggamma(key, div(real, constantLike(real, 2)), shape ?? shapeIn(df), dtype);
	return mul(unary('exp', drawn), constantLike(drawn, 2));
}

/** `jax.random.f`: the ratio of two chi-square numbers, each over its degrees of freedom. */
export function fRatio(
	given: Value,
	dfnum: Value,
	dfden: Value,
	shape: Shape | null = null,
	dtype: DType = 'float32'
): Value {
	const { key } = checkKey('f', given);
	checkFloat('f', dtype);
	const asked = shape ?? broadcastShapes(shapeIn(dfnum), shapeIn(dfden));
	checkShape('f', asked, shapeIn(dfnum), shapeIn(dfden));
	const [forDen, forNum] = splitInto(key, 2);
	const share = (k: Value, df: Value): Value => {
		const real = broadcastTo(convert(df, dtype), asked);
		return div(chisquare(k, real, asked, dtype), real);
	};
	return div(share(forNum, dfnum), share(forDen, dfden));
}

/** `jax.random.t`: Student's distribution. */
export function studentT(
	given: Value,
	df: Value,
	shape: Shape | null = null,
	dtype: DType = 'float32'
): Value {
	const { key } = checkKey('t', given);
	checkFloat('t', dtype);
	const asked = shape ?? shapeIn(df);
	checkShape('t', asked, shapeIn(df));
	const [forN, forG] = splitInto(key, 2);
	const real = convert(df, dtype);
	const half = div(real, constantLike(real, 2));
	const g = gamma(forG, half, asked, dtype);
	return mul(normal(forN, asked, dtype), unary('sqrt', div(broadcastTo(half, asked), g)));
}
