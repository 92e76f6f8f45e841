import { Ellipsis, type Tuple, tuple } from '$lib/core/containers';
import type { Fn } from '$lib/core/fn';
import type { IsLeaf } from '$lib/core/tree';
import * as trees from '$lib/api/tree';
import { DictKey, FlattenedIndexKey, GetAttrKey, keystr, SequenceKey } from '$lib/api/tree-keys';
import { call } from '../call';
import { iterate } from '../iterate';
import { registerModule } from '../module';
import { native } from '../native';
import { truth } from '../truth';
import {
	registerDataclass,
	registerPytreeNode,
	registerPytreeNodeClass,
	registerPytreeWithKeys,
	registerPytreeWithKeysClass,
	registerStatic
} from './tree-nodes';
import { keyClass, pathIn, pathOut, treedefClass, TreeDefObject, treedefOf } from './tree-objects';

const leafTest = (isLeaf: unknown): IsLeaf | undefined =>
	isLeaf === null || isLeaf === undefined ? undefined : (value) => truth(call(isLeaf, [value]));

const wrap = (treedef: trees.PyTreeDef): TreeDefObject => new TreeDefObject(treedef);

const map = (f: unknown, tree: unknown, rest: readonly unknown[], isLeaf: unknown): unknown =>
	trees.map((...parts) => call(f, parts), tree, rest, leafTest(isLeaf));

const mapWithPath = (f: unknown, tree: unknown, rest: readonly unknown[], isLeaf: unknown): unknown =>
	trees.mapWithPath((path, ...parts) => call(f, [pathOut(path), ...parts]), tree, rest, leafTest(isLeaf));

function flatten(tree: unknown, isLeaf: unknown): Tuple {
	const { leaves, treedef } = trees.flatten(tree, leafTest(isLeaf));
	return tuple(leaves, wrap(treedef));
}

function flattenWithPath(tree: unknown, isLeaf: unknown): { pairs: Tuple[]; treedef: TreeDefObject } {
	const { pairs, treedef } = trees.flattenWithPath(tree, leafTest(isLeaf));
	const shown = pairs.map(({ items: [path, leaf] }) => tuple(pathOut(path as Tuple), leaf));
	return { pairs: shown, treedef: wrap(treedef) };
}

/** The first leaf starts where no start is given, which `...` stands for. */
function reduce(f: unknown, tree: unknown, start: unknown, isLeaf: unknown): unknown {
	const step = (sum: unknown, leaf: unknown): unknown => call(f, [sum, leaf]);
	return trees.reduce(step, tree, start === Ellipsis ? undefined : { value: start }, leafTest(isLeaf));
}

const all = (tree: unknown, isLeaf: unknown): boolean => trees.leaves(tree, leafTest(isLeaf)).every(truth);

const transpose = (outer: unknown, inner: unknown, tree: unknown): unknown =>
	trees.transpose(treedefOf(outer), inner === null ? null : treedefOf(inner), tree);

const unflatten = (treedef: unknown, leaves: unknown): unknown =>
	trees.unflatten(treedefOf(treedef), [...iterate(leaves)]);

/** `jax.tree.broadcast`: each leaf of the prefix for all leaves below it. */
const broadcast = (prefix: unknown, full: unknown, isLeaf: unknown): unknown =>
	trees.map(
		(leaf, part) => trees.map(() => leaf, part, [], leafTest(isLeaf)),
		prefix,
		[full],
		leafTest(isLeaf)
	);

type Make = (prefix: string) => Record<string, Fn>;

/** The functions that `jax.tree` and, with the prefix `tree_`, `jax.tree_util` share. */
const shared: Make = (prefix) => {
	const named = (name: string, signature: string, body: (...args: never[]) => unknown): [string, Fn] => [
		prefix + name,
		native(`${prefix}${name}(${signature})`, body)
	];
	return Object.fromEntries([
		named('map', 'f, tree, *rest, is_leaf=None', map),
		named('leaves', 'tree, is_leaf=None', (tree: unknown, isLeaf: unknown) =>
			trees.leaves(tree, leafTest(isLeaf))
		),
		named('structure', 'tree, is_leaf=None', (tree: unknown, isLeaf: unknown) =>
			wrap(trees.structure(tree, leafTest(isLeaf)))
		),
		named('flatten', 'tree, is_leaf=None', flatten),
		named('unflatten', 'treedef, leaves', unflatten),
		named('all', 'tree, is_leaf=None', all),
		named('transpose', 'outer_treedef, inner_treedef, pytree_to_transpose', transpose),
		named('reduce', 'function, tree, initializer=..., is_leaf=None', reduce),
		named('map_with_path', 'f, tree, *rest, is_leaf=None', mapWithPath),
		named('flatten_with_path', 'tree, is_leaf=None', (tree: unknown, isLeaf: unknown) => {
			const { pairs, treedef } = flattenWithPath(tree, isLeaf);
			return tuple(pairs, treedef);
		}),
		named(
			'leaves_with_path',
			'tree, is_leaf=None',
			(tree: unknown, isLeaf: unknown) => flattenWithPath(tree, isLeaf).pairs
		),
		named('broadcast', 'prefix_tree, full_tree, is_leaf=None', broadcast)
	]);
};

registerModule('jax.tree', shared(''));

registerModule('jax.tree_util', () => ({
	...shared('tree_'),
	PyTreeDef: treedefClass,
	keystr: native(
		"keystr(keys, *, simple=False, separator='')",
		(path: unknown, simple: unknown, separator: string) => keystr(pathIn(path), truth(simple), separator)
	),
	SequenceKey: keyClass('SequenceKey', (idx) => new SequenceKey(Number(idx))),
	DictKey: keyClass('DictKey', (key) => new DictKey(key)),
	GetAttrKey: keyClass('GetAttrKey', (name) => new GetAttrKey(String(name))),
	FlattenedIndexKey: keyClass('FlattenedIndexKey', (key) => new FlattenedIndexKey(Number(key))),
	treedef_tuple: native('treedef_tuple(treedefs)', (parts: unknown) =>
		wrap(trees.treedefTuple([...iterate(parts)].map(treedefOf)))
	),
	treedef_children: native('treedef_children(treedef)', (treedef: unknown) =>
		treedefOf(treedef).children.map(wrap)
	),
	treedef_is_leaf: native(
		'treedef_is_leaf(treedef)',
		(treedef: unknown) => treedefOf(treedef).numNodes === 1
	),
	all_leaves: native('all_leaves(iterable, is_leaf=None)', (items: unknown, isLeaf: unknown) =>
		[...iterate(items)].every((item) => {
			const { leaves } = trees.flatten(item, leafTest(isLeaf));
			return leaves.length === 1 && leaves[0] === item;
		})
	),
	register_pytree_node: native(
		'register_pytree_node(nodetype, flatten_func, unflatten_func, flatten_with_keys_func=None)',
		(cls: unknown, flat: unknown, unflat: unknown) => registerPytreeNode(cls, flat, unflat)
	),
	register_pytree_with_keys: native(
		'register_pytree_with_keys(nodetype, flatten_with_keys, unflatten_func, flatten_func=None)',
		(cls: unknown, flat: unknown, unflat: unknown) => registerPytreeWithKeys(cls, flat, unflat)
	),
	register_pytree_node_class: native('register_pytree_node_class(cls)', registerPytreeNodeClass),
	register_pytree_with_keys_class: native(
		'register_pytree_with_keys_class(cls)',
		registerPytreeWithKeysClass
	),
	register_static: native('register_static(cls)', registerStatic),
	register_dataclass: native(
		'register_dataclass(nodetype, data_fields=None, meta_fields=None, drop_fields=())',
		registerDataclass
	)
}));
