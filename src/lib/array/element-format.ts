import { shortest, type Decimal, type DigitRule } from './dragon';
import type { DType } from './dtype';
import {
	digitsOf,
	exponentText,
	isFloatType,
	positionalParts,
	scalarText,
	type FloatType
} from './float-text';
import { printOptions } from './print-options';
import { rounder } from './rounding';

/** Element types with text: JAX's, and NumPy's 64-bit ones. */
export type TextType = DType | 'float64' | 'int64';

/** Text of one element, padded to line up with the others. */
export type Format = (x: number) => string;

const precision = (): number =>
	printOptions.current.floatmode === 'unique' ? Infinity : printOptions.current.precision;

const isFixed = (): boolean => printOptions.current.floatmode === 'fixed';

/** How NumPy's array2string writes the elements of `values`; `scalar` for an array of no axes. */
export function formatFor(type: TextType, values: readonly number[], scalar: boolean): Format {
	const own = printOptions.current.formatter?.(type);
	if (own) return own;
	if (type === 'bool') return boolFormat(scalar);
	if (type === 'bfloat16') return (x) => scalarText(x, 'bfloat16');
	return isFloatType(type) ? floatFormat(type, values) : integerFormat(values);
}

const boolFormat =
	(scalar: boolean): Format =>
	(x) =>
		x === 0 ? 'False' : scalar ? 'True' : ' True';

function integerFormat(values: readonly number[]): Format {
	const write = (x: number): string => (x < 0 ? '' : plus()) + String(x);
	const width = values.reduce((most, x) => Math.max(most, write(x).length), 0);
	return (x) => write(x).padStart(width);
}

/** Above it an array is written with exponents: 10 to the type's decimal precision, 8 at most. */
const largestPlain: { readonly [K in FloatType]: number } = {
	float16: 1e3,
	bfloat16: 1e6,
	float32: 1e6,
	float64: 1e8
};

/** Smallest number of an array written without exponents, compared in the array's own type. */
const leastPlain = 0.0001;

function needsExponent(type: FloatType, sizes: readonly number[]): boolean {
	if (sizes.length === 0) return false;
	const round = type === 'float64' ? Number : rounder(type);
	const most = sizes.reduce((a, b) => Math.max(a, b));
	const least = sizes.reduce((a, b) => Math.min(a, b));
	if (most >= largestPlain[type]) return true;
	if (printOptions.current.suppress) return false;
	return least < round(leastPlain) || round(most / least) > 1000;
}

function floatFormat(type: FloatType, values: readonly number[]): Format {
	const finite = values.filter(Number.isFinite);
	const sizes = finite.filter((x) => x !== 0).map(Math.abs);
	const { width, write } = needsExponent(type, sizes)
		? scientificFormat(type, finite)
		: positionalFormat(type, finite);
	const total = values.reduce((most, x) => Math.max(most, specialText(x)?.length ?? 0), width);
	return (x) => (specialText(x) ?? write(x)).padStart(total);
}

/** What stands before a number that is not negative. */
const plus = (): string => (printOptions.current.sign === '-' ? '' : printOptions.current.sign);

/** As the options write what is not finite; null for what is. */
function specialText(x: number): string | null {
	if (Number.isFinite(x)) return null;
	const { nanstr, infstr } = printOptions.current;
	return (x < 0 ? '-' : plus().trim()) + (x !== x ? nanstr : infstr);
}

/** How finite numbers are written, and how wide they come out. */
interface Column {
	readonly width: number;
	readonly write: Format;
}

const upTo = (last: (exponent: number) => number): DigitRule => ({ ...shortest, last });

/** Digits down to the last place shown; a number that lies below it is 0 or 1 there. */
function cut(x: number, type: FloatType): Decimal {
	const last = -precision();
	const rule = upTo(() => last);
	const value = digitsOf(x, type, isFixed() ? { ...rule, unique: false } : rule);
	if (value.exponent >= last) return value;
	const rounded = Number(Math.abs(x).toFixed(-last));
	return rounded > 0 ? { digits: '1', exponent: last } : { digits: '0', exponent: 0 };
}

/** The decimal points one below another: `  1.5 `, `-22.75`. */
function positionalFormat(type: FloatType, finite: readonly number[]): Column {
	const split = (x: number): [whole: string, fraction: string] => {
		const [whole, fraction] = positionalParts(x, cut(x, type));
		return [whole.startsWith('-') ? whole : plus() + whole, fraction];
	};
	const padding = /^(unique|maxprec)$/.test(printOptions.current.floatmode) ? ' ' : '0';
	const parts = finite.map(split);
	const left = longest(parts.map(([whole]) => whole));
	const right = isFixed() ? precision() : longest(parts.map(([, fraction]) => fraction));
	const write = (x: number): string => {
		const [whole, fraction] = split(x);
		return `${whole.padStart(left)}.${fraction.padEnd(right, padding)}`;
	};
	return { width: left + 1 + right, write };
}

/** Equal numbers of digits, those past the shortest text being the exact value's: `9.9999997e-06`. */
function scientificFormat(type: FloatType, finite: readonly number[]): Column {
	const values = finite.map((x) =>
		digitsOf(
			x,
			type,
			upTo((exponent) => exponent - precision())
		)
	);
	const right = isFixed()
		? precision()
		: longest(values.map(({ digits }) => digits.replace(/0+$/, '').slice(1)));
	const power = longest(values.map(({ exponent }) => exponentText(exponent))) - 1;
	const left = plus() !== '' || finite.some((x) => x < 0 || Object.is(x, -0)) ? 2 : 1;
	const rule: DigitRule = { unique: !isFixed(), last: (e) => e - right, atLeast: (e) => e - right };
	const write = (x: number): string => mantissaText(x, digitsOf(x, type, rule), left, right, power);
	return { width: left + right + power + 3, write };
}

function mantissaText(x: number, value: Decimal, left: number, right: number, power: number): string {
	const sign = x < 0 || Object.is(x, -0) ? '-' : plus();
	const fraction = value.digits.slice(1).padEnd(right, '0');
	return `${(sign + value.digits[0]).padStart(left)}.${fraction}e${exponentText(value.exponent, power)}`;
}

const longest = (texts: readonly string[]): number =>
	texts.reduce((most, text) => Math.max(most, text.length), 0);
