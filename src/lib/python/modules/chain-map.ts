import { Dict, Tuple } from '$lib/core/containers';
import type { Kwargs } from '$lib/core/fn';
import { updateDict } from '../builtins/containers';
import { compare } from '../compare';
import { Instance, PyClass } from '../classes';
import { Property } from '../descriptors';
import { DictView } from '../dict-view';
import { iteratorOf } from '../iterators';
import { method } from '../native';
import { pyError, typeError } from '../errors';
import { keyError } from '../raise';
import { reprOf } from '../repr';
import { objectClass, typeName } from '../types';
import type { Methods } from '../methods/add';

/** `collections.ChainMap`: dicts looked through one after the other; only the first is written to. */
export const chainMapClass = new PyClass('ChainMap', [objectClass], {
	module: 'collections',
	create: (cls, maps) => chainOf(cls, maps.length > 0 ? maps : [new Dict()])
});

function chainOf(cls: PyClass, maps: readonly unknown[]): Instance {
	const chain = new Instance(cls);
	chain.fields.set('maps', [...maps]);
	return chain;
}

const mapsOf = (self: Instance): Dict[] =>
	(self.fields.get('maps') as unknown[]).map((map) => (map instanceof Instance ? merged(map) : mapping(map)));

function mapping(map: unknown): Dict {
	if (map instanceof Dict) return map;
	throw typeError(`'${typeName(map)}' object is not a mapping`);
}

const find = (self: Instance, key: unknown): unknown =>
	mapsOf(self)
		.find((map) => map.has(key))
		?.get(key);

/** All keys, in the order of the last dict first, with the values that count. */
function merged(self: Instance): Dict {
	const all = new Dict();
	for (const map of mapsOf(self).reverse()) for (const [key, value] of map.entries()) all.set(key, value);
	return all;
}

const first = (self: Instance): Dict => {
	const [map] = self.fields.get('maps') as Dict[];
	if (!map) throw pyError('IndexError', 'list index out of range');
	return map;
};

function remove(self: Instance, key: unknown): unknown {
	const value = first(self).get(key);
	if (!first(self).delete(key)) throw keyError(`Key not found in the first mapping: ${reprOf(key)}`);
	return value;
}

const methods: Methods = {
	'__getitem__(self, key)': (self: Instance, key: unknown) => {
		const found = find(self, key);
		if (found === undefined) throw keyError(key);
		return found;
	},
	'__setitem__(self, key, value)': (self: Instance, key: unknown, value: unknown) => {
		first(self).set(key, value);
		return null;
	},
	'__delitem__(self, key)': (self: Instance, key: unknown) => {
		remove(self, key);
		return null;
	},
	'__contains__(self, key)': (self: Instance, key: unknown) => find(self, key) !== undefined,
	'__len__(self)': (self: Instance) => BigInt(merged(self).size),
	'__iter__(self)': (self: Instance) => iteratorOf(merged(self).keys()),
	'__bool__(self)': (self: Instance) => mapsOf(self).some((map) => map.size > 0),
	'__eq__(self, other)': (self: Instance, other: unknown) =>
		compare('==', merged(self), other instanceof Instance ? merged(other) : other),
	'__repr__(self)': (self: Instance) =>
		`${self.cls.name}(${(self.fields.get('maps') as unknown[]).map(reprOf).join(', ')})`,
	'get(self, key, default=None)': (self: Instance, key: unknown, fallback: unknown) =>
		find(self, key) ?? fallback,
	'keys(self)': (self: Instance) => new DictView(merged(self), 'keys'),
	'values(self)': (self: Instance) => new DictView(merged(self), 'values'),
	'items(self)': (self: Instance) => new DictView(merged(self), 'items'),
	'pop(self, key, *args)': (self: Instance, key: unknown, rest: readonly unknown[]) =>
		rest.length > 0 && !first(self).has(key) ? rest[0] : remove(self, key),
	'popitem(self)': (self: Instance) => {
		const last = first(self).entries().at(-1);
		if (!last) throw keyError('No keys found in the first mapping.');
		first(self).delete(last[0]);
		return new Tuple(last);
	},
	'setdefault(self, key, default=None)': (self: Instance, key: unknown, value: unknown) => {
		const found = find(self, key);
		if (found === undefined) first(self).set(key, value);
		return found ?? value;
	},
	'update(self, *args, **kwargs)': (self: Instance, args: readonly unknown[], kwargs: Kwargs) => {
		updateDict(first(self), args, kwargs);
		return null;
	},
	'clear(self)': (self: Instance) => {
		for (const key of first(self).keys()) first(self).delete(key);
		return null;
	},
	'copy(self)': (self: Instance) => {
		const [map, ...rest] = self.fields.get('maps') as Dict[];
		return chainOf(self.cls, [new Dict(map.entries()), ...rest]);
	},
	'new_child(self, m=None, **kwargs)': (self: Instance, given: unknown, kwargs: Kwargs) => {
		const child = (given ?? new Dict()) as Dict;
		for (const [key, value] of kwargs) child.set(key, value);
		return chainOf(self.cls, [child, ...(self.fields.get('maps') as unknown[])]);
	}
};

for (const [signature, body] of Object.entries(methods))
	chainMapClass.set(signature.slice(0, signature.indexOf('(')), method(`ChainMap.${signature}`, body));

const parents = new Property(
	method('parents(self)', (self: Instance) =>
		chainOf(self.cls, (self.fields.get('maps') as unknown[]).slice(1))
	)
);
parents.name = 'parents';
chainMapClass.set('parents', parents);
