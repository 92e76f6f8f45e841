import { Dict, Ellipsis, Tuple } from '$lib/core/containers';
import { arrays } from '../arrays';
import { call, isCallable, special } from '../call';
import { HostObject, ownClass, ScalarInstance } from '../classes';
import { Deque } from '../collections';
import { compare } from '../compare';
import { toIndex } from '../convert';
import { DictView } from '../dict-view';
import { EnumClass } from '../enum-class';
import { typeError, valueError } from '../errors';
import { isError } from '../exceptions';
import { spend, tick } from '../host';
import { iterate, iterator, listOf, isIterable } from '../iterate';
import { advance, iteratorOf } from '../iterators';
import { builtin } from '../native';
import { binary } from '../operators';
import { stopIteration } from '../raise';
import { textLength } from '../text';
import { truth } from '../truth';
import { typeName } from '../types';
import { PySet, Range } from '../values';

export const len = builtin('len(obj, /)', (value: unknown) => BigInt(lengthOf(value)));

/** `len(value)` */
export function lengthOf(value: unknown): number | bigint {
	if (typeof value === 'string') return textLength(value);
	if (ownClass(value)) {
		const own = special(value, '__len__');
		if (own !== undefined) return checkLength(own);
	}
	if (Array.isArray(value) || value instanceof Tuple) return value.length;
	if (value instanceof Dict || value instanceof PySet || value instanceof DictView) return value.size;
	if (arrays.isArray(value)) return arrays.length(value);
	if (value instanceof Range) return value.length;
	if (value instanceof Deque) return value.items.length;
	if (value instanceof EnumClass) return value.list.length;
	if (value instanceof HostObject && value.length) return value.length();
	if (value instanceof ScalarInstance && typeof value.payload === 'string') return textLength(value.payload);
	throw typeError(`object of type '${typeName(value)}' has no len()`);
}

function checkLength(value: unknown): bigint {
	const length = toIndex(value);
	if (length < 0n) throw valueError('__len__() should return >= 0');
	return length;
}

export const iter = builtin('iter(object, /, *default)', (value: unknown, sentinel: readonly unknown[]) =>
	sentinel.length === 0 ? iteratorOf(value) : calling(value, sentinel[0])
);

function calling(fn: unknown, sentinel: unknown): unknown {
	if (!isCallable(fn)) throw typeError('iter(object, sentinel): object must be callable');
	return iterator('callable_iterator', untilSentinel(fn, sentinel));
}

function* untilSentinel(fn: unknown, sentinel: unknown): Generator<unknown> {
	for (;;) {
		tick();
		const value = call(fn, []);
		if (truth(compare('==', value, sentinel))) return;
		yield value;
	}
}

export const next = builtin('next(iterator, /, *default)', (value: unknown, rest: readonly unknown[]) => {
	let turn: IteratorResult<unknown>;
	try {
		turn = advance(value);
	} catch (error) {
		if (rest.length > 0 && isError(error, 'StopIteration')) return rest[0];
		throw error;
	}
	if (!turn.done) return turn.value;
	if (rest.length > 0) return rest[0];
	throw stopIteration(turn.value ?? null);
});

export const enumerate = builtin('enumerate(iterable, start=0)', (items: unknown, start: unknown) => {
	function* run(source: Iterable<unknown>): Generator<unknown> {
		let i = toIndex(start);
		for (const item of source) yield new Tuple([i++, item]);
	}
	return iterator('enumerate', run(iterate(items)));
});

export const zip = builtin(
	'zip(*iterables, strict=False)',
	(iterables: readonly unknown[], strict: unknown) => {
		const sources = iterables.map((each, i) => {
			if (!isIterable(each)) throw typeError(`'${typeName(each)}' object is not iterable`);
			return { i, source: iterate(each)[Symbol.iterator]() };
		});
		return iterator(
			'zip',
			zipped(
				sources.map(({ source }) => source),
				truth(strict)
			)
		);
	}
);

function* zipped(sources: readonly Iterator<unknown>[], strict: boolean): Generator<unknown> {
	if (sources.length === 0) return;
	for (;;) {
		const items: unknown[] = [];
		for (let i = 0; i < sources.length; i++) {
			const turn = sources[i].next();
			if (turn.done) {
				if (strict) checkStrict(sources, i);
				return;
			}
			items.push(turn.value);
		}
		yield new Tuple(items);
	}
}

function checkStrict(sources: readonly Iterator<unknown>[], ended: number): void {
	const arguments_ = (n: number) => (n === 1 ? 'argument 1' : `arguments 1-${n}`);
	if (ended > 0) throw valueError(`zip() argument ${ended + 1} is shorter than ${arguments_(ended)}`);
	for (let i = 1; i < sources.length; i++)
		if (!sources[i].next().done) throw valueError(`zip() argument ${i + 1} is longer than ${arguments_(i)}`);
}

export const map = builtin('map(*args)', (args: readonly unknown[]) => {
	if (args.length < 2) throw typeError('map() must have at least two arguments.');
	const [fn, ...rest] = args;
	const sources = rest.map((each) => iterate(each));
	function* one(): Generator<unknown> {
		for (const item of sources[0]) {
			tick();
			yield call(fn, [item]);
		}
	}
	function* many(): Generator<unknown> {
		for (const items of zipped(
			sources.map((source) => source[Symbol.iterator]()),
			false
		))
			yield call(fn, (items as Tuple).items);
	}
	return iterator('map', rest.length === 1 ? one() : many());
});

export const filter = builtin('filter(function, iterable, /)', (fn: unknown, items: unknown) => {
	const source = iterate(items);
	function* run(): Generator<unknown> {
		for (const item of source) {
			tick();
			if (truth(fn === null ? item : call(fn, [item]))) yield item;
		}
	}
	return iterator('filter', run());
});

export const reversed = builtin('reversed(sequence, /)', (value: unknown) => {
	const own = special(value, '__reversed__');
	if (own !== undefined) return own;
	if (value instanceof Range) {
		const { length } = value;
		const last = length > 0n ? value.at(length - 1n) : value.start;
		return iterator('range_iterator', new Range(last, last - length * value.step, -value.step));
	}
	if (value instanceof PySet || !isIterable(value) || isGenerator(value))
		throw typeError(`'${typeName(value)}' object is not reversible`);
	const name = Array.isArray(value) ? 'list_reverseiterator' : 'reversed';
	return iterator(name, listOf(value).reverse());
});

const isGenerator = (value: unknown): boolean =>
	typeof value === 'object' && value !== null && 'source' in value && 'typeName' in value;

export const sum = builtin('sum(iterable, /, start=0)', (items: unknown, start: unknown) => {
	if (typeof start === 'string') throw typeError("sum() can't sum strings [use ''.join(seq) instead]");
	let total = start;
	for (const item of iterate(items)) {
		tick();
		total = binary('+', total, item);
	}
	return total;
});

const extreme = (name: 'min' | 'max', op: '<' | '>') =>
	builtin(
		`${name}(*args, key=None, default=...)`,
		(args: readonly unknown[], key: unknown, fallback: unknown) => {
			if (args.length === 0) throw typeError(`${name} expected at least 1 argument, got 0`);
			const hasDefault = fallback !== Ellipsis;
			if (args.length > 1 && hasDefault)
				throw typeError(`Cannot specify a default for ${name}() with multiple positional arguments`);
			let best: unknown;
			let bestKey: unknown;
			for (const item of args.length === 1 ? iterate(args[0]) : args) {
				tick();
				const itemKey = key === null ? item : call(key, [item]);
				if (best === undefined || truth(compare(op, itemKey, bestKey))) [best, bestKey] = [item, itemKey];
			}
			if (best !== undefined) return best;
			if (hasDefault) return fallback;
			throw valueError(`${name}() arg is an empty sequence`);
		}
	);

export const min = extreme('min', '<');
export const max = extreme('max', '>');

export const any = builtin('any(iterable, /)', (items: unknown) => {
	for (const item of iterate(items)) {
		tick();
		if (truth(item)) return true;
	}
	return false;
});

export const all = builtin('all(iterable, /)', (items: unknown) => {
	for (const item of iterate(items)) {
		tick();
		if (!truth(item)) return false;
	}
	return true;
});

export const sorted = builtin(
	'sorted(iterable, /, *, key=None, reverse=False)',
	(items: unknown, key: unknown, reverse: unknown) => sortItems(listOf(items), key, truth(reverse))
);

/** Stable; with `reverse`, equal items keep their order as well. */
export function sortItems(items: unknown[], key: unknown, reverse: boolean): unknown[] {
	spend(items.length * Math.ceil(Math.log2(items.length + 1)));
	const keyed = items.map((item) => ({ item, key: key === null ? item : call(key, [item]) }));
	if (reverse) keyed.reverse();
	mergeSort(keyed, (a, b) => isLess(a.key, b.key));
	if (reverse) keyed.reverse();
	return keyed.map(({ item }) => item);
}

function isLess(a: unknown, b: unknown): boolean {
	const result = compare('<', a, b);
	return typeof result === 'boolean' ? result : truth(result);
}

/** As many items as Python sorts by insertion alone. */
const fewItems = 64;

/**
 * Asks only whether the later item is less than the earlier one, and of few items in Python's order: first how far they
 * run up or down, then for each of the rest where it belongs.
 */
function insertionSort<T>(items: T[], less: (a: T, b: T) => boolean): void {
	let sorted = 2;
	const falls = less(items[1], items[0]);
	while (sorted < items.length && less(items[sorted], items[sorted - 1]) === falls) sorted++;
	if (falls) items.unshift(...items.splice(0, sorted).reverse());
	for (; sorted < items.length; sorted++) {
		const item = items[sorted];
		let [low, high] = [0, sorted];
		while (low < high) {
			const middle = (low + high) >> 1;
			if (less(item, items[middle])) high = middle;
			else low = middle + 1;
		}
		items.copyWithin(low + 1, low, sorted);
		items[low] = item;
	}
}

function mergeSort<T>(items: T[], less: (a: T, b: T) => boolean): void {
	if (items.length < 2) return;
	if (items.length < fewItems) return insertionSort(items, less);
	const middle = items.length >> 1;
	const left = items.slice(0, middle);
	const right = items.slice(middle);
	mergeSort(left, less);
	mergeSort(right, less);
	let [i, j] = [0, 0];
	for (let k = 0; k < items.length; k++)
		items[k] = i >= left.length || (j < right.length && less(right[j], left[i])) ? right[j++] : left[i++];
}
