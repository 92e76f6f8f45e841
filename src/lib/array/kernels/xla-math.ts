/**
 * Elementary functions as XLA compiles them for a CPU: polynomials in float32 steps, the coefficients those of Cephes and
 * Eigen, so that the results are JAX's bit for bit (tests/array/data/rounding.jsonl) and the same in every browser,
 * which those of Math are not. Their distance from the rounded true value, at worst in 4000 random arguments: exp, log, cosh 1 ulp;
 * log1p, logistic 2; asinh, sinh, tanh, expm1, erf 3 to 4; exp2 8; erfInv about 60. Arguments are float32 numbers.
 */
const { fround } = Math;

/** A fused multiply-add: the product of two float32 numbers is exact in a double. */
const fma = (a: number, b: number, c: number): number => fround(a * b + c);

/** A polynomial, highest power first. */
function polynomial(coefficients: Float32Array, x: number): number {
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

export const exp2 = (x: number): number => exp(fround(x * fround(Math.LN2)));

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

export const log1pNumerator = Float32Array.of(
	4.527000086e-5,
	0.4985410282,
	6.578732594,
	29.91191933,
	60.94966798,
	57.11296359,
	20.0395535
);
export const log1pDenominator = Float32Array.of(
	1,
	15.06290908,
	83.04756597,
	221.7623982,
	309.0987223,
	216.4278861,
	60.1186605
);

export function log1p(x: number): number {
	if (!(Math.abs(x) < fround(Math.SQRT2 - 1))) return log(fround(x + 1));
	const square = fround(x * x);
	const ratio = fround(polynomial(log1pNumerator, x) / polynomial(log1pDenominator, x));
	return fround(x + fma(-0.5, square, fround(fround(square * x) * ratio)));
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

export function expm1(x: number): number {
	if (x === 0) return x;
	if (!(Math.abs(x) <= 0.5)) return fround(exp(x) - 1);
	return fround(tanh(fround(x * 0.5)) * fround(exp(x) + 1));
}

export const logistic = (x: number): number => fround(1 / fround(1 + exp(-x)));

export const logHalf = fround(Math.log(0.5));

export const cosh = (x: number): number => fround(exp(fround(x + logHalf)) + exp(fround(logHalf - x)));

export function sinh(x: number): number {
	if (!(Math.abs(x) < 1)) return fround(exp(fround(x + logHalf)) - exp(fround(logHalf - x)));
	const em1 = expm1(x);
	return fround(0.5 * fround(em1 + fround(em1 / fround(em1 + 1))));
}

const central = Float32Array.of(
	2.81022636e-8,
	3.43273939e-7,
	-3.5233877e-6,
	-4.39150654e-6,
	0.00021858087,
	-0.00125372503,
	-0.00417768164,
	0.246640727,
	1.50140941
);
const tail = Float32Array.of(
	-0.000200214257,
	0.000100950558,
	0.00134934322,
	-0.00367342844,
	0.00573950773,
	-0.0076224613,
	0.00943887047,
	1.00167406,
	2.83297682
);

/** M. Giles, "Approximating the erfinv function" (2010), single precision. */
export function erfInv(x: number): number {
	if (Math.abs(x) === 1) return x * Infinity;
	const w = -log1p(-fround(x * x));
	const p = w < 5 ? polynomial(central, fround(w - 2.5)) : polynomial(tail, fround(fround(Math.sqrt(w)) - 3));
	return fround(p * x);
}

export const erfNumerator = Float32Array.of(
	0.00022905065861,
	0.003408291010711,
	0.05095569506238,
	0.18520832239976,
	1.12837914351908
);
export const erfDenominator = Float32Array.of(
	-1.17916029543617e-7,
	2.35479664713112e-5,
	0.00101796252789189,
	0.0140704701711677,
	0.110985051782854,
	0.497469251100675,
	1
);

/** From here on the quotient is 1. */
export const erfLimit = fround(3.8325068569);

export function erf(x: number): number {
	const inner = Math.min(Math.max(x, -erfLimit), erfLimit);
	const square = fround(inner * inner);
	const quotient = fround(
		fround(inner * polynomial(erfNumerator, square)) / polynomial(erfDenominator, square)
	);
	return Math.min(Math.max(quotient, -1), 1);
}

export function asinh(x: number): number {
	const size = Math.abs(x);
	const square = fround(size * size);
	if (square === Infinity) return Math.sign(x) * fround(log(size) + fround(Math.LN2));
	const root = fround(Math.sqrt(fround(square + 1)));
	return Math.sign(x) * log1p(fround(size + fround(square / fround(1 + root))));
}
