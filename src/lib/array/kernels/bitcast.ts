import { getFloat16, setFloat16 } from '@petamoriken/float16';
import { bitsOf, isFloat, type DType } from '../dtype';
import type { Kernel } from '../kernel';
import { map1 } from './elementwise';

const scratch = new DataView(new ArrayBuffer(4));

/** The bits of a number of `dtype`, as an unsigned integer. */
function encoder(dtype: DType): (x: number) => number {
	if (dtype === 'float16')
		return (x) => {
			setFloat16(scratch, 0, x);
			return scratch.getUint16(0);
		};
	const shift = dtype === 'bfloat16' ? 16 : 0;
	if (!isFloat(dtype)) return (x) => x;
	return (x) => {
		scratch.setFloat32(0, x);
		return scratch.getUint32(0) >>> shift;
	};
}

/** The number of `dtype` that `bits` stand for. */
function decoder(dtype: DType): (bits: number) => number {
	if (dtype === 'float16')
		return (bits) => {
			scratch.setUint16(0, bits);
			return getFloat16(scratch, 0);
		};
	const shift = dtype === 'bfloat16' ? 16 : 0;
	if (!isFloat(dtype)) return (bits) => bits;
	return (bits) => {
		scratch.setUint32(0, bits << shift);
		return scratch.getFloat32(0);
	};
}

/**
 * `bitcast_convert_type`: ins `[x]`, outs `[y]`, `n` elements of the wider type. One of them is as many of the narrower
 * as fit into it, the low bits first.
 */
export function bitcast(from: DType, to: DType, n: number): Kernel {
	const [encode, decode] = [encoder(from), decoder(to)];
	const [wide, narrow] = [bitsOf(from), bitsOf(to)];
	if (wide === narrow) return map1(n, (x) => decode(encode(x)));
	return wide > narrow
		? taken(n, wide / narrow, narrow, encode, decode)
		: put(n, narrow / wide, wide, encode, decode);
}

type Step = (x: number) => number;

const low = (bits: number, width: number): number => bits & (2 ** width - 1);

/** Each element taken apart. */
const taken =
	(n: number, parts: number, width: number, encode: Step, decode: Step): Kernel =>
	([x], [y]) => {
		for (let i = 0; i < n; i++) {
			const bits = encode(x.data[x.at + i]);
			for (let k = 0; k < parts; k++) y.data[y.at + i * parts + k] = decode(low(bits >>> (k * width), width));
		}
	};

/** Several elements put together. */
const put =
	(n: number, parts: number, width: number, encode: Step, decode: Step): Kernel =>
	([x], [y]) => {
		for (let i = 0; i < n; i++) {
			let bits = 0;
			for (let k = 0; k < parts; k++) bits |= low(encode(x.data[x.at + i * parts + k]), width) << (k * width);
			y.data[y.at + i] = decode(bits >>> 0);
		}
	};
