import { Dict, Tuple } from '$lib/core/containers';
import { arrays } from './arrays';
import { Bytes } from './bytes';
import { hasSpecial } from './call';
import { truncate } from './builtins/numbers';
import { asIndex, toFloat } from './convert';
import { ProgramError } from '$lib/core/errors';
import { exceptionClass } from './exceptions';
import { pyError, typeError, valueError } from './errors';
import { textLength } from './text';
import { formatValue } from './format';
import { keyError } from './raise';
import { reprOf, strOf } from './repr';
import { asciiOf } from './object-repr';
import { typeName } from './types';
import { unboxed } from './unboxed';
import { Range } from './values';

const grammar = /%(?:\(([^)]*)\))?([#0\- +]*)(\*|\d+)?(?:\.(\*|\d+)?)?[hlL]?(.)/gsu;

/** `template % values` */
export function percentFormat(template: string, values: unknown): string {
	const args = new Arguments(values);
	let at = 0;
	let result = '';
	grammar.lastIndex = 0;
	for (let found = grammar.exec(template); found; found = grammar.exec(template)) {
		result += plain(template, at, found.index);
		at = found.index + found[0].length;
		result += field(found, args, template);
	}
	result += plain(template, at, template.length);
	args.finish();
	return result;
}

function plain(template: string, from: number, to: number): string {
	const text = template.slice(from, to);
	if (text.includes('%')) throw valueError('incomplete format');
	return text;
}

/** What could be looked things up in by `%(name)s` need not be used up. */
const hasItems = (value: unknown): boolean =>
	value instanceof Dict ||
	Array.isArray(value) ||
	value instanceof Range ||
	value instanceof Bytes ||
	arrays.isArray(value) ||
	hasSpecial(value, '__getitem__');

class Arguments {
	private next = 0;
	private keyed = false;
	constructor(private readonly values: unknown) {}

	take(): unknown {
		const list = this.values instanceof Tuple ? this.values.items : [this.values];
		if (this.next >= list.length) throw typeError('not enough arguments for format string');
		return list[this.next++];
	}

	get(key: string): unknown {
		if (!(this.values instanceof Dict)) throw typeError('format requires a mapping');
		this.keyed = true;
		if (!this.values.has(key)) throw keyError(key);
		return this.values.get(key);
	}

	finish(): void {
		if (this.keyed || hasItems(this.values)) return;
		const given = this.values instanceof Tuple ? this.values.length : 1;
		if (this.next < given) throw typeError('not all arguments converted during string formatting');
	}
}

function field(found: RegExpExecArray, args: Arguments, template: string): string {
	const [whole, key, flags, widthText, precisionText, code] = found;
	if (whole === '%%') return '%';
	const left = flags.includes('-');
	let width = widthText === '*' ? Number(args.take() as bigint) : Number(widthText ?? 0);
	const precision =
		precisionText === '*'
			? Number(args.take() as bigint)
			: precisionText === undefined
				? /\.[hlL]?.$/su.test(whole)
					? 0
					: null
				: Number(precisionText);
	if (Math.abs(width) > 1e7) throw valueError('width too big');
	if (precision !== null && precision > 1e5) throw valueError('precision too big');
	const leftward = left || width < 0;
	width = Math.abs(width);
	const value = key === undefined ? args.take() : args.get(key);
	const zero = flags.includes('0') && !leftward;
	const sign = flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
	const body = convert(code, value, {
		sign,
		alternate: flags.includes('#'),
		precision,
		template,
		index: found.index + whole.length - 1
	});
	if (body.length >= width) return body;
	if (leftward) return body.padEnd(width);
	if (!zero || 'srac'.includes(code)) return body.padStart(width);
	const prefix = /^[+\- ]?(0[xXoO])?/.exec(body)?.[0] ?? '';
	return prefix + body.slice(prefix.length).padStart(width - prefix.length, '0');
}

interface Options {
	readonly sign: string;
	readonly alternate: boolean;
	readonly precision: number | null;
	readonly template: string;
	readonly index: number;
}

function convert(code: string, value: unknown, options: Options): string {
	const cut = (text: string) => (options.precision === null ? text : text.slice(0, options.precision));
	switch (code) {
		case 's':
			return cut(strOf(value));
		case 'r':
			return cut(reprOf(value));
		case 'a':
			return cut(asciiOf(value));
		case 'c':
			return character(value);
		case 'd':
		case 'i':
		case 'u':
			return integer(value, code, options, 'd');
		case 'x':
		case 'X':
		case 'o':
			return integer(value, code, options, code);
		case 'e':
		case 'E':
		case 'f':
		case 'F':
		case 'g':
		case 'G':
			return floating(value, code, options);
		default:
			throw valueError(
				`unsupported format character '${code}' (0x${(code.codePointAt(0) as number).toString(16)}) at index ${options.index}`
			);
	}
}

function character(value: unknown): string {
	if (typeof value === 'string' && textLength(value) === 1) return value;
	const code = typeof value === 'string' ? undefined : asIndex(value);
	if (code === undefined) throw typeError('%c requires int or char');
	if (code < 0n || code > 0x10ffffn) throw pyError('OverflowError', '%c arg not in range(0x110000)');
	return String.fromCodePoint(Number(code));
}

function integer(given: unknown, code: string, options: Options, type: string): string {
	const value = unboxed(given);
	let number: bigint;
	if (typeof value === 'bigint') number = value;
	else if (typeof value === 'boolean') number = BigInt(value);
	else if (typeof value === 'number' && type === 'd') number = truncate(value);
	else if (arrays.isArray(value)) number = arrayInteger(value, code, type);
	else {
		const what = type === 'd' ? 'a real number is required' : 'an integer is required';
		throw typeError(`%${code} format: ${what}, not ${typeName(value)}`);
	}
	const text = formatValue(number, `${options.sign}${options.alternate ? '#' : ''}${type}`);
	if (options.precision === null) return text;
	const prefix = /^[+\- ]?(0[xXoO])?/.exec(text)?.[0] ?? '';
	return prefix + text.slice(prefix.length).padStart(options.precision, '0');
}

/** What an array refuses with a TypeError of its own is told as Python does. */
function arrayInteger(value: unknown, code: string, type: string): bigint {
	try {
		return type === 'd' ? arrays.toInt(value) : arrays.toIndex(value);
	} catch (error) {
		if (
			!(error instanceof ProgramError) ||
			!exceptionClass(error.type).isSubclassOf(exceptionClass('TypeError'))
		)
			throw error;
		throw typeError(`%${code} format: a real number is required, not ${typeName(value)}`);
	}
}

function floating(value: unknown, code: string, options: Options): string {
	const precision = options.precision ?? 6;
	return formatValue(toFloat(value), `${options.sign}${options.alternate ? '#' : ''}.${precision}${code}`);
}
