import { Dict } from '$lib/core/containers';
import { pyError } from '../errors';

/** Python's `json.loads`. Throws a JSONDecodeError that says where, as Python's does. */
export function read(text: string): unknown {
	const reader = new Reader(text);
	const value = reader.value();
	reader.end();
	return value;
}

const words: readonly (readonly [string, unknown])[] = [
	['null', null],
	['true', true],
	['false', false],
	['NaN', NaN],
	['Infinity', Infinity],
	['-Infinity', -Infinity]
];

const plain: Readonly<Record<string, string>> = {
	'"': '"',
	'\\': '\\',
	'/': '/',
	b: '\b',
	f: '\f',
	n: '\n',
	r: '\r',
	t: '\t'
};

class Reader {
	private at = 0;
	constructor(private readonly text: string) {}

	value(): unknown {
		this.skip();
		const first = this.text[this.at];
		if (first === '"') return this.string();
		if (first === '{') return this.dict();
		if (first === '[') return this.list();
		const word = words.find(([name]) => this.text.startsWith(name, this.at));
		if (word) {
			this.at += word[0].length;
			return word[1];
		}
		return this.number();
	}

	end(): void {
		this.skip();
		if (this.at < this.text.length) throw this.wrong('Extra data');
	}

	private skip(): void {
		while (' \t\n\r'.includes(this.text[this.at] ?? 'x')) this.at++;
	}

	private number(): number | bigint {
		const pattern = /(-?(?:0|[1-9]\d*))(\.\d+)?([eE][-+]?\d+)?/y;
		pattern.lastIndex = this.at;
		const found = pattern.exec(this.text);
		if (!found) throw this.wrong('Expecting value');
		this.at += found[0].length;
		return found[2] || found[3] ? Number(found[0]) : BigInt(found[1]);
	}

	private list(): unknown[] {
		const items: unknown[] = [];
		this.at++;
		this.skip();
		if (this.text[this.at] === ']') this.at++;
		else
			do items.push(this.value());
			while (this.goesOn(']'));
		return items;
	}

	private dict(): Dict {
		const dict = new Dict();
		this.at++;
		this.skip();
		if (this.text[this.at] === '}') {
			this.at++;
			return dict;
		}
		do {
			this.skip();
			if (this.text[this.at] !== '"') throw this.wrong('Expecting property name enclosed in double quotes');
			const key = this.string();
			this.skip();
			if (this.text[this.at] !== ':') throw this.wrong("Expecting ':' delimiter");
			this.at++;
			dict.set(key, this.value());
		} while (this.goesOn('}'));
		return dict;
	}

	/** Past a comma to the next item, or past the end. */
	private goesOn(close: string): boolean {
		this.skip();
		const found = this.text[this.at];
		if (found !== ',' && found !== close) throw this.wrong("Expecting ',' delimiter");
		this.at++;
		return found === ',';
	}

	private string(): string {
		const start = this.at++;
		let result = '';
		for (;;) {
			const unit = this.text[this.at];
			if (unit === undefined) throw this.wrong('Unterminated string starting at', start);
			if (unit < ' ') throw this.wrong('Invalid control character at');
			this.at++;
			if (unit === '"') return result;
			result += unit === '\\' ? this.escape(start) : unit;
		}
	}

	private escape(start: number): string {
		const unit = this.text[this.at];
		if (unit === undefined) throw this.wrong('Unterminated string starting at', start);
		if (unit !== 'u') {
			if (!Object.hasOwn(plain, unit)) throw this.wrong('Invalid \\escape', this.at - 1);
			this.at++;
			return plain[unit];
		}
		const code = this.text.slice(this.at + 1, this.at + 5);
		if (!/^[0-9a-fA-F]{4}$/.test(code)) throw this.wrong('Invalid \\uXXXX escape', this.at + 1);
		this.at += 5;
		return String.fromCharCode(parseInt(code, 16));
	}

	private wrong(what: string, at = this.at) {
		const before = this.text.slice(0, at);
		const line = before.split('\n').length;
		const column = at - before.lastIndexOf('\n');
		return pyError('JSONDecodeError', `${what}: line ${line} column ${column} (char ${at})`);
	}
}
