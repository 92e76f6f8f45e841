import type { Code } from './assemble';
import { f32x4, f64x2 } from './instructions';
import type { Builder } from './routine';

/** Four float32 numbers as float64 ones, two and two: the form in which products are exact. */
export interface Wide {
	readonly low: Code;
	readonly high: Code;
}

/** Four float32 numbers, two and two, each pair in the low half of a vector. */
export interface Halves {
	readonly low: Code;
	readonly high: Code;
}

const each = (f: (half: 'low' | 'high') => Code): Wide => ({ low: f('low'), high: f('high') });

export const wideConst = (x: number): Wide => each(() => f64x2.const(x));

export const split = (b: Builder, x: Code): Wide => ({
	low: b.let(f64x2.promote(x)),
	high: b.let(f64x2.promote(f32x4.highHalf(x)))
});

export const widen = (b: Builder, x: Halves): Wide => each((half) => b.let(f64x2.promote(x[half])));

export const join = (b: Builder, x: Halves): Code => b.let(f32x4.lowHalves(x.low, x.high));

/** The product exact, the sum rounded to float32: `fma` of xla-math.ts. */
export const fma = (b: Builder, x: Wide, y: Wide, z: Wide): Halves =>
	each((half) => b.let(f32x4.demote(f64x2.add(f64x2.mul(x[half], y[half]), z[half]))));

/** A polynomial, highest power first. */
export function polynomial(b: Builder, coefficients: Float32Array, x: Wide): Halves {
	const [first, second, ...rest] = coefficients;
	let sum = fma(b, wideConst(first), x, wideConst(second));
	for (const c of rest) sum = fma(b, widen(b, sum), x, wideConst(c));
	return sum;
}
