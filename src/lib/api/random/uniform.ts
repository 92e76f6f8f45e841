import { bitsOf, isFloat, type DType } from '$lib/array/dtype';
import { rounder } from '$lib/array/rounding';
import type { Shape } from '$lib/array/shape';
import { avalOf, bind1, type Value } from '$lib/core/interpreter';
import { add, binary, convert, mul, reshape, scalar, slice, squeeze } from '$lib/core/ops';
import { ProgramError } from '$lib/core/errors';
import { jitted1 } from '../jitted';
import { checkKey } from './keys';
import { checkFloat, checkShape, fit, shapeIn, toRank } from './shapes';

/** A Python float as an operand. */
export const weak = (x: number): Value => scalar(x, 'float32', true);

/** A constant of exactly this element type. */
export const constant = (x: number, dtype: DType): Value => scalar(rounder(dtype)(x), dtype);

type Width = 8 | 16 | 32;

export const bitsTyped = (key: Value, width: Width, shape: Shape): Value =>
	bind1('random_bits', [key], { bit_width: width, shape });

/** `jax.random.bits`: unsigned integers of all bits. */
export function bits(given: Value, shape: Shape = [], dtype: DType = 'uint32'): Value {
	const { key } = checkKey('bits', given);
	if (dtype !== 'uint8' && dtype !== 'uint16' && dtype !== 'uint32')
		throw new ProgramError(
			'ValueError',
			`dtype argument to \`bits\` must be an unsigned int dtype, got ${dtype}`
		);
	return bitsTyped(key, bitsOf(dtype) as Width, shape);
}

/** How a float is laid out: 1.0 as bits, and the bits of its fraction. */
const layouts = {
	float32: { uint: 'uint32', width: 32, drawn: 32, fraction: 23, one: 0x3f800000, eps: 2 ** -23, tiny: 2 ** -126 },
	float16: { uint: 'uint16', width: 16, drawn: 16, fraction: 10, one: 0x3c00, eps: 2 ** -10, tiny: 2 ** -14 },
	bfloat16: { uint: 'uint16', width: 16, drawn: 8, fraction: 7, one: 0x3f80, eps: 2 ** -7, tiny: 2 ** -126 }
} as const; // prettier-ignore

export type Floating = keyof typeof layouts;

/** `jnp.finfo` as far as samplers need it. */
export const layoutOf = (dtype: DType): (typeof layouts)[Floating] => {
	if (!isFloat(dtype)) throw new Error(`internal: no float layout of ${dtype}`);
	return layouts[dtype as Floating];
};

/** The fraction bits are drawn, the exponent is 1.0's, and 1 is taken off: [0, 1). */
function unitInterval(key: Value, shape: Shape, dtype: DType): Value {
	const { uint, drawn, fraction, one } = layoutOf(dtype);
	const words = convert(bitsTyped(key, drawn, shape), uint);
	const shifted = binary('shift_right_logical', words, scalar(drawn - fraction, uint));
	const filled = binary('or', shifted, scalar(one, uint));
	const floats = bind1('bitcast_convert_type', [filled], { new_dtype: dtype });
	return binary('sub', floats, scalar(1, dtype));
}

/** `jax.random.uniform` on [minval, maxval). */
export function uniform(
	given: Value,
	shape: Shape = [],
	dtype: DType = 'float32',
	minval: Value = weak(0),
	maxval: Value = weak(1)
): Value {
	const { key } = checkKey('uniform', given);
	checkFloat('uniform', dtype);
	checkShape('uniform', shape, shapeIn(minval), shapeIn(maxval));
	const body = (k: Value, lo: Value, hi: Value): Value => between(k, lo, hi, shape, dtype);
	return jitted1('_uniform', [shape, dtype], body, [key, minval, maxval]);
}

/** The same as samplers call it that name its bounds: operands by name are sorted. */
export function uniformOn(
	key: Value,
	shape: Shape,
	dtype: DType,
	{ minval, maxval }: { readonly minval: Value; readonly maxval: Value }
): Value {
	const body = (k: Value, hi: Value, lo: Value): Value => between(k, lo, hi, shape, dtype);
	return jitted1('_uniform', [shape, dtype, 'named'], body, [key, maxval, minval]);
}

function between(key: Value, minval: Value, maxval: Value, shape: Shape, dtype: DType): Value {
	const [lo, hi] = [minval, maxval].map((bound) => convert(bound, dtype));
	const [low, high] = [lo, hi].map((bound) => toRank(bound, shape.length));
	const floats = unitInterval(key, shape, dtype);
	return binary('max', low, reshape(add(mul(floats, binary('sub', high, low)), low), shape));
}

/** `jax.random.bernoulli`: true with probability `p`; of p's shape where none is asked for. */
export function bernoulli(
	given: Value,
	p: Value = scalar(0.5, 'float32'),
	shape: Shape | null = null,
	mode: 'low' | 'high' | null = null
): Value {
	const { key } = checkKey('bernoulli', given);
	const { dtype } = avalOf(p);
	if (!isFloat(dtype))
		throw new ProgramError(
			'TypeError',
			`bernoulli probability \`p\` must have a floating dtype, got ${dtype}.`
		);
	const asked = shape ?? shapeIn(p);
	checkShape('bernoulli', asked, shapeIn(p));
	return jitted1(
		'_bernoulli',
		[asked, dtype, mode],
		(k, prob) =>
			mode === 'high'
				? finer(k, fit(prob, asked), asked, dtype)
				: binary('lt', uniform(k, asked, dtype), fit(prob, asked)),
		[key, convert(p, dtype)]
	);
}

/** Whether u < p with twice the bits in u. */
function finer(key: Value, p: Value, shape: Shape, dtype: DType): Value {
	const [high, low] = twoUniforms(key, shape, dtype);
	const rest = mul(low, constant(2 ** -layoutOf(dtype).fraction, dtype));
	return binary('lt', rest, binary('sub', p, high));
}

/** Two uniform numbers for each place, drawn at once: what the finer modes are made of. */
export function twoUniforms(key: Value, shape: Shape, dtype: DType): Value[] {
	const both = uniform(key, [2, ...shape], dtype);
	return [0, 1].map((i) => squeeze(slice(both, [i, ...shape.map(() => 0)], [i + 1, ...shape]), [0]));
}
