import type { ClassDef, FunctionDef } from './ast/statements';
import type { Comprehension, Lambda } from './ast';

export type ScopeKind = 'module' | 'function' | 'lambda' | 'comprehension' | 'class';

/** Where a name of the program is kept while it runs. */
export type Place =
	/** `depth` activations out, at `index`. `own` where the scope that asks binds it. */
	| { readonly kind: 'slot'; readonly depth: number; readonly index: number; readonly own: boolean }
	/** In the namespace of the class whose body asks; of the module when it is not there. */
	| { readonly kind: 'class' }
	| { readonly kind: 'global' };

/** The names that a module, function, class or comprehension binds. */
export class Scope {
	readonly slots = new Map<string, number>();
	readonly globals = new Set<string>();
	readonly nonlocals = new Set<string>();
	private readonly bound = new Set<string>();
	/** Names met so far, for declarations that come too late. */
	readonly used = new Set<string>();
	generator = false;

	constructor(
		readonly kind: ScopeKind,
		readonly parent: Scope | null,
		/** `outer.<locals>.inner` */
		readonly qualname: string,
		readonly scopes: Map<object, Scope>
	) {}

	bind(id: string): void {
		if (this.globals.has(id) || this.nonlocals.has(id) || this.bound.has(id)) return;
		this.bound.add(id);
		if (this.kind !== 'module' && this.kind !== 'class') this.slots.set(id, this.slots.size);
	}

	binds(id: string): boolean {
		return this.bound.has(id);
	}

	/** A nameless slot, for what has to be kept across a `yield`. */
	temporary(): number {
		const index = this.slots.size;
		this.slots.set(` ${index}`, index);
		return index;
	}

	/** The scope whose names a name declared here would be among, seen from `id`. */
	resolve(id: string): Place {
		if (this.globals.has(id)) return { kind: 'global' };
		if (this.kind === 'class' && this.bound.has(id)) return { kind: 'class' };
		const index = this.slots.get(id);
		if (index !== undefined) return { kind: 'slot', depth: 0, index, own: true };
		return this.kind === 'module' ? { kind: 'global' } : this.outer(id, 1);
	}

	private outer(id: string, hops: number): Place {
		let depth = hops;
		for (let scope = this.parent; scope && scope.kind !== 'module'; scope = scope.parent, depth++) {
			if (scope.kind === 'class') continue;
			if (scope.globals.has(id)) return { kind: 'global' };
			const index = scope.slots.get(id);
			if (index !== undefined) return { kind: 'slot', depth, index, own: false };
		}
		return { kind: 'global' };
	}

	/** The names of functions that can be read here: its own first, then those of the functions around it. */
	get visible(): readonly string[] {
		const own = [...this.slots.keys()].filter((id) => !id.startsWith(' '));
		return this.parent ? [...own, ...this.parent.visible] : own;
	}

	/** How many activations out the body of the class around is; null outside of classes. */
	classDepth(): number | null {
		let depth = 0;
		for (let scope: Scope | null = this as Scope; scope; scope = scope.parent, depth++)
			if (scope.kind === 'class') return depth;
		return null;
	}

	/** The scope of a function, class or comprehension inside this one. */
	inner(node: FunctionDef | Lambda | ClassDef | Comprehension): Scope {
		return this.scopes.get(node) as Scope;
	}

	/** What an inner function or class is called. */
	qualify(name: string): string {
		if (this.kind === 'module') return name;
		return this.kind === 'class' ? `${this.qualname}.${name}` : `${this.qualname}.<locals>.${name}`;
	}
}
