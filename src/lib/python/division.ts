import { pyError } from './errors';
import { bitLength, intToFloat, mostBits, tooLarge } from './numbers';

export function floorDivide(a: bigint, b: bigint): bigint {
	const quotient = a / b;
	return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
}

export function modulo(a: bigint, b: bigint): bigint {
	const rest = a % b;
	return rest !== 0n && rest < 0n !== b < 0n ? rest + b : rest;
}

/** `a / b` of two ints, correctly rounded whatever their size. */
export function trueDivide(a: bigint, b: bigint): number {
	const x = Number(a);
	const y = Number(b);
	if (Number.isSafeInteger(x) && Number.isSafeInteger(y)) return x / y;
	const negative = a < 0n !== b < 0n;
	const top = a < 0n ? -a : a;
	const bottom = b < 0n ? -b : b;
	const shift = 66 - (bitLength(top) - bitLength(bottom));
	const scaled = shift > 0 ? top << BigInt(shift) : top;
	const divisor = shift > 0 ? bottom : bottom << BigInt(-shift);
	const quotient = (scaled / divisor) | (scaled % divisor === 0n ? 0n : 1n);
	const result = scaleByPowerOfTwo(Number(quotient), -shift);
	if (!Number.isFinite(result))
		throw pyError('OverflowError', 'integer division result too large for a float');
	return negative ? -result : result;
}

function scaleByPowerOfTwo(x: number, exponent: number): number {
	let result = x;
	for (; exponent < -1000; exponent += 1000) result *= 2 ** -1000;
	for (; exponent > 1000; exponent -= 1000) result *= 2 ** 1000;
	return result * 2 ** exponent;
}

export function floatFloorDivide(a: number, b: number): number {
	if (b === 0) throw pyError('ZeroDivisionError', 'float floor division by zero');
	return floatDivmod(a, b)[0];
}

export function floatModulo(a: number, b: number): number {
	if (b === 0) throw pyError('ZeroDivisionError', 'float modulo');
	return floatDivmod(a, b)[1];
}

/** CPython's `divmod` of floats. */
export function floatDivmod(a: number, b: number): [quotient: number, rest: number] {
	let rest = a % b;
	let quotient = (a - rest) / b;
	if (rest !== 0) {
		if (b < 0 !== rest < 0) {
			rest += b;
			quotient -= 1;
		}
	} else rest = b < 0 ? -0 : 0;
	if (quotient === 0) return [a / b < 0 || Object.is(a / b, -0) ? -0 : 0, rest];
	let floor = Math.floor(quotient);
	if (quotient - floor > 0.5) floor += 1;
	return [floor, rest];
}

export function intPower(base: bigint, exponent: bigint): bigint | number {
	if (exponent < 0n) {
		if (base === 0n) throw pyError('ZeroDivisionError', '0.0 cannot be raised to a negative power');
		return intToFloat(base) ** intToFloat(exponent);
	}
	const size = base === 1n || base === -1n || base === 0n ? 1n : BigInt(bitLength(base)) * exponent;
	if (size > BigInt(mostBits)) throw tooLarge();
	return base ** exponent;
}

export function floatPower(base: number, exponent: number): number {
	if (base === 1 || exponent === 0) return 1;
	if (base === 0 && exponent < 0)
		throw pyError('ZeroDivisionError', '0.0 cannot be raised to a negative power');
	if (base === -1 && !Number.isFinite(exponent) && !Number.isNaN(exponent)) return 1;
	const result = base ** exponent;
	if (Number.isNaN(result) && !Number.isNaN(base) && !Number.isNaN(exponent))
		throw pyError('NotImplementedError', 'Lockstep does not support complex numbers', {
			why: 'A negative number to a fractional power is a complex number.',
			instead: 'Take the power of abs(x).'
		});
	if (!Number.isFinite(result) && Number.isFinite(base) && Number.isFinite(exponent))
		throw pyError('OverflowError', "(34, 'Numerical result out of range')");
	return result;
}

export function shiftLeft(a: bigint, count: bigint): bigint {
	if (count < 0n) throw pyError('ValueError', 'negative shift count');
	if (a !== 0n && count + BigInt(bitLength(a)) > BigInt(mostBits)) throw tooLarge();
	return a === 0n ? 0n : a << count;
}

export function shiftRight(a: bigint, count: bigint): bigint {
	if (count < 0n) throw pyError('ValueError', 'negative shift count');
	return count > BigInt(mostBits) ? (a < 0n ? -1n : 0n) : a >> count;
}
