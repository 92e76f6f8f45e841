import { sortItems } from '../builtins/sequences';
import { call } from '../call';
import { compare } from '../compare';
import { toFloat, toIndex } from '../convert';
import { pyError } from '../errors';
import { defineException } from '../exceptions';
import { hashKey } from '$lib/core/containers';
import { iterator, listOf } from '../iterate';
import { registerModule } from '../module';
import { native } from '../native';
import { binary } from '../operators';
import { splice } from '../slices';
import { truth } from '../truth';

/** `bisect`, `heapq` and `statistics`. */

const less = (a: unknown, b: unknown): boolean => truth(compare('<', a, b));

function bisect(
	list: unknown[],
	x: unknown,
	low: unknown,
	high: unknown,
	key: unknown,
	right: boolean
): number {
	let from = Number(toIndex(low));
	let to = high === null ? list.length : Number(toIndex(high));
	while (from < to) {
		const middle = (from + to) >> 1;
		const item = key === null ? list[middle] : call(key, [list[middle]]);
		if (right ? !less(x, item) : less(item, x)) from = middle + 1;
		else to = middle;
	}
	return from;
}

const bisecting = (name: string, right: boolean) =>
	native(
		`${name}(a, x, lo=0, hi=None, *, key=None)`,
		(a: unknown, x: unknown, low: unknown, high: unknown, key: unknown) =>
			BigInt(bisect(Array.isArray(a) ? a : listOf(a), x, low, high, key, right))
	);

const inserting = (name: string, right: boolean) =>
	native(
		`${name}(a, x, lo=0, hi=None, *, key=None)`,
		(a: unknown[], x: unknown, low: unknown, high: unknown, key: unknown) => {
			const wanted = key === null ? x : call(key, [x]);
			a.splice(bisect(a, wanted, low, high, key, right), 0, x);
			return null;
		}
	);

registerModule('bisect', {
	bisect: bisecting('bisect', true),
	bisect_left: bisecting('bisect_left', false),
	bisect_right: bisecting('bisect_right', true),
	insort: inserting('insort', true),
	insort_left: inserting('insort_left', false),
	insort_right: inserting('insort_right', true)
});

/** Moves the item at `at` towards the root while it is less than its parent. */
function siftUp(heap: unknown[], from: number, at: number): void {
	const item = heap[at];
	let place = at;
	while (place > from) {
		const parent = (place - 1) >> 1;
		if (!less(item, heap[parent])) break;
		heap[place] = heap[parent];
		place = parent;
	}
	heap[place] = item;
}

/** CPython's way: down to a leaf along the smaller children, then up. */
function siftDown(heap: unknown[], at: number): void {
	const item = heap[at];
	let place = at;
	for (let child = 2 * place + 1; child < heap.length; child = 2 * place + 1) {
		if (child + 1 < heap.length && !less(heap[child], heap[child + 1])) child++;
		heap[place] = heap[child];
		place = child;
	}
	heap[place] = item;
	siftUp(heap, at, place);
}

function pop(heap: unknown[]): unknown {
	if (heap.length === 0) throw pyError('IndexError', 'index out of range');
	const last = heap.pop();
	if (heap.length === 0) return last;
	const first = heap[0];
	heap[0] = last;
	siftDown(heap, 0);
	return first;
}

const push = (heap: unknown[], item: unknown): null => {
	heap.push(item);
	siftUp(heap, 0, heap.length - 1);
	return null;
};

function replaceTop(heap: unknown[], item: unknown): unknown {
	if (heap.length === 0) throw pyError('IndexError', 'index out of range');
	const first = heap[0];
	heap[0] = item;
	siftDown(heap, 0);
	return first;
}

const extremes = (name: string, largest: boolean) =>
	native(`${name}(n, iterable, key=None)`, (n: unknown, items: unknown, key: unknown) =>
		sortItems(listOf(items), key, largest).slice(0, Math.max(0, Number(toIndex(n))))
	);

registerModule('heapq', {
	heappush: native('heappush(heap, item)', push),
	heappop: native('heappop(heap)', pop),
	heapify: native('heapify(heap)', (heap: unknown[]) => {
		for (let i = (heap.length >> 1) - 1; i >= 0; i--) siftDown(heap, i);
		return null;
	}),
	heappushpop: native('heappushpop(heap, item)', (heap: unknown[], item: unknown) =>
		heap.length > 0 && less(heap[0], item) ? replaceTop(heap, item) : item
	),
	heapreplace: native('heapreplace(heap, item)', replaceTop),
	nlargest: extremes('nlargest', true),
	nsmallest: extremes('nsmallest', false),
	merge: native(
		'merge(*iterables, key=None, reverse=False)',
		(iterables: readonly unknown[], key: unknown, reverse: unknown) => {
			const all: unknown[] = [];
			for (const each of iterables) splice(all, all.length, all.length, listOf(each));
			return iterator('generator', sortItems(all, key, truth(reverse)));
		}
	)
});

defineException('StatisticsError', ['ValueError'], 'statistics');

function data(items: unknown, least: number, what: string): unknown[] {
	const list = listOf(items);
	if (list.length < least) throw pyError('StatisticsError', what);
	return list;
}

const total = (items: readonly unknown[]): unknown => items.reduce((sum, item) => binary('+', sum, item), 0n);

/** An exact int where the inputs are ints and the result is whole, as `statistics` gives it. */
function quotient(sum: unknown, n: number): unknown {
	if (typeof sum === 'bigint' && sum % BigInt(n) === 0n) return sum / BigInt(n);
	return binary('/', sum, BigInt(n));
}

function median(items: unknown): unknown {
	const list = sortItems(data(items, 1, 'no median for empty data'), null, false);
	const half = list.length >> 1;
	return list.length % 2 ? list[half] : binary('/', binary('+', list[half - 1], list[half]), 2n);
}

function squares(items: readonly unknown[]): unknown {
	const mean = binary('/', total(items), BigInt(items.length));
	return total(items.map((item) => binary('**', binary('-', item, mean), 2n)));
}

function variance(items: unknown, sample: boolean): unknown {
	const what = sample
		? 'variance requires at least two data points'
		: 'pvariance requires at least one data point';
	const list = data(items, sample ? 2 : 1, what);
	const found = toFloat(squares(list)) / (list.length - (sample ? 1 : 0));
	return Number.isInteger(found) && list.every((item) => typeof item === 'bigint') ? BigInt(found) : found;
}

function mode(items: unknown): unknown {
	const counts = new Map<unknown, { item: unknown; count: number }>();
	for (const item of data(items, 1, 'no mode for empty data')) {
		const entry = counts.get(hashKey(item)) ?? { item, count: 0 };
		entry.count++;
		counts.set(hashKey(item), entry);
	}
	return [...counts.values()].reduce((best, each) => (each.count > best.count ? each : best)).item;
}

registerModule('statistics', {
	mean: native('mean(data)', (items: unknown) => {
		const list = data(items, 1, 'mean requires at least one data point');
		return quotient(total(list), list.length);
	}),
	fmean: native('fmean(data)', (items: unknown) => {
		const list = data(items, 1, 'fmean requires at least one data point').map(toFloat);
		return list.reduce((sum, x) => sum + x, 0) / list.length;
	}),
	median: native('median(data)', median),
	mode: native('mode(data)', mode),
	variance: native('variance(data)', (items: unknown) => variance(items, true)),
	pvariance: native('pvariance(data)', (items: unknown) => variance(items, false)),
	stdev: native('stdev(data)', (items: unknown) => Math.sqrt(toFloat(variance(items, true)))),
	pstdev: native('pstdev(data)', (items: unknown) => Math.sqrt(toFloat(variance(items, false))))
});
