import { decodeEscapes } from './escapes';
import { unterminated, type FormattedPart, type StringStart } from './string-tokens';
import { Tokenizer } from './tokens';

/** An f-string: its pieces and the offset after it. */
export function scanFormatted(
	tokens: Tokenizer,
	string: StringStart
): { parts: FormattedPart[]; end: number } {
	const scanner = new FormattedScanner(tokens, string);
	const parts = scanner.parts(false);
	return { parts, end: scanner.at + string.quote.length };
}

class FormattedScanner {
	at: number;

	constructor(
		private readonly outer: Tokenizer,
		private readonly string: StringStart
	) {
		this.at = string.content;
	}

	/** Up to the closing quote; inside a format spec up to its `}`. */
	parts(inSpec: boolean): FormattedPart[] {
		const { text } = this.outer.source;
		const parts: FormattedPart[] = [];
		let literal = this.at;
		const flush = () => {
			if (this.at > literal) parts.push({ kind: 'text', text: this.decode(literal, this.at) });
		};
		for (;;) {
			if (text.startsWith(this.string.quote, this.at)) break;
			if (this.at >= text.length || (text[this.at] === '\n' && this.string.quote.length === 1))
				unterminated(this.outer, this.string, this.at);
			const char = text[this.at];
			if (char === '\\') this.at = this.afterEscape();
			else if (char === '{' || char === '}') {
				if (inSpec && char === '}') break;
				if (!inSpec && text[this.at + 1] === char) {
					this.at++;
					flush();
					literal = ++this.at;
					continue;
				}
				if (char === '}') this.outer.fail("f-string: single '}' is not allowed", this.at);
				flush();
				parts.push(this.field());
				literal = this.at;
			} else this.at++;
		}
		flush();
		return parts;
	}

	/** Past a backslash and what it escapes; a brace never is, save in `\N{...}`. */
	private afterEscape(): number {
		const { text } = this.outer.source;
		const next = text[this.at + 1];
		if (!this.string.raw && next === 'N' && text[this.at + 2] === '{') {
			const end = text.indexOf('}', this.at);
			return end < 0 ? text.length : end + 1;
		}
		return this.at + (next === '{' || next === '}' ? 1 : 2);
	}

	private decode(from: number, to: number): string {
		const body = this.outer.source.text.slice(from, to);
		return this.string.raw ? body : decodeEscapes(body, this.outer, from);
	}

	private field(): FormattedPart {
		const { text } = this.outer.source;
		const from = this.at;
		const inner = new Tokenizer(this.outer.source, from + 1);
		inner.nesting = this.outer.nesting + 1;
		if (inner.nesting > 40) this.outer.fail('f-string: expressions nested too deeply', from);
		this.at = this.fieldEnd(inner, from);
		if (this.at >= text.length) this.outer.fail("f-string: expecting '}'", from);
		if (inner.tokens.length === 0)
			this.outer.fail(`f-string: valid expression required before '${text[this.at]}'`, this.at);
		let label: string | null = null;
		if (text[this.at] === '=') {
			this.at++;
			while (/\s/.test(text[this.at])) this.at++;
			label = text.slice(from + 1, this.at);
			if (!'!:}'.includes(text[this.at])) this.outer.fail("f-string: expecting '!', or ':', or '}'", this.at);
		}
		const conversion = this.conversion();
		const spec = this.spec();
		if (text[this.at] !== '}') this.outer.fail("f-string: expecting '}'", this.at);
		this.at++;
		return { kind: 'field', from, to: this.at, tokens: inner.tokens, label, conversion, spec };
	}

	/** A quote that ends the f-string too early is taken for the start of another string. */
	private fieldEnd(inner: Tokenizer, from: number): number {
		try {
			return inner.runReplacement();
		} catch (error) {
			const unterminated = error instanceof Error && error.message.startsWith('unterminated');
			if (unterminated && this.string.quote.length === 1) this.outer.fail("f-string: expecting '}'", from);
			throw error;
		}
	}

	private conversion(): 'r' | 's' | 'a' | null {
		const { text } = this.outer.source;
		if (text[this.at] !== '!') return null;
		const word = /\w*/y;
		word.lastIndex = ++this.at;
		const name = (word.exec(text) as RegExpExecArray)[0];
		if (name === '') this.outer.fail('f-string: missing conversion character', this.at);
		if (name !== 'r' && name !== 's' && name !== 'a')
			this.outer.fail(`f-string: invalid conversion character '${name}': expected 's', 'r', or 'a'`, this.at);
		this.at += name.length;
		return name;
	}

	private spec(): readonly FormattedPart[] | null {
		if (this.outer.source.text[this.at] !== ':') return null;
		this.at++;
		return this.parts(true);
	}
}
