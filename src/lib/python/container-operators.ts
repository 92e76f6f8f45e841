import { Dict, Tuple } from '$lib/core/containers';
import { arrays } from './arrays';
import type { BinaryOp } from './ast';
import { hasSpecial } from './call';
import { Counter } from './collections';
import { toIndex } from './convert';
import { combineCounters } from './counter-arithmetic';
import { DictView } from './dict-view';
import { pyError, typeError } from './errors';
import { spend } from './host';
import { iterate } from './iterate';
import { typeName } from './types';
import { PySet } from './values';

/** `a op b` of strings, lists, tuples, dicts and sets; undefined where they do not go together. */
export function containers(op: BinaryOp, a: unknown, b: unknown): unknown {
	switch (op) {
		case '+':
			return counters(op, a, b) ?? concatenate(a, b);
		case '*':
			return repeat(a, b) ?? repeat(b, a);
		case '|':
			if (a instanceof Counter && b instanceof Counter) return combineCounters(op, a, b);
			if (a instanceof Dict && b instanceof Dict) return new Dict([...a.entries(), ...b.entries()]);
			return setOperation(op, a, b);
		case '&':
		case '-':
			return counters(op, a, b) ?? setOperation(op, a, b);
		case '^':
			return setOperation(op, a, b);
		default:
			return undefined;
	}
}

const counters = (op: '+' | '-' | '&', a: unknown, b: unknown): unknown =>
	a instanceof Counter && b instanceof Counter ? combineCounters(op, a, b) : undefined;

function concatenate(a: unknown, b: unknown): unknown {
	if (typeof a === 'string') {
		if (typeof b === 'string') return a + b;
		throw typeError(`can only concatenate str (not "${typeName(b)}") to str`);
	}
	if (Array.isArray(a)) {
		if (Array.isArray(b)) {
			spend(a.length + b.length);
			return [...(a as unknown[]), ...(b as unknown[])];
		}
		throw typeError(`can only concatenate list (not "${typeName(b)}") to list`);
	}
	if (a instanceof Tuple) {
		if (b instanceof Tuple) return new Tuple([...a.items, ...b.items]);
		throw typeError(`can only concatenate tuple (not "${typeName(b)}") to tuple`);
	}
	return undefined;
}

/** Items that a repeated list or string may have. */
const longest = 1 << 24;

/** A sequence so many times over; undefined where it is no sequence. */
export function repeat(sequence: unknown, count: unknown): unknown {
	const isSequence = typeof sequence === 'string' || Array.isArray(sequence) || sequence instanceof Tuple;
	if (!isSequence) return undefined;
	const times = repetitions(count);
	const length = sequence.length * times;
	if (length > longest)
		throw pyError('MemoryError', '', { why: `It would have ${sequence.length} × ${times} items.` });
	spend(length >> 2);
	if (typeof sequence === 'string') return sequence.repeat(times);
	const items = sequence instanceof Tuple ? sequence.items : (sequence as unknown[]);
	const result: unknown[] = [];
	for (let i = 0; i < times; i++) for (const item of items) result.push(item);
	return sequence instanceof Tuple ? new Tuple(result) : result;
}

function repetitions(count: unknown): number {
	const isIndex =
		typeof count === 'bigint' ||
		typeof count === 'boolean' ||
		arrays.isArray(count) ||
		hasSpecial(count, '__index__');
	if (!isIndex) throw typeError(`can't multiply sequence by non-int of type '${typeName(count)}'`);
	const times = toIndex(count);
	return times <= 0n ? 0 : Number(times);
}

const toSet = (value: unknown): PySet =>
	value instanceof PySet
		? new PySet(value.values())
		: value instanceof DictView
			? value.toSet()
			: new PySet(iterate(value));

/** `a op b` of sets and views of dicts; undefined for anything else. */
export function setOperation(op: '|' | '&' | '-' | '^', a: unknown, b: unknown): unknown {
	if ((a instanceof DictView && a.kind !== 'values') || (b instanceof DictView && b.kind !== 'values'))
		return setOperation(op, toSet(a), toSet(b));
	if (!(a instanceof PySet) || !(b instanceof PySet)) return undefined;
	const { frozen } = a;
	switch (op) {
		case '|':
			return new PySet([...a.values(), ...b.values()], frozen);
		case '&':
			return new PySet(
				a.values().filter((item) => b.has(item)),
				frozen
			);
		case '-':
			return new PySet(
				a.values().filter((item) => !b.has(item)),
				frozen
			);
		case '^':
			return new PySet(
				[...a.values().filter((item) => !b.has(item)), ...b.values().filter((item) => !a.has(item))],
				frozen
			);
	}
}
