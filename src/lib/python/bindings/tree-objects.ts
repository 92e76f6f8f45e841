import { Tuple } from '$lib/core/containers';
import { compose, flattenUpTo, type PyTreeDef, unflatten } from '$lib/api/tree';
import { TreeKey } from '$lib/api/tree-keys';
import { HostObject, PyClass } from '../classes';
import { typeError } from '../errors';
import { iterate } from '../iterate';
import { native } from '../native';
import { reprOf } from '../repr';
import { objectClass, typeName } from '../types';

export const treedefClass = new PyClass('PyTreeDef', [objectClass], { module: 'jaxlib._jax.pytree' });

/** A structure of a pytree as programs hold it. */
export class TreeDefObject extends HostObject {
	readonly cls = treedefClass;

	constructor(readonly treedef: PyTreeDef) {
		super();
	}

	override attribute(name: string): unknown {
		const { treedef } = this;
		switch (name) {
			case 'num_leaves':
				return BigInt(treedef.numLeaves);
			case 'num_nodes':
				return BigInt(treedef.numNodes);
			case 'unflatten':
				return native('unflatten(leaves)', (leaves: unknown) => unflatten(treedef, [...iterate(leaves)]));
			case 'flatten_up_to':
				return native('flatten_up_to(xs)', (tree: unknown) => flattenUpTo(treedef, tree));
			case 'children':
				return native('children()', () => treedef.children.map((child) => new TreeDefObject(child)));
			case 'compose':
				return native(
					'compose(inner)',
					(inner: unknown) => new TreeDefObject(compose(treedef, treedefOf(inner)))
				);
			default:
				return undefined;
		}
	}

	override equals(other: unknown): boolean {
		return other instanceof TreeDefObject && this.treedef.equals(other.treedef);
	}

	override hashText(): string {
		return this.treedef.toString();
	}

	repr(): string {
		return this.treedef.toString();
	}
}

/** The structure a program hands back. Throws Python's TypeError for anything else. */
export function treedefOf(value: unknown): PyTreeDef {
	if (value instanceof TreeDefObject) return value.treedef;
	throw typeError(`expected a PyTreeDef, got ${typeName(value)}: ${reprOf(value)}`);
}

const keyClasses = new Map(
	['SequenceKey', 'DictKey', 'GetAttrKey', 'FlattenedIndexKey'].map((name) => [
		name,
		new PyClass(name, [objectClass], { module: 'jax.tree_util' })
	])
);

/** One step of a path as programs hold it: `DictKey(key='a')`. */
export class TreeKeyObject extends HostObject {
	readonly cls: PyClass;

	constructor(readonly key: TreeKey) {
		super();
		this.cls = keyClasses.get(key.pythonType) ?? objectClass;
	}

	override attribute(name: string): unknown {
		const [field, value] = this.key.field;
		return name === field ? value : undefined;
	}

	override equals(other: unknown): boolean {
		return other instanceof TreeKeyObject && this.key.repr === other.key.repr;
	}

	override hashText(): string {
		return this.key.repr;
	}

	repr(): string {
		return this.key.repr;
	}

	override str(): string {
		return this.key.toString();
	}
}

/** The class of a key, to be asked for by `isinstance` and to make keys with. */
export function keyClass(name: string, make: (value: unknown) => TreeKey): PyClass {
	const cls = new PyClass(name, [objectClass], {
		module: 'jax.tree_util',
		create: (_, args) => new TreeKeyObject(make(args[0]))
	});
	keyClasses.set(name, cls);
	return cls;
}

/** A path with its keys as programs hold them. */
export const pathOut = (path: Tuple): Tuple =>
	new Tuple(path.items.map((key) => (key instanceof TreeKey ? new TreeKeyObject(key) : key)));

/** A path as programs hold it with the keys under it. */
export const pathIn = (path: unknown): unknown[] =>
	[...iterate(path)].map((key) => (key instanceof TreeKeyObject ? key.key : key));
