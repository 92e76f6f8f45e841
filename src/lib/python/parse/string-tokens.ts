import type { Bytes } from '../bytes';
import { bytes } from '../parts';
import { decodeEscapes } from './escapes';
import type { Token, Tokenizer } from './tokens';

export interface StringStart {
	readonly from: number;
	/** Where the contents begin. */
	readonly content: number;
	readonly quote: string;
	readonly raw: boolean;
	readonly formatted: boolean;
	readonly bytes: boolean;
}

/** A piece of an f-string. The tokens are those of the value; `label` is the text shown for `{x=}`. */
export type FormattedPart =
	| { readonly kind: 'text'; readonly text: string }
	| {
			readonly kind: 'field';
			readonly from: number;
			readonly to: number;
			readonly tokens: readonly Token[];
			readonly label: string | null;
			readonly conversion: 'r' | 's' | 'a' | null;
			readonly spec: readonly FormattedPart[] | null;
	  };

const start = /([a-zA-Z]{0,2})('''|"""|'|")/y;
const prefixes = new Set(['', 'r', 'u', 'b', 'f', 'br', 'rb', 'fr', 'rf']);

/** The beginning of a string at `from`, if one is there. */
export function stringStart(text: string, from: number): StringStart | null {
	start.lastIndex = from;
	const found = start.exec(text);
	if (!found) return null;
	const prefix = found[1].toLowerCase();
	if (!prefixes.has(prefix)) return null;
	return {
		from,
		content: from + found[0].length,
		quote: found[2],
		raw: prefix.includes('r'),
		formatted: prefix.includes('f'),
		bytes: prefix.includes('b')
	};
}

export function unterminated(tokens: Tokenizer, string: StringStart, end: number): never {
	const what = (string.formatted ? 'f-string' : 'string') + ' literal';
	const line = tokens.source.lineOf(Math.min(end, tokens.source.text.length - 1));
	const triple = string.quote.length === 3 ? `unterminated triple-quoted ${what}` : `unterminated ${what}`;
	tokens.fail(`${triple} (detected at line ${line})`, string.from, string.content);
}

/** A plain string: its value and the offset after it. */
export function scanString(tokens: Tokenizer, string: StringStart): { value: string | Bytes; end: number } {
	const { text } = tokens.source;
	let at = string.content;
	while (!text.startsWith(string.quote, at)) {
		if (at >= text.length || (text[at] === '\n' && string.quote.length === 1))
			unterminated(tokens, string, at);
		at += text[at] === '\\' ? 2 : 1;
	}
	const end = at + string.quote.length;
	const body = text.slice(string.content, at);
	if (string.bytes) return { value: bytesOf(body, tokens, string), end };
	return { value: string.raw ? body : decodeEscapes(body, tokens, string.content), end };
}

function bytesOf(body: string, tokens: Tokenizer, string: StringStart): Bytes {
	if (/[^\x00-\x7f]/.test(body))
		tokens.fail('bytes can only contain ASCII literal characters', string.from, string.content);
	return bytes.module.Bytes.of(string.raw ? body : decodeEscapes(body, tokens, string.content));
}
