import { bitsOf, kindOf, type DType } from '../dtype';
import type { ArithmeticOp } from './binary';

type Scalar = (x: number, y: number) => number;

/** x**y by repeated squaring in 32 bits; a negative power of anything but 1 and -1 is 0, as in XLA. */
function integerPower(x: number, y: number): number {
	if (y < 0) return x === 1 ? 1 : x === -1 ? (y % 2 === 0 ? 1 : -1) : 0;
	let result = 1;
	for (let rest = y, base = x; rest > 0; rest = Math.floor(rest / 2)) {
		if (rest % 2 === 1) result = Math.imul(result, base);
		base = Math.imul(base, base);
	}
	return result;
}

/** A shift by the width or more (a negative amount read unsigned) leaves nothing, or only the sign. */
function shifts(bits: number): { readonly [K in ArithmeticOp]?: Scalar } {
	const mask = bits === 32 ? -1 : (1 << bits) - 1;
	const sign = 32 - bits;
	const fits = (y: number): boolean => y >= 0 && y < bits;
	return {
		shift_left: (x, y) => (fits(y) ? x << y : 0),
		shift_right_logical: (x, y) => (fits(y) ? (x & mask) >>> y : 0),
		shift_right_arithmetic: (x, y) => ((x << sign) >> sign) >> (fits(y) ? y : 31)
	};
}

const functions: { readonly [K in ArithmeticOp]?: Scalar } = {
	add: (x, y) => x + y,
	sub: (x, y) => x - y,
	mul: Math.imul,
	div: (x, y) => (y === 0 ? -1 : Math.trunc(x / y)),
	rem: (x, y) => (y === 0 ? x : x % y),
	pow: integerPower,
	max: Math.max,
	min: Math.min,
	and: (x, y) => x & y,
	or: (x, y) => x | y,
	xor: (x, y) => x ^ y
};

const ofBooleans: readonly ArithmeticOp[] = ['and', 'or', 'xor', 'max', 'min'];

/** `op` on two integers (or booleans) of `dtype`, for storage that wraps; null where the primitive takes none. */
export function integerFunction(op: ArithmeticOp, dtype: DType): Scalar | null {
	if (kindOf(dtype) === 'b' && !ofBooleans.includes(op)) return null;
	return functions[op] ?? shifts(bitsOf(dtype))[op] ?? null;
}
