import type { SourceText } from './source-text';
import { ProgramError } from '$lib/core/errors';
import { syntaxError, unsupported, type SyntaxErrorType } from './source-text';
import { scanNumber } from './numbers';
import { formattedTokens } from '../parts';
import { scanString, stringStart, type FormattedPart } from './string-tokens';

export type TokenType =
	'name' | 'keyword' | 'number' | 'string' | 'fstring' | 'op' | 'newline' | 'indent' | 'dedent' | 'end';

export interface Token {
	readonly type: TokenType;
	readonly text: string;
	readonly from: number;
	readonly to: number;
	/** How many brackets are open after it. */
	readonly depth: number;
	/** Of a number or a plain string. */
	readonly value?: unknown;
	/** Of an f-string. */
	readonly parts?: readonly FormattedPart[];
}

export const keywords = new Set(
	(
		'False None True and as assert async await break class continue def del elif else except finally for from ' +
		'global if import in is lambda nonlocal not or pass raise return try while with yield'
	).split(' ')
);

const operators = [
	'**=', '//=', '>>=', '<<=', '...', '!=', '->', ':=', '**', '//', '>>', '<<', '<=', '>=', '==', '+=', '-=',
	'*=', '/=', '%=', '&=', '|=', '^=', '@=', '<>', '+', '-', '*', '/', '%', '@', '&', '|', '^', '~', '<', '>',
	'(', ')', '[', ']', '{', '}', ',', ':', '.', ';', '=', '!'
]; // prettier-ignore
const closing: Record<string, string> = { '(': ')', '[': ']', '{': '}' };
const nameStart = /[\p{L}\p{Nl}_]/u;
const nameRest = /[\p{L}\p{Nl}\p{Mn}\p{Mc}\p{Nd}\p{Pc}]*/uy;

interface Bracket {
	readonly char: string;
	readonly from: number;
}

/** Cuts a program into Python's tokens. */
export class Tokenizer {
	readonly tokens: Token[] = [];
	/** Brackets still open; at the end of the text those never closed. */
	readonly brackets: Bracket[] = [];
	/** How many f-strings this one is inside of. */
	nesting = 0;
	private at: number;
	private readonly indents = [{ column: 0, alternate: 0 }];

	constructor(
		readonly source: SourceText,
		from = 0
	) {
		this.at = from;
	}

	fail(message: string, from: number, to = from + 1, type: SyntaxErrorType = 'SyntaxError'): never {
		throw syntaxError(message, this.source.span(from, to), type);
	}

	/** The error for valid Python that Lockstep does not carry out. */
	refuse(what: string, from: number, to: number, instead: string): ProgramError {
		return unsupported(what, this.source.span(from, to), instead);
	}

	/** What could not be cut into tokens; they end there. */
	error: ProgramError | null = null;

	/** The whole program, or as far as it can be cut. */
	run(): this {
		try {
			this.cut();
		} catch (error) {
			if (!(error instanceof ProgramError)) throw error;
			this.error = error;
			this.push('end', this.at, this.at);
		}
		return this;
	}

	private cut(): void {
		const { text } = this.source;
		this.startLine();
		while (this.at < text.length) if (!this.skipSpace()) this.next();
		const last = this.tokens.at(-1);
		if (last && last.type !== 'newline' && last.type !== 'dedent' && this.brackets.length === 0)
			this.push('newline', this.at, this.at);
		while (this.indents.length > 1) {
			this.indents.pop();
			this.push('dedent', this.at, this.at);
		}
		this.push('end', this.at, this.at);
	}

	/** The tokens of a replacement field, up to the `}`, `:`, `!` or `=` that ends its value. Returns where that is. */
	runReplacement(): number {
		const { text } = this.source;
		while (this.at < text.length) {
			if (/\s/.test(text[this.at])) {
				this.at++;
				continue;
			}
			if (text[this.at] === '#') this.skipComment();
			else if (this.brackets.length === 0 && this.endsReplacement()) return this.at;
			else this.next();
		}
		return this.at;
	}

	private endsReplacement(): boolean {
		const { text } = this.source;
		const char = text[this.at];
		if (char === '}' || char === ':') return true;
		if (char === '!') return text[this.at + 1] !== '=';
		return char === '=' && text[this.at + 1] !== '=' && !'=!<>'.includes(text[this.at - 1]);
	}

	private push(type: TokenType, from: number, to: number, more: Partial<Token> = {}): void {
		const text = this.source.text.slice(from, to);
		this.tokens.push({ type, text, from, to, depth: this.brackets.length, ...more });
		this.at = to;
	}

	private skipComment(): void {
		const end = this.source.text.indexOf('\n', this.at);
		this.at = end < 0 ? this.source.text.length : end;
	}

	/** Spaces, comments, continued lines and line ends. False when a token starts here. */
	private skipSpace(): boolean {
		const { text } = this.source;
		const char = text[this.at];
		if (char === ' ' || char === '\t' || char === '\f') this.at++;
		else if (char === '#') this.skipComment();
		else if (char === '\\') this.continueLine();
		else if (char !== '\n') return false;
		else if (this.brackets.length > 0) this.at++;
		else {
			this.push('newline', this.at, this.at + 1);
			this.startLine();
		}
		return true;
	}

	private continueLine(): void {
		const rest = /\\ *\n/y;
		rest.lastIndex = this.at;
		const found = rest.exec(this.source.text);
		if (!found) {
			if (this.at + 1 >= this.source.text.length) this.fail('unexpected EOF while parsing', this.at);
			this.fail('unexpected character after line continuation character', this.at + 1);
		}
		this.at += found[0].length;
		if (this.at >= this.source.text.length) this.fail('unexpected EOF while parsing', this.at - 1);
	}

	/** Skips blank lines, then measures the indentation. */
	private startLine(): void {
		const blank = /(?:[ \t\f]*(?:#[^\n]*)?\n)*/y;
		blank.lastIndex = this.at;
		blank.exec(this.source.text);
		this.at = blank.lastIndex;
		const space = /[ \t\f]*/y;
		space.lastIndex = this.at;
		const text = (space.exec(this.source.text) as RegExpExecArray)[0];
		const from = this.at;
		this.at += text.length;
		const next = this.source.text[this.at];
		if (next === undefined || next === '#') return;
		this.indent(text, from);
	}

	private indent(text: string, from: number): void {
		const { column, alternate } = measure(text);
		const top = this.indents[this.indents.length - 1];
		const mixed = () =>
			this.fail('inconsistent use of tabs and spaces in indentation', from, this.at, 'TabError');
		if (column === top.column) {
			if (alternate !== top.alternate) mixed();
		} else if (column > top.column) {
			if (alternate <= top.alternate) mixed();
			this.indents.push({ column, alternate });
			this.push('indent', from, this.at);
		} else this.dedent(column, from);
	}

	private dedent(column: number, from: number): void {
		while (this.indents[this.indents.length - 1].column > column) {
			this.indents.pop();
			this.push('dedent', this.at, this.at);
		}
		if (this.indents[this.indents.length - 1].column !== column)
			this.fail('unindent does not match any outer indentation level', from, this.at, 'IndentationError');
	}

	private next(): void {
		const { text } = this.source;
		const from = this.at;
		const string = stringStart(text, from);
		if (string) {
			if (string.formatted) {
				const { parts, end } = formattedTokens.module.scanFormatted(this, string);
				this.push('fstring', from, end, { parts });
			} else {
				const { value, end } = scanString(this, string);
				this.push('string', from, end, { value });
			}
		} else if (/[0-9]/.test(text[from]) || (text[from] === '.' && /[0-9]/.test(text[from + 1] ?? ''))) {
			const { value, end } = scanNumber(this, from);
			this.push('number', from, end, { value });
		} else if (nameStart.test(String.fromCodePoint(text.codePointAt(from) as number))) {
			nameRest.lastIndex = from;
			nameRest.exec(text);
			const word = text.slice(from, nameRest.lastIndex);
			this.push(keywords.has(word) ? 'keyword' : 'name', from, nameRest.lastIndex);
		} else this.operator(from);
	}

	private operator(from: number): void {
		const { text } = this.source;
		const op = operators.find((each) => text.startsWith(each, from));
		if (!op) this.badCharacter(from);
		if (closing[op]) {
			if (this.brackets.length >= 200) this.fail('too many nested parentheses', from);
			this.brackets.push({ char: op, from });
		} else if (op === ')' || op === ']' || op === '}') this.close(op, from);
		this.push('op', from, from + op.length);
	}

	private close(char: string, from: number): void {
		const open = this.brackets.pop();
		if (!open) this.fail(`unmatched '${char}'`, from);
		if (closing[open.char] === char) return;
		const line = this.source.lineOf(open.from);
		const where = line === this.source.lineOf(from) ? '' : ` on line ${line}`;
		this.fail(
			`closing parenthesis '${char}' does not match opening parenthesis '${open.char}'${where}`,
			from
		);
	}

	private badCharacter(from: number): never {
		const code = this.source.text.codePointAt(from) as number;
		const char = String.fromCodePoint(code);
		const hex = code.toString(16).toUpperCase().padStart(4, '0');
		if (char === '$' || char === '?' || char === '`') this.fail('invalid syntax', from);
		if (/[\p{C}\p{Z}]/u.test(char)) this.fail(`invalid non-printable character U+${hex}`, from);
		this.fail(`invalid character '${char}' (U+${hex})`, from, from + char.length);
	}
}

/** Columns with tabs to the next multiple of eight, and with tabs as one: where the two disagree, tabs are mixed. */
function measure(space: string): { column: number; alternate: number } {
	let column = 0;
	let alternate = 0;
	for (const char of space) {
		if (char === '\f') column = alternate = 0;
		else {
			column += char === '\t' ? 8 - (column % 8) : 1;
			alternate++;
		}
	}
	return { column, alternate };
}
