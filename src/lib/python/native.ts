import { Fn, type Kwargs } from '$lib/core/fn';
import { Ellipsis, tuple } from '$lib/core/containers';
import type { ParameterKind } from './ast';
import { typeError } from './errors';
import { absent, Signature, type SignatureParameter } from './signature';

const noKwargs: Kwargs = new Map();

/** A function written in TypeScript with a signature in Python's syntax. */
export class NativeFunction extends Fn {
	readonly name: string;
	/** A method of int, float or str. */
	wantsPayload = false;
	/** What some errors put before the name: `math.`. */
	owner = '';
	private parsed: { signature: Signature; defaults: unknown[] } | null = null;

	constructor(
		private readonly text: string,
		private readonly body: (...args: never[]) => unknown,
		/** Words errors as functions of CPython written in C do, and takes no keywords for positional-only ones. */
		readonly builtin: boolean,
		/** Becomes a bound method when it is an attribute of a class. */
		readonly binds: boolean
	) {
		super();
		this.name = text.slice(0, text.indexOf('('));
	}

	private get shape(): { signature: Signature; defaults: unknown[] } {
		return (this.parsed ??= parseSignature(this.text));
	}

	get signature(): Signature {
		return this.shape.signature;
	}

	get params(): readonly string[] {
		return this.signature.positional.map(({ name }) => name);
	}

	call(args: readonly unknown[], kwargs: Kwargs = noKwargs): unknown {
		const { signature, defaults } = this.shape;
		if (this.builtin) checkAsBuiltin(this, args, kwargs);
		const values = signature.bind(this.name, args, kwargs);
		for (let i = 0; i < values.length; i++) if (values[i] === absent) values[i] = defaults[i];
		return (this.body as (...values: unknown[]) => unknown)(...values);
	}
}

const several = (n: number, what = 'argument'): string => `${n} ${what}${n === 1 ? '' : 's'}`;

/** Functions of CPython that are written in C word their errors in their own ways. */
function checkAsBuiltin(fn: NativeFunction, args: readonly unknown[], kwargs: Kwargs): void {
	const { parameters, positional } = fn.signature;
	const self = fn.binds ? 1 : 0;
	const given = args.length - self;
	const short = fn.name.slice(fn.name.lastIndexOf('.') + 1);
	const least = positional.filter(({ required }) => required).length - self;
	const star = parameters.find(({ kind }) => kind === 'star');
	const most = positional.length - self + (star ? (star.name === 'default' ? 1 : Infinity) : 0);
	const only = parameters.every(({ kind }) => kind === 'positional' || kind === 'star');
	if (!parameters.some(({ kind }) => kind === 'doublestar')) checkKeywords(fn, short, only, kwargs);
	const onlyPositional = positional.length > 0 && positional.every(({ kind }) => kind === 'positional');
	if (only) checkCount(fn.owner + fn.name, short, given, least, most);
	else if (onlyPositional && most > 0 && least === most && (given < least || given > most))
		throw typeError(`${short} expected ${several(most)}, got ${given}`);
	else if (given > most) tooMany(short, given, most);
	const missing = positional.findIndex(
		({ name, required }, i) => required && i >= args.length && !kwargs.has(name)
	);
	if (missing < 0 || only) return;
	const { kind, name } = positional[missing];
	if (kind === 'normal')
		throw typeError(`${short}() missing required argument '${name}' (pos ${missing + 1 - self})`);
	throw typeError(`${short}() takes at least ${several(least, 'positional argument')} (${given} given)`);
}

function checkKeywords(fn: NativeFunction, short: string, only: boolean, kwargs: Kwargs): void {
	if (kwargs.size === 0) return;
	if (only) throw typeError(`${fn.name}() takes no keyword arguments`);
	for (const key of kwargs.keys())
		if (
			!fn.signature.parameters.some(
				({ name, kind }) => name === key && (kind === 'normal' || kind === 'keyword')
			)
		)
			throw typeError(`'${key}' is an invalid keyword argument for ${short}()`);
}

/** Methods that count their arguments in words of their own. */
const searches = /^str\.(r?find|r?index|count|startswith|endswith)$/;

function checkCount(name: string, short: string, given: number, least: number, most: number): void {
	if (given >= least && given <= most) return;
	if (most === 0) throw typeError(`${name}() takes no arguments (${given} given)`);
	if (searches.test(name) && given < least)
		throw typeError(`${short}() takes at least ${several(least)} (${given} given)`);
	if (least === 1 && most === 1 && name !== 'reversed')
		throw typeError(`${name}() takes exactly one argument (${given} given)`);
	const bound = least === most ? '' : given < least ? 'at least ' : 'at most ';
	throw typeError(`${short} expected ${bound}${several(given < least ? least : most)}, got ${given}`);
}

function tooMany(short: string, given: number, most: number): never {
	if (most === 0) throw typeError(`${short}() takes no positional arguments`);
	throw typeError(`${short}() takes at most ${several(most)} (${given} given)`);
}

/**
 * A TypeScript function under a Python signature: `native('sum(a, axis=None, *, keepdims=False)', (a, axis, keepdims) => ...)`.
 * The body gets a value for each parameter in order; `*args` as an array, `**kwargs` as a Map. Defaults are literals:
 * numbers, strings, None, True, False, `...`, `()`. Mismatches are CPython's TypeErrors.
 */
export const native = (signature: string, body: (...args: never[]) => unknown): NativeFunction =>
	new NativeFunction(signature, body, false, false);

/** The same for Python's own builtins, which word their errors differently. */
export const builtin = (signature: string, body: (...args: never[]) => unknown): NativeFunction =>
	new NativeFunction(signature, body, true, false);

/** A method of a builtin class: the first parameter is the object. */
export const method = (signature: string, body: (...args: never[]) => unknown): NativeFunction =>
	new NativeFunction(signature, body, true, true);

function parseSignature(text: string): { signature: Signature; defaults: unknown[] } {
	const inside = text.slice(text.indexOf('(') + 1, text.lastIndexOf(')'));
	const parameters: SignatureParameter[] = [];
	const defaults: unknown[] = [];
	let kind: ParameterKind = 'normal';
	for (const part of splitTop(inside)) {
		if (part === '/') {
			parameters.forEach((each, i) => (parameters[i] = { ...each, kind: 'positional' }));
			continue;
		}
		if (part === '*') {
			kind = 'keyword';
			continue;
		}
		const [name, value] = part.split(/=(.*)/s).map((each) => each.trim());
		const stars = /^\**/.exec(name)?.[0].length ?? 0;
		const own: ParameterKind = stars === 2 ? 'doublestar' : stars === 1 ? 'star' : kind;
		parameters.push({ name: name.slice(stars), kind: own, required: stars === 0 && value === undefined });
		defaults.push(value === undefined ? undefined : literal(value));
		if (stars === 1) kind = 'keyword';
	}
	return { signature: new Signature(parameters), defaults };
}

/** Cut at the commas outside brackets and quotes. */
function splitTop(text: string): string[] {
	const parts: string[] = [];
	let depth = 0;
	let quote = '';
	let part = '';
	for (const char of text) {
		if (quote) quote = char === quote ? '' : quote;
		else if (char === "'" || char === '"') quote = char;
		else if ('([{'.includes(char)) depth++;
		else if (')]}'.includes(char)) depth--;
		if (char === ',' && depth === 0 && !quote) {
			parts.push(part.trim());
			part = '';
		} else part += char;
	}
	if (part.trim()) parts.push(part.trim());
	return parts;
}

const words = new Map<string, unknown>([
	['None', null],
	['True', true],
	['False', false],
	['...', Ellipsis],
	['inf', Infinity],
	['-inf', -Infinity],
	['nan', NaN]
]);

function literal(text: string): unknown {
	if (words.has(text)) return words.get(text);
	if (/^-?\d+$/.test(text)) return BigInt(text);
	if (/^-?[\d.]+(e[+-]?\d+)?$/.test(text)) return Number(text);
	if (/^'.*'$|^".*"$/s.test(text)) return text.slice(1, -1);
	if (text.startsWith('(')) return tuple(...splitTop(text.slice(1, -1)).map(literal));
	throw new Error(`internal: default ${text} in a signature`);
}
