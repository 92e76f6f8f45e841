import { Tuple } from '$lib/core/containers';
import { asIndex } from '../convert';
import { typeError, valueError } from '../errors';
import { strClass, typeName } from '../types';
import { addMethods } from './add';

/** What Python takes for white space. */
const space = '\\s\\x1c-\\x1f\\x85';
const runs = new RegExp(`[${space}]+`, 'u');

function words(text: string, limit: number, fromRight: boolean): string[] {
	const all = trim(text, null, 'both');
	if (all === '') return [];
	if (limit < 0) return all.split(runs);
	return fromRight ? wordsFromRight(all, limit) : wordsFromLeft(all, limit);
}

function wordsFromLeft(text: string, limit: number): string[] {
	const parts: string[] = [];
	let rest = text;
	while (parts.length < limit) {
		const gap = runs.exec(rest);
		if (!gap) break;
		parts.push(rest.slice(0, gap.index));
		rest = rest.slice(gap.index + gap[0].length);
	}
	return [...parts, rest];
}

function wordsFromRight(text: string, limit: number): string[] {
	const parts: string[] = [];
	const lastGap = new RegExp(`[${space}]+(?=[^${space}]*$)`, 'u');
	let rest = text;
	while (parts.length < limit) {
		const gap = lastGap.exec(rest);
		if (!gap) break;
		parts.unshift(rest.slice(gap.index + gap[0].length));
		rest = rest.slice(0, gap.index);
	}
	return [rest, ...parts];
}

function split(text: string, sep: unknown, maxsplit: unknown, fromRight: boolean): string[] {
	const limit = Number(asIndex(maxsplit) ?? -1n);
	if (sep === null) return words(text, limit, fromRight);
	if (typeof sep !== 'string') throw typeError(`must be str or None, not ${typeName(sep)}`);
	if (sep === '') throw valueError('empty separator');
	const parts = text.split(sep);
	if (limit < 0 || parts.length - 1 <= limit) return parts;
	return fromRight
		? [parts.slice(0, parts.length - limit).join(sep), ...parts.slice(parts.length - limit)]
		: [...parts.slice(0, limit), parts.slice(limit).join(sep)];
}

const splitting = (name: string, fromRight: boolean) => ({
	[`${name}(self, sep=None, maxsplit=-1)`]: (text: string, sep: unknown, maxsplit: unknown) =>
		split(text, sep, maxsplit, fromRight)
});

function trim(text: string, chars: string | null, side: 'left' | 'right' | 'both'): string {
	const set = chars === null ? space : chars.replace(/[\\\]^-]/g, '\\$&');
	if (set === '') return text;
	let result = text;
	if (side !== 'right') result = result.replace(new RegExp(`^[${set}]+`, 'u'), '');
	return side === 'left' ? result : trimEnd(result, new RegExp(`^[${set}]$`, 'u'));
}

/** Character by character: a pattern that ends in `+$` takes quadratic time on long runs. */
function trimEnd(text: string, one: RegExp): string {
	let end = text.length;
	while (end > 0) {
		const size = end > 1 && /[\uDC00-\uDFFF]/.test(text[end - 1]) ? 2 : 1;
		if (!one.test(text.slice(end - size, end))) break;
		end -= size;
	}
	return text.slice(0, end);
}

const stripping = (name: string, side: 'left' | 'right' | 'both') => ({
	[`${name}(self, chars=None, /)`]: (text: string, chars: unknown) => {
		if (chars !== null && typeof chars !== 'string') throw typeError(`${name} arg must be None or str`);
		return trim(text, chars, side);
	}
});

const partition = (name: string, last: boolean) => ({
	[`${name}(self, sep, /)`]: (text: string, sep: unknown) => {
		if (typeof sep !== 'string') throw typeError(`must be str, not ${typeName(sep)}`);
		if (sep === '') throw valueError('empty separator');
		const at = last ? text.lastIndexOf(sep) : text.indexOf(sep);
		if (at < 0) return new Tuple(last ? ['', '', text] : [text, '', '']);
		return new Tuple([text.slice(0, at), sep, text.slice(at + sep.length)]);
	}
});

function splitLines(text: string, keep: boolean): string[] {
	const ends = /\r\n|[\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]/g;
	const lines: string[] = [];
	let at = 0;
	for (const found of text.matchAll(ends)) {
		const end = found.index + found[0].length;
		lines.push(text.slice(at, keep ? end : found.index));
		at = end;
	}
	if (at < text.length) lines.push(text.slice(at));
	return lines;
}

addMethods(strClass, {
	...splitting('split', false),
	...splitting('rsplit', true),
	...stripping('strip', 'both'),
	...stripping('lstrip', 'left'),
	...stripping('rstrip', 'right'),
	...partition('partition', false),
	...partition('rpartition', true),
	'splitlines(self, keepends=False)': (text: string, keep: unknown) => splitLines(text, keep === true)
});
