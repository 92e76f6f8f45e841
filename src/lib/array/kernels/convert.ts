import { getFloat16, setFloat16 } from '@petamoriken/float16';
import { bitsOf, isFloat, kindOf, type DType } from '../dtype';
import type { Kernel } from '../kernel';
import { rounded } from '../rounding';
import { map1 } from './elementwise';

/** Least and greatest number of an integer dtype. */
export function integerRange(dtype: DType): readonly [number, number] {
	const bits = bitsOf(dtype);
	return kindOf(dtype) === 'i' ? [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1] : [0, 2 ** bits - 1];
}

/** The numbers as they are: storing converts them. */
const stored =
	(n: number): Kernel =>
	(ins, outs) => {
		const x = ins[0].data;
		const z = outs[0].data;
		const p = ins[0].at;
		const r = outs[0].at;
		for (let i = 0; i < n; i++) z[r + i] = x[p + i];
	};

/**
 * `convert_element_type`: ins `[x]`, outs `[y]`, `n` elements. Float to integer truncates and saturates, NaN gives 0; integer to
 * integer wraps; anything to bool is `!= 0`. Keys do not convert.
 */
export function convert(from: DType, to: DType, n: number): Kernel {
	if (kindOf(from) === 'k' || kindOf(to) === 'k')
		throw new Error(`internal: no conversion of ${from} to ${to}`);
	if (to === 'bool') return map1(n, (x) => +(x !== 0));
	if (!isFloat(from) || isFloat(to)) return rounded(to, n, stored(n));
	const [least, greatest] = integerRange(to);
	// Storing NaN in an integer array gives 0, storing a fraction truncates it.
	return map1(n, (x) => (x < least ? least : x > greatest ? greatest : x));
}

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
