import { hashKey, Tuple, type HashKey } from '$lib/core/containers';
import { Fn, type Kwargs } from '$lib/core/fn';
import { typeError } from '../errors';
import { setFunctionAttribute } from '../function';
import { builtin, native } from '../native';
import { toIndex } from '../convert';
import { namedTupleType } from '../named-tuple';
import { wrapLike } from './wrapping';

const noKwargs: Kwargs = new Map();

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

/** Remembers the results of a function, the newest `limit` of them; all where that is null. */
export const cached = (fn: unknown, limit: number | null): Fn => {
	if (!(fn instanceof Fn)) throw typeError('the first argument must be callable');
	return new CachedFunction(fn, limit);
};

/** `functools.lru_cache`, with or without arguments. */
export const lruCache = native('lru_cache(maxsize=128, typed=False)', (maxsize: unknown) => {
	if (maxsize instanceof Fn) return cached(maxsize, 128);
	const limit = maxsize === null ? null : Math.max(0, Number(toIndex(maxsize)));
	return native('decorator(user_function)', (fn: unknown) => cached(fn, limit));
});
