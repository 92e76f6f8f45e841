import { Tuple } from '$lib/core/containers';
import { arrays } from './arrays';
import type { CompareOp } from './ast';
import { DictView } from './dict-view';
import { HostObject, ownClass, ScalarInstance } from './classes';
import { typeError } from './errors';
import { truth } from './truth';
import { typeName } from './types';
import { PySet } from './values';
import { comparing } from './parts';

const { contains, ownCompare, objectsEqual, sequences, sets } = comparing.functions;

export type Ordering = '<' | '<=' | '>' | '>=';
export type Equality = '==' | '!=';

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
function identical(a: unknown, b: unknown): boolean {
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

export function ordering(op: Ordering, a: unknown, b: unknown): unknown {
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

export function inOrder(op: Ordering, sign: number): boolean {
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
