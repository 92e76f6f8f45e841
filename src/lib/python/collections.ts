import { call } from './call';
import { DictInstance, PyClass } from './classes';
import { keyError } from './raise';
import { dictClass, objectClass } from './types';

export const dequeClass = new PyClass('deque', [objectClass], { module: 'collections' });
export const defaultdictClass = new PyClass('defaultdict', [dictClass], { module: 'collections' });
export const orderedDictClass = new PyClass('OrderedDict', [dictClass], { module: 'collections' });
export const counterClass = new PyClass('Counter', [dictClass], { module: 'collections' });

/** `collections.deque` */
export class Deque {
	readonly cls = dequeClass;
	constructor(
		readonly items: unknown[],
		readonly limit: number | null
	) {
		this.trim('left');
	}

	/** Drops what is too much, from the side opposite to the one that grew. */
	trim(side: 'left' | 'right'): void {
		if (this.limit === null) return;
		while (this.items.length > this.limit) {
			if (side === 'left') this.items.shift();
			else this.items.pop();
		}
	}

	[Symbol.iterator](): Iterator<unknown> {
		return this.items[Symbol.iterator]();
	}
}

/** `collections.defaultdict`; `cls` is the class derived from it, where one is. */
export class DefaultDict extends DictInstance {
	constructor(
		public factory: unknown,
		entries: Iterable<readonly [unknown, unknown]> = [],
		cls: PyClass = defaultdictClass
	) {
		super(cls, entries);
	}

	missing(key: unknown): unknown {
		if (this.factory === null) throw keyError(key);
		const value = call(this.factory, []);
		this.set(key, value);
		return value;
	}
}

/** `collections.OrderedDict` */
export class OrderedDict extends DictInstance {
	constructor(entries: Iterable<readonly [unknown, unknown]> = [], cls: PyClass = orderedDictClass) {
		super(cls, entries);
	}
}

/** `collections.Counter`: a key that is not there counts 0. */
export class Counter extends DictInstance {
	constructor(entries: Iterable<readonly [unknown, unknown]> = [], cls: PyClass = counterClass) {
		super(cls, entries);
	}

	count(key: unknown): unknown {
		return this.get(key) ?? 0n;
	}
}
