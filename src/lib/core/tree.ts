import { Dict, NamedTuple, Tuple } from './containers';
import { ProgramError } from './errors';
import { keysHaveOrder } from './help/values';

/** A container kind that JAX looks into. The python room registers dataclasses and the like. */
export interface NodeType {
	readonly test: (value: unknown) => boolean;
	readonly flatten: (value: never) => Flattened;
	readonly unflatten: (meta: unknown, children: readonly unknown[]) => unknown;
}

interface Flattened {
	readonly children: readonly unknown[];
	/** What a leaf's path says after the container: `[0]`, `['a']`, `.x`. */
	readonly keys: readonly string[];
	/** Python's name of the class, for messages. */
	readonly type: string;
	/** What besides the children makes two nodes of a kind differ (dict keys, the NamedTuple class). */
	readonly meta: unknown;
	/** How PyTreeDef prints it around its children's texts. */
	readonly text: (children: readonly string[]) => string;
	/** What `tree_flatten_with_path` gives for each child, where a kind has key objects of its own. */
	readonly path?: readonly unknown[];
}

/** The structure of a pytree without its leaves. */
export type TreeDef =
	| { readonly kind: 'leaf' }
	| { readonly kind: 'none' }
	| ({ readonly kind: 'node'; readonly node: NodeType; readonly parts: readonly TreeDef[] } & Omit<
			Flattened,
			'children'
	  >);

const leafDef: TreeDef = { kind: 'leaf' };

/** Python's repr of dict keys and of values in messages. The python room sets `of`; keys of most programs need no more. */
export const reprHook: { of: (x: unknown) => string } = {
	of: (x) => (typeof x === 'string' ? `'${x}'` : String(x))
};

const keyText = (key: unknown): string => reprHook.of(key);

/** Python's order of dict keys, as JAX sorts them; strings, numbers and tuples of these. */
function compareKeys(a: unknown, b: unknown): number {
	if (a instanceof Tuple && b instanceof Tuple) return compareItems(a.items, b.items);
	if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0;
	if (isNumber(a) && isNumber(b)) return Number(a) - Number(b);
	throw new ProgramError(
		'ValueError',
		'Comparator raised exception while sorting pytree dictionary keys.',
		keysHaveOrder(keyText(a), keyText(b))
	);
}

const isNumber = (x: unknown): boolean =>
	typeof x === 'number' || typeof x === 'bigint' || typeof x === 'boolean';

function compareItems(a: readonly unknown[], b: readonly unknown[]): number {
	for (let i = 0; i < Math.min(a.length, b.length); i++) {
		const order = compareKeys(a[i], b[i]);
		if (order !== 0) return order;
	}
	return a.length - b.length;
}

/** JAX looks into tuples, lists and dicts, not into values of classes derived from them. */
const isExactly = (value: unknown, kind: unknown): boolean =>
	typeof value === 'object' && value !== null && value.constructor === kind;

const indexKeys = (items: readonly unknown[]): string[] => items.map((_, i) => `[${i}]`);
const tupleText = (parts: readonly string[]): string =>
	parts.length === 1 ? `(${parts[0]},)` : `(${parts.join(', ')})`;

export const namedTupleNode: NodeType = {
	test: (value) => value instanceof NamedTuple,
	flatten: (value: NamedTuple) => ({
		children: value.items,
		keys: value.type.fields.map((field) => `.${field}`),
		type: value.type.name,
		meta: value.type,
		text: (parts) => `CustomNode(namedtuple[${value.type.name}], [${parts.join(', ')}])`
	}),
	unflatten: (meta, children) => new NamedTuple(meta as NamedTuple['type'], children)
};

export const tupleNode: NodeType = {
	test: (value) => isExactly(value, Tuple),
	flatten: (value: Tuple) => ({
		children: value.items,
		keys: indexKeys(value.items),
		type: "<class 'tuple'>",
		meta: null,
		text: tupleText
	}),
	unflatten: (_, children) => new Tuple(children)
};

export const listNode: NodeType = {
	test: (value) => isExactly(value, Array),
	flatten: (value: readonly unknown[]) => ({
		children: value,
		keys: indexKeys(value),
		type: "<class 'list'>",
		meta: null,
		text: (parts) => `[${parts.join(', ')}]`
	}),
	unflatten: (_, children) => [...children]
};

export const dictNode: NodeType = {
	test: (value) => isExactly(value, Dict),
	flatten: (value: Dict) => {
		const keys = value.keys().sort(compareKeys);
		return {
			children: keys.map((key) => value.get(key)),
			keys: keys.map((key) => `[${keyText(key)}]`),
			type: "<class 'dict'>",
			meta: keys,
			text: (parts) => `{${parts.map((part, i) => `${keyText(keys[i])}: ${part}`).join(', ')}}`
		};
	},
	unflatten: (meta, children) => new Dict((meta as unknown[]).map((key, i) => [key, children[i]]))
};

const nodeTypes: NodeType[] = [namedTupleNode, tupleNode, listNode, dictNode];

/** Adds a container kind; later ones are asked first. */
export function registerNode(node: NodeType): void {
	nodeTypes.unshift(node);
}

export type IsLeaf = (value: unknown) => boolean;

const never: IsLeaf = () => false;

/** The leaves in order (dict entries by sorted key), and the structure they came from. `null` (None) has no leaf. */
export function flatten(tree: unknown, isLeaf: IsLeaf = never): { leaves: unknown[]; def: TreeDef } {
	const leaves: unknown[] = [];
	const visit = (value: unknown): TreeDef => {
		if (isLeaf(value)) {
			leaves.push(value);
			return leafDef;
		}
		if (value === null || value === undefined) return { kind: 'none' };
		const node = typeof value === 'object' ? nodeTypes.find((type) => type.test(value)) : undefined;
		if (!node) {
			leaves.push(value);
			return leafDef;
		}
		const { children, ...rest } = node.flatten(value as never);
		return { kind: 'node', node, ...rest, parts: children.map(visit) };
	};
	const def = visit(tree);
	return { leaves, def };
}

/** Puts leaves back into a structure. */
export function unflatten(def: TreeDef, leaves: readonly unknown[]): unknown {
	let next = 0;
	const build = (part: TreeDef): unknown => {
		if (part.kind === 'leaf') return leaves[next++];
		if (part.kind === 'none') return null;
		return part.node.unflatten(part.meta, part.parts.map(build));
	};
	const tree = build(def);
	if (next !== leaves.length) throw new Error(`internal: ${leaves.length} leaves for ${next} places`);
	return tree;
}

/** How many leaves a structure has. */
export function leafCount(def: TreeDef): number {
	if (def.kind === 'leaf') return 1;
	if (def.kind === 'none') return 0;
	return def.parts.reduce((sum, part) => sum + leafCount(part), 0);
}

/** A path for each leaf, appended to `root`: `state['w'][0]`. */
export function leafPaths(def: TreeDef, root = ''): string[] {
	if (def.kind === 'leaf') return [root];
	if (def.kind === 'none') return [];
	return def.parts.flatMap((part, i) => leafPaths(part, root + def.keys[i]));
}

/** Python's `==` of what is kept beside the children. The python room sets `of`. */
export const equalHook: { of: (a: unknown, b: unknown) => boolean } = { of: Object.is };

const sameMeta = (a: unknown, b: unknown): boolean =>
	Array.isArray(a) && Array.isArray(b)
		? a.length === b.length && a.every((key, i) => equalHook.of(key, b[i]))
		: a === b || equalHook.of(a, b);

/** Whether two structures are equal, with what is kept beside their children. */
export function sameTree(a: TreeDef, b: TreeDef): boolean {
	if (a.kind !== 'node' || b.kind !== 'node') return a.kind === b.kind;
	return (
		a.node === b.node &&
		sameMeta(a.meta, b.meta) &&
		a.parts.length === b.parts.length &&
		a.parts.every((part, i) => sameTree(part, b.parts[i]))
	);
}

const partText = (def: TreeDef): string =>
	def.kind === 'leaf' ? '*' : def.kind === 'none' ? 'None' : def.text(def.parts.map(partText));

/** As JAX prints a structure: `PyTreeDef((*, {'a': *}))`. */
export const treeText = (def: TreeDef): string => `PyTreeDef(${partText(def)})`;

/** Applies `f` leaf by leaf. `rest` must have `tree` as a prefix; their parts below its leaves are handed over whole. */
export function mapTree(
	f: (...leaves: unknown[]) => unknown,
	tree: unknown,
	rest: readonly unknown[] = [],
	isLeaf: IsLeaf = never
): unknown {
	const { leaves, def } = flatten(tree, isLeaf);
	const others = rest.map((other) => flattenUpTo(def, other));
	return unflatten(
		def,
		leaves.map((leaf, i) => f(leaf, ...others.map((list) => list[i])))
	);
}

/** The parts of `tree` that stand where `def` has leaves. Throws `TreeMismatch` where the structures differ above them. */
export function flattenUpTo(def: TreeDef, tree: unknown, path = ''): unknown[] {
	if (def.kind === 'leaf') return [tree];
	if (def.kind === 'none') {
		if (tree !== null && tree !== undefined) throw new TreeMismatch(def, tree, path);
		return [];
	}
	if (typeof tree !== 'object' || tree === null || !def.node.test(tree))
		throw new TreeMismatch(def, tree, path);
	const other = def.node.flatten(tree as never);
	if (!sameMeta(def.meta, other.meta) || def.parts.length !== other.children.length)
		throw new TreeMismatch(def, tree, path);
	return def.parts.flatMap((part, i) => flattenUpTo(part, other.children[i], path + def.keys[i]));
}

/** Two structures that should agree do not; callers turn it into their own message. */
export class TreeMismatch extends Error {
	constructor(
		readonly expected: TreeDef,
		readonly got: unknown,
		readonly path: string
	) {
		super('internal: pytree structures differ');
	}
}

/**
 * Spreads a prefix tree over the structure it is a prefix of: one entry a leaf of `def`. Leaves of the prefix are
 * what `isLeaf` says or any non-container (None is a leaf here, as in `in_axes`).
 */
export function broadcastPrefix(prefix: unknown, def: TreeDef, path = ''): unknown[] {
	const node = typeof prefix === 'object' && prefix !== null && nodeTypes.find((type) => type.test(prefix));
	if (!node) return new Array(leafCount(def)).fill(prefix);
	if (def.kind !== 'node') throw new TreeMismatch(def, prefix, path);
	const own = node.flatten(prefix as never);
	if (node !== def.node || !sameMeta(own.meta, def.meta) || own.children.length !== def.parts.length)
		throw new TreeMismatch(def, prefix, path);
	return def.parts.flatMap((part, i) => broadcastPrefix(own.children[i], part, path + def.keys[i]));
}
