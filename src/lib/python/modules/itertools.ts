import { Tuple } from '$lib/core/containers';
import { PyClass } from '../classes';
import { call } from '../call';
import { compare } from '../compare';
import { asIndex, toIndex } from '../convert';
import { StaticMethod } from '../descriptors';
import { typeError, valueError } from '../errors';
import { tick } from '../host';
import { iterate, iterator, listOf } from '../iterate';
import { registerModule } from '../module';
import { builtin, native, type NativeFunction } from '../native';
import { binary } from '../operators';
import { truth } from '../truth';
import { objectClass } from '../types';
import type { PyIterator } from '../values';

type Items = Iterable<unknown>;

/** A function that gives an iterator named after itself. */
function lazy(signature: string, body: (...args: never[]) => Items): NativeFunction {
	const name = signature.slice(0, signature.indexOf('('));
	return native(signature, (...args: never[]): PyIterator => iterator(name, ticking(body(...args))));
}

/** Endless iterators count as work, so that the host can stop them. */
function* ticking(items: Items): Generator<unknown> {
	for (const item of items) {
		tick();
		yield item;
	}
}

function* count(start: unknown, step: unknown): Items {
	for (let value = start; ; value = binary('+', value, step)) yield value;
}

function* cycle(items: unknown): Items {
	const kept: unknown[] = [];
	for (const item of iterate(items)) {
		kept.push(item);
		yield item;
	}
	while (kept.length > 0) yield* kept;
}

function* repeat(value: unknown, times: unknown): Items {
	if (times === null) for (;;) yield value;
	for (let left = toIndex(times); left > 0n; left--) yield value;
}

function* chain(iterables: Items): Items {
	for (const each of iterables) yield* iterate(each);
}

function* slice(items: unknown, bounds: readonly unknown[]): Items {
	const bound = (value: unknown, otherwise: number): number => {
		if (value === null || value === undefined) return otherwise;
		const index = asIndex(value);
		if (index === undefined || index < 0n)
			throw valueError('Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.');
		return Number(index);
	};
	const [first, stop, step] = bounds.length === 1 ? [null, bounds[0], null] : bounds;
	const size = bound(step, 1);
	if (size < 1) throw valueError('Step for islice() must be a positive integer or None.');
	let next = bound(first, 0);
	const end = bound(stop, Infinity);
	if (next >= end) return;
	let i = 0;
	for (const item of iterate(items)) {
		if (i++ !== next) continue;
		yield item;
		next += size;
		if (next >= end) return;
	}
}

function* accumulate(items: unknown, fn: unknown, initial: unknown): Items {
	let total: unknown = initial === null ? undefined : initial;
	if (total !== undefined) yield total;
	for (const item of iterate(items)) {
		total = total === undefined ? item : fn === null ? binary('+', total, item) : call(fn, [total, item]);
		yield total;
	}
}

function* product(pools: readonly (readonly unknown[])[]): Items {
	const [first, ...rest] = pools;
	if (!first) {
		yield new Tuple([]);
		return;
	}
	for (const item of first)
		for (const tail of product(rest)) yield new Tuple([item, ...(tail as Tuple).items]);
}

/** Choices of `size` places out of `n`, in lexical order. */
function* choices(
	n: number,
	size: number,
	next: (chosen: readonly number[]) => Iterable<number>,
	chosen: readonly number[] = []
): Generator<readonly number[]> {
	if (chosen.length === size) {
		yield chosen;
		return;
	}
	for (const i of next(chosen)) yield* choices(n, size, next, [...chosen, i]);
}

const upTo = function* (from: number, to: number): Generator<number> {
	for (let i = from; i < to; i++) yield i;
};

function* pick(
	items: unknown,
	size: unknown,
	next: (n: number, chosen: readonly number[]) => Iterable<number>
): Items {
	const pool = listOf(items);
	const r = size === null ? pool.length : Number(toIndex(size));
	if (r < 0) throw valueError('r must be non-negative');
	for (const chosen of choices(pool.length, r, (so) => next(pool.length, so)))
		yield new Tuple(chosen.map((i) => pool[i]));
}

function* groupby(items: unknown, key: unknown): Items {
	let group: unknown[] = [];
	let current: unknown;
	for (const item of iterate(items)) {
		const next = key === null ? item : call(key, [item]);
		if (current !== undefined && !truth(compare('==', next, current))) {
			yield new Tuple([current, iterator('itertools._grouper', group)]);
			group = [];
		}
		current = next;
		group.push(item);
	}
	if (current !== undefined) yield new Tuple([current, iterator('itertools._grouper', group)]);
}

function* pairwise(items: unknown): Items {
	let before: unknown;
	for (const item of iterate(items)) {
		if (before !== undefined) yield new Tuple([before, item]);
		before = item;
	}
}

function* batched(items: unknown, size: unknown): Items {
	const n = Number(toIndex(size));
	if (n < 1) throw valueError('n must be at least one');
	let batch: unknown[] = [];
	for (const item of iterate(items)) {
		batch.push(item);
		if (batch.length === n) {
			yield new Tuple(batch);
			batch = [];
		}
	}
	if (batch.length > 0) yield new Tuple(batch);
}

function* zipLongest(iterables: readonly unknown[], fill: unknown): Items {
	const sources = iterables.map((each) => iterate(each)[Symbol.iterator]());
	for (;;) {
		const turns = sources.map((source) => source.next());
		if (turns.every(({ done }) => done)) return;
		yield new Tuple(turns.map(({ done, value }) => (done ? fill : value)));
	}
}

function* takewhile(test: unknown, items: unknown): Items {
	for (const item of iterate(items)) {
		if (!truth(call(test, [item]))) return;
		yield item;
	}
}

function* dropwhile(test: unknown, items: unknown): Items {
	let dropping = true;
	for (const item of iterate(items)) {
		dropping &&= truth(call(test, [item]));
		if (!dropping) yield item;
	}
}

function* filterfalse(test: unknown, items: unknown): Items {
	for (const item of iterate(items)) if (!truth(test === null ? item : call(test, [item]))) yield item;
}

function* starmap(fn: unknown, items: unknown): Items {
	for (const args of iterate(items)) yield call(fn, listOf(args));
}

function* compress(items: unknown, selectors: unknown): Items {
	const tests = iterate(selectors)[Symbol.iterator]();
	for (const item of iterate(items)) {
		const test = tests.next();
		if (test.done) return;
		if (truth(test.value)) yield item;
	}
}

/** Independent iterators over one source, which is read once. */
const tee = native('tee(iterable, n=2)', (items: unknown, n: unknown) => {
	const source = iterate(items)[Symbol.iterator]();
	const kept: unknown[] = [];
	let ended = false;
	function* reader(): Items {
		for (let i = 0; ; i++) {
			if (i >= kept.length) {
				const turn = ended ? { done: true, value: undefined } : source.next();
				if (turn.done) {
					ended = true;
					return;
				}
				kept.push(turn.value);
			}
			yield kept[i];
		}
	}
	return new Tuple(Array.from({ length: Number(toIndex(n)) }, () => iterator('itertools._tee', reader())));
});

const chainClass = new PyClass('chain', [objectClass], {
	module: 'itertools',
	create: (_, args) => iterator('itertools.chain', ticking(chain(args)))
});
chainClass.set(
	'from_iterable',
	new StaticMethod(
		builtin('from_iterable(iterable, /)', (items: unknown) =>
			iterator('itertools.chain', ticking(chain(iterate(items))))
		)
	)
);

registerModule('itertools', {
	count: lazy('count(start=0, step=1)', count),
	cycle: lazy('cycle(iterable)', cycle),
	repeat: lazy('repeat(object, times=None)', repeat),
	chain: chainClass,
	islice: lazy('islice(iterable, *bounds)', (items: unknown, bounds: readonly unknown[]) => {
		if (bounds.length === 0 || bounds.length > 3)
			throw typeError(`islice expected at least 2 arguments, got ${bounds.length + 1}`);
		return slice(items, bounds);
	}),
	accumulate: lazy('accumulate(iterable, func=None, *, initial=None)', accumulate),
	product: lazy('product(*iterables, repeat=1)', (iterables: readonly unknown[], times: unknown) => {
		const pools = iterables.map(listOf);
		return product(Array.from({ length: Number(toIndex(times)) }, () => pools).flat());
	}),
	permutations: lazy('permutations(iterable, r=None)', (items: unknown, r: unknown) =>
		pick(items, r, (n, chosen) => [...upTo(0, n)].filter((i) => !chosen.includes(i)))
	),
	combinations: lazy('combinations(iterable, r)', (items: unknown, r: unknown) =>
		pick(items, r, (n, chosen) => upTo((chosen.at(-1) ?? -1) + 1, n))
	),
	combinations_with_replacement: lazy(
		'combinations_with_replacement(iterable, r)',
		(items: unknown, r: unknown) => pick(items, r, (n, chosen) => upTo(chosen.at(-1) ?? 0, n))
	),
	groupby: lazy('groupby(iterable, key=None)', groupby),
	pairwise: lazy('pairwise(iterable)', pairwise),
	batched: lazy('batched(iterable, n)', batched),
	zip_longest: lazy('zip_longest(*iterables, fillvalue=None)', zipLongest),
	takewhile: lazy('takewhile(predicate, iterable)', takewhile),
	dropwhile: lazy('dropwhile(predicate, iterable)', dropwhile),
	filterfalse: lazy('filterfalse(function, iterable)', filterfalse),
	starmap: lazy('starmap(function, iterable)', starmap),
	compress: lazy('compress(data, selectors)', compress),
	tee
});
