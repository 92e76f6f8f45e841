import { Tuple } from '$lib/core/containers';
import { arrays } from './arrays';
import { ownClass } from './classes';
import { typeError } from './errors';
import { tick } from './host';
import { iterables } from './parts';
import { hasAstral } from './text';
import { typeName } from './types';
import { PyIterator, Range } from './values';

const { rarerIterable } = iterables.functions;

/** The items of anything that Python can loop over. Throws "'int' object is not iterable". */
export function iterate(value: unknown): Iterable<unknown> {
	const found = tryIterate(value);
	if (found === null) throw typeError(`'${typeName(value)}' object is not iterable`);
	return found;
}

/** null where it cannot be looped over. */
export function tryIterate(value: unknown): Iterable<unknown> | null {
	if (typeof value === 'string') return value;
	if (typeof value !== 'object' || value === null) return null;
	if (ownClass(value)) return rarerIterable(value);
	if (Array.isArray(value)) return value as unknown[];
	if (value instanceof Tuple) return value.items;
	if (value instanceof PyIterator || value instanceof Range) return value;
	return arrays.isArray(value) ? arrays.iterate(value) : rarerIterable(value);
}

export const isIterable = (value: unknown): boolean => tryIterate(value) !== null;

/** All items, in a fresh array. */
export function listOf(value: unknown): unknown[] {
	if (typeof value === 'string') return hasAstral(value) ? Array.from(value) : value.split('');
	const result: unknown[] = [];
	for (const item of iterate(value)) {
		tick();
		result.push(item);
	}
	return result;
}

/** An iterator made here. */
export const iterator = (name: string, source: Iterable<unknown>): PyIterator =>
	new PyIterator(name, source[Symbol.iterator]());
