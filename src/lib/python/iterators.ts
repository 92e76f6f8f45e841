import { Dict, Tuple } from '$lib/core/containers';
import { hasSpecial, special } from './call';
import { typeError } from './errors';
import { isError } from './exceptions';
import { iterate } from './iterate';
import { typeName } from './types';
import { PyIterator, PySet, Range } from './values';

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
