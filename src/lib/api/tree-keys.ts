import {
	dictNode,
	leafCount,
	listNode,
	namedTupleNode,
	reprHook,
	tupleNode,
	type TreeDef
} from '$lib/core/tree';

/** One step of a leaf's path, as `jax.tree_util.tree_flatten_with_path` gives it. */
export abstract class TreeKey {
	abstract readonly pythonType: string;
	/** Python's repr: `DictKey(key='a')`. */
	abstract readonly repr: string;
	/** The attribute that holds what is below: name and value. */
	abstract readonly field: readonly [name: string, value: unknown];
	/** As `keystr` writes it: `['a']`. */
	abstract toString(): string;
	/** As `keystr(..., simple=True)` writes it: `a`. */
	abstract get simple(): string;
}

export class SequenceKey extends TreeKey {
	readonly pythonType = 'SequenceKey';
	readonly field: readonly [string, unknown];

	constructor(readonly idx: number) {
		super();
		this.field = ['idx', BigInt(idx)];
	}

	get repr(): string {
		return `SequenceKey(idx=${this.idx})`;
	}

	get simple(): string {
		return `${this.idx}`;
	}

	toString(): string {
		return `[${this.idx}]`;
	}
}

export class DictKey extends TreeKey {
	readonly pythonType = 'DictKey';
	readonly field: readonly [string, unknown];

	constructor(readonly key: unknown) {
		super();
		this.field = ['key', key];
	}

	get repr(): string {
		return `DictKey(key=${reprHook.of(this.key)})`;
	}

	get simple(): string {
		return typeof this.key === 'string' ? this.key : reprHook.of(this.key);
	}

	toString(): string {
		return `[${reprHook.of(this.key)}]`;
	}
}

export class GetAttrKey extends TreeKey {
	readonly pythonType = 'GetAttrKey';
	readonly field: readonly [string, unknown];

	constructor(readonly name: string) {
		super();
		this.field = ['name', name];
	}

	get repr(): string {
		return `GetAttrKey(name='${this.name}')`;
	}

	get simple(): string {
		return this.name;
	}

	toString(): string {
		return `.${this.name}`;
	}
}

export class FlattenedIndexKey extends TreeKey {
	readonly pythonType = 'FlattenedIndexKey';
	readonly field: readonly [string, unknown];

	constructor(readonly index: number) {
		super();
		this.field = ['key', BigInt(index)];
	}

	get repr(): string {
		return `FlattenedIndexKey(key=${this.index})`;
	}

	get simple(): string {
		return `${this.index}`;
	}

	toString(): string {
		return `[<flat index ${this.index}>]`;
	}
}

/** The keys of a node's children. */
function childKeys(def: Extract<TreeDef, { kind: 'node' }>): readonly unknown[] {
	if (def.path) return def.path;
	if (def.node === dictNode) return (def.meta as readonly unknown[]).map((key) => new DictKey(key));
	if (def.node === tupleNode || def.node === listNode) return def.keys.map((_, i) => new SequenceKey(i));
	if (def.node === namedTupleNode) return def.keys.map((key) => new GetAttrKey(key.slice(1)));
	return def.keys.map((key, i) =>
		key.startsWith('.') ? new GetAttrKey(key.slice(1)) : new FlattenedIndexKey(i)
	);
}

/** The path of every leaf of `def`: a list of keys. */
export function keyPaths(def: TreeDef, root: readonly unknown[] = []): (readonly unknown[])[] {
	if (def.kind === 'leaf') return [root];
	if (def.kind === 'none' || leafCount(def) === 0) return [];
	const keys = childKeys(def);
	return def.parts.flatMap((part, i) => keyPaths(part, [...root, keys[i]]));
}

/** `jax.tree_util.keystr`. */
export function keystr(path: readonly unknown[], simple = false, separator = ''): string {
	const text = (key: unknown): string =>
		key instanceof TreeKey ? (simple ? key.simple : key.toString()) : reprHook.of(key);
	return path.map(text).join(separator);
}
