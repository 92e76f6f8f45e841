/**
 * Elementary functions as XLA compiles them for a CPU: polynomials in float32 steps, the coefficients those of Cephes and
 * Eigen, so that the results are JAX's bit for bit (tests/array/data/rounding.jsonl) and the same in every browser,
 * which those of Math are not. Their distance from the rounded true value, at worst in 4000 random arguments: exp, log 1 ulp;
 * logistic 2; tanh 3 to 4. Arguments are float32 numbers. `xla-rarer.ts` has more.
 */
const { fround } = Math;

/** A fused multiply-add: the product of two float32 numbers is exact in a double. */
export const fma = (a: number, b: number, c: number): number => fround(a * b + c);

/** A polynomial, highest power first. */
export function polynomial(coefficients: Float32Array, x: number): number {
	let sum = coefficients[0];
	for (let i = 1; i < coefficients.length; i++) sum = fma(sum, x, coefficients[i]);
	return sum;
}

/** log 2 in two parts, the first with few bits, so that its small multiples are exact. */
export const [log2High, log2Low] = Float32Array.of(0.693359375, -2.1219444e-4);

export const log2E = fround(Math.LOG2E);
export const expTail = Float32Array.of(
	1.98756915e-4,
	1.3981999507e-3,
	8.3334519073e-3,
	4.1665795894e-2,
	1.6666665459e-1,
	5.0000001201e-1
);

/** 2**-127 to 2**127: `**` itself takes as long as all the rest of exp. */
const powersOfTwo = Float64Array.from({ length: 255 }, (_, i) => 2 ** (i - 127));

/** Results that are not normal numbers are 0, as everywhere in XLA on a CPU. */
export const leastExponent = -87.33654;
/** Results beyond this one's are infinite. */
export const greatestExponent = 88.8;

export function exp(x: number): number {
	if (x > greatestExponent) return Infinity;
	if (x < leastExponent) return 0;
	// 2**128 is no float32.
	const power = Math.min(Math.floor(fma(x, log2E, 0.5)), 127);
	const rest = fma(-log2Low, power, fma(-log2High, power, x));
	const sum = fround(fma(polynomial(expTail, rest), fround(rest * rest), rest) + 1);
	return fround(sum * powersOfTwo[power + 127]);
}

export const logHead = Float32Array.of(7.0376836292e-2, -1.151461031e-1, 1.167699874e-1);
export const logMiddle = Float32Array.of(-1.2420140846e-1, 1.4249322787e-1, -1.6668057665e-1);
export const logTail = Float32Array.of(2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1);

const scratch = new Float32Array(1);
const bits = new Int32Array(scratch.buffer);

/** log of mantissa + 1 and a power of two. */
function logParts(mantissa: number, power: number): number {
	const square = fround(mantissa * mantissa);
	const cube = fround(square * mantissa);
	const high = fma(polynomial(logHead, mantissa), cube, polynomial(logMiddle, mantissa));
	const series = fma(high, cube, polynomial(logTail, mantissa));
	const corrected = fma(series, cube, fround(log2Low * power));
	return fma(log2High, power, fround(fma(-0.5, square, mantissa) + corrected));
}

/** Numbers below the normal ones count as 0. */
export function log(x: number): number {
	if (!(x >= 2 ** -126)) return x <= -(2 ** -126) ? NaN : x === x ? -Infinity : x;
	if (x === Infinity) return x;
	scratch[0] = x;
	const power = (bits[0] >>> 23) - 126;
	bits[0] = (bits[0] & 0x7fffff) | 0x3f000000;
	const half = scratch[0];
	return half < fround(Math.SQRT1_2)
		? logParts(fround(2 * half - 1), power - 1)
		: logParts(fround(half - 1), power);
}

export const tanhNumerator = Float32Array.of(
	-2.76076847742355e-16,
	2.00018790482477e-13,
	-8.60467152213735e-11,
	5.12229709037114e-8,
	1.48572235717979e-5,
	6.37261928875436e-4,
	4.89352455891786e-3
);
export const tanhDenominator = Float32Array.of(
	1.19825839466702e-6,
	1.18534705686654e-4,
	2.268434632439e-3,
	4.89352518554385e-3
);

/** From here on the quotient is 1. */
export const tanhLimit = fround(7.99881172180175781);

export function tanh(x: number): number {
	if (Math.abs(x) < fround(0.0004)) return x;
	const inner = Math.min(Math.max(x, -tanhLimit), tanhLimit);
	const square = fround(inner * inner);
	return fround(fround(inner * polynomial(tanhNumerator, square)) / polynomial(tanhDenominator, square));
}

export const logistic = (x: number): number => fround(1 / fround(1 + exp(-x)));
