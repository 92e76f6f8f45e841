import { Dict, Slice, Tuple } from '$lib/core/containers';
import { arrays } from './arrays';
import type { CompareOp } from './ast';
import { special } from './call';
import { DictView } from './dict-view';
import { HostObject, ownClass, ScalarInstance } from './classes';
import { typeError } from './errors';
import { BoundMethod } from './function';
import { iterate, isIterable } from './iterate';
import { truth } from './truth';
import { typeName } from './types';
import { NotImplemented, PySet, Range } from './values';

type Ordering = '<' | '<=' | '>' | '>=';
type Equality = '==' | '!=';

const dunders = {
	'<': '__lt__',
	'<=': '__le__',
	'>': '__gt__',
	'>=': '__ge__',
	'==': '__eq__',
	'!=': '__ne__'
} as const;
const mirrored = { '<': '>', '<=': '>=', '>': '<', '>=': '<=', '==': '==', '!=': '!=' } as const;

/** `a op b` */
export function compare(op: CompareOp, a: unknown, b: unknown): unknown {
	switch (op) {
		case 'is':
			return identical(a, b);
		case 'is not':
			return !identical(a, b);
		case 'in':
			return contains(b, a);
		case 'not in':
			return !contains(b, a);
		case '==':
		case '!=':
			return equality(op, a, b);
		default:
			return ordering(op, a, b);
	}
}

/** `a is b`: small ints and equal strings are one object, as programs come to rely on. */
export function identical(a: unknown, b: unknown): boolean {
	if (a === b) return true;
	if (a instanceof Tuple && b instanceof Tuple) return a.length === 0 && b.length === 0;
	return typeof a === 'number' && typeof b === 'number' && Object.is(a, b);
}

function equality(op: Equality, a: unknown, b: unknown): unknown {
	if (ownClass(a) || ownClass(b)) {
		const own = ownCompare(op, a, b);
		if (own !== undefined) return own;
		if (op === '!=') {
			const same = ownCompare('==', a, b);
			if (same !== undefined) return !truth(same);
		}
		const x = a instanceof ScalarInstance ? a.payload : a;
		const y = b instanceof ScalarInstance ? b.payload : b;
		if (x !== a || y !== b) return equality(op, x, y);
	}
	if (
		(arrays.isArray(a) || arrays.isArray(b)) &&
		a !== null &&
		b !== null &&
		typeof a !== 'string' &&
		typeof b !== 'string'
	)
		return arrays.compare(op, a, b);
	return (op === '==') === plainEqual(a, b);
}

/** `a == b` as a truth value. */
export const equal = (a: unknown, b: unknown): boolean => {
	const result = equality('==', a, b);
	return typeof result === 'boolean' ? result : truth(result);
};

/** Equality as containers ask for it: what is the same object is equal. Numbers have no identity here. */
export const same = (a: unknown, b: unknown): boolean => a === b || equal(a, b);

function plainEqual(a: unknown, b: unknown): boolean {
	if (a === b) return true;
	if (a instanceof HostObject && a.equals) return a.equals(b);
	if (b instanceof HostObject && b.equals) return b.equals(a);
	switch (typeof a) {
		case 'bigint':
		case 'number':
		case 'boolean':
			// Loose on purpose: it compares a bigint with a number exactly, as Python compares int with float.
			// eslint-disable-next-line eqeqeq
			return (typeof b === 'bigint' || typeof b === 'number' || typeof b === 'boolean') && a == b;
		case 'object':
			return a !== null && typeof b === 'object' && b !== null && objectsEqual(a, b);
		default:
			return false;
	}
}

function objectsEqual(a: object, b: object): boolean {
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

function ownCompare(op: Ordering | Equality, a: unknown, b: unknown): unknown {
	const first = special(a, dunders[op], b);
	if (first !== undefined && first !== NotImplemented) return first;
	const second = special(b, dunders[mirrored[op]], a);
	return second === NotImplemented ? undefined : second;
}

function ordering(op: Ordering, a: unknown, b: unknown): unknown {
	const numeric = numbersInOrder(op, a, b);
	if (numeric !== undefined) return numeric;
	if (ownClass(a) || ownClass(b)) {
		const own = ownCompare(op, a, b);
		if (own !== undefined) return own;
		const x = a instanceof ScalarInstance ? a.payload : a;
		const y = b instanceof ScalarInstance ? b.payload : b;
		if (x !== a || y !== b) return ordering(op, x, y);
	}
	if (arrays.isArray(a) || arrays.isArray(b)) return arrays.compare(op, a, b);
	if (typeof a === 'string' && typeof b === 'string') return inOrder(op, compareText(a, b));
	if (Array.isArray(a) && Array.isArray(b)) return sequences(op, a, b);
	if (a instanceof Tuple && b instanceof Tuple) return sequences(op, a.items, b.items);
	const [x, y] = [a, b].map((each) =>
		each instanceof DictView && each.kind !== 'values' ? each.toSet() : each
	);
	if (x instanceof PySet && y instanceof PySet) return sets(op, x, y);
	throw typeError(`'${op}' not supported between instances of '${typeName(a)}' and '${typeName(b)}'`);
}

const isNumber = (value: unknown): value is bigint | number | boolean =>
	typeof value === 'bigint' || typeof value === 'number' || typeof value === 'boolean';

function numbersInOrder(op: Ordering, a: unknown, b: unknown): boolean | undefined {
	if (!isNumber(a) || !isNumber(b)) return undefined;
	switch (op) {
		case '<':
			return a < b;
		case '<=':
			return a <= b;
		case '>':
			return a > b;
		case '>=':
			return a >= b;
	}
}

/** By code points, which UTF-16 order is not where surrogates meet the characters above them. */
function compareText(a: string, b: string): number {
	if (a === b) return 0;
	for (let i = 0; ; i++) {
		if (i >= a.length) return -1;
		if (i >= b.length) return 1;
		if (a.charCodeAt(i) !== b.charCodeAt(i))
			return (a.codePointAt(i) as number) - (b.codePointAt(i) as number);
	}
}

function inOrder(op: Ordering, sign: number): boolean {
	switch (op) {
		case '<':
			return sign < 0;
		case '<=':
			return sign <= 0;
		case '>':
			return sign > 0;
		case '>=':
			return sign >= 0;
	}
}

function sequences(op: Ordering, a: readonly unknown[], b: readonly unknown[]): unknown {
	const at = a.findIndex((item, i) => i >= b.length || !same(item, b[i]));
	if (at >= 0 && at < b.length) return ordering(op, a[at], b[at]);
	return inOrder(op, a.length - b.length);
}

function sets(op: Ordering, a: PySet, b: PySet): boolean {
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
