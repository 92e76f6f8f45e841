import { Dict, Slice, Tuple } from '$lib/core/containers';
import { arrays } from './arrays';
import { special } from './call';
import { DictView } from './dict-view';
import { HostObject, ownClass, ScalarInstance } from './classes';
import { typeError } from './errors';
import { BoundMethod } from './function';
import { iterate, isIterable } from './iterate';
import { truth } from './truth';
import { typeName } from './types';
import { NotImplemented, PySet, Range } from './values';
import { same, type Ordering, type Equality, ordering, inOrder } from './compare';

const dunders = {
	'<': '__lt__',
	'<=': '__le__',
	'>': '__gt__',
	'>=': '__ge__',
	'==': '__eq__',
	'!=': '__ne__'
} as const;
const mirrored = { '<': '>', '<=': '>=', '>': '<', '>=': '<=', '==': '==', '!=': '!=' } as const;

export function objectsEqual(a: object, b: object): boolean {
	if (Array.isArray(a)) return Array.isArray(b) && allSame(a, b);
	if (a instanceof Tuple) return b instanceof Tuple && allSame(a.items, b.items);
	if (a instanceof Dict) return b instanceof Dict && dictsEqual(a, b);
	if (a instanceof PySet)
		return b instanceof PySet && a.size === b.size && a.values().every((item) => b.has(item));
	if (a instanceof DictView && b instanceof DictView)
		return a.kind !== 'values' && objectsEqual(a.toSet(), b.toSet());
	if (a instanceof Range) return b instanceof Range && allSame([...a], [...b]);
	if (a instanceof Slice)
		return b instanceof Slice && allSame([a.start, a.stop, a.step], [b.start, b.stop, b.step]);
	if (a instanceof BoundMethod) return b instanceof BoundMethod && a.fn === b.fn && a.self === b.self;
	return false;
}

const allSame = (a: readonly unknown[], b: readonly unknown[]): boolean =>
	a.length === b.length && a.every((item, i) => same(item, b[i]));

const dictsEqual = (a: Dict, b: Dict): boolean =>
	a.size === b.size && a.entries().every(([key, value]) => b.has(key) && same(value, b.get(key)));

export function ownCompare(op: Ordering | Equality, a: unknown, b: unknown): unknown {
	const first = special(a, dunders[op], b);
	if (first !== undefined && first !== NotImplemented) return first;
	const second = special(b, dunders[mirrored[op]], a);
	return second === NotImplemented ? undefined : second;
}

export function sequences(op: Ordering, a: readonly unknown[], b: readonly unknown[]): unknown {
	const at = a.findIndex((item, i) => i >= b.length || !same(item, b[i]));
	if (at >= 0 && at < b.length) return ordering(op, a[at], b[at]);
	return inOrder(op, a.length - b.length);
}

export function sets(op: Ordering, a: PySet, b: PySet): boolean {
	const within = (x: PySet, y: PySet) => x.size <= y.size && x.values().every((item) => y.has(item));
	switch (op) {
		case '<':
			return a.size < b.size && within(a, b);
		case '<=':
			return within(a, b);
		case '>':
			return b.size < a.size && within(b, a);
		case '>=':
			return within(b, a);
	}
}

/** `item in container` */
export function contains(container: unknown, item: unknown): boolean {
	if (typeof container === 'string') {
		const text = item instanceof ScalarInstance ? item.payload : item;
		if (typeof text !== 'string')
			throw typeError(`'in <string>' requires string as left operand, not ${typeName(item)}`);
		return container.includes(text);
	}
	if (ownClass(container)) {
		const own = special(container, '__contains__', item);
		if (own !== undefined) return truth(own);
	}
	if (container instanceof Dict || container instanceof PySet) return container.has(item);
	if (container instanceof DictView) return container.has(item);
	if (container instanceof Range) return rangeContains(container, item);
	if (arrays.isArray(container)) return arrays.contains(container, item);
	if (container instanceof HostObject && container.contains) return container.contains(item);
	if (!isIterable(container)) throw typeError(`argument of type '${typeName(container)}' is not iterable`);
	for (const each of iterate(container)) if (same(each, item)) return true;
	return false;
}

function rangeContains(range: Range, item: unknown): boolean {
	if (typeof item === 'number' && Number.isInteger(item)) return rangeContains(range, BigInt(item));
	if (typeof item === 'boolean') return rangeContains(range, BigInt(item));
	if (typeof item !== 'bigint' || range.length === 0n) return false;
	const last = range.at(range.length - 1n);
	const [low, high] = range.step > 0n ? [range.start, last] : [last, range.start];
	return item >= low && item <= high && (item - range.start) % range.step === 0n;
}
