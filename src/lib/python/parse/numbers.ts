import type { Tokenizer } from './tokens';

const prefixed = [
	{ start: /0[xX]/y, digits: /0[xX](?:_?[0-9a-fA-F])+/y, name: 'hexadecimal' },
	{ start: /0[oO]/y, digits: /0[oO](?:_?[0-7])+/y, name: 'octal' },
	{ start: /0[bB]/y, digits: /0[bB](?:_?[01])+/y, name: 'binary' }
];
const whole = /[0-9](?:_?[0-9])*/y;
const decimal =
	/(?:[0-9](?:_?[0-9])*\.?(?:[0-9](?:_?[0-9])*)?|\.[0-9](?:_?[0-9])*)(?:[eE][+-]?[0-9](?:_?[0-9])*)?/y;

const match = (pattern: RegExp, text: string, at: number): string | null => {
	pattern.lastIndex = at;
	return pattern.exec(text)?.[0] ?? null;
};

/** A number of the program: an int as bigint, a float as number. */
export function scanNumber(tokens: Tokenizer, from: number): { value: bigint | number; end: number } {
	const { text } = tokens.source;
	for (const { start, digits, name } of prefixed) {
		if (!match(start, text, from)) continue;
		const found = match(digits, text, from);
		if (!found) {
			const digit = /\d/.exec(text[from + 2] ?? '')?.[0];
			tokens.fail(digit ? `invalid digit '${digit}' in ${name} literal` : `invalid ${name} literal`, from);
		}
		const next = text[from + found.length] ?? '';
		if (name !== 'hexadecimal' && /[0-9]/.test(next))
			tokens.fail(`invalid digit '${next}' in ${name} literal`, from + found.length);
		return finish(tokens, from, found, BigInt(found.replace(/_/g, '')), name);
	}
	const found = match(decimal, text, from) as string;
	const digits = match(whole, text, from);
	if (found !== digits) return finish(tokens, from, found, Number(found.replace(/_/g, '')), 'decimal');
	const plain = found.replace(/_/g, '');
	if (/^0+[1-9]/.test(plain))
		tokens.fail(
			'leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers',
			from,
			from + found.length
		);
	if (plain.length > 4300)
		tokens.fail(
			`Exceeds the limit (4300 digits) for integer string conversion: value has ${plain.length} digits; use sys.set_int_max_str_digits() to increase the limit - Consider hexadecimal for huge integer literals to avoid decimal conversion limits.`,
			from
		);
	return finish(tokens, from, found, BigInt(plain), 'decimal');
}

/** Words that may touch a number: `1if x else 2`. */
const mayFollow = /(?:and|else|for|if|in|is|not|or)\b/y;

function finish(
	tokens: Tokenizer,
	from: number,
	found: string,
	value: bigint | number,
	name: string
): { value: bigint | number; end: number } {
	const { text } = tokens.source;
	const end = from + found.length;
	const next = text[end] ?? '';
	if (/[jJ]/.test(next) && !/[\p{L}\p{Nd}_]/u.test(text[end + 1] ?? ''))
		throw tokens.refuse('complex numbers', from, end + 1, 'Keep the real and the imaginary part apart.');
	if (/[\p{L}_]/u.test(next) && !match(mayFollow, text, end))
		tokens.fail(`invalid ${/[jJ]/.test(next) ? 'imaginary' : name} literal`, end - 1);
	return { value, end };
}
