import { Dict, Slice, Tuple } from '$lib/core/containers';
import type { Kwargs } from '$lib/core/fn';
import { Bytes, decodeBytes } from '../bytes';
import { findAttribute } from '../attributes';
import { call } from '../call';
import { DictInstance, ListInstance, ScalarInstance, SetInstance, TupleInstance } from '../classes';
import { toIndex } from '../convert';
import { notSupported, typeError, valueError } from '../errors';
import { iterate, listOf, isIterable } from '../iterate';
import { strOf } from '../repr';
import { getItem } from '../subscript';
import {
	dictClass,
	frozensetClass,
	listClass,
	rangeClass,
	setClass,
	sliceClass,
	strClass,
	tupleClass,
	typeName,
	objectClass
} from '../types';
import { PySet, Range } from '../values';
import { PyClass } from '../classes';

const itemsOf = (name: string, args: readonly unknown[], kwargs: Kwargs): unknown[] => {
	if (kwargs.size > 0) throw typeError(`${name}() takes no keyword arguments`);
	if (args.length > 1) throw typeError(`${name} expected at most 1 argument, got ${args.length}`);
	return args.length === 0 ? [] : listOf(args[0]);
};

strClass.create = (cls, args) => {
	const [value, encoding] = args;
	if (encoding !== undefined && typeof encoding !== 'string')
		throw typeError(`str() argument 'encoding' must be str, not ${typeName(encoding)}`);
	if (encoding !== undefined && !(value instanceof Bytes))
		throw typeError(
			typeof value === 'string'
				? 'decoding str is not supported'
				: `decoding to str: need a bytes-like object, ${typeName(value)} found`
		);
	const text =
		args.length === 0 ? '' : value instanceof Bytes && encoding ? decodeBytes(value, encoding) : strOf(value);
	return cls === strClass ? text : new ScalarInstance(cls, text);
};

listClass.create = (cls, args, kwargs) => {
	const items = itemsOf('list', args, kwargs);
	return cls === listClass ? items : ListInstance.make(cls, items);
};

tupleClass.create = (cls, args, kwargs) => {
	if (cls === tupleClass && args.length === 1 && args[0] instanceof Tuple && args[0].constructor === Tuple)
		return args[0];
	const items = itemsOf('tuple', args, kwargs);
	return cls === tupleClass ? new Tuple(items) : new TupleInstance(cls, items);
};

dictClass.create = (cls, args, kwargs) => {
	if (args.length > 1) throw typeError(`dict expected at most 1 argument, got ${args.length}`);
	const dict = cls === dictClass ? new Dict() : new DictInstance(cls);
	updateDict(dict, args, kwargs);
	return dict;
};

/** What `dict(...)` and `dict.update(...)` put in. */
export function updateDict(dict: Dict, args: readonly unknown[], kwargs: Kwargs): void {
	if (args.length > 0) for (const [key, value] of entriesOf(args[0])) dict.set(key, value);
	for (const [key, value] of kwargs) dict.set(key, value);
}

/** The entries of a mapping, or of an iterable of pairs. */
function* entriesOf(source: unknown): Generator<readonly [unknown, unknown]> {
	if (source instanceof Dict) {
		yield* source.entries();
		return;
	}
	const keys = findAttribute(source, 'keys');
	if (keys !== undefined) {
		for (const key of iterate(call(keys, []))) yield [key, getItem(source, key)];
		return;
	}
	let i = 0;
	for (const pair of iterate(source)) {
		if (!isIterable(pair))
			throw typeError(`cannot convert dictionary update sequence element #${i} to a sequence`);
		const items = listOf(pair);
		if (items.length !== 2)
			throw valueError(`dictionary update sequence element #${i} has length ${items.length}; 2 is required`);
		yield [items[0], items[1]];
		i++;
	}
}

setClass.create = (cls, args, kwargs) => {
	const items = itemsOf('set', args, kwargs);
	return cls === setClass ? new PySet(items) : new SetInstance(cls, items, false);
};
frozensetClass.create = (cls, args, kwargs) => {
	const items = itemsOf('frozenset', args, kwargs);
	return cls === frozensetClass ? new PySet(items, true) : new SetInstance(cls, items, true);
};

rangeClass.create = (_, args, kwargs) => {
	if (kwargs.size > 0) throw typeError('range() takes no keyword arguments');
	if (args.length === 0) throw typeError('range expected at least 1 argument, got 0');
	if (args.length > 3) throw typeError(`range expected at most 3 arguments, got ${args.length}`);
	const [first, second, step] = args.map(toIndex);
	if (step === 0n) throw valueError('range() arg 3 must not be zero');
	return second === undefined ? new Range(0n, first, 1n) : new Range(first, second, step ?? 1n);
};

sliceClass.create = (_, args) => {
	if (args.length === 0) throw typeError('slice expected at least 1 argument, got 0');
	return args.length === 1 ? new Slice(null, args[0], null) : new Slice(args[0], args[1], args[2] ?? null);
};

const refused = (name: string, what: string, instead: string): PyClass =>
	new PyClass(name, [objectClass], {
		create: () => {
			throw notSupported(what, instead);
		}
	});

export const complexClass = refused(
	'complex',
	'complex numbers',
	'Keep the real and the imaginary part apart.'
);
export const bytearrayClass = refused('bytearray', 'bytearray', 'Use a list of ints, or an array of uint8.');
export const memoryviewClass = refused('memoryview', 'memoryview', 'Use slices of a list.');
