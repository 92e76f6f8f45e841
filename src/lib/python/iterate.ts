import { Dict, Tuple } from '$lib/core/containers';
import { arrays } from './arrays';
import { hasSpecial, special } from './call';
import { Deque } from './collections';
import { DictView } from './dict-view';
import { HostObject, ownClass, ScalarInstance } from './classes';
import { EnumClass } from './enum-class';
import { pyError, typeError } from './errors';
import { isError } from './exceptions';
import { tick } from './host';
import { setOrder } from './set-order';
import { hasAstral } from './text';
import { typeName } from './types';
import { PyIterator, PySet, Range } from './values';

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
	if (ownClass(value)) {
		const own = ownIterator(value);
		if (own) return own;
		if (value instanceof ScalarInstance) return tryIterate(value.payload);
	}
	if (Array.isArray(value)) return value as unknown[];
	if (value instanceof Tuple) return value.items;
	if (value instanceof PyIterator || value instanceof Range) return value;
	if (value instanceof DictView || value instanceof Deque) return value;
	if (value instanceof Dict) return dictKeys(value);
	if (value instanceof PySet) return setItems(value);
	if (value instanceof EnumClass) return value.list;
	if (arrays.isArray(value)) return arrays.iterate(value);
	return value instanceof HostObject && value.iterate ? value.iterate() : null;
}

export const isIterable = (value: unknown): boolean => tryIterate(value) !== null;

function* dictKeys(dict: Dict): Generator<unknown> {
	const { size } = dict;
	for (const key of dict.keys()) {
		if (dict.size !== size) throw pyError('RuntimeError', 'dictionary changed size during iteration');
		yield key;
	}
	if (dict.size !== size) throw pyError('RuntimeError', 'dictionary changed size during iteration');
}

function* setItems(set: PySet): Generator<unknown> {
	const { size } = set;
	for (const item of setOrder(set)) {
		if (set.size !== size) throw pyError('RuntimeError', 'Set changed size during iteration');
		yield item;
	}
	if (set.size !== size) throw pyError('RuntimeError', 'Set changed size during iteration');
}

function ownIterator(value: unknown): Iterable<unknown> | null {
	const iterator = special(value, '__iter__');
	if (iterator === undefined) return itemIterator(value);
	if (!ownClass(iterator)) return tryIterate(iterator) ?? notAnIterator(iterator);
	if (!hasSpecial(iterator, '__next__')) return notAnIterator(iterator);
	return { [Symbol.iterator]: () => new OwnIterator(iterator) };
}

function notAnIterator(value: unknown): never {
	throw typeError(`iter() returned non-iterator of type '${typeName(value)}'`);
}

/** Calls `__next__` until it raises StopIteration. */
export class OwnIterator implements Iterator<unknown> {
	constructor(private readonly object: unknown) {}

	next(): IteratorResult<unknown> {
		try {
			return { done: false, value: special(this.object, '__next__') };
		} catch (error) {
			if (isError(error, 'StopIteration')) return { done: true, value: undefined };
			throw error;
		}
	}
}

/** The old protocol: `__getitem__` with 0, 1, ... until IndexError. */
function itemIterator(value: unknown): Iterable<unknown> | null {
	if (!hasSpecial(value, '__getitem__')) return null;
	return (function* () {
		for (let i = 0n; ; i++) {
			let item: unknown;
			try {
				item = special(value, '__getitem__', i);
			} catch (error) {
				if (isError(error, 'IndexError')) return;
				throw error;
			}
			yield item;
		}
	})();
}

const names: [test: (value: unknown) => boolean, name: string][] = [
	[(value) => typeof value === 'string', 'str_ascii_iterator'],
	[Array.isArray, 'list_iterator'],
	[(value) => value instanceof Tuple, 'tuple_iterator'],
	[(value) => value instanceof Dict, 'dict_keyiterator'],
	[(value) => value instanceof PySet, 'set_iterator'],
	[(value) => value instanceof Range, 'range_iterator']
];

/** `iter(value)` */
export function iteratorOf(value: unknown): unknown {
	if (value instanceof PyIterator) return value;
	const own = special(value, '__iter__');
	if (own !== undefined) return own;
	const name = names.find(([test]) => test(value))?.[1] ?? 'iterator';
	return new PyIterator(name, iterate(value)[Symbol.iterator]());
}

/** `next(value)`: one turn of an iterator. */
export function advance(value: unknown): IteratorResult<unknown> {
	if (value instanceof PyIterator) return value.next();
	if (hasSpecial(value, '__next__')) return new OwnIterator(value).next();
	throw typeError(`'${typeName(value)}' object is not an iterator`);
}

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
