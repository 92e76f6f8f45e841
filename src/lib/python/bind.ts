import { Fn } from '$lib/core/fn';
import { call, special } from './call';
import { isOwned, PyClass, ScalarInstance } from './classes';
import { CachedProperty, ClassMethod, Property, StaticMethod } from './descriptors';
import { pyError } from './errors';
import { BoundMethod, UserFunction } from './function';
import { NativeFunction } from './native';

/** What an attribute of a class is when it is read from an instance. */
export function bind(found: unknown, object: unknown, cls: PyClass): unknown {
	if (found instanceof Fn) {
		if (found instanceof UserFunction) return new BoundMethod(found, object);
		return bindsAsMethod(found) ? new BoundMethod(found, receiver(found, object)) : found;
	}
	if (found instanceof Property) {
		if (found.getter === null || found.getter === undefined)
			throw pyError('AttributeError', `property '${found.name}' of '${cls.name}' object has no getter`);
		return call(found.getter, [object]);
	}
	if (found instanceof StaticMethod) return found.fn;
	if (found instanceof ClassMethod) return bindToClass(found, cls);
	if (found instanceof CachedProperty) return cached(found, object);
	if (isOwned(found) && found.cls.lookup('__get__') !== undefined)
		return special(found, '__get__', object, cls);
	return found;
}

/** A class method, bound to the class. */
export const bindToClass = (found: ClassMethod, cls: PyClass): unknown =>
	found.fn instanceof Fn ? new BoundMethod(found.fn, cls) : found.fn;

/** Methods of int, float and str get the plain value of an object of a class derived from those. */
const receiver = (fn: Fn, object: unknown): unknown =>
	object instanceof ScalarInstance && fn instanceof NativeFunction && fn.wantsPayload
		? object.payload
		: object;

/** Functions that JAX's transformations give become methods, as functions do; builtin functions and partials do not. */
const bindsAsMethod = (fn: Fn): boolean =>
	fn instanceof NativeFunction
		? fn.binds
		: !(fn instanceof PyClass || fn instanceof BoundMethod || unbound.has(fn));

/** Callables that stay as they are when they are an attribute of a class. */
export const unbound = new WeakSet<Fn>();

function cached(property: CachedProperty, object: unknown): unknown {
	const value = call(property.fn, [object]);
	if (isOwned(object)) object.fields.set(property.name, value);
	return value;
}
