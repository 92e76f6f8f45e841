import { describe, expect, it } from 'vitest';
import { Dict, NamedTuple, tuple } from '$lib/core/containers';
import {
	broadcastPrefix,
	flatten,
	flattenUpTo,
	leafPaths,
	sameTree,
	treeText,
	TreeMismatch,
	unflatten
} from '$lib/core/tree';

const tree = tuple(
	1,
	[2, null, tuple()],
	new Dict([
		['b', 3],
		['a', 4]
	])
);

describe('flatten(tree)', () => {
	it('lists the leaves in order, dict entries by sorted key, None without a leaf', () => {
		expect(flatten(tree).leaves).toEqual([1, 2, 4, 3]);
	});

	it('gives a structure that puts leaves back', () => {
		const { def, leaves } = flatten(tree);
		expect(unflatten(def, leaves)).toEqual(
			tuple(
				1,
				[2, null, tuple()],
				new Dict([
					['a', 4],
					['b', 3]
				])
			)
		);
	});

	it('keeps the class of a NamedTuple', () => {
		const state = new NamedTuple({ name: 'State', fields: ['q', 'p'] }, [1, 2]);
		const { def } = flatten(state);
		expect(leafPaths(def, 's')).toEqual(['s.q', 's.p']);
		expect(unflatten(def, [3, 4])).toBeInstanceOf(NamedTuple);
	});
});

describe('structures', () => {
	it('print as JAX prints them', () => {
		expect(treeText(flatten(tree).def)).toBe("PyTreeDef((*, [*, None, ()], {'a': *, 'b': *}))");
	});

	it('name each leaf by its path', () => {
		expect(leafPaths(flatten(tree).def, 'c')).toEqual(['c[0]', 'c[1][0]', "c[2]['a']", "c[2]['b']"]);
	});

	it('are the same only where containers, lengths and keys agree', () => {
		const def = (value: unknown) => flatten(value).def;
		expect(sameTree(def(tuple(1, 2)), def(tuple(3, 4)))).toBe(true);
		expect(sameTree(def(tuple(1, 2)), def([1, 2]))).toBe(false);
		expect(sameTree(def(new Dict([['a', 1]])), def(new Dict([['b', 1]])))).toBe(false);
		expect(sameTree(def(null), def(1))).toBe(false);
	});
});

describe('prefixes', () => {
	it('spread over what they stand for', () => {
		expect(broadcastPrefix(tuple(0n, null, 1n), flatten(tree).def)).toEqual([0n, null, 1n, 1n]);
	});

	it('of another length are a mismatch with its path', () => {
		expect(() => broadcastPrefix(tuple(0n, tuple(0n)), flatten(tuple(1, tuple(2, 3))).def)).toThrow(
			TreeMismatch
		);
	});

	it('flattenUpTo hands over what lies below the leaves', () => {
		const { def } = flatten(tuple(1, 2));
		expect(flattenUpTo(def, tuple([5], 6))).toEqual([[5], 6]);
	});
});
