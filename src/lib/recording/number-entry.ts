import { bitsOf, kindOf, type DType } from '$lib/array/dtype';

/** What was typed for a value: the number, or why it is none. */
export type NumberEntry =
	{ readonly kind: 'number'; readonly value: number } | { readonly kind: 'fault'; readonly reason: string };

const words: { readonly [word: string]: number } = { nan: NaN, inf: Infinity, '-inf': -Infinity };
const integer = /^[+-]?\d+$/;
const decimal = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** Reads a value as Python writes it, for an array of the dtype. */
export function readNumber(text: string, dtype: DType): NumberEntry {
	const trimmed = text.trim().replaceAll('−', '-').replaceAll('∞', 'inf');
	switch (kindOf(dtype)) {
		case 'k':
			return { kind: 'fault', reason: 'a random key is not a number' };
		case 'b':
			if (/^(true|1)$/i.test(trimmed)) return { kind: 'number', value: 1 };
			return /^(false|0)$/i.test(trimmed) ? { kind: 'number', value: 0 } : none(trimmed, 'True or False');
		case 'f': {
			const word = words[trimmed.toLowerCase()];
			if (word !== undefined) return { kind: 'number', value: word };
			return decimal.test(trimmed)
				? { kind: 'number', value: Number(trimmed) }
				: none(trimmed, `a number for ${dtype}`);
		}
		default:
			return integer.test(trimmed) ? inRange(Number(trimmed), dtype) : none(trimmed, `a number for ${dtype}`);
	}
}

function inRange(value: number, dtype: DType): NumberEntry {
	const bits = bitsOf(dtype);
	const [low, high] = kindOf(dtype) === 'u' ? [0, 2 ** bits - 1] : [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1];
	if (value >= low && value <= high) return { kind: 'number', value };
	return { kind: 'fault', reason: `${value} is out of range for ${dtype}: ${low} to ${high}` };
}

const none = (text: string, what: string): NumberEntry => ({
	kind: 'fault',
	reason: text === '' ? `type ${what}` : `${text} is not ${what}`
});
