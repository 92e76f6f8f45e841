import type { Code } from './assemble';
import { f32x4, f64x2, i32x4, v128 } from './instructions';
import type { Builder } from './routine';

/**
 * Several vectors of float32 numbers on which every operation is done before the next one: the chains are long, and a
 * processor that may begin the next vector's while it waits is busy nearly twice as much of the time.
 */
export type Bundle = readonly Code[];

/** The same numbers as float64 ones, two a vector: the form in which products are exact. */
export type Wide = readonly Code[];

/** The same, each pair as float32 numbers in the low half of a vector. */
export type Pairs = readonly Code[];

/** The operations of elementary functions on bundles of `size` vectors; each result is a local. */
export function vectors(b: Builder, size: number) {
	const many = (n: number, code: Code): Code[] => new Array<Code>(n).fill(code);
	const one =
		(f: (x: Code) => Code) =>
		(x: Bundle): Bundle =>
			x.map((part) => b.let(f(part)));
	const two =
		(f: (x: Code, y: Code) => Code) =>
		(x: Bundle, y: Bundle): Bundle =>
			x.map((part, i) => b.let(f(part, y[i])));
	const wideConst = (x: number): Wide => many(2 * size, f64x2.const(x));
	const widen = (x: Pairs): Wide => x.map((pair) => b.let(f64x2.promote(pair)));

	/** The product exact, the sum rounded to float32: `fma` of xla-math.ts. */
	const fma = (x: Wide, y: Wide, z: Wide): Pairs =>
		x.map((part, i) => b.let(f32x4.demote(f64x2.add(f64x2.mul(part, y[i]), z[i]))));

	return {
		number: (x: number): Bundle => many(size, f32x4.const(x)),
		whole: (n: number): Bundle => many(size, i32x4.const(n)),
		abs: one(f32x4.abs),
		neg: one(f32x4.neg),
		floor: one(f32x4.floor),
		ofI32: one(f32x4.ofI32),
		truncate: one(i32x4.truncate),
		add: two(f32x4.add),
		sub: two(f32x4.sub),
		mul: two(f32x4.mul),
		div: two(f32x4.div),
		min: two(f32x4.min),
		max: two(f32x4.max),
		eq: two(f32x4.eq),
		lt: two(f32x4.lt),
		le: two(f32x4.le),
		addI32: two(i32x4.add),
		and: two(v128.and),
		or: two(v128.or),
		shl: (x: Bundle, bits: number): Bundle => one((part) => i32x4.shl(part, bits))(x),
		shrU: (x: Bundle, bits: number): Bundle => one((part) => i32x4.shrU(part, bits))(x),
		/** `yes` where the bits of `mask` are set, `no` elsewhere. */
		select: (mask: Bundle, yes: Bundle, no: Bundle): Bundle =>
			mask.map((part, i) => b.let(v128.select(part, yes[i], no[i]))),

		wideConst,
		widen,
		fma,
		split: (x: Bundle): Wide =>
			x.flatMap((part) => [b.let(f64x2.promote(part)), b.let(f64x2.promote(f32x4.highHalf(part)))]),
		join: (x: Pairs): Bundle => many(size, 0).map((_, i) => b.let(f32x4.lowHalves(x[2 * i], x[2 * i + 1]))),

		/** A polynomial, highest power first. */
		polynomial(coefficients: Float32Array, x: Wide): Pairs {
			const [first, second, ...rest] = coefficients;
			let sum = fma(wideConst(first), x, wideConst(second));
			for (const c of rest) sum = fma(widen(sum), x, wideConst(c));
			return sum;
		}
	};
}

export type Vectors = ReturnType<typeof vectors>;
