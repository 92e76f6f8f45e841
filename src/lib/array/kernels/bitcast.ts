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

/** `bitcast_convert_type` between dtypes of one width: ins `[x]`, outs `[y]`, `n` elements. */
export function bitcast(from: DType, to: DType, n: number): Kernel {
	if (bitsOf(from) !== bitsOf(to)) throw new Error(`internal: bitcast of ${from} to ${to}`);
	const encode = encoder(from);
	const decode = decoder(to);
	return map1(n, (x) => decode(encode(x)));
}
