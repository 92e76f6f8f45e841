import { Dict, NamedTuple, Tuple, type NamedTupleType } from '$lib/core/containers';
import { Fn, type Kwargs } from '$lib/core/fn';
import { need } from '$lib/parts/part';
import type { Span } from '$lib/core/source';
import { typeError } from './errors';
import { builtins, methods } from './parts';
import { PySet } from './values';

const noKwargs: Kwargs = new Map();

/** Makes a value of `cls`, a class of this kind or one derived from it. */
export type Create = (cls: PyClass, args: readonly unknown[], kwargs: Kwargs) => unknown;

export interface ClassOptions {
	readonly module?: string;
	readonly qualname?: string;
	readonly span?: Span | null;
	/** Written in the program, so that `__init__` and the like may be the user's. */
	readonly user?: boolean;
	readonly create?: Create;
}

/** How instances of classes written in the program are made; set by `construct.ts`. */
export const constructHook: { construct: Create } = {
	construct: () => {
		throw new Error('internal: no constructor');
	}
};

/** A class: the builtin ones and those of the program. Calling it makes an instance. */
export class PyClass extends Fn {
	readonly name: string;
	readonly qualname: string;
	module: string;
	override readonly span: Span | null;
	readonly user: boolean;
	readonly params: readonly string[] = [];
	readonly mro: readonly PyClass[];
	/** Attributes by name, in the order of their definition. */
	readonly dict = new Map<string, unknown>();
	/**
	 * Of builtin classes: `__len__` and the like, for programs that name them (`super().__setitem__`). Kept apart, so
	 * that `lookup` finds only those of the program.
	 */
	readonly dunders = new Map<string, unknown>();
	create: Create | null;
	/** Its own class, where the program wrote that. */
	meta: PyClass | null = null;
	/** Where being an instance is not a matter of the class alone (`jax.Array`, `typing.Sequence`). */
	accepts: ((value: unknown) => boolean) | null = null;
	private readonly found = new Map<string, { version: number; value: unknown }>();

	constructor(
		name: string,
		readonly bases: readonly PyClass[],
		options: ClassOptions = {}
	) {
		super();
		this.name = name;
		this.qualname = options.qualname ?? name;
		this.module = options.module ?? 'builtins';
		this.span = options.span ?? null;
		this.user = options.user ?? false;
		this.create = options.create ?? null;
		this.mro = [this, ...merge(name, [...bases.map((base) => base.mro), bases])];
	}

	/** The attribute as the class or the nearest of its bases defines it; undefined without one. */
	lookup(name: string): unknown {
		const known = this.found.get(name);
		if (known && known.version === version) return known.value;
		let value: unknown;
		for (const cls of this.mro) if ((value = cls.dict.get(name)) !== undefined) break;
		this.found.set(name, { version, value });
		return value;
	}

	/** As `lookup`, builtin special methods included. */
	lookupAttribute(name: string): unknown {
		const value = this.lookup(name);
		if (value !== undefined) return value;
		for (const cls of this.mro) {
			const dunder = cls.dunders.get(name);
			if (dunder !== undefined) return dunder;
		}
		return undefined;
	}

	set(name: string, value: unknown): void {
		this.dict.set(name, value);
		version++;
	}

	delete(name: string): boolean {
		version++;
		return this.dict.delete(name);
	}

	isSubclassOf(other: PyClass): boolean {
		return this.mro.includes(other);
	}

	/** Makes the bare value, without the program's own `__new__` and `__init__`. */
	createBare(args: readonly unknown[], kwargs: Kwargs): unknown {
		for (const cls of this.mro) if (cls.create) return cls.create(this, args, kwargs);
		need(builtins);
		need(methods);
		throw typeError(`cannot create '${this.name}' instances`);
	}

	call(args: readonly unknown[], kwargs: Kwargs = noKwargs): unknown {
		return this.user ? constructHook.construct(this, args, kwargs) : this.createBare(args, kwargs);
	}

	/** As `repr` shows it: `<class '__main__.Cell'>`. */
	override toString(): string {
		return this.module === 'builtins'
			? `<class '${this.qualname}'>`
			: `<class '${this.module}.${this.qualname}'>`;
	}
}

/** Goes up with every change of a class, so that remembered lookups are dropped. */
let version = 0;

/** Python's C3 order of bases. */
function merge(name: string, given: readonly (readonly PyClass[])[]): PyClass[] {
	const lists = given.map((list) => [...list]).filter((list) => list.length > 0);
	const order: PyClass[] = [];
	while (lists.some((list) => list.length > 0)) {
		const heads = lists.filter((list) => list.length > 0).map((list) => list[0]);
		const next = heads.find((head) => lists.every((list) => list.indexOf(head) <= 0));
		if (!next)
			throw typeError(
				`Cannot create a consistent method resolution\norder (MRO) for bases ${heads.map((head) => head.name).join(', ')}`
			);
		order.push(next);
		for (const list of lists) if (list[0] === next) list.shift();
	}
	const twice = order.find((cls, i) => order.indexOf(cls) !== i);
	if (twice) throw typeError(`duplicate base class ${twice.name} of ${name}`);
	return order;
}

/** An object of a class of the program (or an exception). */
export class Instance {
	readonly fields = new Map<string, unknown>();
	constructor(public cls: PyClass) {}
}

/** Of a class derived from int, float or str: stands for `payload` where such a value is wanted. */
export class ScalarInstance extends Instance {
	/** Whether there has been one: most programs have none, and need not look for them. */
	static any = false;

	constructor(
		cls: PyClass,
		readonly payload: unknown
	) {
		super(cls);
		ScalarInstance.any = true;
	}
}

/** Values of classes of the program derived from builtin containers. */
export class ListInstance extends Array<unknown> {
	readonly fields = new Map<string, unknown>();
	cls!: PyClass; // set by `of`, since Array's own constructor takes a length
	static override get [Symbol.species](): ArrayConstructor {
		return Array;
	}
	static make(cls: PyClass, items: readonly unknown[]): ListInstance {
		const list = new ListInstance();
		for (const item of items) list.push(item);
		list.cls = cls;
		return list;
	}
}

export class TupleInstance extends Tuple {
	readonly fields = new Map<string, unknown>();
	constructor(
		readonly cls: PyClass,
		items: readonly unknown[]
	) {
		super(items);
	}
}

export class DictInstance extends Dict {
	readonly fields = new Map<string, unknown>();
	constructor(
		readonly cls: PyClass,
		entries: Iterable<readonly [unknown, unknown]> = []
	) {
		super(entries);
	}
}

export class SetInstance extends PySet {
	readonly fields = new Map<string, unknown>();
	constructor(
		readonly cls: PyClass,
		items: Iterable<unknown>,
		frozen: boolean
	) {
		super(items, frozen);
	}
}

export type Owned = { cls: PyClass; readonly fields: Map<string, unknown> };

/** An object with a class of its own and attributes of its own. */
export function isOwned(value: unknown): value is Owned {
	return (
		value instanceof Instance ||
		value instanceof DictInstance ||
		value instanceof TupleInstance ||
		value instanceof ListInstance ||
		value instanceof SetInstance
	);
}

/**
 * The class of a value that may have special methods of the program's (`__add__`, `__len__`); null for builtin
 * values.
 */
export function ownClass(value: unknown): PyClass | null {
	if (isOwned(value)) return value.cls;
	if (value instanceof PyClass) return value.meta;
	if (!(value instanceof NamedTuple) || !(value.type instanceof NamedTupleClass)) return null;
	return value.type.custom ? value.type : null;
}

/** A class made by `NamedTuple`; also the `type` of its values. */
export class NamedTupleClass extends PyClass implements NamedTupleType {
	readonly defaults = new Map<string, unknown>();
	/** Has methods of the program's. */
	custom = false;
	constructor(
		name: string,
		readonly fields: readonly string[],
		bases: readonly PyClass[],
		options: ClassOptions
	) {
		super(name, bases, options);
	}
}

/**
 * A value of the host's making that programs can hold: dtypes, `x.at`, tree structures. A method that is left out is
 * not to be had in Python either.
 */
export abstract class HostObject {
	abstract readonly cls: PyClass;
	/** undefined where there is no such attribute. */
	attribute?(name: string): unknown;
	getItem?(index: unknown): unknown;
	call?(args: readonly unknown[], kwargs: Kwargs): unknown;
	equals?(other: unknown): boolean;
	/** Two equal objects give the same text; without it the object's identity is its key. */
	hashText?(): string;
	iterate?(): Iterable<unknown>;
	length?(): number;
	contains?(value: unknown): boolean;
	/** undefined where it does not understand the other. */
	binary?(op: string, other: unknown, reflected: boolean): unknown;
	abstract repr(): string;
	str(): string {
		return this.repr();
	}
}
