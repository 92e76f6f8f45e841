import type { Span } from './source';

export type Kwargs = ReadonlyMap<string, unknown>;
const noKwargs: Kwargs = new Map();

export interface FnParameters {
	/** How many arguments can be given by position, `*args` aside. */
	readonly positional: number;
	readonly names: readonly string[];
	/** Has `*args`. */
	readonly star: boolean;
	/** Has `**kwargs`. */
	readonly doubleStar: boolean;
}

/**
 * Anything that can be called: a user's Python function, a builtin, a method, what `vmap` returns. The object itself
 * is the function's identity (trace caches are keyed by it).
 */
export abstract class Fn {
	/** As messages name it: `step`, `<lambda>`. */
	abstract readonly name: string;
	/** Names of the positional parameters, as far as they are known. */
	abstract readonly params: readonly string[];
	/** What it takes; null where that is not known. */
	get parameters(): FnParameters | null {
		return null;
	}
	/** Where it is defined in the program; null for what the program did not define. */
	readonly span: Span | null = null;

	abstract call(args: readonly unknown[], kwargs?: Kwargs): unknown;
}

/** A TypeScript function as an `Fn`. Keyword arguments are refused by position-only callers and ignored here. */
export class NativeFn extends Fn {
	constructor(
		readonly name: string,
		private readonly body: (args: readonly unknown[], kwargs: Kwargs) => unknown,
		readonly params: readonly string[] = []
	) {
		super();
	}

	call(args: readonly unknown[], kwargs: Kwargs = noKwargs): unknown {
		return this.body(args, kwargs);
	}
}

const wrapped = new WeakMap<object, Fn>();

/** An `Fn` as it is; a plain JavaScript function wrapped, the same wrapper each time. */
export function asFn(f: Fn | ((...args: never[]) => unknown)): Fn {
	if (f instanceof Fn) return f;
	let fn = wrapped.get(f);
	if (!fn) {
		const body = f as (...args: unknown[]) => unknown;
		fn = new NativeFn(f.name || '<lambda>', (args) => body(...args));
		wrapped.set(f, fn);
	}
	return fn;
}
