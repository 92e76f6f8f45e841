import * as xla from '../kernels/xla-math';
import * as rarer from '../kernels/xla-rarer';
import type { Bundle, Vectors } from './vectors';

/** The functions of xla-math.ts and xla-rarer.ts on vectors: the same steps in the same order, so the same bits. */
type Vectorised = (v: Vectors, x: Bundle) => Bundle;

const { fround, SQRT1_2, SQRT2, LN2 } = Math;

const clamp = (v: Vectors, x: Bundle, limit: number): Bundle =>
	v.min(v.max(x, v.number(-limit)), v.number(limit));

/** `x < bound` for a bound that may lie between two float32 numbers. */
function below(v: Vectors, x: Bundle, bound: number): Bundle {
	const near = fround(bound);
	return near < bound ? v.le(x, v.number(near)) : v.lt(x, v.number(near));
}

const exp: Vectorised = (v, x) => {
	const wide = v.split(x);
	const scaled = v.join(v.fma(wide, v.wideConst(xla.log2E), v.wideConst(0.5)));
	const power = v.min(v.floor(scaled), v.number(127));
	const powers = v.split(power);
	const first = v.widen(v.fma(v.wideConst(-xla.log2High), powers, wide));
	const rest = v.fma(v.wideConst(-xla.log2Low), powers, first);
	const single = v.join(rest);
	const [restWide, square] = [v.widen(rest), v.split(v.mul(single, single))];
	const series = v.fma(v.widen(v.polynomial(xla.expTail, restWide)), square, restWide);
	const scale = v.shl(v.addI32(v.truncate(power), v.whole(127)), 23);
	const value = v.mul(v.add(v.join(series), v.number(1)), scale);
	const normal = v.select(below(v, x, xla.leastExponent), v.number(0), value);
	return v.select(below(v, v.neg(x), -xla.greatestExponent), v.number(Infinity), normal);
};

const exp2: Vectorised = (v, x) => exp(v, v.mul(x, v.number(LN2)));

const log: Vectorised = (v, x) => {
	const half = v.or(v.and(x, v.whole(0x7fffff)), v.whole(0x3f000000));
	const isLow = v.lt(half, v.number(SQRT1_2));
	const power = v.ofI32(v.addI32(v.addI32(v.shrU(x, 23), v.whole(-126)), isLow));
	const mantissa = v.sub(v.add(half, v.and(isLow, half)), v.number(1));
	const value = logParts(v, mantissa, power);
	const least = v.number(2 ** -126);
	const outside = v.select(v.lt(v.abs(x), least), v.number(-Infinity), v.number(NaN));
	const inside = v.select(v.le(least, x), value, outside);
	return v.select(v.eq(x, v.number(Infinity)), x, inside);
};

function logParts(v: Vectors, mantissa: Bundle, power: Bundle): Bundle {
	const square = v.mul(mantissa, mantissa);
	const cube = v.split(v.mul(square, mantissa));
	const wide = v.split(mantissa);
	const of = (coefficients: Float32Array) => v.widen(v.polynomial(coefficients, wide));
	const high = v.widen(v.fma(of(xla.logHead), cube, of(xla.logMiddle)));
	const series = v.widen(v.fma(high, cube, of(xla.logTail)));
	const corrected = v.join(v.fma(series, cube, v.split(v.mul(v.number(xla.log2Low), power))));
	const main = v.join(v.fma(v.wideConst(-0.5), v.split(square), wide));
	return v.join(v.fma(v.wideConst(xla.log2High), v.split(power), v.split(v.add(main, corrected))));
}

/** One polynomial divided by another. */
const ratio = (v: Vectors, numerator: Bundle, denominator: Float32Array, x: Bundle): Bundle =>
	v.div(numerator, v.join(v.polynomial(denominator, v.split(x))));

const log1p: Vectorised = (v, x) => {
	const square = v.mul(x, x);
	const numerator = v.join(v.polynomial(rarer.log1pNumerator, v.split(x)));
	const quotient = ratio(v, numerator, rarer.log1pDenominator, x);
	const tail = v.split(v.mul(v.mul(square, x), quotient));
	const near = v.add(x, v.join(v.fma(v.wideConst(-0.5), v.split(square), tail)));
	const isNear = v.lt(v.abs(x), v.number(SQRT2 - 1));
	return v.select(isNear, near, log(v, v.add(x, v.number(1))));
};

/** x times a quotient of polynomials in its square, x within limits. */
function oddQuotient(v: Vectors, x: Bundle, numerator: Float32Array, denominator: Float32Array): Bundle {
	const square = v.mul(x, x);
	const top = v.mul(x, v.join(v.polynomial(numerator, v.split(square))));
	return ratio(v, top, denominator, square);
}

const tanh: Vectorised = (v, x) => {
	const inner = clamp(v, x, xla.tanhLimit);
	const value = oddQuotient(v, inner, xla.tanhNumerator, xla.tanhDenominator);
	return v.select(v.lt(v.abs(x), v.number(0.0004)), x, value);
};

const erf: Vectorised = (v, x) => {
	const inner = clamp(v, x, rarer.erfLimit);
	return clamp(v, oddQuotient(v, inner, rarer.erfNumerator, rarer.erfDenominator), 1);
};

const expm1: Vectorised = (v, x) => {
	const grown = exp(v, x);
	const near = v.mul(tanh(v, v.mul(x, v.number(0.5))), v.add(grown, v.number(1)));
	const isNear = v.le(v.abs(x), v.number(0.5));
	const value = v.select(isNear, near, v.sub(grown, v.number(1)));
	return v.select(v.eq(x, v.number(0)), x, value);
};

const logistic: Vectorised = (v, x) => v.div(v.number(1), v.add(v.number(1), exp(v, v.neg(x))));

/** Half of e**x and half of e**-x. */
const halves = (v: Vectors, x: Bundle): [Bundle, Bundle] => [
	exp(v, v.add(x, v.number(rarer.logHalf))),
	exp(v, v.sub(v.number(rarer.logHalf), x))
];

const cosh: Vectorised = (v, x) => v.add(...halves(v, x));

const sinh: Vectorised = (v, x) => {
	const em1 = expm1(v, x);
	const near = v.mul(v.number(0.5), v.add(em1, v.div(em1, v.add(em1, v.number(1)))));
	return v.select(v.lt(v.abs(x), v.number(1)), near, v.sub(...halves(v, x)));
};

export const elementary = { cosh, erf, exp, exp2, expm1, log, log1p, logistic, sinh, tanh };

export type Elementary = keyof typeof elementary;
