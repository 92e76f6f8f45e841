import { Tuple } from '$lib/core/containers';
import { asIndex, toIndex } from '../convert';
import { same } from '../compare';
import { pyError, typeError, valueError } from '../errors';
import { iterate, listOf } from '../iterate';
import { iteratorOf } from '../iterators';
import { sortItems } from '../builtins/sequences';
import { getItem } from '../subscript';
import { splice } from '../slices';
import { deleteItem, setItem } from '../set-item';
import { truth } from '../truth';
import { listClass, tupleClass } from '../types';
import { reprOf } from '../repr';
import { addMethods } from './add';

type List = unknown[];

function indexOf(items: readonly unknown[], value: unknown, start: unknown, stop: unknown): bigint {
	const at = (bound: unknown, otherwise: number): number => {
		const index = bound === null ? undefined : asIndex(bound);
		if (index === undefined) {
			if (bound === null) return otherwise;
			throw typeError('slice indices must be integers or have an __index__ method');
		}
		return Math.max(0, Number(index < 0n ? index + BigInt(items.length) : index));
	};
	const end = Math.min(at(stop, items.length), items.length);
	for (let i = at(start, 0); i < end; i++) if (same(items[i], value)) return BigInt(i);
	return -1n;
}

addMethods(listClass, {
	'append(self, object, /)': (list: List, item: unknown) => {
		list.push(item);
		return null;
	},
	'extend(self, iterable, /)': (list: List, items: unknown) => {
		if (items === list) splice(list, list.length, list.length, [...list]);
		else for (const item of iterate(items)) list.push(item);
		return null;
	},
	'insert(self, index, object, /)': (list: List, index: unknown, item: unknown) => {
		const at = toIndex(index);
		list.splice(Number(at < -BigInt(list.length) ? 0n : at), 0, item);
		return null;
	},
	'remove(self, value, /)': (list: List, value: unknown) => {
		const at = indexOf(list, value, null, null);
		if (at < 0n) throw valueError('list.remove(x): x not in list');
		list.splice(Number(at), 1);
		return null;
	},
	'pop(self, index=-1, /)': (list: List, index: unknown) => {
		if (list.length === 0) throw pyError('IndexError', 'pop from empty list');
		const at = toIndex(index);
		const place = at < 0n ? at + BigInt(list.length) : at;
		if (place < 0n || place >= BigInt(list.length)) throw pyError('IndexError', 'pop index out of range');
		return list.splice(Number(place), 1)[0];
	},
	'clear(self, /)': (list: List) => {
		list.length = 0;
		return null;
	},
	'copy(self, /)': (list: List) => [...list],
	'reverse(self, /)': (list: List) => {
		list.reverse();
		return null;
	},
	'sort(self, /, *, key=None, reverse=False)': (list: List, key: unknown, reverse: unknown) => {
		splice(list, 0, list.length, sortItems([...list], key, truth(reverse)));
		return null;
	},
	'index(self, value, start=None, stop=None, /)': (
		list: List,
		value: unknown,
		start: unknown,
		stop: unknown
	) => {
		const at = indexOf(list, value, start, stop);
		if (at < 0n) throw valueError(`${reprOf(value)} is not in list`);
		return at;
	},
	'count(self, value, /)': (list: List, value: unknown) =>
		BigInt(list.filter((item) => same(item, value)).length),
	'__init__(self, iterable=(), /)': (list: List, items: unknown) => {
		splice(list, 0, list.length, listOf(items));
		return null;
	},
	'__len__(self, /)': (list: List) => BigInt(list.length),
	'__getitem__(self, index, /)': (list: List, index: unknown) => getItem([...list], index),
	'__setitem__(self, index, value, /)': (list: List, index: unknown, value: unknown) => {
		const items = [...list];
		setItem(items, index, value);
		splice(list, 0, list.length, items);
		return null;
	},
	'__delitem__(self, index, /)': (list: List, index: unknown) => {
		const items = [...list];
		deleteItem(items, index);
		splice(list, 0, list.length, items);
		return null;
	},
	'__iter__(self, /)': (list: List) => iteratorOf([...list]),
	'__contains__(self, value, /)': (list: List, value: unknown) => list.some((item) => same(item, value)),
	'__repr__(self, /)': (list: List) => reprOf([...list])
});

addMethods(tupleClass, {
	'index(self, value, start=None, stop=None, /)': (
		tuple: Tuple,
		value: unknown,
		start: unknown,
		stop: unknown
	) => {
		const at = indexOf(tuple.items, value, start, stop);
		if (at < 0n) throw valueError('tuple.index(x): x not in tuple');
		return at;
	},
	'count(self, value, /)': (tuple: Tuple, value: unknown) =>
		BigInt(tuple.items.filter((item) => same(item, value)).length),
	'__len__(self, /)': (tuple: Tuple) => BigInt(tuple.length),
	'__getitem__(self, index, /)': (tuple: Tuple, index: unknown) => getItem(new Tuple(tuple.items), index),
	'__iter__(self, /)': (tuple: Tuple) => iteratorOf(new Tuple(tuple.items)),
	'__contains__(self, value, /)': (tuple: Tuple, value: unknown) =>
		tuple.items.some((item) => same(item, value)),
	'__repr__(self, /)': (tuple: Tuple) => reprOf(new Tuple(tuple.items))
});
