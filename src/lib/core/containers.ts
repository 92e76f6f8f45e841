/**
 * Python's containers, as values of the engine. Scalars are: int → bigint, float → number, bool → boolean,
 * str → string, None → null. A list is a JavaScript array; the others are the classes here.
 */
export class Tuple {
	constructor(readonly items: readonly unknown[]) {}

	get length(): number {
		return this.items.length;
	}
}

export const tuple = (...items: unknown[]): Tuple => new Tuple(items);

/** The class made by `typing.NamedTuple` or `collections.namedtuple`. */
export interface NamedTupleType {
	readonly name: string;
	readonly fields: readonly string[];
}

/** An instance of such a class. */
export class NamedTuple extends Tuple {
	constructor(
		readonly type: NamedTupleType,
		items: readonly unknown[]
	) {
		super(items);
	}
}

/** Python's `slice(start, stop, step)`, of whatever was written there. */
export class Slice {
	constructor(
		readonly start: unknown,
		readonly stop: unknown,
		readonly step: unknown
	) {}
}

/** `...` */
export class EllipsisType {}
export const Ellipsis = new EllipsisType();

/** Two keys are one entry exactly where their hash texts (or, for plain objects, their identities) agree. */
export type HashKey = string | object;

/**
 * Python's equality of keys as a JavaScript map key: 1 == 1.0 == True, tuples by their items, other objects by
 * identity. The python room adds classes with `__hash__` by setting `hashHook.of`.
 */
export const hashHook: { of: (key: object) => HashKey | null } = { of: () => null };

export function hashKey(key: unknown): HashKey {
	if (key === null || key === undefined) return 'None';
	switch (typeof key) {
		case 'string':
			return `s${key}`;
		case 'boolean':
			return key ? 'n1' : 'n0';
		case 'bigint':
			return `n${key}`;
		case 'number':
			return `n${Number.isInteger(key) ? BigInt(key) : key}`;
		case 'object': {
			const own = hashHook.of(key);
			if (own !== null) return own;
			if (!(key instanceof Tuple)) return key;
			const parts = key.items.map(hashKey);
			return parts.every((part) => typeof part === 'string')
				? `t${JSON.stringify(parts)}`
				: `t${JSON.stringify(parts.map((part) => (typeof part === 'string' ? part : identity(part))))}`;
		}
		default:
			return key as object;
	}
}

const identities = new WeakMap<object, number>();
let nextIdentity = 1;

/** A number that stands for the object, Python's `id`. */
export function identity(object: object): number {
	let id = identities.get(object);
	if (id === undefined) identities.set(object, (id = nextIdentity++));
	return id;
}

/** Insertion-ordered, keyed by Python's equality. */
export class Dict {
	private readonly entriesByHash = new Map<HashKey, [key: unknown, value: unknown]>();

	constructor(entries: Iterable<readonly [unknown, unknown]> = []) {
		for (const [key, value] of entries) this.set(key, value);
	}

	get size(): number {
		return this.entriesByHash.size;
	}

	has(key: unknown): boolean {
		return this.entriesByHash.has(hashKey(key));
	}

	get(key: unknown): unknown {
		return this.entriesByHash.get(hashKey(key))?.[1];
	}

	set(key: unknown, value: unknown): void {
		const hash = hashKey(key);
		const entry = this.entriesByHash.get(hash);
		if (entry) entry[1] = value;
		else this.entriesByHash.set(hash, [key, value]);
	}

	delete(key: unknown): boolean {
		return this.entriesByHash.delete(hashKey(key));
	}

	keys(): unknown[] {
		return [...this.entriesByHash.values()].map(([key]) => key);
	}

	values(): unknown[] {
		return [...this.entriesByHash.values()].map(([, value]) => value);
	}

	entries(): [unknown, unknown][] {
		return [...this.entriesByHash.values()].map(([key, value]) => [key, value]);
	}
}
