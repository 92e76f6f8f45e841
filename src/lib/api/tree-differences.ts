import type { TreeDef } from '$lib/core/tree';

/** One place where two structures part. */
export interface TreeDifference {
	readonly path: string;
	/** What each side is there: `tuple of length 2`, `<class 'list'>`. */
	readonly things: readonly [string, string];
	readonly why: string;
}

/** Where two structures part, as JAX's `equality_errors` tells it; paths are appended to `path`. */
export function treeDifferences(a: TreeDef, b: TreeDef, path: string): TreeDifference[] {
	if (a.kind !== 'node' || b.kind !== 'node') {
		if (a.kind === b.kind) return [];
		return [difference(path, kindText(a), kindText(b), 'their Python types differ')];
	}
	if (a.type !== b.type) return [difference(path, a.type, b.type, 'their Python types differ')];
	const [n, m] = [a.parts.length, b.parts.length];
	if (n !== m) {
		if (Array.isArray(a.meta) && Array.isArray(b.meta)) return [keyDifference(a, b, path)];
		const kind = a.type.replace(/^<class '(\w+)'>$/, '$1');
		return [difference(path, `${kind} of length ${n}`, `${kind} of length ${m}`, 'the lengths do not match')];
	}
	if (a.keys.join() !== b.keys.join()) {
		const meta = (def: Node): string => `${def.type} with pytree metadata ${metaText(def.meta)}`;
		return [difference(path, meta(a), meta(b), 'the pytree node metadata does not match')];
	}
	return a.parts.flatMap((part, i) => treeDifferences(part, b.parts[i], path + a.keys[i]));
}

type Node = Extract<TreeDef, { kind: 'node' }>;

function keyDifference(a: Node, b: Node, path: string): TreeDifference {
	const children = ({ type, parts }: Node): string =>
		`${type} with ${parts.length} ${parts.length === 1 ? 'child' : 'children'}`;
	const odd = [
		...a.keys.filter((key) => !b.keys.includes(key)),
		...b.keys.filter((key) => !a.keys.includes(key))
	];
	const names = odd.map((key) => key.slice(1, -1)).join(', ');
	return difference(
		path,
		children(a),
		children(b),
		`the numbers of children do not match, with the symmetric difference of key sets: {${names}}`
	);
}

const metaText = (meta: unknown): string =>
	Array.isArray(meta)
		? `(${meta.map((key) => (typeof key === 'string' ? `'${key}'` : String(key))).join(', ')}${meta.length === 1 ? ',' : ''})`
		: String(meta);

const kindText = (def: TreeDef): string => {
	if (def.kind === 'leaf') return 'pytree leaf';
	if (def.kind === 'none') return 'None';
	const kind = /^<class '(tuple|list)'>$/.exec(def.type)?.[1];
	return kind ? `${kind} of length ${def.parts.length}` : def.type;
};

const difference = (path: string, a: string, b: string, why: string): TreeDifference => ({
	path,
	things: [a, b],
	why
});
