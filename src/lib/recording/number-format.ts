import { kindOf, type DType } from '$lib/array/dtype';
import { everyElement } from './read';
import type { Column, Loop } from './recording';

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
	/** Characters of the longest text over the run. */
	readonly chars: number;
}

interface Spread {
	whole: boolean;
	largest: number;
	smallest: number;
	/** Decimals that show every value without loss; stops counting above `mostDecimals`. */
	decimals: number;
}

const mostDecimals = 6;
/** Above this ratio of largest to smallest a leaf is written with exponents. */
const widestRatio = 1e5;

/** The format of a column's leaf in a loop. `carry` says that the column has the entry before step 0. */
export function numberFormat(column: Column, loop: Loop, carry: boolean): NumberFormat {
	const text = textOf(column, loop, carry);
	let chars = 1;
	everyElement(column, loop, carry, (value) => (chars = Math.max(chars, text(value).length)));
	return { dtype: column.dtype, text, exact: (value) => exactText(value, column.dtype), chars };
}

function textOf(column: Column, loop: Loop, carry: boolean): (value: number) => string {
	const kind = kindOf(column.dtype);
	if (kind === 'b') return (value) => (value ? 'True' : 'False');
	if (kind === 'i' || kind === 'u') return String;
	if (kind === 'k') return (value) => value.toString(16).padStart(8, '0');
	return floatText(spreadOf(column, loop, carry));
}

function spreadOf(column: Column, loop: Loop, carry: boolean): Spread {
	const spread: Spread = { whole: true, largest: 0, smallest: Infinity, decimals: 0 };
	everyElement(column, loop, carry, (value) => {
		const size = Math.abs(value);
		if (!Number.isFinite(size) || size === 0) return;
		if (!Number.isInteger(value)) spread.whole = false;
		spread.largest = Math.max(spread.largest, size);
		spread.smallest = Math.min(spread.smallest, size);
		while (spread.decimals < mostDecimals && !roundTrips(value, spread.decimals)) spread.decimals++;
	});
	return spread;
}

const roundTrips = (value: number, decimals: number): boolean =>
	Math.fround(Number(value.toFixed(decimals))) === Math.fround(value);

/** Three or four digits of the largest value, as many decimals for all; fewer where fewer show every value exactly. */
function floatText(spread: Spread): (value: number) => string {
	if (spread.whole && spread.largest < 1e7) return (value) => special(value) ?? value.toFixed(0);
	if (needsExponent(spread)) return (value) => special(value) ?? exponentText(value, 2);
	const magnitude = Math.floor(Math.log10(spread.largest));
	const wanted = magnitude < 1 ? 2 - magnitude : 3 - magnitude;
	const decimals = Math.max(0, Math.min(spread.decimals, wanted, mostDecimals));
	return (value) => special(value) ?? fixedText(value, decimals);
}

const needsExponent = (spread: Spread): boolean =>
	spread.largest >= 1e6 || spread.largest < 1e-3 || spread.largest / spread.smallest > widestRatio;

/** A small value that would read as nought is written with one digit of its own. */
function fixedText(value: number, decimals: number): string {
	const text = value.toFixed(decimals);
	if (Number(text) !== 0 || value === 0) return text;
	return Math.abs(value) < 1e-3 ? exponentText(value, 0) : String(Number(value.toPrecision(1)));
}

const exponentText = (value: number, digits: number): string =>
	value === 0 ? '0' : value.toExponential(digits).replace('e+', 'e');

function special(value: number): string | null {
	if (Number.isNaN(value)) return 'NaN';
	if (value === Infinity) return '∞';
	if (value === -Infinity) return '−∞';
	return Object.is(value, -0) ? '-0' : null;
}

function exactText(value: number, dtype: DType): string {
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
