import { Dict, Tuple } from '$lib/core/containers';
import { hasSpecial, special } from './call';
import { HostObject, ownClass, ScalarInstance } from './classes';
import { Deque } from './collections';
import { DictView } from './dict-view';
import { EnumClass } from './enum-class';
import { pyError, typeError } from './errors';
import { isError } from './exceptions';
import { tryIterate } from './iterate';
import { OwnIterator } from './iterators';
import { setOrder } from './set-order';
import { typeName } from './types';
import { PySet } from './values';

/** What is neither a sequence, an iterator nor an array; null where it cannot be looped over. */
export function rarerIterable(value: object): Iterable<unknown> | null {
	if (ownClass(value)) {
		const own = ownIterator(value);
		if (own) return own;
		if (value instanceof ScalarInstance) return tryIterate(value.payload);
		if (Array.isArray(value)) return value as unknown[];
		if (value instanceof Tuple) return value.items;
	}
	if (value instanceof DictView || value instanceof Deque) return value;
	if (value instanceof Dict) return dictKeys(value);
	if (value instanceof PySet) return setItems(value);
	if (value instanceof EnumClass) return value.list;
	return value instanceof HostObject && value.iterate ? value.iterate() : null;
}

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
