import { digitsOf, exponentText, nonFiniteText, positionalParts } from '$lib/array/float-text';
import { shortest, type DigitRule } from '$lib/array/dragon';
import { layOut } from '$lib/array/layout';
import { printOptions, withPrintOptions } from '$lib/array/print-options';
import { numpyRepr, numpyStr } from '$lib/array/text';
import { asHost } from '$lib/api/numpy/convert';
import { native } from '../../native';
import { changes, whole, type Given } from '../print-options';
import { strOf } from '../../repr';
import { truth } from '../../truth';

const toString = (
	a: unknown,
	width: unknown,
	precision: unknown,
	small: unknown,
	separator: unknown,
	prefix: unknown,
	...rest: readonly unknown[]
): string => {
	const [formatter, threshold, edgeitems, sign, mode, suffix] = rest;
	const given = [precision, threshold, edgeitems, width, small, null, null, formatter, sign, mode];
	return withPrintOptions(changes(given), () =>
		layOut(
			asHost(a).text,
			strOf(separator),
			strOf(prefix),
			printOptions.current.linewidth - strOf(suffix).length
		)
	);
};

const text =
	(write: typeof numpyStr) =>
	(a: unknown, width: unknown, precision: unknown, small: unknown): string =>
		withPrintOptions(changes([precision, null, null, width, small, null, null, null, null, null]), () =>
			write(asHost(a).text)
		);

const typeOfNumber = (x: unknown): 'float16' | 'float32' | 'float64' => {
	const { host } = asHost(x);
	return host === 'float16' || host === 'float32' ? host : 'float64';
};

/** As many digits as tell the number apart, or `precision` of them from the place `first` on. */
const ruleFor = (precision: unknown, unique: unknown, first: (exponent: number) => number): DigitRule => {
	if (precision === null) return shortest;
	const last = (exponent: number): number => first(exponent) - whole(precision);
	return truth(unique) ? { ...shortest, last } : { unique: false, last, atLeast: last };
};

/** `1.50` of `1.5`: trailing zeros as NumPy's `trim` says. */
function trimmed(fraction: string, trim: unknown, precision: unknown, unique: unknown): string {
	const short = fraction.replace(/0+$/, '');
	if (trim === '-') return short === '' ? '' : `.${short}`;
	if (trim === '0') return `.${short || '0'}`;
	return trim === 'k' && precision !== null && !truth(unique)
		? `.${short.padEnd(whole(precision), '0')}`
		: `.${short}`;
}

function positional(x: unknown, precision: unknown, unique: unknown, trim: unknown): string {
	const value = asHost(x).exact[0];
	const digits = digitsOf(
		value,
		typeOfNumber(x),
		ruleFor(precision, unique, () => 0)
	);
	const [before, after] = positionalParts(value, digits);
	return nonFiniteText(value) ?? before + trimmed(after, trim, precision, unique);
}

function scientific(
	x: unknown,
	precision: unknown,
	unique: unknown,
	trim: unknown,
	exponentDigits: unknown
): string {
	const value = asHost(x).exact[0];
	const special = nonFiniteText(value);
	if (special !== null) return special;
	const { digits, exponent } = digitsOf(
		value,
		typeOfNumber(x),
		ruleFor(precision, unique, (e) => e)
	);
	const power = exponentText(exponent, exponentDigits === null ? 2 : whole(exponentDigits));
	return `${value < 0 ? '-' : ''}${digits[0]}${trimmed(digits.slice(1), trim, precision, unique)}e${power}`;
}

/** NumPy's text of arrays and numbers. */
export const textFunctions = {
	array2string: native(
		"array2string(a, max_line_width=None, precision=None, suppress_small=None, separator=' ', prefix='', *, formatter=None, threshold=None, edgeitems=None, sign=None, floatmode=None, suffix='')",
		toString
	),
	array_repr: native(
		'array_repr(arr, max_line_width=None, precision=None, suppress_small=None)',
		text(numpyRepr)
	),
	array_str: native('array_str(a, max_line_width=None, precision=None, suppress_small=None)', text(numpyStr)),
	format_float_positional: native(
		"format_float_positional(x, precision=None, unique=True, fractional=True, trim='k')",
		(x: unknown, precision: unknown, unique: unknown, _: unknown, trim: unknown) =>
			positional(x, precision, unique, trim)
	),
	format_float_scientific: native(
		"format_float_scientific(x, precision=None, unique=True, trim='k', sign=False, pad_left=None, exp_digits=None)",
		(...[x, precision, unique, trim, , , digits]: Given) => scientific(x, precision, unique, trim, digits)
	)
};
