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
