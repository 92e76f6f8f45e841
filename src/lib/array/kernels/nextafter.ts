import type { DType } from '../dtype';

const float = new Float32Array(1);
const bits = new Int32Array(float.buffer);

/** The neighbour of `x` whose bits, read as sign and magnitude, are one `unit` nearer to `y`. */
function step(x: number, y: number, unit: number): number {
	if (x !== x || y !== y) return NaN;
	if (x === y) return y;
	if (x === 0) bits[0] = y > 0 ? unit : unit | 0x80000000;
	else {
		float[0] = x;
		bits[0] += y > x === x > 0 ? unit : -unit;
	}
	return float[0];
}

/** float16 among its own neighbours: a unit is 2**-24 below 2**-13, then grows with the exponent. */
function stepHalf(x: number, y: number): number {
	if (x !== x || y !== y) return NaN;
	if (x === y) return y;
	const away = x === 0 || y > x === x > 0;
	const size = Math.abs(x);
	if (size === Infinity) return Math.sign(x) * 65504;
	const exponent = Math.max(Math.floor(Math.log2(size)), -14);
	// A power of two has the finer spacing below it.
	const finer = !away && size === 2 ** exponent && exponent > -14 ? 1 : 0;
	const next = size + (away ? 1 : -1) * 2 ** (exponent - 10 - finer);
	return (x === 0 ? Math.sign(y) : Math.sign(x)) * (next > 65504 ? Infinity : next);
}

/** C's nextafter among the numbers of a floating dtype. */
export function nextafter(dtype: DType): (x: number, y: number) => number {
	if (dtype === 'float16') return stepHalf;
	const unit = dtype === 'bfloat16' ? 0x10000 : 1;
	return (x, y) => step(x, y, unit);
}
