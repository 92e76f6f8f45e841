import { ProgramError } from '$lib/core/errors';
import { Dict, NamedTuple, Tuple } from '$lib/core/containers';
import { dictNode, listNode, namedTupleNode, reprHook, tupleNode, type TreeDef } from '$lib/core/tree';

/** `partsAtLeaves`, refused as `tree_map` does: with the place of the first difference. */
export function partsForMap(def: TreeDef, tree: unknown, name: string): unknown[] {
	try {
		return partsAtLeaves(def, tree);
	} catch (error) {
		const found = error instanceof ProgramError ? firstDifference(def, tree, '') : null;
		throw found
			? mismatch(`pytree structure error: ${found.what} at key path\n    ${name}${found.path}`)
			: error;
	}
}

/** JAX's `_prefix_error`, nodes before their children and the first child first. */
function firstDifference(def: TreeDef, tree: unknown, path: string): { what: string; path: string } | null {
	if (def.kind === 'leaf') return null;
	if (def.kind === 'none') return tree === null ? null : { what: 'different types', path };
	if (!def.node.test(tree)) return { what: 'different types', path };
	const other = def.node.flatten(tree as never);
	if (other.type !== def.type) return { what: 'different types', path };
	if (other.children.length !== def.parts.length) {
		const kind = def.node === listNode ? 'list' : def.node === tupleNode ? 'tuple' : null;
		return { what: kind ? `different lengths of ${kind}` : 'different numbers of pytree children', path };
	}
	if (def.node === dictNode && repr(def.meta) !== repr(other.meta))
		return { what: 'different pytree metadata', path };
	for (const [i, part] of def.parts.entries()) {
		const found = firstDifference(part, other.children[i], path + def.keys[i]);
		if (found) return found;
	}
	return null;
}

type NodeDef = Extract<TreeDef, { kind: 'node' }>;

const mismatch = (message: string): ProgramError => new ProgramError('ValueError', message);
const repr = (x: unknown): string => reprHook.of(x);

/**
 * The parts of `tree` that stand where `def` has leaves (JAX's `flatten_up_to`). Throws JAX's ValueErrors; like JAX it
 * looks at a node before its children and at the last child first.
 */
export function partsAtLeaves(def: TreeDef, tree: unknown): unknown[] {
	if (def.kind === 'leaf') return [tree];
	if (def.kind === 'none') {
		if (tree === null || tree === undefined) return [];
		throw mismatch(
			`Expected None, got ${repr(tree)}.\n\nIn previous releases of JAX, flatten-up-to used to consider None to be a tree-prefix of non-None values. To obtain the previous behavior, you can usually write:\n  jax.tree.map(lambda x, y: None if x is None else f(x, y), a, b, is_leaf=lambda x: x is None)`
		);
	}
	const parts = childrenLike(def, tree);
	const found: unknown[][] = [];
	for (let i = def.parts.length - 1; i >= 0; i--) found.unshift(partsAtLeaves(def.parts[i], parts[i]));
	return found.flat();
}

/** The children of `tree`, which must be a container of the very kind of `def`. */
function childrenLike(def: NodeDef, tree: unknown): readonly unknown[] {
	switch (def.node) {
		case tupleNode:
			return sequence(
				def,
				'tuple',
				tree instanceof Tuple && !(tree instanceof NamedTuple) ? tree.items : null,
				tree
			);
		case listNode:
			return sequence(def, 'list', Array.isArray(tree) ? tree : null, tree);
		case dictNode:
			return dictValues(def, tree);
		case namedTupleNode:
			return namedFields(def, tree);
		default:
			return customChildren(def, tree);
	}
}

function sequence(
	def: NodeDef,
	kind: 'tuple' | 'list',
	items: readonly unknown[] | null,
	tree: unknown
): readonly unknown[] {
	if (!items) throw mismatch(`Expected ${kind}, got ${repr(tree)}.`);
	if (items.length !== def.parts.length) {
		const title = kind === 'tuple' ? 'Tuple' : 'List';
		throw mismatch(
			`${title} arity mismatch: ${items.length} != ${def.parts.length}; ${kind}: ${repr(tree)}.`
		);
	}
	return items;
}

function dictValues(def: NodeDef, tree: unknown): readonly unknown[] {
	if (!(tree instanceof Dict)) throw mismatch(`Expected dict, got ${repr(tree)}.`);
	const keys = def.meta as readonly unknown[];
	if (tree.size !== keys.length || !keys.every((key) => tree.has(key)))
		throw mismatch(`Dict key mismatch; expected keys: ${repr([...keys])}; dict: ${repr(tree)}.`);
	return keys.map((key) => tree.get(key));
}

function namedFields(def: NodeDef, tree: unknown): readonly unknown[] {
	if (!(tree instanceof NamedTuple)) throw mismatch(`Expected named tuple, got ${repr(tree)}.`);
	if (tree.type !== def.meta)
		throw mismatch(
			`Named tuple type mismatch: expected type: <class '__main__.${def.type}'>, tuple: ${repr(tree)}.`
		);
	return tree.items;
}

function customChildren(def: NodeDef, tree: unknown): readonly unknown[] {
	if (typeof tree !== 'object' || tree === null || !def.node.test(tree))
		throw mismatch(`Custom node type mismatch: expected type: ${def.type}, value: ${repr(tree)}.`);
	const other = def.node.flatten(tree as never);
	if (other.children.length !== def.parts.length)
		throw mismatch(
			`Custom type arity mismatch: ${other.children.length} != ${def.parts.length}; value: ${repr(tree)}.`
		);
	return other.children;
}
