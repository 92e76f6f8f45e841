import type { Tracer } from './interpreter';
import type { Var } from './jaxpr';
import type { Span } from './source';

/** The names of a function of the program as they stood when a call of it returned. */
export interface Locals {
	/** Its own names, then those of the functions around it. */
	readonly own: readonly string[];
	readonly outer: readonly string[];
	/** Undefined where the name is unbound. */
	readonly get: (name: string) => unknown;
	/** What it returned. */
	readonly result: unknown;
}

/** What the names of a loop's body stood for when it had been traced. */
export interface BodyNames {
	readonly locals: Locals;
	/** The variable of the body that a traced value is; null for a value from outside that the body does not read. */
	readonly variableOf: (value: Tracer) => Var | null;
}

interface Watch {
	/** Of the function's definition: the same object for whatever wraps the function. */
	readonly span: Span;
	locals: Locals | null;
}

let watch: Watch | null = null;

/** Runs `body` and tells what the names of the function defined at `span` stood for when it returned last. */
export function withLocals<T>(
	span: Span | null,
	body: () => T
): { readonly value: T; readonly locals: Locals | null } {
	const before = watch;
	const mine = span && { span, locals: null };
	watch = mine;
	try {
		return { value: body(), locals: mine?.locals ?? null };
	} finally {
		watch = before;
	}
}

/** Told by whoever evaluates functions, at each return; `locals` is asked for only where somebody wants it. */
export function returning(span: Span, locals: () => Locals): void {
	if (watch?.span === span) watch.locals = locals();
}
