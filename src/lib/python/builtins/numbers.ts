import { Tuple } from '$lib/core/containers';
import { arrays } from '../arrays';
import { special } from '../call';
import { ownClass, ScalarInstance, type PyClass } from '../classes';
import { asIndex, toFloat, toIndex } from '../convert';
import { pyError, typeError, valueError } from '../errors';
import { roundTo, scaled } from '../float-text';
import { builtin } from '../native';
import { floatDivmod, floorDivide, modulo } from '../division';
import { binary } from '../operators';
import { reprOf } from '../repr';
import { truth } from '../truth';
import { boolClass, floatClass, intClass, typeName } from '../types';

const wrapped = (cls: PyClass, base: PyClass, value: unknown): unknown =>
	cls === base ? value : new ScalarInstance(cls, value);

/** Digits that an int literal in a string may have. */
const mostDigits = 4300;

intClass.create = (cls, args, kwargs) => {
	if (args.length > 2) throw typeError(`int() takes at most 2 arguments (${args.length} given)`);
	for (const key of kwargs.keys())
		if (key !== 'base') throw typeError(`'${key}' is an invalid keyword argument for int()`);
	return wrapped(cls, intClass, makeInt(args[0], args[1] ?? kwargs.get('base')));
};

function makeInt(value: unknown, base: unknown): bigint {
	if (base !== undefined) {
		const radix = Number(toIndex(base));
		if (typeof value !== 'string') throw typeError("int() can't convert non-string with explicit base");
		return parseInt(value, radix);
	}
	switch (typeof value) {
		case 'undefined':
			return 0n;
		case 'bigint':
			return value;
		case 'boolean':
			return BigInt(value);
		case 'number':
			return truncate(value);
		case 'string':
			return parseInt(value, 10);
		default:
			return objectToInt(value);
	}
}

function objectToInt(value: unknown): bigint {
	if (arrays.isArray(value)) return arrays.toInt(value);
	for (const name of ['__int__', '__index__', '__trunc__']) {
		const own = special(value, name);
		if (own !== undefined) return toIndex(own);
	}
	if (value instanceof ScalarInstance) return makeInt(value.payload, undefined);
	throw typeError(
		`int() argument must be a string, a bytes-like object or a real number, not '${typeName(value)}'`
	);
}

/** The whole part of a float. */
export function truncate(value: number): bigint {
	if (Number.isNaN(value)) throw valueError('cannot convert float NaN to integer');
	if (!Number.isFinite(value)) throw pyError('OverflowError', 'cannot convert float infinity to integer');
	return BigInt(Math.trunc(value));
}

const prefixes: Record<number, RegExp> = { 2: /^0[bB]_?/, 8: /^0[oO]_?/, 16: /^0[xX]_?/ };

function parseInt(given: string, base: number): bigint {
	if (base !== 0 && (base < 2 || base > 36)) throw valueError('int() base must be >= 2 and <= 36, or 0');
	const fail = () => valueError(`invalid literal for int() with base ${base}: ${reprOf(given)}`);
	const [, sign, rest] = /^([+-]?)(.*)$/s.exec(given.trim()) ?? [];
	let radix = base;
	if (base === 0) radix = /^0[bB]/.test(rest) ? 2 : /^0[oO]/.test(rest) ? 8 : /^0[xX]/.test(rest) ? 16 : 10;
	const digits = prefixes[radix] ? rest.replace(prefixes[radix], '') : rest;
	if (!/^[0-9a-zA-Z]+(_[0-9a-zA-Z]+)*$/.test(digits)) throw fail();
	const plain = digits.replace(/_/g, '').toLowerCase();
	if (radix === 10 && plain.length > mostDigits)
		throw valueError(
			`Exceeds the limit (4300 digits) for integer string conversion: value has ${plain.length} digits; use sys.set_int_max_str_digits() to increase the limit`
		);
	const size = radix === 10 && /^\d+$/.test(plain) ? BigInt(plain) : digitsToInt(plain, radix);
	if (size === null) throw fail();
	return sign === '-' ? -size : size;
}

function digitsToInt(digits: string, radix: number): bigint | null {
	let result = 0n;
	for (const char of digits) {
		const digit = char <= '9' ? char.charCodeAt(0) - 48 : char.charCodeAt(0) - 87;
		if (digit >= radix) return null;
		result = result * BigInt(radix) + BigInt(digit);
	}
	return result;
}

floatClass.create = (cls, args) => {
	if (args.length > 1) throw typeError(`float expected at most 1 argument, got ${args.length}`);
	return wrapped(cls, floatClass, makeFloat(args[0]));
};

function makeFloat(value: unknown): number {
	if (value === undefined) return 0;
	if (typeof value === 'string') return parseFloat(value);
	if (value instanceof ScalarInstance && typeof value.payload === 'string') return parseFloat(value.payload);
	const isNumber = typeof value !== 'object' || value === null ? typeof value !== 'object' : true;
	if (isNumber && (typeof value !== 'object' || arrays.isArray(value) || ownClass(value))) {
		try {
			return toFloat(value);
		} catch (error) {
			if (!(error instanceof Error) || !error.message.startsWith('must be real number')) throw error;
		}
	}
	throw typeError(`float() argument must be a string or a real number, not '${typeName(value)}'`);
}

const floatText = /^[+-]?(\d+(_\d+)*\.?(\d+(_\d+)*)?|\.\d+(_\d+)*)(e[+-]?\d+(_\d+)*)?$/i;

function parseFloat(given: string): number {
	const text = given.trim();
	const word = /^([+-]?)(inf|infinity|nan)$/i.exec(text);
	if (word) {
		const size = word[2].toLowerCase() === 'nan' ? NaN : Infinity;
		return word[1] === '-' ? -size : size;
	}
	if (!floatText.test(text)) throw valueError(`could not convert string to float: ${reprOf(given)}`);
	return Number(text.replace(/_/g, ''));
}

boolClass.create = (_, args) => {
	if (args.length > 1) throw typeError(`bool expected at most 1 argument, got ${args.length}`);
	return args.length > 0 && truth(args[0]);
};

/** `abs(x)` */
export const abs = builtin('abs(x, /)', (x: unknown) => {
	if (typeof x === 'bigint') return x < 0n ? -x : x;
	if (typeof x === 'number') return Math.abs(x);
	if (typeof x === 'boolean') return BigInt(x);
	const own = special(x, '__abs__');
	if (own !== undefined) return own;
	if (arrays.isArray(x))
		return (arrays.attribute(x, '__abs__') as { call(args: unknown[]): unknown }).call([]);
	if (x instanceof ScalarInstance) return abs.call([x.payload]);
	throw typeError(`bad operand type for abs(): '${typeName(x)}'`);
});

/** `round(x, digits)`: ties to even. */
export const round = builtin('round(number, ndigits=None)', (x: unknown, digits: unknown) => {
	if (typeof x === 'boolean') return BigInt(x);
	if (typeof x === 'bigint') return digits === null ? x : roundInt(x, toIndex(digits));
	if (typeof x === 'number') return digits === null ? roundFloat(x) : roundTo(x, Number(toIndex(digits)));
	const own = digits === null ? special(x, '__round__') : special(x, '__round__', digits);
	if (own !== undefined) return own;
	if (arrays.isArray(x) && arrays.round) return arrays.round(x, digits === null ? undefined : digits);
	throw typeError(`type ${typeName(x)} doesn't define __round__ method`);
});

function roundInt(x: bigint, digits: bigint): bigint {
	if (digits >= 0n) return x;
	const unit = 10n ** -digits;
	const low = floorDivide(x, unit) * unit;
	const twice = (x - low) * 2n;
	const up = twice > unit || (twice === unit && (low / unit) % 2n !== 0n);
	return up ? low + unit : low;
}

function roundFloat(x: number): bigint {
	if (!Number.isFinite(x)) return truncate(x);
	const size = scaled(x, 0);
	return x < 0 ? -size : size;
}

/** `divmod(a, b)` */
export const divmod = builtin('divmod(a, b, /)', (a: unknown, b: unknown) => {
	const own = special(a, '__divmod__', b) ?? special(b, '__rdivmod__', a);
	if (own !== undefined) return own;
	if (arrays.isArray(a) || arrays.isArray(b)) return new Tuple([binary('//', a, b), binary('%', a, b)]);
	const [x, y] = [number(a), number(b)];
	if (x === undefined || y === undefined)
		throw typeError(`unsupported operand type(s) for divmod(): '${typeName(a)}' and '${typeName(b)}'`);
	if (typeof x === 'bigint' && typeof y === 'bigint') {
		if (y === 0n) throw pyError('ZeroDivisionError', 'integer division or modulo by zero');
		return new Tuple([floorDivide(x, y), modulo(x, y)]);
	}
	if (Number(y) === 0) throw pyError('ZeroDivisionError', 'float divmod()');
	return new Tuple(floatDivmod(toFloat(x), toFloat(y)));
});

const number = (value: unknown): bigint | number | undefined =>
	typeof value === 'number' || typeof value === 'bigint'
		? value
		: typeof value === 'boolean'
			? BigInt(value)
			: undefined;

/** `pow(base, exp, mod)` */
export const pow = builtin('pow(base, exp, mod=None)', (base: unknown, exp: unknown, mod: unknown) => {
	if (mod === null) return binary('**', base, exp);
	const [b, e, m] = [asIndex(base), asIndex(exp), asIndex(mod)];
	if (b === undefined || e === undefined || m === undefined)
		throw typeError('pow() 3rd argument not allowed unless all arguments are integers');
	if (m === 0n) throw valueError('pow() 3rd argument cannot be 0');
	return e < 0n ? powerModulo(inverse(b, m), -e, m) : powerModulo(b, e, m);
});

function powerModulo(base: bigint, exponent: bigint, mod: bigint): bigint {
	let result = modulo(1n, mod);
	let square = modulo(base, mod);
	for (let left = exponent; left > 0n; left >>= 1n) {
		if (left & 1n) result = modulo(result * square, mod);
		square = modulo(square * square, mod);
	}
	return result;
}

function inverse(value: bigint, mod: bigint): bigint {
	let [a, b, x, y] = [modulo(value, mod), mod, 1n, 0n];
	while (b !== 0n) [a, b, x, y] = [b, a % b, y, x - (a / b) * y];
	if (a !== 1n) throw valueError('base is not invertible for the given modulus');
	return modulo(x, mod);
}

const inBase = (name: string, base: number, prefix: string) =>
	builtin(`${name}(number, /)`, (value: unknown) => {
		const x = toIndex(value);
		return `${x < 0n ? '-' : ''}${prefix}${(x < 0n ? -x : x).toString(base)}`;
	});

export const bin = inBase('bin', 2, '0b');
export const oct = inBase('oct', 8, '0o');
export const hex = inBase('hex', 16, '0x');

export const chr = builtin('chr(i, /)', (value: unknown) => {
	const code = toIndex(value);
	if (code < 0n || code > 0x10ffffn) throw valueError('chr() arg not in range(0x110000)');
	return String.fromCodePoint(Number(code));
});

export const ord = builtin('ord(c, /)', (char: unknown) => {
	if (typeof char !== 'string')
		throw typeError(`ord() expected string of length 1, but ${typeName(char)} found`);
	const [only, ...more] = Array.from(char);
	if (only === undefined || more.length > 0)
		throw typeError(`ord() expected a character, but string of length ${Array.from(char).length} found`);
	return BigInt(only.codePointAt(0) as number);
});
