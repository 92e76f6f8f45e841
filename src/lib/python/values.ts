import { hashKey, type HashKey } from '$lib/core/containers';
import { tick } from './host';

/** `range(...)`. */
export class Range {
	readonly length: bigint;
	constructor(
		readonly start: bigint,
		readonly stop: bigint,
		readonly step: bigint
	) {
		const span = step > 0n ? stop - start : start - stop;
		const size = step > 0n ? step : -step;
		this.length = span > 0n ? (span + size - 1n) / size : 0n;
	}

	at(index: bigint): bigint {
		return this.start + index * this.step;
	}

	*[Symbol.iterator](): Iterator<bigint> {
		for (let value = this.start, left = this.length; left > 0n; left--, value += this.step) {
			tick();
			yield value;
		}
	}
}

/** A set or, `frozen`, a frozenset. */
export class PySet {
	readonly items = new Map<HashKey, unknown>();

	constructor(
		items: Iterable<unknown> = [],
		readonly frozen = false
	) {
		for (const item of items) this.add(item);
	}

	get size(): number {
		return this.items.size;
	}

	has(item: unknown): boolean {
		return this.items.has(keyOf(item));
	}

	add(item: unknown): void {
		const key = hashKey(item);
		if (!this.items.has(key)) this.items.set(key, item);
	}

	delete(item: unknown): boolean {
		return this.items.delete(keyOf(item));
	}

	values(): unknown[] {
		return [...this.items.values()];
	}
}

/** A set is looked for as the frozenset of its items. */
const keyOf = (item: unknown): HashKey =>
	hashKey(item instanceof PySet && !item.frozen ? new PySet(item.values(), true) : item);

/** Anything `next` works on: what `iter`, `zip`, `map` and generators give. */
export class PyIterator {
	/** Of a generator: the function's name. */
	label = '';

	constructor(
		/** Python's name of its class: `list_iterator`. */
		readonly typeName: string,
		readonly source: Iterator<unknown>
	) {}

	next(): IteratorResult<unknown> {
		return this.source.next();
	}

	[Symbol.iterator](): Iterator<unknown> {
		return this;
	}
}

/** What a binary method of the program gives when it does not understand the other operand. */
export class NotImplementedType {}
export const NotImplemented = new NotImplementedType();
