import { pyError } from './errors';

/** Bits that an int may have before it is refused. */
export const mostBits = 1 << 24;

export const tooLarge = () =>
	pyError('MemoryError', '', { why: 'The result would have more than five million digits.' });

/** A Python int as a double, rounded to nearest; OverflowError where it is out of range. */
export function intToFloat(value: bigint): number {
	const found = Number(value);
	if (!Number.isFinite(found)) throw pyError('OverflowError', 'int too large to convert to float');
	return found;
}

export function bitLength(value: bigint): number {
	if (value < 0n) return bitLength(-value);
	const hex = value.toString(16);
	return value === 0n ? 0 : (hex.length - 1) * 4 + (32 - Math.clz32(parseInt(hex[0], 16)));
}

/** Refuses products of ints that would take for ever. */
export function multiply(a: bigint, b: bigint): bigint {
	const product = a * b;
	if (product > limit || product < -limit) checkSize(product);
	return product;
}

const limit = 1n << 4096n;

function checkSize(value: bigint): void {
	if (bitLength(value) > mostBits) throw tooLarge();
}
