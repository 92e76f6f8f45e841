import type { DType } from '$lib/array/dtype';
import type { Shape } from '$lib/array/shape';
import type { Value } from '$lib/core/interpreter';
import { binary, convert, mul, unary } from '$lib/core/ops';
import { jitted1 } from '../jitted';
import { checkKey } from './keys';
import { broadcastShapes } from '../broadcast';
import { clip } from '../jnp/choosing';
import { checkFloat, checkShape, shapeIn } from './shapes';
import { constant, layoutOf, uniform } from './uniform';

const sqrt2 = (dtype: DType): Value => constant(Math.SQRT2, dtype);

/** `jax.random.normal`: the error function's inverse of a uniform number between -1 and 1, as JAX draws it. */
export function normal(given: Value, shape: Shape = [], dtype: DType = 'float32'): Value {
	const { key } = checkKey('normal', given);
	checkFloat('normal', dtype);
	const afterMinusOne = constant(-1 + layoutOf(dtype).eps / 2, dtype);
	const real = (k: Value): Value => {
		const u = uniform(k, shape, dtype, afterMinusOne, constant(1, dtype));
		return mul(sqrt2(dtype), unary('erf_inv', u));
	};
	const statics = [shape, dtype];
	return jitted1('_normal', statics, (k) => jitted1('_normal_real', statics, real, [k]), [key]);
}

/** `jax.random.truncated_normal` on the open interval (lower, upper). */
export function truncatedNormal(
	given: Value,
	lower: Value,
	upper: Value,
	shape: Shape | null = null,
	dtype: DType = 'float32'
): Value {
	const { key } = checkKey('truncated_normal', given);
	checkFloat('truncated_normal', dtype);
	const asked = shape ?? broadcastShapes(shapeIn(lower), shapeIn(upper));
	checkShape('truncated_normal', asked, shapeIn(lower), shapeIn(upper));
	return jitted1(
		'_truncated_normal',
		[asked, dtype],
		(k, lo, hi) => truncated(k, convert(lo, dtype), convert(hi, dtype), asked, dtype),
		[key, lower, upper]
	);
}

function truncated(key: Value, lower: Value, upper: Value, shape: Shape, dtype: DType): Value {
	const half = (x: Value): Value => unary('erf', binary('div', x, sqrt2(dtype)));
	const u = uniform(key, shape, dtype, half(lower), half(upper));
	const out = mul(sqrt2(dtype), unary('erf_inv', u));
	const [above, below] = [lower, upper].map((bound, i) =>
		binary('nextafter', unary('stop_gradient', bound), constant(i === 0 ? Infinity : -Infinity, dtype))
	);
	return clip(out, above, below);
}
