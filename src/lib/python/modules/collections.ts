import { Dict, Tuple } from '$lib/core/containers';
import type { Kwargs } from '$lib/core/fn';
import { updateDict } from '../builtins/containers';
import {
	Counter,
	counterClass,
	DefaultDict,
	defaultdictClass,
	Deque,
	dequeClass,
	OrderedDict,
	orderedDictClass
} from '../collections';
import { compare, same } from '../compare';
import { toIndex } from '../convert';
import { isCallable } from '../call';
import { pyError, typeError, valueError } from '../errors';
import { iterate, iterator, listOf } from '../iterate';
import { iteratorOf } from '../iterators';
import { addMethods, addProperties } from '../methods/add';
import { registerModule } from '../module';
import { fieldNames, namedTupleType } from '../named-tuple';
import { native } from '../native';
import { binary } from '../operators';
import { keyError } from '../raise';
import { reprOf } from '../repr';
import { truth } from '../truth';
import { typeName } from '../types';
import { chainMapClass } from './chain-map';
import './collection-nodes';

defaultdictClass.create = (cls, [factory = null, ...rest], kwargs) => {
	if (factory !== null && !isCallable(factory)) throw typeError('first argument must be callable or None');
	const dict = new DefaultDict(factory, [], cls);
	updateDict(dict, rest, kwargs);
	return dict;
};
addMethods(defaultdictClass, {
	'__init__(self, *args, **kwargs)': (self: DefaultDict, args: readonly unknown[], kwargs: Kwargs) => {
		self.factory = args[0] ?? null;
		updateDict(self, args.slice(1), kwargs);
		return null;
	},
	'copy(self, /)': (self: DefaultDict) => new DefaultDict(self.factory, self.entries())
});
addProperties(defaultdictClass, { default_factory: (self: DefaultDict) => self.factory });

orderedDictClass.create = (cls, args, kwargs) => {
	const dict = new OrderedDict([], cls);
	updateDict(dict, args, kwargs);
	return dict;
};
addMethods(orderedDictClass, {
	'move_to_end(self, key, last=True)': (self: OrderedDict, key: unknown, last: unknown) => {
		if (!self.has(key)) throw keyError(key);
		const moved = [key, self.get(key)] as const;
		const others = self.entries().filter(([other]) => !same(other, key));
		for (const other of self.keys()) self.delete(other);
		for (const [k, v] of truth(last) ? [...others, moved] : [moved, ...others]) self.set(k, v);
		return null;
	},
	'popitem(self, last=True)': (self: OrderedDict, last: unknown) => {
		const entry = truth(last) ? self.entries().at(-1) : self.entries()[0];
		if (!entry) throw keyError('dictionary is empty');
		self.delete(entry[0]);
		return new Tuple(entry);
	},
	'copy(self, /)': (self: OrderedDict) => new OrderedDict(self.entries())
});

function countInto(counter: Counter, args: readonly unknown[], kwargs: Kwargs, sign: '+' | '-'): void {
	const add = (key: unknown, count: unknown) => counter.set(key, binary(sign, counter.count(key), count));
	if (args[0] instanceof Dict) for (const [key, count] of args[0].entries()) add(key, count);
	else if (args[0] !== undefined && args[0] !== null) for (const item of iterate(args[0])) add(item, 1n);
	for (const [key, count] of kwargs) add(key, count);
}

counterClass.create = (cls, args, kwargs) => {
	const counter = new Counter([], cls);
	countInto(counter, args, kwargs, '+');
	return counter;
};

function mostCommon(counter: Counter, limit: unknown): Tuple[] {
	const entries = counter
		.entries()
		.sort(([, a], [, b]) => (truth(compare('<', a, b)) ? 1 : truth(compare('<', b, a)) ? -1 : 0));
	const count = limit === null ? entries.length : Number(toIndex(limit));
	return entries.slice(0, count).map((entry) => new Tuple(entry));
}

function* elements(counter: Counter): Generator<unknown> {
	for (const [key, count] of counter.entries()) for (let i = 0n; i < (count as bigint); i++) yield key;
}

addMethods(counterClass, {
	'__init__(self, *args, **kwargs)': (self: Counter, args: readonly unknown[], kwargs: Kwargs) => {
		countInto(self, args, kwargs, '+');
		return null;
	},
	'most_common(self, n=None)': mostCommon,
	'elements(self)': (self: Counter) => iterator('itertools.chain', elements(self)),
	'total(self)': (self: Counter) => self.values().reduce((sum, count) => binary('+', sum, count), 0n),
	'update(self, *args, **kwargs)': (self: Counter, args: readonly unknown[], kwargs: Kwargs) => {
		countInto(self, args, kwargs, '+');
		return null;
	},
	'subtract(self, *args, **kwargs)': (self: Counter, args: readonly unknown[], kwargs: Kwargs) => {
		countInto(self, args, kwargs, '-');
		return null;
	},
	'copy(self, /)': (self: Counter) => new Counter(self.entries())
});

dequeClass.create = (_, args, kwargs) => {
	const limit = args[1] ?? kwargs.get('maxlen') ?? null;
	const size = limit === null ? null : Number(toIndex(limit));
	if (size !== null && size < 0) throw valueError('maxlen must be non-negative');
	return new Deque(listOf(args[0] ?? kwargs.get('iterable') ?? []), size);
};

function rotate({ items }: Deque, steps: number): null {
	if (items.length === 0) return null;
	const by = ((steps % items.length) + items.length) % items.length;
	items.unshift(...items.splice(items.length - by));
	return null;
}

const popped = (deque: Deque, side: 'left' | 'right'): unknown => {
	if (deque.items.length === 0) throw pyError('IndexError', 'pop from an empty deque');
	return side === 'left' ? deque.items.shift() : deque.items.pop();
};

const added = (deque: Deque, items: readonly unknown[], side: 'left' | 'right'): null => {
	for (const item of items) {
		if (side === 'left') deque.items.unshift(item);
		else deque.items.push(item);
		deque.trim(side === 'left' ? 'right' : 'left');
	}
	return null;
};

addMethods(dequeClass, {
	'append(self, x, /)': (self: Deque, item: unknown) => added(self, [item], 'right'),
	'appendleft(self, x, /)': (self: Deque, item: unknown) => added(self, [item], 'left'),
	'extend(self, iterable, /)': (self: Deque, items: unknown) => added(self, listOf(items), 'right'),
	'extendleft(self, iterable, /)': (self: Deque, items: unknown) => added(self, listOf(items), 'left'),
	'pop(self, /)': (self: Deque) => popped(self, 'right'),
	'popleft(self, /)': (self: Deque) => popped(self, 'left'),
	'rotate(self, n=1, /)': (self: Deque, steps: unknown) => rotate(self, Number(toIndex(steps))),
	'reverse(self, /)': (self: Deque) => {
		self.items.reverse();
		return null;
	},
	'clear(self, /)': (self: Deque) => {
		self.items.length = 0;
		return null;
	},
	'copy(self, /)': (self: Deque) => new Deque([...self.items], self.limit),
	'count(self, x, /)': (self: Deque, item: unknown) =>
		BigInt(self.items.filter((each) => same(each, item)).length),
	'index(self, x, /)': (self: Deque, item: unknown) => {
		const at = self.items.findIndex((each) => same(each, item));
		if (at < 0) throw valueError(`${reprOf(item)} is not in deque`);
		return BigInt(at);
	},
	'insert(self, index, x, /)': (self: Deque, index: unknown, item: unknown) => {
		if (self.limit !== null && self.items.length >= self.limit)
			throw pyError('IndexError', 'deque already at its maximum size');
		self.items.splice(Number(toIndex(index)), 0, item);
		return null;
	},
	'remove(self, value, /)': (self: Deque, item: unknown) => {
		const at = self.items.findIndex((each) => same(each, item));
		if (at < 0) throw valueError(`${reprOf(item)} is not in deque`);
		self.items.splice(at, 1);
		return null;
	},
	'__iter__(self, /)': iteratorOf
});
addProperties(dequeClass, { maxlen: (self: Deque) => (self.limit === null ? null : BigInt(self.limit)) });

const namedtuple = native(
	'namedtuple(typename, field_names, *, rename=False, defaults=None, module=None)',
	(name: unknown, fields: unknown, rename: unknown, defaults: unknown) => {
		if (typeof name !== 'string') throw typeError(`type name must be a string, not ${typeName(name)}`);
		const names = fieldNames(fields, truth(rename));
		const values = defaults === null ? [] : listOf(defaults);
		if (values.length > names.length) throw typeError('Got more default values than field names');
		const first = names.length - values.length;
		return namedTupleType(name, names, new Map(values.map((value, i) => [names[first + i], value])));
	}
);

registerModule('collections', {
	namedtuple,
	deque: dequeClass,
	defaultdict: defaultdictClass,
	OrderedDict: orderedDictClass,
	Counter: counterClass,
	ChainMap: chainMapClass
});
