import { digamma, lgamma } from '../special';

/**
 * The incomplete gamma functions and their derivatives by a: the series below max(1, a), the continued fraction of the
 * complement above it (Abramowitz and Stegun 6.5.29 and 6.5.31), in double precision.
 */

const epsilon = 2 ** -52;
const most = 2000;

/** A sum or fraction and its derivative by a, both without the factor x^a e^-x / gamma(a). */
interface Part {
	readonly value: number;
	readonly slope: number;
}

/** 1 + x / (a + 1) + x^2 / ((a + 1)(a + 2)) + ...; to be divided by a. */
function series(a: number, x: number): Part {
	let [term, termSlope, value, slope] = [1, 0, 1, 0];
	for (let n = 1; n <= most; n++) {
		const r = a + n;
		termSlope = termSlope * (x / r) - (term * x) / (r * r);
		term *= x / r;
		value += term;
		slope += termSlope;
		if (Math.abs(term) <= epsilon * value && Math.abs(termSlope) <= epsilon * Math.abs(slope)) break;
	}
	return { value, slope };
}

/** Convergents p / q of Legendre's fraction, each with its derivative by a; large ones are scaled down together. */
function fraction(a: number, x: number): Part {
	let [y, z] = [1 - a, x + 2 - a];
	let [p2, q2, p1, q1] = [1, x, x + 1, z * x];
	let [dp2, dq2, dp1, dq1] = [0, 0, 0, -x];
	let value = p1 / q1;
	let slope = (dp1 - value * dq1) / q1;
	for (let c = 1; c <= most; c++) {
		y += 1;
		z += 2;
		const p = p1 * z - p2 * y * c;
		const q = q1 * z - q2 * y * c;
		const dp = dp1 * z - p1 - dp2 * y * c + p2 * c;
		const dq = dq1 * z - q1 - dq2 * y * c + q2 * c;
		const [last, lastSlope] = [value, slope];
		if (q !== 0) {
			value = p / q;
			slope = (dp - value * dq) / q;
		}
		const scale = Math.abs(p) > 1e100 ? 1e-100 : 1;
		[p2, q2, dp2, dq2] = [p1 * scale, q1 * scale, dp1 * scale, dq1 * scale];
		[p1, q1, dp1, dq1] = [p * scale, q * scale, dp * scale, dq * scale];
		const near = Math.abs(value - last) <= epsilon * Math.abs(value);
		if (near && Math.abs(slope - lastSlope) <= epsilon * Math.abs(slope)) break;
	}
	return { value, slope };
}

/** x^a e^-x / gamma(a) */
const factor = (a: number, x: number): number => Math.exp(a * Math.log(x) - x - lgamma(a));

const isOutside = (a: number, x: number): boolean => !(a >= 0) || !(x >= 0) || (a === 0 && x === 0);

/** The share of the gamma function below x. */
export function igamma(a: number, x: number): number {
	if (isOutside(a, x)) return NaN;
	if (x === 0) return 0;
	if (x === Infinity || a === 0) return 1;
	if (x >= 1 && x > a) return 1 - fraction(a, x).value * factor(a, x);
	return (series(a, x).value * factor(a, x)) / a;
}

/** The share above x. */
export function igammac(a: number, x: number): number {
	if (isOutside(a, x)) return NaN;
	if (x === Infinity || a === 0) return 0;
	if (x === 0) return 1;
	if (x < 1 || x < a) return 1 - (series(a, x).value * factor(a, x)) / a;
	return fraction(a, x).value * factor(a, x);
}

/** The derivative by a of the share below x. */
export function igammaGradA(a: number, x: number): number {
	if (!(x >= 0) || !(a > 0)) return NaN;
	if (x === 0) return 0;
	if (x > 1 && x > a) {
		const { value, slope } = fraction(a, x);
		return -factor(a, x) * (value * (Math.log(x) - digamma(a)) + slope);
	}
	const { value, slope } = series(a, x);
	return (factor(a, x) * (value * (Math.log(x) - digamma(a + 1)) + slope)) / a;
}

/** The derivative by a of a number drawn from the gamma distribution that came out as x. */
export function randomGammaGrad(a: number, x: number): number {
	if (!(x >= 0) || !(a > 0)) return NaN;
	if (x === 0) return 0;
	if (x > 1 && x > a) {
		const { value, slope } = fraction(a, x);
		return (slope + value * (Math.log(x) - digamma(a))) * x;
	}
	const { value, slope } = series(a, x);
	return (-(slope + value * (Math.log(x) - digamma(a + 1))) * x) / a;
}
