import { Dict, Tuple } from '$lib/core/containers';
import type { Kwargs } from '$lib/core/fn';
import { ClassMethod } from '../descriptors';
import { DictView } from '../dict-view';
import { updateDict } from '../builtins/containers';
import { typeError } from '../errors';
import { iterate } from '../iterate';
import { iteratorOf } from '../iterators';
import { builtin } from '../native';
import { keyError } from '../raise';
import { reprOf } from '../repr';
import { dictClass, iteratorClass } from '../types';
import { PySet } from '../values';
import { addMethods } from './add';

addMethods(dictClass, {
	'get(self, key, default=None, /)': (dict: Dict, key: unknown, otherwise: unknown) => {
		const found = dict.get(key);
		return found === undefined ? otherwise : found;
	},
	'keys(self, /)': (dict: Dict) => new DictView(dict, 'keys'),
	'values(self, /)': (dict: Dict) => new DictView(dict, 'values'),
	'items(self, /)': (dict: Dict) => new DictView(dict, 'items'),
	'pop(self, key, /, *default)': (dict: Dict, key: unknown, rest: readonly unknown[]) => {
		const found = dict.get(key);
		if (found !== undefined) {
			dict.delete(key);
			return found;
		}
		if (rest.length > 0) return rest[0];
		throw keyError(key);
	},
	'popitem(self, /)': (dict: Dict) => {
		const last = dict.entries().at(-1);
		if (!last) throw keyError('popitem(): dictionary is empty');
		dict.delete(last[0]);
		return new Tuple(last);
	},
	'setdefault(self, key, default=None, /)': (dict: Dict, key: unknown, value: unknown) => {
		const found = dict.get(key);
		if (found !== undefined) return found;
		dict.set(key, value);
		return value;
	},
	'update(self, *args, **kwargs)': (dict: Dict, args: readonly unknown[], kwargs: Kwargs) => {
		if (args.length > 1) throw typeError(`update expected at most 1 argument, got ${args.length}`);
		updateDict(dict, args, kwargs);
		return null;
	},
	'clear(self, /)': (dict: Dict) => {
		for (const key of dict.keys()) dict.delete(key);
		return null;
	},
	'copy(self, /)': (dict: Dict) => new Dict(dict.entries()),
	'__init__(self, *args, **kwargs)': (dict: Dict, args: readonly unknown[], kwargs: Kwargs) => {
		updateDict(dict, args, kwargs);
		return null;
	},
	'__len__(self, /)': (dict: Dict) => BigInt(dict.size),
	'__getitem__(self, key, /)': (dict: Dict, key: unknown) => {
		const found = dict.get(key);
		if (found === undefined) throw keyError(key);
		return found;
	},
	'__setitem__(self, key, value, /)': (dict: Dict, key: unknown, value: unknown) => {
		dict.set(key, value);
		return null;
	},
	'__delitem__(self, key, /)': (dict: Dict, key: unknown) => {
		if (!dict.delete(key)) throw keyError(key);
		return null;
	},
	'__contains__(self, key, /)': (dict: Dict, key: unknown) => dict.has(key),
	'__iter__(self, /)': (dict: Dict) => iteratorOf(new Dict(dict.entries())),
	'__repr__(self, /)': (dict: Dict) => reprOf(new Dict(dict.entries()))
});

dictClass.dict.set(
	'fromkeys',
	new ClassMethod(
		builtin('fromkeys(cls, iterable, value=None, /)', (_: unknown, keys: unknown, value: unknown) => {
			const dict = new Dict();
			for (const key of iterate(keys)) dict.set(key, value);
			return dict;
		})
	)
);

for (const kind of ['keys', 'items'] as const) {
	addMethods(iteratorClass(`dict_${kind}`), {
		'isdisjoint(self, other, /)': (view: DictView, other: unknown) => {
			const set = new PySet(iterate(other));
			return !view.list().some((item) => set.has(item));
		}
	});
}
