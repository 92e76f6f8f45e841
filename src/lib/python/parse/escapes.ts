import type { Tokenizer } from './tokens';

const simple: Record<string, string> = {
	'\\': '\\',
	"'": "'",
	'"': '"',
	a: '\x07',
	b: '\b',
	f: '\f',
	n: '\n',
	r: '\r',
	t: '\t',
	v: '\v',
	'\n': ''
};
const widths: Record<string, number> = { x: 2, u: 4, U: 8 };
const escape = /\\(?:([0-7]{1,3})|N\{([^}]*)\}|([\s\S]))/g;

/** The text of a string literal's body with its escapes carried out; unknown ones stay as they are. */
export function decodeEscapes(body: string, tokens: Tokenizer, from: number): string {
	if (!body.includes('\\')) return body;
	let result = '';
	let at = 0;
	escape.lastIndex = 0;
	for (let found = escape.exec(body); found; found = escape.exec(body)) {
		const [whole, octal, named, char] = found;
		result += body.slice(at, found.index);
		at = found.index + whole.length;
		if (octal !== undefined) result += String.fromCodePoint(parseInt(octal, 8));
		else if (named !== undefined)
			throw tokens.refuse(
				'characters by name (`\\N{...}`)',
				from + found.index,
				from + at,
				'Write the character itself.'
			);
		else if (char in simple) result += simple[char];
		else if (char in widths) {
			const hex = body.slice(at, at + widths[char]);
			const position = `${found.index}-${found.index + 1 + hex.length}`;
			const shape = `\\${char}${'X'.repeat(widths[char])}`;
			if (hex.length < widths[char] || !/^[0-9a-fA-F]+$/.test(hex))
				tokens.fail(
					`(unicode error) 'unicodeescape' codec can't decode bytes in position ${position}: truncated ${shape} escape`,
					from + found.index
				);
			if (parseInt(hex, 16) > 0x10ffff)
				tokens.fail(
					`(unicode error) 'unicodeescape' codec can't decode bytes in position ${position}: illegal Unicode character`,
					from + found.index
				);
			result += String.fromCodePoint(parseInt(hex, 16));
			escape.lastIndex = at += hex.length;
		} else result += whole;
	}
	return result + body.slice(at);
}
