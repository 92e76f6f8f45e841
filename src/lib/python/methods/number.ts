import { Tuple } from '$lib/core/containers';
import { ClassMethod } from '../descriptors';
import { pyError, typeError, valueError } from '../errors';
import { bitLength } from '../numbers';
import { floatClass, intClass, rangeClass, sliceClass } from '../types';
import { type Slice } from '$lib/core/containers';
import { sliceBounds } from '../slices';
import { toSize } from '../convert';
import { contains } from '../compare-objects';
import { type Range } from '../values';
import { builtin } from '../native';
import { reprOf } from '../repr';
import { addMethods, addProperties } from './add';

const whole = (value: bigint | boolean): bigint => BigInt(value);

addProperties(intClass, {
	real: whole,
	imag: () => 0n,
	numerator: whole,
	denominator: () => 1n
});
addMethods(intClass, {
	'bit_length(self, /)': (value: bigint | boolean) => BigInt(bitLength(whole(value))),
	'bit_count(self, /)': (value: bigint | boolean) => {
		const size = whole(value) < 0n ? -whole(value) : whole(value);
		return BigInt(size.toString(2).replace(/0/g, '').length);
	},
	'conjugate(self, /)': whole,
	'is_integer(self, /)': () => true,
	'as_integer_ratio(self, /)': (value: bigint | boolean) => new Tuple([whole(value), 1n]),
	'__index__(self, /)': whole
});

addProperties(floatClass, { real: (value: number) => value, imag: () => 0 });
addMethods(floatClass, {
	'is_integer(self, /)': (value: number) => Number.isInteger(value),
	'conjugate(self, /)': (value: number) => value,
	'as_integer_ratio(self, /)': ratio,
	'hex(self, /)': floatHex
});

floatClass.dict.set(
	'fromhex',
	new ClassMethod(builtin('fromhex(cls, string, /)', (_: unknown, text: unknown) => fromHex(text)))
);

/** `float.fromhex('0x1.8p3')`. Digits past what a float holds are rounded once. */
function fromHex(text: unknown): number {
	if (typeof text !== 'string') throw typeError('bad argument type for built-in operation');
	const word = text.trim().toLowerCase();
	const special = /^([+-]?)(inf(?:inity)?|nan)$/.exec(word);
	if (special) return special[2] === 'nan' ? NaN : special[1] === '-' ? -Infinity : Infinity;
	const parts = /^([+-]?)(?:0x)?([0-9a-f]*)(?:\.([0-9a-f]*))?(?:p([+-]?\d+))?$/.exec(word);
	const [, sign, whole = '', fraction = '', power = '0'] = parts ?? [];
	if (!parts || whole + fraction === '') throw valueError('invalid hexadecimal floating-point string');
	const value = Number(`0x${whole}${fraction}`) * 2 ** (Number(power) - 4 * fraction.length);
	return sign === '-' ? -value : value;
}

function ratio(value: number): Tuple {
	if (Number.isNaN(value)) throw valueError('cannot convert NaN to integer ratio');
	if (!Number.isFinite(value)) throw pyError('OverflowError', 'cannot convert Infinity to integer ratio');
	let numerator = value;
	let power = 0n;
	while (!Number.isInteger(numerator)) {
		numerator *= 2;
		power++;
	}
	return new Tuple([BigInt(numerator), 1n << power]);
}

/** `0x1.8000000000000p+1` */
function floatHex(value: number): string {
	if (!Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
	const sign = value < 0 || Object.is(value, -0) ? '-' : '';
	if (value === 0) return `${sign}0x0.0p+0`;
	const view = new DataView(new ArrayBuffer(8));
	view.setFloat64(0, Math.abs(value));
	const bits = view.getBigUint64(0);
	const stored = Number(bits >> 52n);
	const digits = (bits & ((1n << 52n) - 1n)).toString(16).padStart(13, '0');
	const exponent = stored === 0 ? -1022 : stored - 1023;
	return `${sign}0x${stored === 0 ? 0 : 1}.${digits}p${exponent < 0 ? '-' : '+'}${Math.abs(exponent)}`;
}

addProperties(rangeClass, {
	start: (range: Range) => range.start,
	stop: (range: Range) => range.stop,
	step: (range: Range) => range.step
});
addMethods(rangeClass, {
	'index(self, value, /)': (range: Range, value: unknown) => {
		if (!contains(range, value))
			throw valueError(
				typeof value === 'bigint'
					? `${reprOf(value)} is not in range`
					: 'sequence.index(x): x not in sequence'
			);
		return (BigInt(value as bigint) - range.start) / range.step;
	},
	'count(self, value, /)': (range: Range, value: unknown) => (contains(range, value) ? 1n : 0n)
});

addMethods(sliceClass, {
	'indices(self, length, /)': (slice: Slice, length: unknown) => {
		if (toSize(length) < 0) throw valueError('length should not be negative');
		const { start, stop, step } = sliceBounds(slice, toSize(length));
		return new Tuple([BigInt(start), BigInt(stop), BigInt(step)]);
	}
});
