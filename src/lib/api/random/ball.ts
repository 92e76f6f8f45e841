import { avalOf, type Value } from '$lib/core/interpreter';
import { add, binary, convert, mul, reduce, select, unary } from '$lib/core/ops';
import type { DType } from '$lib/array/dtype';
import type { Shape } from '$lib/array/shape';
import { broadcastShapes, broadcastTo } from '../broadcast';
import { constantLike } from '../elementwise';
import { jitted1 } from '../jitted';
import * as jnp from '../jnp/arithmetic';
import * as jnpRarer from '../jnp/rarer-arithmetic';
import { expandDims } from '../jnp/shape';
import { exponential } from './continuous';
import { gamma } from './gamma';
import { rademacher } from './integers';
import { checkKey, splitInto } from './keys';
import { normal } from './normal';
import { maxwell } from './parametric';
import { checkFloat, checkShape, shapeIn } from './shapes';
import { uniform } from './uniform';

const inverse = (p: Value): Value => jnp.trueDivide(1, p);

/** `jax.random.generalized_normal`: density like exp(-|x|^p). */
export function generalizedNormal(
	given: Value,
	p: Value,
	shape: Shape = [],
	dtype: DType = 'float32'
): Value {
	const { key } = checkKey('generalized_normal', given);
	checkFloat('generalized_normal', dtype);
	const body = (k: Value, power: Value): Value => {
		const [forG, forSign] = splitInto(k, 2);
		const g = gamma(forG, inverse(power), shape, dtype);
		return jnp.multiply(rademacher(forSign, shape, dtype), jnpRarer.power(g, inverse(power)));
	};
	return jitted1('_generalized_normal', [shape, dtype], body, [key, p]);
}

/** `jax.random.ball`: points spread evenly over the unit ball of the p-norm in `d` dimensions. */
export function ball(given: Value, d: number, p: Value, shape: Shape = [], dtype: DType = 'float32'): Value {
	const { key } = checkKey('ball', given);
	checkFloat('ball', dtype);
	const body = (k: Value, power: Value): Value => {
		const [forG, forE] = splitInto(k, 2);
		const g = generalizedNormal(forG, power, [...shape, d], dtype);
		const e = exponential(forE, shape, dtype);
		const sum = reduce('reduce_sum', jnpRarer.power(unary('abs', g), power), [shape.length]);
		return jnp.trueDivide(g, expandDims(jnpRarer.power(add(sum, e), inverse(power)), -1n));
	};
	return jitted1('_ball', [d, shape, dtype], body, [key, p]);
}

/** `jax.random.double_sided_maxwell` */
export function doubleSidedMaxwell(
	given: Value,
	loc: Value,
	scale: Value,
	shape: Shape = [],
	dtype: DType = 'float32'
): Value {
	const { key } = checkKey('double_sided_maxwell', given);
	checkFloat('double_sided_maxwell', dtype);
	const own = broadcastShapes(shapeIn(loc), shapeIn(scale));
	const asked = [...(shape.length > 0 ? shape : own), ...own];
	const body = (k: Value, middle: Value, width: Value): Value => {
		const [forSize, forSign] = splitInto(k, 2);
		const signed = mul(rademacher(forSign, asked, dtype), maxwell(forSize, asked, dtype));
		return jnp.add(jnp.multiply(signed, width), middle);
	};
	return jitted1('_double_sided_maxwell', [asked, dtype], body, [key, loc, scale]);
}

/** `jax.random.wald`: the inverse Gaussian distribution, by Michael, Schucany and Haas. */
export function wald(given: Value, mean: Value, shape: Shape | null = null, dtype: DType = 'float32'): Value {
	const { key } = checkKey('wald', given);
	checkFloat('wald', dtype);
	const asked = shape ?? shapeIn(mean);
	checkShape('wald', asked, shapeIn(mean));
	const body = (k: Value, given: Value): Value => {
		const middle = broadcastTo(convert(given, dtype), asked);
		const at = (x: number): Value => broadcastTo(constantLike(middle, x), asked);
		const [forV, forZ] = splitInto(k, 2);
		const y = unary('square', normal(forV, asked, dtype));
		const [square, ySquare] = [unary('square', middle), unary('square', y)];
		const root = unary('sqrt', add(mul(mul(at(4), middle), y), mul(square, ySquare)));
		const shift = binary(
			'sub',
			binary('div', mul(square, y), at(2)),
			mul(binary('div', middle, at(2)), root)
		);
		const x = add(middle, shift);
		const chosen = binary(
			'le',
			uniform(forZ, asked, avalOf(middle).dtype),
			binary('div', middle, add(middle, x))
		);
		return select(chosen, binary('div', square, x), x);
	};
	return jitted1('_wald', [asked, dtype], body, [key, mean]);
}
