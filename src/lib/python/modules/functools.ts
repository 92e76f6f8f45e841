import { Dict, hashKey, Tuple, type HashKey } from '$lib/core/containers';
import { Fn, type Kwargs } from '$lib/core/fn';
import { compare } from '../compare';
import { findAttribute } from '../attributes';
import { bind, unbound } from '../bind';
import { call, special } from '../call';
import { Instance, isOwned, PyClass } from '../classes';
import { CachedProperty, cachedPropertyClass } from '../descriptors';
import { typeError, valueError } from '../errors';
import { attributesOf, setFunctionAttribute, UserFunction } from '../function';
import { iterate } from '../iterate';
import { registerModule } from '../module';
import { builtin, method, native, NativeFunction } from '../native';
import { reprOf } from '../repr';
import { toIndex } from '../convert';
import { namedTupleType } from '../named-tuple';
import { truth } from '../truth';
import { objectClass } from '../types';
import { TypeForm } from '../typing-values';

const noKwargs: Kwargs = new Map();

/** `functools.partial(fn, *args, **kwargs)` */
export class Partial extends Fn {
	readonly cls = partialClass;
	readonly name = 'partial';

	constructor(
		readonly fn: unknown,
		readonly args: readonly unknown[],
		readonly kwargs: Kwargs
	) {
		super();
		unbound.add(this);
		const own = attributesOf(this);
		own.set('func', fn);
		own.set('args', new Tuple(args));
		own.set('keywords', new Dict(kwargs));
	}

	get params(): readonly string[] {
		return this.fn instanceof Fn
			? this.fn.params.slice(this.args.length).filter((name) => !this.kwargs.has(name))
			: [];
	}

	call(args: readonly unknown[], kwargs: Kwargs = noKwargs): unknown {
		const named =
			this.kwargs.size === 0
				? kwargs
				: kwargs.size === 0
					? this.kwargs
					: new Map([...this.kwargs, ...kwargs]);
		return call(this.fn, [...this.args, ...args], named);
	}

	repr(): string {
		const parts = [reprOf(this.fn), ...this.args.map(reprOf)];
		for (const [name, value] of this.kwargs) parts.push(`${name}=${reprOf(value)}`);
		return `functools.partial(${parts.join(', ')})`;
	}
}

const partialClass: PyClass = new PyClass('partial', [objectClass], {
	module: 'functools',
	create: (_, args, kwargs) => {
		if (args.length === 0) throw typeError("type 'partial' takes at least one argument");
		const [fn, ...rest] = args;
		if (!(fn instanceof Fn) && findAttribute(fn, '__call__') === undefined)
			throw typeError('the first argument must be callable');
		if (fn instanceof Partial)
			return new Partial(fn.fn, [...fn.args, ...rest], new Map([...fn.kwargs, ...kwargs]));
		return new Partial(fn, rest, new Map(kwargs));
	}
});

const reduce = builtin(
	'reduce(function, iterable, *initial)',
	(fn: unknown, items: unknown, rest: readonly unknown[]) => {
		let result: unknown = rest[0];
		for (const item of iterate(items)) result = result === undefined ? item : call(fn, [result, item]);
		if (result === undefined) throw typeError('reduce() of empty iterable with no initial value');
		return result;
	}
);

const cacheInfo = namedTupleType('CacheInfo', ['hits', 'misses', 'maxsize', 'currsize']);

/** A function that remembers its results. */
class CachedFunction extends Fn {
	readonly name: string;
	readonly params: readonly string[];
	private readonly results = new Map<HashKey, unknown>();
	private hits = 0;
	private misses = 0;

	constructor(
		readonly fn: Fn,
		private readonly limit: number | null
	) {
		super();
		this.name = fn.name;
		this.params = fn.params;
		wrapLike(this, fn);
		setFunctionAttribute(
			this,
			'cache_clear',
			builtin('cache_clear()', () => this.clear())
		);
		setFunctionAttribute(
			this,
			'cache_info',
			builtin('cache_info()', () => this.info())
		);
	}

	call(args: readonly unknown[], kwargs: Kwargs = noKwargs): unknown {
		const named = [...kwargs].flatMap(([name, value]) => [name, value]);
		const key = hashKey(new Tuple(kwargs.size > 0 ? [...args, marker, ...named] : args));
		if (this.results.has(key)) {
			this.hits++;
			const known = this.results.get(key);
			this.results.delete(key);
			this.results.set(key, known);
			return known;
		}
		this.misses++;
		const result = this.fn.call(args, kwargs);
		if (this.limit === 0) return result;
		this.results.set(key, result);
		if (this.limit !== null && this.results.size > this.limit)
			this.results.delete(this.results.keys().next().value as HashKey);
		return result;
	}

	private clear(): null {
		this.results.clear();
		this.hits = this.misses = 0;
		return null;
	}

	private info(): unknown {
		const limit = this.limit === null ? null : BigInt(this.limit);
		return cacheInfo.call([BigInt(this.hits), BigInt(this.misses), limit, BigInt(this.results.size)]);
	}
}

/** Stands between positional and keyword arguments in a key. */
const marker = {};

const cached = (fn: unknown, limit: number | null): Fn => {
	if (!(fn instanceof Fn)) throw typeError('the first argument must be callable');
	return new CachedFunction(fn, limit);
};

const lruCache = native('lru_cache(maxsize=128, typed=False)', (maxsize: unknown) => {
	if (maxsize instanceof Fn) return cached(maxsize, 128);
	const limit = maxsize === null ? null : Math.max(0, Number(toIndex(maxsize)));
	return native('decorator(user_function)', (fn: unknown) => cached(fn, limit));
});

/** Copies the name, documentation and attributes of what is wrapped. */
export function wrapLike(wrapper: Fn, wrapped: unknown): Fn {
	if (wrapped instanceof Fn) {
		for (const [name, value] of attributesOf(wrapped)) attributesOf(wrapper).set(name, value);
		const names = ['__name__', '__qualname__', '__doc__', '__module__'];
		for (const name of names) {
			const value = findAttribute(wrapped, name);
			if (wrapper instanceof UserFunction && name !== '__module__') setWrapperName(wrapper, name, value);
			else if (value !== undefined) attributesOf(wrapper).set(name, value);
		}
	}
	attributesOf(wrapper).set('__wrapped__', wrapped);
	return wrapper;
}

/** The same for an object that is no function: the names become attributes of its own. */
function wrapLikeAny(wrapper: unknown, wrapped: unknown): unknown {
	if (wrapper instanceof Fn) return wrapLike(wrapper, wrapped);
	if (!isOwned(wrapper)) return wrapper;
	for (const name of ['__module__', '__name__', '__qualname__', '__doc__']) {
		const value = findAttribute(wrapped, name);
		if (value !== undefined) wrapper.fields.set(name, value);
	}
	wrapper.fields.set('__wrapped__', wrapped);
	return wrapper;
}

function setWrapperName(wrapper: UserFunction, name: string, value: unknown): void {
	if (name === '__name__') wrapper.name = String(value);
	else if (name === '__qualname__') wrapper.qualname = String(value);
	else wrapper.doc = value;
}

const wraps = native('wraps(wrapped, assigned=None, updated=None)', (wrapped: unknown) =>
	native('update_wrapper(wrapper)', (wrapper: unknown) => wrapLikeAny(wrapper, wrapped))
);

const orders = { '<': '__lt__', '<=': '__le__', '>': '__gt__', '>=': '__ge__' } as const;

const totalOrdering = native('total_ordering(cls)', (cls: PyClass) => {
	const own = Object.values(orders).filter((name) => cls.lookup(name) !== undefined);
	if (own.length === 0) throw valueError('must define at least one ordering operation: < > <= >=');
	const root = ['__lt__', '__le__', '__gt__', '__ge__'].find((name) =>
		own.includes(name as '__lt__')
	) as string;
	const less = (a: unknown, b: unknown): boolean => {
		switch (root) {
			case '__lt__':
				return truth(special(a, root, b));
			case '__le__':
				return truth(special(a, root, b)) && !truth(compare('==', a, b));
			case '__gt__':
				return !truth(special(a, root, b)) && !truth(compare('==', a, b));
			default:
				return !truth(special(a, root, b));
		}
	};
	const equal = (a: unknown, b: unknown): boolean => truth(compare('==', a, b));
	const rules: Record<string, (a: unknown, b: unknown) => boolean> = {
		__lt__: less,
		__le__: (a, b) => less(a, b) || equal(a, b),
		__gt__: (a, b) => !less(a, b) && !equal(a, b),
		__ge__: (a, b) => !less(a, b)
	};
	for (const name of Object.values(orders))
		if (!own.includes(name))
			cls.set(name, new NativeFunction(`${name}(self, other)`, rules[name], false, true));
	return cls;
});

/** `functools.cmp_to_key`: keys that compare as a two-argument function says. */
const cmpToKey = native('cmp_to_key(mycmp)', (fn: unknown) => {
	const cls = new PyClass('K', [objectClass], { module: 'functools' });
	cls.set(
		'__lt__',
		new NativeFunction(
			'__lt__(self, other)',
			(a: Instance, b: Instance) =>
				truth(compare('<', call(fn, [a.fields.get('obj'), b.fields.get('obj')]), 0n)),
			false,
			true
		)
	);
	return native('K(obj)', (value: unknown) => {
		const key = new Instance(cls);
		key.fields.set('obj', value);
		return key;
	});
});

/** `functools.singledispatch`: the function registered for the class of the first argument. */
class Dispatcher {
	private readonly registry: [type: PyClass, fn: unknown][] = [];

	constructor(private readonly fn: Fn) {}

	/** The function for the class of that value, or the nearest of its bases. */
	find(value: unknown): unknown {
		const cls = findAttribute(value, '__class__') as PyClass;
		const found = cls.mro.map((each) => this.registry.find(([type]) => type === each)).find((each) => each);
		return found ? found[1] : (this.registry.find(([type]) => type.accepts?.(value))?.[1] ?? this.fn);
	}

	readonly register = native('register(cls, func=None)', (cls: unknown, given: unknown) => {
		if (cls instanceof UserFunction) {
			const type = [...cls.annotations.values()][0];
			this.add(type, cls);
			return cls;
		}
		return given === null
			? native('register(func)', (each: unknown) => this.add(cls, each))
			: this.add(cls, given);
	});

	private add(type: unknown, fn: unknown): unknown {
		for (const each of type instanceof TypeForm ? (type.options ?? [type.origin]) : [type])
			this.registry.push([each as PyClass, fn]);
		return fn;
	}
}

const singledispatch = native('singledispatch(func)', (fn: Fn) => {
	const found = new Dispatcher(fn);
	const dispatcher = native(`${fn.name}(*args, **kwargs)`, (args: readonly unknown[], kwargs: Kwargs) => {
		if (args.length === 0) throw typeError(`${fn.name} requires at least 1 positional argument`);
		return call(found.find(args[0]), args, kwargs);
	});
	wrapLike(dispatcher, fn);
	setFunctionAttribute(dispatcher, 'register', found.register);
	return dispatcher;
});

/** A descriptor that gives what `make` makes for the object it is read from. */
function descriptor(name: string, make: (self: Instance, object: unknown, cls: unknown) => unknown): PyClass {
	const cls = new PyClass(name, [objectClass], { module: 'functools', create: (own) => new Instance(own) });
	cls.set('__get__', method('__get__(self, obj, cls=None)', make));
	return cls;
}

const partialMethodClass = descriptor('partialmethod', (self, object, cls) => {
	const { fn, args, kwargs } = self.fields.get('partial') as Partial;
	const receiver = object === null ? [] : [object];
	if (fn instanceof Fn && receiver.length > 0)
		return new Partial(bind(fn, object, cls as PyClass), args, kwargs);
	return new Partial(fn, [...receiver, ...args], kwargs);
});
partialMethodClass.create = (cls, args, kwargs) => {
	const made = new Instance(cls);
	made.fields.set('partial', new Partial(args[0], args.slice(1), kwargs));
	return made;
};

/** `singledispatch` by the first argument after `self`. */
const dispatchMethodClass = descriptor('singledispatchmethod', (self, object) => {
	const dispatcher = self.fields.get('dispatcher') as Dispatcher;
	return native('method(*args, **kwargs)', (args: readonly unknown[], kwargs: Kwargs) =>
		call(dispatcher.find(args[0]), object === null ? args : [object, ...args], kwargs)
	);
});
dispatchMethodClass.create = (cls, [fn]) => {
	const made = new Instance(cls);
	const dispatcher = new Dispatcher(fn as Fn);
	made.fields.set('dispatcher', dispatcher);
	made.fields.set('register', dispatcher.register);
	return made;
};

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
