import { iterate } from '../iterate';
import { iteratorOf } from '../iterators';
import { keyError } from '../raise';
import { setOrder } from '../set-order';
import { frozensetClass, setClass } from '../types';
import { PySet } from '../values';
import { addMethods, type Methods } from './add';

const toSet = (value: unknown): PySet => (value instanceof PySet ? value : new PySet(iterate(value)));

/** Puts the items of `from` in place of those of `set`. */
function become(set: PySet, from: PySet): null {
	const items = from.values();
	set.items.clear();
	for (const item of items) set.add(item);
	return null;
}

const union = (set: PySet, others: readonly unknown[]): PySet => {
	const result = new PySet(set.values(), set.frozen);
	for (const other of others) for (const item of iterate(other)) result.add(item);
	return result;
};
const intersection = (set: PySet, others: readonly unknown[]): PySet => {
	const sets = others.map(toSet);
	return new PySet(
		set.values().filter((item) => sets.every((other) => other.has(item))),
		set.frozen
	);
};
const difference = (set: PySet, others: readonly unknown[]): PySet => {
	const sets = others.map(toSet);
	return new PySet(
		set.values().filter((item) => !sets.some((other) => other.has(item))),
		set.frozen
	);
};
const symmetric = (set: PySet, given: unknown): PySet => {
	const other = toSet(given);
	const left = set.values().filter((item) => !other.has(item));
	return new PySet([...left, ...other.values().filter((item) => !set.has(item))], set.frozen);
};

const shared: Methods = {
	'union(self, *others)': union,
	'intersection(self, *others)': intersection,
	'difference(self, *others)': difference,
	'symmetric_difference(self, other, /)': symmetric,
	'issubset(self, other, /)': (set: PySet, other: unknown) => {
		const whole = toSet(other);
		return set.values().every((item) => whole.has(item));
	},
	'issuperset(self, other, /)': (set: PySet, other: unknown) =>
		toSet(other)
			.values()
			.every((item) => set.has(item)),
	'isdisjoint(self, other, /)': (set: PySet, other: unknown) =>
		!toSet(other)
			.values()
			.some((item) => set.has(item)),
	'copy(self, /)': (set: PySet) => new PySet(set.values(), set.frozen),
	'__len__(self, /)': (set: PySet) => BigInt(set.size),
	'__contains__(self, item, /)': (set: PySet, item: unknown) => set.has(item),
	'__iter__(self, /)': iteratorOf
};
addMethods(setClass, shared);
addMethods(frozensetClass, shared);

addMethods(setClass, {
	'add(self, item, /)': (set: PySet, item: unknown) => {
		set.add(item);
		return null;
	},
	'discard(self, item, /)': (set: PySet, item: unknown) => {
		set.delete(item);
		return null;
	},
	'remove(self, item, /)': (set: PySet, item: unknown) => {
		if (!set.delete(item)) throw keyError(item);
		return null;
	},
	'pop(self, /)': (set: PySet) => {
		if (set.size === 0) throw keyError('pop from an empty set');
		const [first] = setOrder(set);
		set.delete(first);
		return first;
	},
	'clear(self, /)': (set: PySet) => {
		set.items.clear();
		return null;
	},
	'update(self, *others)': (set: PySet, others: readonly unknown[]) => become(set, union(set, others)),
	'intersection_update(self, *others)': (set: PySet, others: readonly unknown[]) =>
		become(set, intersection(set, others)),
	'difference_update(self, *others)': (set: PySet, others: readonly unknown[]) =>
		become(set, difference(set, others)),
	'symmetric_difference_update(self, other, /)': (set: PySet, other: unknown) =>
		become(set, symmetric(set, other))
});
