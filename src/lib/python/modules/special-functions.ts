/** Functions of `math` that JavaScript does not have, to about the last digit of a double. */

const halfLogTwoPi = 0.9189385332046727;

/** Stirling's series for log gamma; good above 10. */
function stirling(x: number): number {
	const y = 1 / (x * x);
	const series =
		1 / 12 - y * (1 / 360 - y * (1 / 1260 - y * (1 / 1680 - y * (1 / 1188 - (y * 691) / 360360))));
	return (x - 0.5) * Math.log(x) - x + halfLogTwoPi + series / x;
}

/** Log of the absolute value of gamma. */
export function lgamma(x: number): number {
	if (Number.isNaN(x)) return x;
	if (!Number.isFinite(x)) return Infinity;
	if (x <= 0 && Number.isInteger(x)) return NaN;
	if (x === 1 || x === 2) return 0;
	if (x < 0.5) return Math.log(Math.PI / Math.abs(Math.sin(Math.PI * x))) - lgamma(1 - x);
	let shifted = x;
	let product = 1;
	while (shifted < 15) product *= shifted++;
	return stirling(shifted) - Math.log(product);
}

/** Gamma; exact at the whole numbers that a double holds. */
export function gamma(x: number): number {
	if (Number.isInteger(x)) {
		if (x <= 0) return NaN;
		if (x > 171) return Infinity;
		let result = 1;
		for (let i = 2; i < x; i++) result *= i;
		return result;
	}
	if (x < 0.5) return Math.PI / (Math.sin(Math.PI * x) * gamma(1 - x));
	let shifted = x;
	let product = 1;
	while (shifted < 15) product *= shifted++;
	return Math.exp(stirling(shifted)) / product;
}

const twoOverRootPi = 1.1283791670955126;

export function erf(x: number): number {
	if (Math.abs(x) > 1.8) return x > 0 ? 1 - erfc(x) : erfc(-x) - 1;
	let term = x;
	let sum = x;
	for (let n = 1; n < 200 && Math.abs(term) > 1e-18 * Math.abs(sum); n++) {
		term *= (-x * x) / n;
		sum += term / (2 * n + 1);
	}
	return twoOverRootPi * sum;
}

/** By its continued fraction where `1 - erf(x)` would lose digits. */
export function erfc(x: number): number {
	if (x < 1.8) return 1 - erf(x);
	if (x > 27) return 0;
	let fraction = 0;
	for (let n = 100; n > 0; n--) fraction = n / 2 / (x + fraction);
	return Math.exp(-x * x) / Math.sqrt(Math.PI) / (x + fraction);
}
