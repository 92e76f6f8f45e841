import { SourceText } from './parse/source-text';
import { Tokenizer, type Token } from './parse/tokens';

/** A number that stands in a program, with the minus before it where that is its sign. */
export interface NumberInText {
	readonly from: number;
	readonly to: number;
	readonly text: string;
	/** From 1. */
	readonly line: number;
	readonly value: number;
	/** Python's type of it: an int may stand where a float may not. */
	readonly type: 'int' | 'float';
}

/** The numbers of a program, those in strings and comments left out, as far as it can be cut into tokens. */
export function numbersIn(text: string): readonly NumberInText[] {
	const source = new SourceText(text);
	const { tokens } = new Tokenizer(source).run();
	return tokens.flatMap((token, i) => {
		const { type, value, to } = token;
		if (type !== 'number' || (typeof value !== 'number' && typeof value !== 'bigint')) return [];
		const sign = isSign(tokens[i - 1], tokens[i - 2]) ? tokens[i - 1] : null;
		const from = (sign ?? token).from;
		const size = Number(value);
		return [
			{
				from,
				to,
				text: text.slice(from, to),
				line: source.lineOf(from),
				value: sign ? -size : size,
				type: typeof value === 'bigint' ? 'int' : 'float'
			}
		];
	});
}

/** Whether a minus has no operand before it. */
function isSign(minus: Token | undefined, before: Token | undefined): boolean {
	if (minus?.type !== 'op' || minus.text !== '-') return false;
	if (!before) return true;
	const ends =
		before.type === 'name' ||
		before.type === 'number' ||
		before.type === 'string' ||
		before.type === 'fstring';
	return !ends && ![')', ']', '}'].includes(before.text);
}
