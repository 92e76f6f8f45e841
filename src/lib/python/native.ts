import { Fn, type Kwargs } from '$lib/core/fn';
import { Ellipsis, tuple } from '$lib/core/containers';
import type { ParameterKind } from './ast';
import { absent, Signature, type SignatureParameter } from './signature';
import { ScalarInstance } from './classes';
import { builtinCalls } from './parts';
import { unboxed } from './unboxed';

const { checkAsBuiltin } = builtinCalls.functions;

const noKwargs: Kwargs = new Map();

/** A function written in TypeScript with a signature in Python's syntax. */
export class NativeFunction extends Fn {
	readonly name: string;
	/** A method of int, float or str. */
	wantsPayload = false;
	/** A function of arrays: objects that stand for numbers are handed to it as numbers. */
	takesNumbers = false;
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
		if (this.takesNumbers && ScalarInstance.any) values.forEach((value, i) => (values[i] = numbersIn(value)));
		return (this.body as (...values: unknown[]) => unknown)(...values);
	}
}

/** Keyword arguments come as a Map. */
const numbersIn = (value: unknown): unknown =>
	value instanceof Map ? new Map([...value].map(([name, each]) => [name, unboxed(each)])) : unboxed(value);

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

/** A method that is put into a class of the program; it words its errors as one written in Python does. */
export const methodInPython = (signature: string, body: (...args: never[]) => unknown): NativeFunction =>
	new NativeFunction(signature, body, false, true);

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
