import type { DType } from './dtype';
import type { Kernel } from './kernel';

const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

/** To the nearest bfloat16, ties to even, through float32 as XLA does. */
function bf16round(x: number): number {
	float[0] = x;
	if (x !== x) return x;
	bits[0] = (bits[0] + 0x7fff + ((bits[0] >>> 16) & 1)) & 0xffff0000;
	return float[0];
}

/** By the exponent of a float32: the power of two whose last bit is the last one of a float16 of that size. */
const halfSteps = Float64Array.from({ length: 256 }, (_, biased) => 2 ** (Math.max(biased - 127, -14) + 42));

/** To the nearest float16, ties to even. */
export function f16round(x: number): number {
	const size = Math.abs(x);
	if (!(size < 65520)) return x !== x ? x : Math.sign(x) * Infinity;
	float[0] = size;
	// Adding and subtracting a power of two rounds to steps of its last bit.
	const step = halfSteps[bits[0] >>> 23];
	return Math.sign(x) * (size + step - step);
}

/** Through float32, as XLA does: it computes in float32 and narrows the result. */
const narrowHalf = (x: number): number => f16round(Math.fround(x));

/** The rounding of a floating dtype; integers are returned as they are. */
export function rounder(dtype: DType): (x: number) => number {
	if (dtype === 'float16') return narrowHalf;
	if (dtype === 'bfloat16') return bf16round;
	return dtype === 'float32' ? Math.fround : (x) => x;
}

/** `kernel`, with the `n` elements of output `slot` then rounded to `dtype` where storing them does not. */
export function rounded(dtype: DType, n: number, kernel: Kernel, slot = 0): Kernel {
	if (dtype !== 'float16' && dtype !== 'bfloat16') return kernel;
	const round = rounder(dtype);
	return (ins, outs) => {
		kernel(ins, outs);
		const { data, at } = outs[slot];
		for (let i = at; i < at + n; i++) data[i] = round(data[i]);
	};
}
