import { Dict, Tuple } from '$lib/core/containers';
import { call } from '../call';
import { ScalarInstance } from '../classes';
import { compare } from '../compare';
import { typeError, valueError } from '../errors';
import { floatRepr } from '../float-text';
import { truth } from '../truth';
import { typeName } from '../types';

export interface Writing {
	readonly indent: string | null;
	readonly between: string;
	readonly afterKey: string;
	readonly asciiOnly: boolean;
	readonly allowNan: boolean;
	readonly sortKeys: boolean;
	readonly skipKeys: boolean;
	readonly fallback: unknown;
}

/** Python's `json.dumps`. Throws its errors for what JSON has no word for. */
export const written = (value: unknown, how: Writing): string => write(value, how, 0, []);

function write(value: unknown, how: Writing, depth: number, around: readonly unknown[]): string {
	const alone = scalar(value, how);
	if (alone !== null) return alone;
	if (around.includes(value)) throw valueError('Circular reference detected');
	const inner = (item: unknown): string => write(item, how, depth + 1, [...around, value]);
	if (value instanceof Dict) {
		const parts = entriesOf(value, how).map(([key, item]) => `${key}${how.afterKey}${inner(item)}`);
		return enclosed('{', parts, '}', how, depth);
	}
	const items = value instanceof Tuple ? value.items : Array.isArray(value) ? value : null;
	if (items) return enclosed('[', items.map(inner), ']', how, depth);
	if (how.fallback === null)
		throw typeError(`Object of type ${typeName(value).split('.').at(-1)} is not JSON serializable`);
	return inner(call(how.fallback, [value]));
}

function scalar(value: unknown, how: Writing): string | null {
	if (value === null || value === undefined) return 'null';
	if (value instanceof ScalarInstance) return scalar(value.payload, how);
	switch (typeof value) {
		case 'boolean':
		case 'bigint':
			return String(value);
		case 'number':
			return numberText(value, how);
		case 'string':
			return stringText(value, how.asciiOnly);
		default:
			return null;
	}
}

function numberText(value: number, { allowNan }: Writing): string {
	if (Number.isFinite(value)) return floatRepr(value);
	if (!allowNan) throw valueError(`Out of range float values are not JSON compliant: ${floatRepr(value)}`);
	return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity';
}

const escapes: Readonly<Record<string, string>> = {
	'"': '\\"',
	'\\': '\\\\',
	'\n': '\\n',
	'\r': '\\r',
	'\t': '\\t',
	'\f': '\\f',
	'\b': '\\b'
};

const coded = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;

function stringText(text: string, asciiOnly: boolean): string {
	const outside = asciiOnly ? /["\\]|[^ -~]/g : /["\\\x00-\x1f]/g;
	return `"${text.replace(outside, (unit) => escapes[unit] ?? coded(unit))}"`;
}

function entriesOf(dict: Dict, how: Writing): [string, unknown][] {
	const entries = how.sortKeys
		? dict.entries().toSorted(([a], [b]) => (truth(compare('<', a, b)) ? -1 : 1))
		: dict.entries();
	return entries.flatMap(([key, item]): [string, unknown][] => {
		const text = typeof key === 'string' ? key : scalar(key, how);
		if (text !== null) return [[stringText(text, how.asciiOnly), item]];
		if (how.skipKeys) return [];
		throw typeError(`keys must be str, int, float, bool or None, not ${typeName(key)}`);
	});
}

function enclosed(
	open: string,
	parts: readonly string[],
	close: string,
	how: Writing,
	depth: number
): string {
	if (parts.length === 0 || how.indent === null) return open + parts.join(how.between) + close;
	const line = `\n${how.indent.repeat(depth)}`;
	return `${open}${line}${how.indent}${parts.join(`${how.between}${line}${how.indent}`)}${line}${close}`;
}
