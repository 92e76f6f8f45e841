import { ProgramError } from '$lib/core/errors';
import { Tuple, tuple } from '$lib/core/containers';
import {
	flatten as flattenTree,
	leafCount,
	sameTree,
	treeText,
	unflatten as unflattenTree,
	type IsLeaf,
	type TreeDef
} from '$lib/core/tree';
import { keyPaths } from './tree-keys';
import { partsAtLeaves, partsForMap } from './tree-prefix';

/** `jax.tree_util.PyTreeDef`: the structure of a pytree as a value of the program. */
export class PyTreeDef {
	readonly pythonType = 'PyTreeDef';

	constructor(readonly def: TreeDef) {}

	get numLeaves(): number {
		return leafCount(this.def);
	}

	get numNodes(): number {
		return nodeCount(this.def);
	}

	/** The structures of the direct children. */
	get children(): PyTreeDef[] {
		return this.def.kind === 'node' ? this.def.parts.map((part) => new PyTreeDef(part)) : [];
	}

	equals(other: unknown): boolean {
		return other instanceof PyTreeDef && sameTree(this.def, other.def);
	}

	toString(): string {
		return treeText(this.def);
	}
}

const nodeCount = (def: TreeDef): number =>
	def.kind === 'node' ? def.parts.reduce((sum, part) => sum + nodeCount(part), 1) : 1;

/** `jax.tree.leaves`. */
export const leaves = (tree: unknown, isLeaf?: IsLeaf): unknown[] => flattenTree(tree, isLeaf).leaves;

/** `jax.tree.structure`. */
export const structure = (tree: unknown, isLeaf?: IsLeaf): PyTreeDef =>
	new PyTreeDef(flattenTree(tree, isLeaf).def);

/** `jax.tree.flatten`. */
export function flatten(tree: unknown, isLeaf?: IsLeaf): { leaves: unknown[]; treedef: PyTreeDef } {
	const { leaves: found, def } = flattenTree(tree, isLeaf);
	return { leaves: found, treedef: new PyTreeDef(def) };
}

/** `jax.tree.unflatten`. Throws JAX's ValueError where the number of leaves differs. */
export function unflatten(treedef: PyTreeDef, found: readonly unknown[]): unknown {
	const expected = treedef.numLeaves;
	if (found.length < expected)
		throw new ProgramError(
			'ValueError',
			`Too few leaves for PyTreeDef; expected ${expected}, got ${found.length}`
		);
	if (found.length > expected)
		throw new ProgramError('ValueError', `Too many leaves for PyTreeDef; expected ${expected}.`);
	return unflattenTree(treedef.def, found);
}

/** `PyTreeDef.flatten_up_to`. */
export const flattenUpTo = (treedef: PyTreeDef, tree: unknown): unknown[] => partsAtLeaves(treedef.def, tree);

/** `jax.tree.map`. `tree` must be a prefix of each of `rest`. */
export function map(
	f: (...parts: unknown[]) => unknown,
	tree: unknown,
	rest: readonly unknown[] = [],
	isLeaf?: IsLeaf
): unknown {
	const { leaves: found, def } = flattenTree(tree, isLeaf);
	const columns = rest.map((other) => partsForMap(def, other, 'tree_map tree'));
	return unflattenTree(
		def,
		found.map((leaf, i) => f(leaf, ...columns.map((column) => column[i])))
	);
}

/** `jax.tree.reduce`; without `start` the first leaf starts. */
export function reduce(
	f: (sum: unknown, leaf: unknown) => unknown,
	tree: unknown,
	start?: { readonly value: unknown },
	isLeaf?: IsLeaf
): unknown {
	const found = leaves(tree, isLeaf);
	if (!start && found.length === 0)
		throw new ProgramError('TypeError', 'reduce() of empty iterable with no initial value');
	return start ? found.reduce(f, start.value) : found.reduce(f);
}

/** Each leaf with its path, and the structure: `jax.tree.flatten_with_path`. */
export function flattenWithPath(tree: unknown, isLeaf?: IsLeaf): { pairs: Tuple[]; treedef: PyTreeDef } {
	const { leaves: found, def } = flattenTree(tree, isLeaf);
	const paths = keyPaths(def);
	return {
		pairs: found.map((leaf, i) => tuple(new Tuple(paths[i]), leaf)),
		treedef: new PyTreeDef(def)
	};
}

/** `jax.tree.map_with_path`: `f` gets the path of each leaf first. */
export function mapWithPath(
	f: (path: Tuple, ...parts: unknown[]) => unknown,
	tree: unknown,
	rest: readonly unknown[] = [],
	isLeaf?: IsLeaf
): unknown {
	const { leaves: found, def } = flattenTree(tree, isLeaf);
	const paths = keyPaths(def);
	const columns = rest.map((other) => partsForMap(def, other, 'tree_map_with_path tree'));
	return unflattenTree(
		def,
		found.map((leaf, i) => f(new Tuple(paths[i]), leaf, ...columns.map((column) => column[i])))
	);
}

/** The outer structure with the inner one at each leaf. */
export const compose = (outer: PyTreeDef, inner: PyTreeDef): PyTreeDef =>
	new PyTreeDef(
		flattenTree(
			unflattenTree(
				outer.def,
				Array.from({ length: outer.numLeaves }, () =>
					unflattenTree(inner.def, new Array(inner.numLeaves).fill(0))
				)
			)
		).def
	);

/** `jax.tree.transpose`: a tree of trees turned inside out. `inner` null is read off the first part. */
export function transpose(
	outer: PyTreeDef,
	inner: PyTreeDef | null,
	tree: unknown,
	isLeaf?: IsLeaf
): unknown {
	const { leaves: found, def } = flattenTree(tree, isLeaf);
	const within = inner ?? structure(flattenUpTo(outer, tree)[0]);
	const size = within.numLeaves;
	if (found.length !== size * outer.numLeaves)
		throw new ProgramError(
			'TypeError',
			`Mismatch\n${treeText(def)}\n != \n${compose(outer, within).toString()}`
		);
	const columns = Array.from({ length: size }, (_, i) =>
		unflattenTree(
			outer.def,
			Array.from({ length: outer.numLeaves }, (__, j) => found[j * size + i])
		)
	);
	return unflattenTree(within.def, columns);
}

/** `jax.tree_util.treedef_tuple`. */
export const treedefTuple = (parts: readonly PyTreeDef[]): PyTreeDef => {
	const trees = parts.map(({ def, numLeaves }) => unflattenTree(def, new Array(numLeaves).fill(0)));
	return structure(new Tuple(trees));
};
