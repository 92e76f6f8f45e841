import type { Span } from '$lib/core/source';
import type { ProgramError } from '$lib/core/errors';
import type { AnyNode } from '../ast';
import { syntaxError, unsupported, type SourceText } from './source-text';
import type { Token, TokenType, Tokenizer } from './tokens';

/** A place in the tokens, and what every rule of the grammar needs. */
export class Cursor {
	at = 0;
	private reached = 0;
	/** Names of the classes around, for `__private` names. */
	readonly classes: string[] = [];

	constructor(
		readonly source: SourceText,
		readonly tokens: readonly Token[],
		private readonly unclosed: Tokenizer['brackets'] = [],
		private readonly tokenError: ProgramError | null = null
	) {}

	get token(): Token {
		return this.tokens[this.at];
	}

	ahead(n: number): Token {
		return this.tokens[Math.min(this.at + n, this.tokens.length - 1)];
	}

	/** An operator or a keyword is next. */
	is(text: string): boolean {
		const { token } = this;
		return token.text === text && (token.type === 'op' || token.type === 'keyword');
	}

	isType(type: TokenType): boolean {
		return this.token.type === type;
	}

	/** A name with a meaning of its own in some places: `match`, `case`, `type`. */
	isSoft(word: string): boolean {
		return this.token.type === 'name' && this.token.text === word;
	}

	next(): Token {
		const { token } = this;
		if (this.at < this.tokens.length - 1) this.at++;
		if (this.at > this.reached) this.reached = this.at;
		return token;
	}

	take(text: string): Token | null {
		return this.is(text) ? this.next() : null;
	}

	expect(text: string, message = 'invalid syntax'): Token {
		return this.take(text) ?? this.fail(message);
	}

	name(message = 'invalid syntax'): Token {
		return this.isType('name') ? this.next() : this.fail(message);
	}

	/** Where a private name of a class is looked up: `__x` in class C is `_C__x`. */
	mangle(name: string): string {
		const owner = this.classes.at(-1)?.replace(/^_+/, '');
		return owner && name.startsWith('__') && !name.endsWith('__') ? `_${owner}${name}` : name;
	}

	/** The end of the token before this one. */
	get end(): number {
		return this.at > 0 ? this.tokens[this.at - 1].to : this.token.from;
	}

	spanFrom(from: number): Span {
		return this.source.span(from, Math.max(this.end, from));
	}

	spanOf(token: Token): Span {
		return this.source.span(token.from, token.to);
	}

	fail(message = 'invalid syntax', where: Token | AnyNode | Span = this.token): never {
		const span = 'span' in where ? where.span : 'line' in where ? where : this.spanOf(where);
		const generic = message === 'invalid syntax';
		if (this.tokenError && this.atTokenError(generic)) throw this.tokenError;
		const open = this.unclosed.at(-1);
		if (
			open &&
			(this.isType('end') || this.source.lineOf(open.from) < this.source.lineOf(this.furthest.from))
		)
			throw syntaxError(`'${open.char}' was never closed`, this.source.span(open.from, open.from + 1));
		if (generic && this.isType('indent')) throw syntaxError('unexpected indent', span, 'IndentationError');
		if (generic && this.isType('dedent')) throw syntaxError('unexpected unindent', span, 'IndentationError');
		throw syntaxError(message, span);
	}

	/**
	 * What cannot be cut into tokens further down goes before what is wrong here, save for indentation: that is only
	 * found when it is reached.
	 */
	private atTokenError(generic: boolean): boolean {
		if (this.isType('end')) return true;
		if (generic && (this.isType('indent') || this.isType('dedent'))) return false;
		return this.tokenError?.type === 'SyntaxError';
	}

	/** The last token that was looked at. */
	private get furthest(): Token {
		return this.tokens[Math.max(this.reached, this.at)];
	}

	failIndentation(message: string): never {
		throw syntaxError(message, this.spanOf(this.token), 'IndentationError');
	}

	refuse(what: string, span: Span, instead: string): ProgramError {
		return unsupported(what, span, instead);
	}
}
