import { ProgramError } from '$lib/core/errors';
import { Tuple } from '$lib/core/containers';
import { currentSource, setSource } from '$lib/core/source';
import type { Activation } from '../activation';
import type { Handler, Try } from '../ast/statements';
import { type PyClass } from '../classes';
import { typeError } from '../errors';
import { instanceOf, isExceptionClass, type ExceptionInstance } from '../exceptions';
import { asProgramError } from '../trace';
import { expression } from './expressions';
import { deleteName, storeName } from './names';
import { block, current } from './statements';
import { normal, type Completion, type Execute, type Site } from './unit';

/** What a `try` needs of each of its handlers. */
export interface ReadyHandler {
	readonly matches: (a: Activation, instance: ExceptionInstance) => boolean;
	readonly bind: (a: Activation, instance: ExceptionInstance) => void;
	/** `except ... as e` forgets `e` at its end. */
	readonly unbind: (a: Activation) => void;
}

export function readyHandler(node: Handler, site: Site): ReadyHandler {
	const type = node.type && expression(node.type, site);
	const bind = node.target && storeName(node.target.id, site);
	const forget = node.target && deleteName(node.target.id, node.target.span, site);
	return {
		matches: (a, instance) => {
			if (!type) return true;
			const classes = type(a);
			const before = setSource({ span: node.span, frame: a.frame });
			const result = isOneOf(instance, classes);
			setSource(before);
			return result;
		},
		bind: (a, instance) => bind?.(a, instance),
		unbind: (a) => {
			try {
				forget?.(a);
			} catch (error) {
				if (!(error instanceof ProgramError)) throw error;
			}
		}
	};
}

function isOneOf(instance: ExceptionInstance, classes: unknown): boolean {
	const list = classes instanceof Tuple ? classes.items : [classes];
	return list.some((cls) => {
		if (cls instanceof Tuple) return isOneOf(instance, cls);
		if (!isExceptionClass(cls))
			throw typeError('catching classes that do not inherit from BaseException is not allowed');
		return instance.cls.isSubclassOf(cls as PyClass);
	});
}

/** Something thrown, as an exception of the program with its place; what is none (the host stopping it) is thrown on. */
export function caughtHere(thrown: unknown): ProgramError {
	const error = asProgramError(thrown);
	if (!(error instanceof ProgramError)) throw error;
	error.span ??= currentSource().span;
	return error;
}

/** Begins to handle an exception; what it gives ends it. */
export function startHandling(a: Activation, instance: ExceptionInstance): () => void {
	const [before, outer] = [a.handling, current.handled];
	a.handling = instance;
	current.handled = instance;
	return () => {
		a.handling = before;
		current.handled = outer;
	};
}

/** An exception out of a handler remembers the one that was being handled. */
export function chain(thrown: unknown, handled: ExceptionInstance): unknown {
	if (!(thrown instanceof ProgramError)) return thrown;
	const instance = instanceOf(thrown);
	if (instance !== handled && handled.context !== instance) instance.context ??= handled;
	return thrown;
}

export function tryStatement(node: Try, site: Site): Execute {
	const handled = node.handlers.length > 0 ? withHandlers(node, site) : block(node.body, site);
	if (node.finalizer.length === 0) return handled;
	const finalizer = block(node.finalizer, site);
	return (a) => {
		const before = currentSource();
		let completion: Completion;
		try {
			completion = handled(a);
		} catch (thrown) {
			const error = caughtHere(thrown);
			setSource(before);
			const last = finalizer(a);
			if (last !== normal) return last;
			throw error;
		}
		const value = a.returned;
		const last = finalizer(a);
		if (last === normal) a.returned = value;
		return last === normal ? completion : last;
	};
}

function withHandlers(node: Try, site: Site): Execute {
	const body = block(node.body, site);
	const handlers = node.handlers.map((handler) => ({
		...readyHandler(handler, site),
		body: block(handler.body, site)
	}));
	const otherwise = block(node.otherwise, site);
	return (a) => {
		const before = currentSource();
		let completion: Completion;
		try {
			completion = body(a);
		} catch (thrown) {
			const error = caughtHere(thrown);
			setSource(before);
			const instance = instanceOf(error);
			const handler = handlers.find((each) => each.matches(a, instance));
			if (!handler) throw error;
			return handle(handler, instance, a);
		}
		return completion === normal ? otherwise(a) : completion;
	};
}

function handle(
	handler: ReadyHandler & { body: Execute },
	instance: ExceptionInstance,
	a: Activation
): Completion {
	const done = startHandling(a, instance);
	handler.bind(a, instance);
	try {
		return handler.body(a);
	} catch (thrown) {
		throw chain(thrown, instance);
	} finally {
		done();
		handler.unbind(a);
	}
}
