import { arrays } from './arrays';
import { special } from './call';
import { ownClass, ScalarInstance } from './classes';
import { pyError, typeError, valueError } from './errors';
import { fixed, positional, scientific, shortest, significant } from './float-text';
import { intText } from './int-text';
import { intToFloat } from './numbers';
import { strOf } from './repr';
import { textLength } from './text';
import { typeName } from './types';

interface Spec {
	readonly fill: string;
	readonly align: '<' | '>' | '=' | '^' | null;
	readonly sign: '+' | '-' | ' ' | null;
	/** `z`: no negative zero. */
	readonly noMinusZero: boolean;
	readonly alternate: boolean;
	readonly zero: boolean;
	readonly width: number;
	readonly grouping: ',' | '_' | null;
	readonly precision: number | null;
	readonly type: string;
}

const grammar = /^(?:(.)?([<>=^]))?([+\- ])?(z)?(#)?(0)?(\d+)?([,_])?(?:\.(\d+))?([a-zA-Z%])?$/su;

function parseSpec(text: string, value: unknown): Spec {
	const found = grammar.exec(text);
	if (!found) {
		const marks = /([,_])([,_])/.exec(text);
		if (marks) {
			const [, first, second] = marks;
			throw valueError(
				first === second ? `Cannot specify '${first}' with '${second}'.` : "Cannot specify both ',' and '_'."
			);
		}
		if (/\.(?!\d)/.test(text)) throw valueError('Format specifier missing precision');
		throw valueError(`Invalid format specifier '${text}' for object of type '${typeName(value)}'`);
	}
	const [, fill, align, sign, z, alternate, zero, width, grouping, precision, type] = found;
	const size = Number(width ?? 0);
	if (size > 1e7 || Number(precision ?? 0) > 1e5)
		throw valueError('Too many decimal digits in format string');
	const kind = type ?? (typeof value === 'string' ? 's' : '');
	if (grouping && !(`defgEG%F${grouping === '_' ? 'boxX' : ''}`.includes(kind) || kind === ''))
		throw valueError(`Cannot specify '${grouping}' with '${kind}'.`);
	return {
		fill: fill ?? (zero ? '0' : ' '),
		align: (align as Spec['align']) ?? null,
		sign: (sign as Spec['sign']) ?? null,
		noMinusZero: z !== undefined,
		alternate: alternate !== undefined,
		zero: zero !== undefined,
		width: size,
		grouping: (grouping as Spec['grouping']) ?? null,
		precision: precision === undefined ? null : Number(precision),
		type: type ?? ''
	};
}

/** `format(value, spec)`: the format mini-language. */
export function formatValue(value: unknown, spec: string): string {
	if (typeof value === 'object' && value !== null) {
		if (ownClass(value)) {
			const own = special(value, '__format__', spec);
			if (own !== undefined) return String(own);
			if (value instanceof ScalarInstance && special(value, '__str__') === undefined)
				return formatValue(value.payload, spec);
		} else if (arrays.isArray(value)) return arrays.format(value, spec);
	}
	if (spec === '') return strOf(value);
	switch (typeof value) {
		case 'bigint':
			return formatInt(value, parseSpec(spec, value), value);
		case 'boolean':
			return formatInt(BigInt(value), parseSpec(spec, value), value);
		case 'number':
			return formatFloat(value, parseSpec(spec, value));
		case 'string':
			return formatText(value, parseSpec(spec, value), value);
		default:
			throw typeError(`unsupported format string passed to ${typeName(value)}.__format__`);
	}
}

/** Fills up to the width; `prefix` (sign, `0x`) stays in front of `=` padding. */
function pad(prefix: string, body: string, spec: Spec, align: Spec['align']): string {
	const missing = spec.width - textLength(prefix) - textLength(body);
	if (missing <= 0) return prefix + body;
	const fill = (n: number) => spec.fill.repeat(n);
	switch (spec.align ?? align) {
		case '<':
			return prefix + body + fill(missing);
		case '^':
			return fill(missing >> 1) + prefix + body + fill(missing - (missing >> 1));
		case '=':
			return prefix + fill(missing) + body;
		default:
			return fill(missing) + prefix + body;
	}
}

function formatText(text: string, spec: Spec, value: unknown): string {
	if (spec.type !== '' && spec.type !== 's') throw unknownCode(spec.type, value);
	if (spec.noMinusZero) throw valueError('Negative zero coercion (z) not allowed in string format specifier');
	if (spec.sign)
		throw valueError(
			spec.sign === ' '
				? 'Space not allowed in string format specifier'
				: 'Sign not allowed in string format specifier'
		);
	if (spec.alternate) throw valueError('Alternate form (#) not allowed in string format specifier');
	if (spec.grouping) throw valueError(`Cannot specify '${spec.grouping}' with 's'.`);
	if (spec.align === '=') throw valueError("'=' alignment not allowed in string format specifier");
	const cut = spec.precision === null ? text : Array.from(text).slice(0, spec.precision).join('');
	return pad('', cut, spec, '<');
}

const unknownCode = (code: string, value: unknown) =>
	valueError(`Unknown format code '${code}' for object of type '${typeName(value)}'`);

const signOf = (negative: boolean, spec: Spec): string =>
	negative ? '-' : spec.sign === '+' || spec.sign === ' ' ? spec.sign : '';

/** Groups of `size` digits, from the right. */
function group(digits: string, mark: string, size: number): string {
	const first = digits.length % size;
	const parts = first ? [digits.slice(0, first)] : [];
	for (let i = first; i < digits.length; i += size) parts.push(digits.slice(i, i + size));
	return parts.join(mark);
}

/** Grouped, and filled with grouped zeros where the width asks for leading zeros. */
function grouped(whole: string, rest: string, prefix: string, spec: Spec, size: number): string {
	if (!spec.grouping) return whole + rest;
	let text = group(whole, spec.grouping, size);
	if (!(spec.fill === '0' && (spec.align === '=' || (spec.zero && !spec.align)))) return text + rest;
	let digits = whole;
	while (text.length + rest.length + prefix.length < spec.width)
		text = group((digits = `0${digits}`), spec.grouping, size);
	return text + rest;
}

const radixes: Record<string, { base: number; prefix: string }> = {
	b: { base: 2, prefix: '0b' },
	o: { base: 8, prefix: '0o' },
	x: { base: 16, prefix: '0x' },
	X: { base: 16, prefix: '0X' }
};

function formatInt(value: bigint, spec: Spec, given: unknown): string {
	if ('eEfFgG%'.includes(spec.type) && spec.type) return formatFloat(intToFloat(value), spec);
	const radix = radixes[spec.type];
	if (!radix && !'cdn'.includes(spec.type)) throw unknownCode(spec.type, given);
	if (spec.precision !== null) throw valueError('Precision not allowed in integer format specifier');
	if (spec.noMinusZero)
		throw valueError('Negative zero coercion (z) not allowed in integer format specifier');
	if (spec.type === 'c') {
		if (value < 0n || value > 0x10ffffn) throw pyError('OverflowError', '%c arg not in range(0x110000)');
		return pad('', String.fromCodePoint(Number(value)), spec, '<');
	}
	if (radix && spec.grouping === ',') throw valueError(`Cannot specify ',' with '${spec.type}'.`);
	const size = value < 0n ? -value : value;
	let digits = radix ? size.toString(radix.base) : intText(size);
	if (spec.type === 'X') digits = digits.toUpperCase();
	const prefix = signOf(value < 0n, spec) + (radix && spec.alternate ? radix.prefix : '');
	const body = grouped(digits, '', prefix, spec, radix ? 4 : 3);
	return pad(prefix, body, spec, spec.zero ? '=' : '>');
}

function formatFloat(x: number, spec: Spec): string {
	if (!'eEfFgGn%'.includes(spec.type)) throw unknownCode(spec.type, x);
	const body = floatBody(x, spec);
	const zero = spec.noMinusZero && /^[0.]*(e.*)?%?$/.test(body);
	const prefix = signOf((x < 0 || Object.is(x, -0)) && !zero, spec);
	const found = /^(\d+)(.*)$/s.exec(body);
	const text = found ? grouped(found[1], found[2], prefix, spec, 3) : body;
	return pad(prefix, text, spec, spec.zero ? '=' : '>');
}

/** Without sign and padding. */
function floatBody(x: number, spec: Spec): string {
	const upper = spec.type === 'E' || spec.type === 'F' || spec.type === 'G';
	const end = spec.type === '%' ? '%' : '';
	if (!Number.isFinite(x)) {
		const word = Number.isNaN(x) ? 'nan' : 'inf';
		return (upper ? word.toUpperCase() : word) + end;
	}
	const text = finiteBody(x, spec);
	return upper ? text.toUpperCase() : text;
}

function finiteBody(x: number, spec: Spec): string {
	const precision = spec.precision ?? 6;
	switch (spec.type) {
		case 'f':
		case 'F':
			return withPoint(fixed(x, precision), spec);
		case '%':
			return `${withPoint(fixed(x * 100, precision), spec)}%`;
		case 'e':
		case 'E': {
			const { digits, exponent } = significant(x, precision + 1);
			const text = scientific(digits, exponent);
			return spec.alternate && precision === 0 ? text.replace('e', '.e') : text;
		}
		case 'g':
		case 'G':
		case 'n':
			return general(x, precision || 1, spec, 0);
		default:
			return spec.precision === null ? shortBody(x) : general(x, spec.precision || 1, spec, 1);
	}
}

const withPoint = (text: string, spec: Spec): string =>
	spec.alternate && !text.includes('.') ? `${text}.` : text;

/** As `repr`, without sign. */
function shortBody(x: number): string {
	if (x === 0) return '0.0';
	const { digits, exponent } = shortest(x);
	return exponent < -4 || exponent >= 16 ? scientific(digits, exponent) : positional(digits, exponent, true);
}

/** `%g`: without trailing zeros, with an exponent where that is shorter. `point`: keep one digit after the point. */
function general(x: number, precision: number, spec: Spec, point: 0 | 1): string {
	const { digits, exponent } = significant(x, precision);
	const kept = spec.alternate ? digits : digits.replace(/0+$/, '') || '0';
	const limit = point ? precision - 1 : precision;
	if (exponent < -4 || exponent >= limit) return scientific(kept, exponent);
	const text = positional(kept, exponent, point === 1);
	return spec.alternate && !text.includes('.') ? `${text}.` : text;
}
