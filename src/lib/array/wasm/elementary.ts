import * as xla from '../kernels/xla-math';
import type { Code } from './assemble';
import { f32x4, i32x4, v128 } from './instructions';
import type { Builder } from './routine';
import { fma, join, polynomial, split, wideConst, widen } from './wide';

/** The functions of xla-math.ts on four numbers at once: the same steps in the same order, so the same bits. */
type Vectorised = (b: Builder, x: Code) => Code;

const { fround, SQRT1_2, SQRT2, LN2 } = Math;
const { const: number, abs, add, sub, mul, div, neg, lt, gt, eq, ge } = f32x4;
const { select } = v128;

const clamp = (x: Code, limit: number): Code => f32x4.min(f32x4.max(x, number(-limit)), number(limit));

/** `x < bound` for a bound between two float32 numbers. */
function below(x: Code, bound: number): Code {
	const near = fround(bound);
	return near < bound ? f32x4.le(x, number(near)) : lt(x, number(near));
}

const exp: Vectorised = (b, x) => {
	const wide = split(b, x);
	const scaled = join(b, fma(b, wide, wideConst(xla.log2E), wideConst(0.5)));
	const power = b.let(f32x4.min(f32x4.floor(scaled), number(127)));
	const powers = split(b, power);
	const first = widen(b, fma(b, wideConst(-xla.log2High), powers, wide));
	const rest = fma(b, wideConst(-xla.log2Low), powers, first);
	const single = join(b, rest);
	const [restWide, square] = [widen(b, rest), split(b, b.let(mul(single, single)))];
	const series = fma(b, widen(b, polynomial(b, xla.expTail, restWide)), square, restWide);
	const scale = i32x4.shl(i32x4.add(i32x4.truncate(power), i32x4.const(127)), 23);
	const value = mul(add(join(b, series), number(1)), scale);
	const normal = select(below(x, xla.leastExponent), number(0), value);
	return b.let(select(below(neg(x), -xla.greatestExponent), number(Infinity), normal));
};

const exp2: Vectorised = (b, x) => exp(b, b.let(mul(x, number(LN2))));

const log: Vectorised = (b, x) => {
	const half = b.let(v128.or(v128.and(x, i32x4.const(0x7fffff)), i32x4.const(0x3f000000)));
	const isLow = b.let(lt(half, number(SQRT1_2)));
	const exponent = i32x4.add(i32x4.sub(i32x4.shrU(x, 23), i32x4.const(126)), isLow);
	const power = b.let(f32x4.ofI32(exponent));
	const mantissa = b.let(sub(add(half, v128.and(isLow, half)), number(1)));
	const value = logParts(b, mantissa, power);
	const outside = select(lt(abs(x), number(2 ** -126)), number(-Infinity), number(NaN));
	const inside = select(ge(x, number(2 ** -126)), value, outside);
	return b.let(select(eq(x, number(Infinity)), x, inside));
};

function logParts(b: Builder, mantissa: Code, power: Code): Code {
	const square = b.let(mul(mantissa, mantissa));
	const cube = split(b, b.let(mul(square, mantissa)));
	const wide = split(b, mantissa);
	const of = (coefficients: Float32Array) => widen(b, polynomial(b, coefficients, wide));
	const high = widen(b, fma(b, of(xla.logHead), cube, of(xla.logMiddle)));
	const series = widen(b, fma(b, high, cube, of(xla.logTail)));
	const low = split(b, b.let(mul(number(xla.log2Low), power)));
	const corrected = join(b, fma(b, series, cube, low));
	const main = join(b, fma(b, wideConst(-0.5), split(b, square), wide));
	const rest = split(b, b.let(add(main, corrected)));
	return join(b, fma(b, wideConst(xla.log2High), split(b, power), rest));
}

const log1p: Vectorised = (b, x) => {
	const wide = split(b, x);
	const square = b.let(mul(x, x));
	const numerator = join(b, polynomial(b, xla.log1pNumerator, wide));
	const ratio = div(numerator, join(b, polynomial(b, xla.log1pDenominator, wide)));
	const tail = split(b, b.let(mul(mul(square, x), ratio)));
	const near = add(x, join(b, fma(b, wideConst(-0.5), split(b, square), tail)));
	return b.let(select(lt(abs(x), number(SQRT2 - 1)), near, log(b, b.let(add(x, number(1))))));
};

const tanh: Vectorised = (b, x) => {
	const inner = b.let(clamp(x, xla.tanhLimit));
	const square = split(b, b.let(mul(inner, inner)));
	const numerator = join(b, polynomial(b, xla.tanhNumerator, square));
	const denominator = join(b, polynomial(b, xla.tanhDenominator, square));
	return b.let(select(lt(abs(x), number(0.0004)), x, div(mul(inner, numerator), denominator)));
};

const expm1: Vectorised = (b, x) => {
	const grown = exp(b, x);
	const near = mul(tanh(b, b.let(mul(x, number(0.5)))), add(grown, number(1)));
	const value = select(f32x4.le(abs(x), number(0.5)), near, sub(grown, number(1)));
	return b.let(select(eq(x, number(0)), x, value));
};

const logistic: Vectorised = (b, x) => b.let(div(number(1), add(number(1), exp(b, b.let(neg(x))))));

/** Half of e**x and half of e**-x. */
const halves = (b: Builder, x: Code): [Code, Code] => [
	exp(b, b.let(add(x, number(xla.logHalf)))),
	exp(b, b.let(sub(number(xla.logHalf), x)))
];

const cosh: Vectorised = (b, x) => b.let(add(...halves(b, x)));

const sinh: Vectorised = (b, x) => {
	const em1 = expm1(b, x);
	const near = mul(number(0.5), add(em1, div(em1, add(em1, number(1)))));
	return b.let(select(lt(abs(x), number(1)), near, sub(...halves(b, x))));
};

const erf: Vectorised = (b, x) => {
	const inner = b.let(clamp(x, xla.erfLimit));
	const square = split(b, b.let(mul(inner, inner)));
	const numerator = join(b, polynomial(b, xla.erfNumerator, square));
	const denominator = join(b, polynomial(b, xla.erfDenominator, square));
	return b.let(clamp(div(mul(inner, numerator), denominator), 1));
};

export const elementary = { cosh, erf, exp, exp2, expm1, log, log1p, logistic, sinh, tanh };

export type Elementary = keyof typeof elementary;
