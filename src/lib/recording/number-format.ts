import { kindOf, type DType } from '$lib/array/dtype';
import type { Column, Loop } from './recording';
import { losslessDecimals, summaryOf, type Summary } from './summary';

/**
 * How the numbers of one leaf are written, chosen once over the whole run so that digits do not dance from step to
 * step.
 */
export interface NumberFormat {
	readonly dtype: DType;
	/** As shown in a cell. */
	readonly text: (value: number) => string;
	/** Shortest text that reads back as the same number. */
	readonly exact: (value: number) => string;
	/** Characters that the longest text over the run may take. */
	readonly chars: number;
}

/** Above this ratio of largest to smallest a leaf of large numbers is written with exponents. */
const widestRatio = 1e5;
/** Of smaller ones those near nought alone have an exponent: a walk that crosses nought is no reason to write all so. */
const largeFrom = 100;

/** The format of a column's leaf in a loop. `carry` says that the column has the entry before step 0. */
export function numberFormat(column: Column, loop: Loop, carry: boolean): NumberFormat {
	const { dtype } = column;
	const summary = summaryOf(column, loop, carry);
	const text = textOf(dtype, summary, () => losslessDecimals(column, loop, carry));
	const widest = [...summary.special, ...nonzero(summary), ...leastWritten(summary)];
	const chars = Math.max(1, ...widest.map((value) => text(value).length));
	return { dtype, text, exact: (value) => exactText(value, dtype), chars };
}

/** Of each sign the values nearest to 0 and farthest from it: of all that are written alike, one of them is longest. */
const nonzero = ({ above, below }: Summary): number[] =>
	[...above, ...below].filter((value) => value !== 0 && Number.isFinite(value));

/** Sizes from here on are written out where smaller ones have an exponent. */
const leastPlain = 1e-3;

/** Of each sign the least that has no exponent, if there are less: it may be there, and `0.001` is longer than `1e-4`. */
const leastWritten = ({ above, below }: Summary): number[] => [
	...(above[0] < leastPlain ? [leastPlain] : []),
	...(below[0] > -leastPlain ? [-leastPlain] : [])
];

function textOf(dtype: DType, summary: Summary, lossless: () => number): (value: number) => string {
	const kind = kindOf(dtype);
	if (kind === 'b') return (value) => (value ? 'True' : 'False');
	if (kind === 'i' || kind === 'u') return String;
	if (kind === 'k') return (value) => value.toString(16).padStart(8, '0');
	return floatText(summary, lossless());
}

/** Three or four digits of the largest value, as many decimals for all; fewer where fewer show every value exactly. */
function floatText({ above, below }: Summary, lossless: number): (value: number) => string {
	const largest = Math.max(above[1], -below[1]);
	const smallest = Math.min(above[0], -below[0]);
	if (lossless === 0 && largest < 1e7) return (value) => special(value) ?? value.toFixed(0);
	if (needsExponent(largest, smallest)) return (value) => special(value) ?? exponentText(value, 2);
	const magnitude = Math.floor(Math.log10(largest));
	const wanted = magnitude < 1 ? 2 - magnitude : 3 - magnitude;
	const decimals = Math.max(0, Math.min(lossless, wanted));
	return (value) => special(value) ?? fixedText(value, decimals);
}

const needsExponent = (largest: number, smallest: number): boolean =>
	largest >= 1e6 || largest < 1e-3 || (largest >= largeFrom && largest / smallest > widestRatio);

/** A small value that would read as nought is written with one digit of its own. */
function fixedText(value: number, decimals: number): string {
	const text = value.toFixed(decimals);
	if (Number(text) !== 0 || value === 0) return text;
	return Math.abs(value) < leastPlain ? exponentText(value, 0) : String(Number(value.toPrecision(1)));
}

const exponentText = (value: number, digits: number): string =>
	value === 0 ? '0' : value.toExponential(digits).replace('e+', 'e');

function special(value: number): string | null {
	if (Number.isNaN(value)) return 'NaN';
	if (value === Infinity) return '∞';
	if (value === -Infinity) return '−∞';
	return Object.is(value, -0) ? '-0' : null;
}

/** Shortest text that reads back as the same number of the type. */
export function exactText(value: number, dtype: DType): string {
	const kind = kindOf(dtype);
	if (kind === 'b') return value ? 'True' : 'False';
	if (kind !== 'f') return String(value);
	const word = special(value);
	if (word) return word;
	for (let digits = 1; digits < 9; digits++) {
		const text = Number(value.toPrecision(digits));
		if (Math.fround(text) === value) return plainText(text);
	}
	return plainText(Number(value.toPrecision(9)));
}

const plainText = (value: number): string =>
	Number.isInteger(value) && Math.abs(value) < 1e16 ? value.toFixed(1) : String(value).replace('e+', 'e');
