import { decimal, shortest, type Decimal, type DigitRule } from './dragon';
import type { DType } from './dtype';

/** The floating types with text: JAX's, and NumPy's and Python's own double. */
export type FloatType = 'float16' | 'bfloat16' | 'float32' | 'float64';

export const isFloatType = (dtype: DType | 'float64' | 'int64'): dtype is FloatType =>
	dtype === 'float16' || dtype === 'bfloat16' || dtype === 'float32' || dtype === 'float64';

const signOf = (x: number): string => (x < 0 || Object.is(x, -0) ? '-' : '');

/** `nan`, `inf`, `-inf`; null for a finite number. */
export function nonFiniteText(x: number): string | null {
	if (Number.isFinite(x)) return null;
	return x !== x ? 'nan' : `${signOf(x)}inf`;
}

/** Digits of the magnitude of a finite number. */
export function digitsOf(x: number, type: FloatType, rule: DigitRule): Decimal {
	return x === 0 ? { digits: '0', exponent: 0 } : decimal(Math.abs(x), type, rule);
}

/** Whole and fractional part in positional notation, the sign with the whole part, no trailing zeros. */
export function positionalParts(x: number, { digits, exponent }: Decimal): [whole: string, fraction: string] {
	const whole = exponent < 0 ? '0' : digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
	const fraction = exponent < 0 ? '0'.repeat(-exponent - 1) + digits : digits.slice(exponent + 1);
	return [signOf(x) + whole, fraction.replace(/0+$/, '')];
}

/** `+05`, `-10`, `+100`. */
export const exponentText = (exponent: number, width = 2): string =>
	(exponent < 0 ? '-' : '+') + String(Math.abs(exponent)).padStart(width, '0');

/** `1.5`, `2.0`. */
function positionalText(x: number, value: Decimal): string {
	const [whole, fraction] = positionalParts(x, value);
	return `${whole}.${fraction || '0'}`;
}

/** `1e-05`, `1.5e+16`. */
function scientificText(x: number, { digits, exponent }: Decimal): string {
	const trimmed = digits.replace(/0+$/, '');
	const fraction = trimmed.length > 1 ? `.${trimmed.slice(1)}` : '';
	return `${signOf(x)}${digits[0]}${fraction}e${exponentText(exponent)}`;
}

/** From where on NumPy's scalars, and arrays, are written with an exponent: the decimal precision of the type. */
const largestPositional: { readonly [K in FloatType]: number } = {
	float16: 1e3,
	bfloat16: 1e6,
	float32: 1e6,
	float64: 1e16
};

const sixDigits: DigitRule = { unique: false, last: (exponent) => exponent - 5, atLeast: () => Infinity };

/** C's `%g`, which is how bfloat16 is shown. */
function generalText(x: number): string {
	const value = digitsOf(x, 'bfloat16', sixDigits);
	if (value.exponent < -4 || value.exponent >= 6) return scientificText(x, value);
	const [whole, fraction] = positionalParts(x, value);
	return fraction === '' ? whole : `${whole}.${fraction}`;
}

/** NumPy's `str` of a floating scalar: shortest digits that read back in its type: `0.1`, `1e-05`, `1e+06`, `nan`. */
export function scalarText(x: number, type: FloatType): string {
	const special = nonFiniteText(x);
	if (special !== null) return special;
	if (type === 'bfloat16') return generalText(x);
	const size = Math.abs(x);
	const value = digitsOf(x, type, shortest);
	const plain = size === 0 || (size < largestPositional[type] && size >= 1e-4);
	return plain ? positionalText(x, value) : scientificText(x, value);
}

/** Python's `repr` of a float: `1.0`, `1e-05`, `1e+16`, `inf`. JavaScript's digits are the same; its notation is not. */
export function doubleText(x: number): string {
	const special = nonFiniteText(x);
	if (special !== null) return special;
	const [mantissa, exponent] = Math.abs(x).toExponential().split('e');
	const value = { digits: mantissa.replace('.', ''), exponent: Number(exponent) };
	const plain = value.exponent >= -4 && value.exponent < 16;
	return plain ? positionalText(x, value) : scientificText(x, value);
}
