/** Modified Bessel functions of the first kind times e^-|x|: the power series, and the asymptotic one far out. */

const far = 30;

/** Of order 0 or 1, for x >= 0. */
function series(order: 0 | 1, x: number): number {
	let term = order === 0 ? 1 : x / 2;
	let sum = term;
	for (let k = 1; term > 1e-17 * sum; k++) {
		term *= (x * x) / 4 / (k * (k + order));
		sum += term;
	}
	return sum * Math.exp(-x);
}

function asymptotic(order: 0 | 1, x: number): number {
	let term = 1;
	let sum = 1;
	for (let k = 1; k < 20 && Math.abs(term) > 1e-17; k++) {
		term *= -(4 * order - (2 * k - 1) ** 2) / (8 * k * x);
		sum += term;
	}
	return sum / Math.sqrt(2 * Math.PI * x);
}

const scaled = (order: 0 | 1, x: number): number =>
	x === Infinity ? 0 : x < far ? series(order, x) : asymptotic(order, x);

export const besselI0e = (x: number): number => (x !== x ? x : scaled(0, Math.abs(x)));
export const besselI1e = (x: number): number => (x !== x ? x : Math.sign(x) * scaled(1, Math.abs(x)));
