import { Dict, NamedTuple, Tuple } from '$lib/core/containers';
import { arrays } from './arrays';
import { special } from './call';
import { HostObject, ownClass, ScalarInstance } from './classes';
import { typeError } from './errors';
import { ExceptionInstance } from './exceptions';
import { intText } from './int-text';
import { messageOf } from './raise';
import { quote } from './quote';
import { typeName } from './types';
import { objectTexts, floatTexts } from './parts';

const { floatRepr } = floatTexts.functions;
const { containerRepr } = objectTexts.functions;

/** Containers being shown, so that one inside itself ends in dots. */
const open = new Set<object>();

/** `repr(value)` */
export function reprOf(value: unknown): string {
	switch (typeof value) {
		case 'string':
			return quote(value);
		case 'bigint':
			return intText(value);
		case 'number':
			return floatRepr(value);
		case 'boolean':
			return value ? 'True' : 'False';
		case 'object':
			return value === null ? 'None' : objectRepr(value);
		default:
			return value === undefined ? 'None' : String(value);
	}
}

/** `str(value)` */
export function strOf(value: unknown): string {
	if (typeof value === 'string') return value;
	if (typeof value === 'object' && value !== null) {
		if (ownClass(value)) return ownedStr(value);
		if (arrays.isArray(value)) return arrays.str(value);
		if (value instanceof HostObject) return value.str();
	}
	return reprOf(value);
}

function ownedStr(value: object): string {
	const own = special(value, '__str__');
	if (own !== undefined) return text(own, '__str__');
	if (value instanceof ExceptionInstance) return messageOf(value);
	if (value instanceof ScalarInstance && special(value, '__repr__') === undefined)
		return strOf(value.payload);
	return reprOf(value);
}

function text(value: unknown, by: string): string {
	if (typeof value === 'string') return value;
	throw typeError(`${by} returned non-string (type ${typeName(value)})`);
}

/** The texts of items, in a line. */
export const listed = (items: readonly unknown[]): string => items.map(reprOf).join(', ');

function objectRepr(value: object): string {
	if (ownClass(value)) {
		const own = special(value, '__repr__');
		if (own !== undefined) return text(own, '__repr__');
	}
	if (arrays.isArray(value)) return arrays.repr(value);
	if (open.has(value)) return Array.isArray(value) ? '[...]' : value instanceof Dict ? '{...}' : '(...)';
	open.add(value);
	try {
		if (Array.isArray(value)) return `[${listed(value)}]`;
		if (!(value instanceof Tuple) || value instanceof NamedTuple) return containerRepr(value);
		return value.length === 1 ? `(${reprOf(value.items[0])},)` : `(${listed(value.items)})`;
	} finally {
		open.delete(value);
	}
}
