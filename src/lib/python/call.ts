import { Fn, type Kwargs } from '$lib/core/fn';
import { HostObject, ownClass, PyClass } from './classes';
import { typeError } from './errors';
import { BoundMethod } from './function';
import { bind } from './bind';
import { TypeForm } from './typing-values';
import { unboxed } from './unboxed';
import { typeName, typeOf } from './types';

const noKwargs: Kwargs = new Map();

/** `callee(*args, **kwargs)` */
export function call(callee: unknown, args: readonly unknown[], kwargs: Kwargs = noKwargs): unknown {
	if (callee instanceof Fn) return callee.call(args, kwargs);
	if (callee instanceof HostObject && callee.call) return callee.call(args.map(unboxed), kwargs);
	if (callee instanceof TypeForm && callee.origin) return callee.origin.call(args, kwargs);
	const found = ownClass(callee)?.lookup('__call__');
	if (found !== undefined) return callMethod(found, callee, args, kwargs);
	throw typeError(`'${typeName(callee)}' object is not callable`);
}

/** Calls what a class holds under a name, on one of its instances. */
export function callMethod(
	found: unknown,
	self: unknown,
	args: readonly unknown[],
	kwargs: Kwargs = noKwargs
): unknown {
	return call(bind(found, self, typeOf(self)), args, kwargs);
}

/** `callable(value)` */
export const isCallable = (value: unknown): boolean =>
	value instanceof Fn ||
	(value instanceof TypeForm && value.origin !== null) ||
	(value instanceof HostObject && value.call !== undefined) ||
	hasSpecial(value, '__call__');

const wrappers = new WeakMap<object, Fn>();

/**
 * What can be called as an `Fn`: functions as they are, objects with `__call__` as their bound method, the same one
 * each time. null for what cannot be called.
 */
export function asCallable(value: unknown): Fn | null {
	if (value instanceof Fn) return value;
	if (!isCallable(value)) return null;
	let fn = wrappers.get(value as object);
	if (!fn) wrappers.set(value as object, (fn = new CallableObject(value)));
	return fn;
}

class CallableObject extends Fn {
	readonly name: string;
	readonly params: readonly string[];
	constructor(readonly object: unknown) {
		super();
		const found = typeOf(object).lookup('__call__');
		this.name = typeName(object);
		this.params = found instanceof Fn ? found.params.slice(1) : [];
	}
	call(args: readonly unknown[], kwargs: Kwargs = noKwargs): unknown {
		return call(this.object, args, kwargs);
	}
}

/**
 * A special method of the program's own class, called: `special(a, '__len__')`. undefined where the class has none.
 */
export function special(object: unknown, name: string, ...args: unknown[]): unknown {
	const found = ownClass(object)?.lookup(name);
	if (found === undefined || found === null) return undefined;
	return found instanceof Fn && !(found instanceof PyClass) && !(found instanceof BoundMethod)
		? found.call([object, ...args])
		: callMethod(found, object, args);
}

export const hasSpecial = (object: unknown, name: string): boolean => {
	const found = ownClass(object)?.lookup(name);
	return found !== undefined && found !== null;
};
