import { digamma, lgamma } from '../special';

/** B_2k / (2k)!, the coefficients of the Euler-Maclaurin formula. */
const bernoulli = [
	1 / 12,
	-1 / 720,
	1 / 30240,
	-1 / 1209600,
	1 / 47900160,
	-691 / 1307674368000,
	1 / 74724249600,
	-3617 / 10670622842880000
];

/** Hurwitz' zeta function: the sum of (q + k)^-x. */
export function zeta(x: number, q: number): number {
	if (x === 1) return Infinity;
	if (!(x > 1) || q !== q) return NaN;
	if (q <= 0 && Number.isInteger(q)) return Infinity;
	if (q <= 0 && !Number.isInteger(x)) return NaN;
	let sum = 0;
	let at = q;
	for (; at < q + 10 || at < 10; at++) sum += Math.pow(at, -x);
	let power = Math.pow(at, -x);
	sum += (power * at) / (x - 1) + power / 2;
	let rising = x;
	power /= at;
	bernoulli.forEach((coefficient, k) => {
		sum += coefficient * rising * power;
		rising *= (x + 2 * k + 1) * (x + 2 * k + 2);
		power /= at * at;
	});
	return sum;
}

/** The n-th derivative of digamma. */
export function polygamma(n: number, x: number): number {
	if (n === 0) return digamma(x);
	if (!(n > 0) || !Number.isInteger(n)) return NaN;
	const size = Math.exp(lgamma(n + 1)) * zeta(n + 1, x);
	return n % 2 === 1 ? size : -size;
}
