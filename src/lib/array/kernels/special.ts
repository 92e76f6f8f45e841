/**
 * Functions that Math lacks, in double precision: good to well under half an ulp of float32, so that rounding their
 * value gives float32 within 1 ulp.
 */

/** Maclaurin series of erf with the exponential drawn out: all terms positive, so nothing cancels. */
function erfSeries(x: number): number {
	let term = x;
	let sum = x;
	for (let n = 1; term !== 0 && Math.abs(term) > 1e-18 * Math.abs(sum); n++) {
		term *= (2 * x * x) / (2 * n + 1);
		sum += term;
	}
	return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

/** Laplace's continued fraction of erfc for x >= 2, from the inside out. */
function erfcFraction(x: number): number {
	let f = x;
	for (let k = 60; k >= 1; k--) f = x + k / 2 / f;
	return Math.exp(-x * x) / (Math.sqrt(Math.PI) * f);
}

export function erfc(x: number): number {
	if (x < 2) return x < -2 ? 2 - erfcFraction(-x) : 1 - erfSeries(x);
	return x !== x ? x : erfcFraction(x);
}

/** Stirling's series, for x >= 10. */
function stirling(x: number): number {
	const r = 1 / (x * x);
	const series = (1 / 12 - r * (1 / 360 - r * (1 / 1260 - r * (1 / 1680 - r / 1188)))) / x;
	return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + series;
}

/** sin(pi x), exact at the integers. */
const sinPi = (x: number): number => Math.sin(Math.PI * (x - 2 * Math.round(x / 2)));

/** log |gamma(x)|; infinite at 0, -1, -2, ... */
export function lgamma(x: number): number {
	if (x !== x) return x;
	if (!Number.isFinite(x) || (x <= 0 && Number.isInteger(x))) return Infinity;
	if (x === 1 || x === 2) return 0;
	if (x < 0.5) return Math.log(Math.PI / Math.abs(sinPi(x))) - lgamma(1 - x);
	let product = 1;
	for (; x < 10; x++) product *= x;
	return stirling(x) - Math.log(product);
}

/** The derivative of lgamma; NaN at 0, -1, -2, ... */
export function digamma(x: number): number {
	if (x === -Infinity || (x <= 0 && Number.isInteger(x))) return NaN;
	if (x < 0) return digamma(1 - x) - Math.PI / Math.tan(Math.PI * (x - Math.floor(x)));
	let shift = 0;
	for (; x < 10; x++) shift += 1 / x;
	const r = 1 / (x * x);
	const series = r * (1 / 12 - r * (1 / 120 - r * (1 / 252 - r * (1 / 240 - r / 132))));
	return Math.log(x) - 0.5 / x - series - shift;
}
