import type { Kwargs } from '$lib/core/fn';
import { getAttribute } from './attributes';
import { pyError, valueError } from './errors';
import { formatValue } from './format';
import { keyError } from './raise';
import { reprOf, strOf } from './repr';
import { asciiOf } from './object-repr';
import { getItem } from './subscript';

/** `template.format(*args, **kwargs)` */
export function strFormat(template: string, args: readonly unknown[], kwargs: Kwargs): string {
	return new Formatter(args, (name) => {
		if (!kwargs.has(name)) throw keyError(name);
		return kwargs.get(name);
	}).run(template, 2);
}

/** `template.format_map(mapping)` */
export const strFormatMap = (template: string, mapping: unknown): string =>
	new Formatter([], (name) => getItem(mapping, name)).run(template, 2);

class Formatter {
	private auto = 0;
	private manual = false;

	constructor(
		private readonly args: readonly unknown[],
		private readonly named: (name: string) => unknown
	) {}

	run(template: string, depth: number): string {
		if (depth < 0) throw valueError('Max string recursion exceeded');
		let result = '';
		for (let at = 0; at < template.length;) {
			const char = template[at];
			if (char !== '{' && char !== '}') {
				result += char;
				at++;
			} else if (template[at + 1] === char) {
				result += char;
				at += 2;
			} else if (char === '}') throw valueError("Single '}' encountered in format string");
			else {
				const end = this.fieldEnd(template, at + 1);
				result += this.field(template.slice(at + 1, end), depth);
				at = end + 1;
			}
		}
		return result;
	}

	private fieldEnd(template: string, from: number): number {
		if (from >= template.length) throw valueError("Single '{' encountered in format string");
		let depth = 1;
		for (let at = from; at < template.length; at++) {
			if (template[at] === '{') depth++;
			else if (template[at] === '}' && --depth === 0) return at;
		}
		throw valueError("expected '}' before end of string");
	}

	private field(text: string, depth: number): string {
		const [, name, , conversion, , spec] = /^((?:[^!:[]|\[[^\]]*\])*)(!(.?))?(:([\s\S]*))?$/.exec(text) ?? [];
		if (name === undefined) throw valueError("expected ':' after conversion specifier");
		const value = this.convert(this.lookUp(name), conversion);
		return formatValue(value, this.run(spec ?? '', depth - 1));
	}

	private convert(value: unknown, conversion: string | undefined): unknown {
		switch (conversion) {
			case undefined:
				return value;
			case 'r':
				return reprOf(value);
			case 's':
				return strOf(value);
			case 'a':
				return asciiOf(value);
			case '':
				throw valueError("unmatched '{' in format spec");
			default:
				throw valueError(`Unknown conversion specifier ${conversion}`);
		}
	}

	private lookUp(text: string): unknown {
		const first = /^[^.[]*/.exec(text)?.[0] ?? '';
		let value = this.first(first);
		const rest = text.slice(first.length);
		const step = /\.([^.[]+)|\[([^\]]+)\]/y;
		while (step.lastIndex < rest.length) {
			const found = step.exec(rest);
			if (!found) throw valueError('Empty attribute in format string');
			const [, attribute, index] = found;
			if (attribute !== undefined) value = getAttribute(value, attribute);
			else value = getItem(value, /^\d+$/.test(index) ? BigInt(index) : index);
		}
		return value;
	}

	private first(name: string): unknown {
		if (name === '') {
			if (this.manual)
				throw valueError('cannot switch from manual field specification to automatic field numbering');
			return this.position(this.auto++);
		}
		if (!/^\d+$/.test(name)) return this.named(name);
		if (this.auto > 0)
			throw valueError('cannot switch from automatic field numbering to manual field specification');
		this.manual = true;
		return this.position(Number(name));
	}

	private position(index: number): unknown {
		if (index >= this.args.length)
			throw pyError('IndexError', `Replacement index ${index} out of range for positional args tuple`);
		return this.args[index];
	}
}
