import { compare } from '../compare';
import { call, special } from '../call';
import { Instance, PyClass } from '../classes';
import { CachedProperty, cachedPropertyClass } from '../descriptors';
import { typeError, valueError } from '../errors';
import { iterate } from '../iterate';
import { registerModule } from '../module';
import { builtin, methodInPython, native } from '../native';
import { truth } from '../truth';
import { objectClass } from '../types';
import { cached, lruCache } from './lru-cache';
import { partialClass, partialMethodClass } from './partial';
import { dispatchMethodClass, singledispatch } from './single-dispatch';
import { wrapLikeAny, wraps } from './wrapping';

const reduce = builtin(
	'reduce(function, iterable, *initial)',
	(fn: unknown, items: unknown, rest: readonly unknown[]) => {
		let result: unknown = rest[0];
		for (const item of iterate(items)) result = result === undefined ? item : call(fn, [result, item]);
		if (result === undefined) throw typeError('reduce() of empty iterable with no initial value');
		return result;
	}
);

const equal = (a: unknown, b: unknown): boolean => truth(compare('==', a, b));

const orders = ['__lt__', '__le__', '__gt__', '__ge__'] as const;
type Order = (typeof orders)[number];
type Test = (a: unknown, b: unknown) => boolean;

/** a < b, by the one ordering that a class has. */
const lessBy: { readonly [O in Order]: Test } = {
	__lt__: (a, b) => truth(special(a, '__lt__', b)),
	__le__: (a, b) => truth(special(a, '__le__', b)) && !equal(a, b),
	__gt__: (a, b) => !truth(special(a, '__gt__', b)) && !equal(a, b),
	__ge__: (a, b) => !truth(special(a, '__ge__', b))
};

/** `functools.total_ordering`: the other orderings of a class that has one. */
const totalOrdering = native('total_ordering(cls)', (cls: PyClass) => {
	const root = orders.find((name) => cls.lookup(name) !== undefined);
	if (!root) throw valueError('must define at least one ordering operation: < > <= >=');
	const less = lessBy[root];
	const others: { readonly [O in Order]: Test } = {
		__lt__: less,
		__le__: (a, b) => less(a, b) || equal(a, b),
		__gt__: (a, b) => !less(a, b) && !equal(a, b),
		__ge__: (a, b) => !less(a, b)
	};
	for (const name of orders)
		if (cls.lookup(name) === undefined) cls.set(name, methodInPython(`${name}(self, other)`, others[name]));
	return cls;
});

/** `functools.cmp_to_key`: keys that compare as a two-argument function says. */
const cmpToKey = native('cmp_to_key(mycmp)', (fn: unknown) => {
	const cls = new PyClass('K', [objectClass], { module: 'functools' });
	cls.set(
		'__lt__',
		methodInPython('__lt__(self, other)', (a: Instance, b: Instance) =>
			truth(compare('<', call(fn, [a.fields.get('obj'), b.fields.get('obj')]), 0n))
		)
	);
	return native('K(obj)', (value: unknown) => {
		const key = new Instance(cls);
		key.fields.set('obj', value);
		return key;
	});
});

cachedPropertyClass.create = (_, [fn]) => new CachedProperty(fn);

registerModule('functools', {
	partial: partialClass,
	reduce,
	lru_cache: lruCache,
	cache: native('cache(user_function)', (fn: unknown) => cached(fn, null)),
	wraps,
	update_wrapper: native(
		'update_wrapper(wrapper, wrapped, assigned=None, updated=None)',
		(wrapper: unknown, wrapped: unknown) => wrapLikeAny(wrapper, wrapped)
	),
	cached_property: cachedPropertyClass,
	total_ordering: totalOrdering,
	cmp_to_key: cmpToKey,
	singledispatch,
	singledispatchmethod: dispatchMethodClass,
	partialmethod: partialMethodClass
});
