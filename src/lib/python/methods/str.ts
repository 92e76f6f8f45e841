import { Dict, Tuple } from '$lib/core/containers';
import type { Kwargs } from '$lib/core/fn';
import { encodeText } from '../bytes';
import { asIndex } from '../convert';
import { typeError, valueError } from '../errors';
import { isError } from '../exceptions';
import { getItem } from '../subscript';
import { isIterable, iterate } from '../iterate';
import { StaticMethod } from '../descriptors';
import { builtin } from '../native';
import { strFormat, strFormatMap } from '../str-format';
import { textLength, textSlice } from '../text';
import { strClass, typeName } from '../types';
import { ScalarInstance } from '../classes';
import { spend } from '../host';
import { addMethods } from './add';
import './str-split';
import './str-tests';

/** A str argument; TypeError otherwise. */
function wanted(value: unknown, what: string): string {
	if (typeof value === 'string') return value;
	if (value instanceof ScalarInstance && typeof value.payload === 'string') return value.payload;
	throw typeError(`${what}, not ${typeName(value)}`);
}

/** Where a search begins and ends, in characters. */
function bounds(length: number, start: unknown, stop: unknown): [number, number] {
	const at = (value: unknown, otherwise: number): number => {
		if (value === null) return otherwise;
		const index = asIndex(value);
		if (index === undefined)
			throw typeError('slice indices must be integers or None or have an __index__ method');
		const found = Number(index);
		return Math.max(0, found < 0 ? found + length : found);
	};
	return [at(start, 0), Math.min(at(stop, length), length)];
}

/** The first or last place of `part` between two characters; -1 without one. */
function find(text: string, part: string, start: unknown, stop: unknown, last: boolean): number {
	const length = textLength(text);
	const [from, to] = bounds(length, start, stop);
	if (from > to) return -1;
	const window = textSlice(text, from, to);
	const at = last ? window.lastIndexOf(part) : window.indexOf(part);
	return at < 0 ? -1 : from + textLength(window.slice(0, at));
}

const search = (name: string, last: boolean, strict: boolean) => ({
	[`${name}(self, sub, start=None, end=None, /)`]: (
		text: string,
		sub: unknown,
		start: unknown,
		stop: unknown
	) => {
		const at = find(text, wanted(sub, 'must be str'), start, stop, last);
		if (at < 0 && strict) throw valueError('substring not found');
		return BigInt(at);
	}
});

function count(text: string, sub: string, start: unknown, stop: unknown): number {
	const [from, to] = bounds(textLength(text), start, stop);
	const window = textSlice(text, from, Math.max(from, to));
	if (sub === '') return from > to ? 0 : textLength(window) + 1;
	return window.split(sub).length - 1;
}

function affix(name: 'startswith' | 'endswith') {
	return {
		[`${name}(self, prefix, start=None, end=None, /)`]: (
			text: string,
			prefix: unknown,
			start: unknown,
			stop: unknown
		) => {
			const [from, to] = bounds(textLength(text), start, stop);
			const window = from > to ? null : textSlice(text, from, to);
			const test = (each: unknown): boolean => {
				if (typeof each !== 'string')
					throw typeError(
						prefix instanceof Tuple
							? `tuple for ${name} must only contain str, not ${typeName(each)}`
							: `${name} first arg must be str or a tuple of str, not ${typeName(each)}`
					);
				return window !== null && (name === 'startswith' ? window.startsWith(each) : window.endsWith(each));
			};
			return prefix instanceof Tuple ? prefix.items.some(test) : test(prefix);
		}
	};
}

function replace(text: string, old: string, by: string, limit: number): string {
	if (limit === 0) return text;
	const parts = old === '' ? ['', ...Array.from(text), ''] : text.split(old);
	if (limit < 0 || limit >= parts.length - 1) return parts.join(by);
	return old === ''
		? parts.slice(0, limit).join(by) + by + parts.slice(limit).join('')
		: parts.slice(0, limit + 1).join(by) + old + parts.slice(limit + 1).join(old);
}

function fillOf(fill: unknown): string {
	if (typeof fill !== 'string' || textLength(fill) !== 1)
		throw typeError('The fill character must be exactly one character long');
	return fill;
}

function pad(text: string, width: unknown, fill: unknown, side: 'left' | 'right' | 'both'): string {
	const index = asIndex(width);
	if (index === undefined) throw typeError(`'${typeName(width)}' object cannot be interpreted as an integer`);
	const missing = Number(index) - textLength(text);
	if (missing <= 0) return text;
	if (missing > 1e8) throw valueError('padded string is too long');
	spend(missing >> 3);
	const char = fillOf(fill);
	const before =
		side === 'left' ? missing : side === 'both' ? (missing >> 1) + (missing & Number(index) & 1) : 0;
	return char.repeat(before) + text + char.repeat(missing - before);
}

/** Upper case at the start of each word, lower case elsewhere. */
const title = (text: string): string =>
	text.replace(/\p{L}[\p{L}\p{M}]*/gu, (word) => {
		const [first, ...rest] = Array.from(word);
		return first.toUpperCase() + rest.join('').toLowerCase();
	});

const swapCase = (text: string): string =>
	Array.from(text, (char) => (char === char.toUpperCase() ? char.toLowerCase() : char.toUpperCase())).join(
		''
	);

function expandTabs(text: string, size: number): string {
	let column = 0;
	let result = '';
	for (const char of text) {
		if (char === '\t') {
			const gap = size > 0 ? size - (column % size) : 0;
			result += ' '.repeat(gap);
			column += gap;
		} else {
			result += char;
			column = char === '\n' || char === '\r' ? 0 : column + 1;
		}
	}
	return result;
}

function translate(text: string, table: unknown): string {
	return Array.from(text, (char) => {
		const to = replacement(table, char);
		if (to === null) return '';
		return typeof to === 'bigint' ? String.fromCodePoint(Number(to)) : String(to);
	}).join('');
}

function replacement(table: unknown, char: string): unknown {
	try {
		return getItem(table, BigInt(char.codePointAt(0) as number));
	} catch (error) {
		if (isError(error, 'LookupError')) return char;
		throw error;
	}
}

function makeTable(from: unknown, to: unknown, gone: unknown): Dict {
	const table = new Dict();
	const codeOf = (char: string) => BigInt(char.codePointAt(0) as number);
	if (from instanceof Dict) {
		for (const [key, value] of from.entries()) table.set(typeof key === 'string' ? codeOf(key) : key, value);
		return table;
	}
	if (to === null) throw typeError('if you give only one argument to maketrans it must be a dict');
	const [x, y] = [
		Array.from(wanted(from, 'first maketrans argument must be a string')),
		Array.from(wanted(to, 'argument 2 must be str'))
	];
	if (x.length !== y.length) throw valueError('the first two maketrans arguments must have equal length');
	x.forEach((char, i) => table.set(codeOf(char), codeOf(y[i])));
	if (typeof gone === 'string') for (const char of gone) table.set(codeOf(char), null);
	return table;
}

strClass.dict.set('maketrans', new StaticMethod(builtin('maketrans(x, y=None, z=None, /)', makeTable)));

addMethods(strClass, {
	...search('find', false, false),
	...search('rfind', true, false),
	...search('index', false, true),
	...search('rindex', true, true),
	...affix('startswith'),
	...affix('endswith'),
	'count(self, sub, start=None, end=None, /)': (text: string, sub: unknown, start: unknown, stop: unknown) =>
		BigInt(count(text, wanted(sub, 'must be str'), start, stop)),
	'replace(self, old, new, count=-1, /)': (text: string, old: unknown, by: unknown, limit: unknown) =>
		replace(
			text,
			wanted(old, 'replace() argument 1 must be str'),
			wanted(by, 'replace() argument 2 must be str'),
			Number(asIndex(limit) ?? -1n)
		),
	'join(self, iterable, /)': (text: string, items: unknown) => {
		const parts: string[] = [];
		if (!isIterable(items)) throw typeError('can only join an iterable');
		for (const item of iterate(items)) {
			if (typeof item !== 'string' && !(item instanceof ScalarInstance && typeof item.payload === 'string'))
				throw typeError(`sequence item ${parts.length}: expected str instance, ${typeName(item)} found`);
			parts.push(typeof item === 'string' ? item : String(item.payload));
		}
		return parts.join(text);
	},
	'lower(self, /)': (text: string) => text.toLowerCase(),
	'upper(self, /)': (text: string) => text.toUpperCase(),
	'casefold(self, /)': (text: string) => text.toLowerCase().replace(/ß/g, 'ss'),
	'capitalize(self, /)': (text: string) => {
		const [first, ...rest] = Array.from(text);
		return first === undefined ? '' : first.toUpperCase() + rest.join('').toLowerCase();
	},
	'title(self, /)': title,
	'swapcase(self, /)': swapCase,
	"center(self, width, fillchar=' ', /)": (text: string, width: unknown, fill: unknown) =>
		pad(text, width, fill, 'both'),
	"ljust(self, width, fillchar=' ', /)": (text: string, width: unknown, fill: unknown) =>
		pad(text, width, fill, 'right'),
	"rjust(self, width, fillchar=' ', /)": (text: string, width: unknown, fill: unknown) =>
		pad(text, width, fill, 'left'),
	'zfill(self, width, /)': (text: string, width: unknown) => {
		const sign = /^[+-]/.exec(text)?.[0] ?? '';
		return sign + pad(text.slice(sign.length), (asIndex(width) ?? 0n) - BigInt(sign.length), '0', 'left');
	},
	'expandtabs(self, tabsize=8)': (text: string, size: unknown) =>
		expandTabs(text, Number(asIndex(size) ?? 8n)),
	'removeprefix(self, prefix, /)': (text: string, prefix: unknown) => {
		const start = wanted(prefix, 'removeprefix() argument must be str');
		return text.startsWith(start) ? text.slice(start.length) : text;
	},
	'removesuffix(self, suffix, /)': (text: string, suffix: unknown) => {
		const end = wanted(suffix, 'removesuffix() argument must be str');
		return end && text.endsWith(end) ? text.slice(0, -end.length) : text;
	},
	'translate(self, table, /)': translate,
	'format(self, *args, **kwargs)': (text: string, args: readonly unknown[], kwargs: Kwargs) =>
		strFormat(text, args, kwargs),
	'format_map(self, mapping, /)': strFormatMap,
	"encode(self, encoding='utf-8', errors='strict')": (text: string, encoding: string) =>
		encodeText(text, encoding),
	'__len__(self, /)': (text: string) => BigInt(textLength(text)),
	'__contains__(self, key, /)': (text: string, key: unknown) =>
		text.includes(wanted(key, "'in <string>' requires string as left operand")),
	'__add__(self, value, /)': (text: string, other: unknown) =>
		text + wanted(other, 'can only concatenate str')
});
