import { lgamma } from '../special';

const tiny = 1e-300;
const epsilon = 2 ** -52;
const most = 2000;

/** Lentz's way through the continued fraction of DLMF 8.17.22, which converges fast for x < (a + 1) / (a + b + 2). */
function fraction(a: number, b: number, x: number): number {
	let [c, d] = [1, 1 - ((a + b) * x) / (a + 1)];
	d = 1 / (Math.abs(d) < tiny ? tiny : d);
	let value = d;
	const turn = (numerator: number): number => {
		d = 1 + numerator * d;
		c = 1 + numerator / c;
		d = 1 / (Math.abs(d) < tiny ? tiny : d);
		if (Math.abs(c) < tiny) c = tiny;
		value *= c * d;
		return c * d;
	};
	for (let m = 1; m <= most; m++) {
		turn((m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m)));
		const change = turn((-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1)));
		if (Math.abs(change - 1) <= epsilon) break;
	}
	return value;
}

function lowerShare(a: number, b: number, x: number): number {
	const beta = lgamma(a) + lgamma(b) - lgamma(a + b);
	return (Math.exp(Math.log(x) * a + Math.log1p(-x) * b - beta) / a) * fraction(a, b, x);
}

/** The regularized incomplete beta function I_x(a, b). */
export function betainc(a: number, b: number, x: number): number {
	if (!(a >= 0) || !(b >= 0) || !(x >= 0) || !(x <= 1)) return NaN;
	const atZero = a === 0 || b === Infinity;
	const atOne = b === 0 || a === Infinity;
	if (atZero && atOne) return NaN;
	if (atZero) return x > 0 ? 1 : 0;
	if (atOne) return x < 1 ? 0 : 1;
	if (x === 0 || x === 1) return x;
	return x < (a + 1) / (a + b + 2) ? lowerShare(a, b, x) : 1 - lowerShare(b, a, 1 - x);
}
