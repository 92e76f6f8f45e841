import { Dict, NamedTuple, Slice, Tuple } from '$lib/core/containers';
import { Fn } from '$lib/core/fn';
import type { ProgramError } from '$lib/core/errors';
import { didYouMean } from '$lib/core/help/names';
import { arrays } from './arrays';
import { attributeNames } from './attribute-names';
import { call, special } from './call';
import { HostObject, isOwned, NamedTupleClass, PyClass, ScalarInstance, type Owned } from './classes';
import { CachedProperty, ClassMethod, Property, StaticMethod } from './descriptors';
import { pyError, typeError } from './errors';
import { ExceptionInstance, isError } from './exceptions';
import { FieldsDict } from './fields-dict';
import { attributesOf, BoundMethod, UserFunction } from './function';
import { Module } from './module';
import { nearest } from './nearest';
import { suggestInModule, suggestOnArray } from './suggest';
import { NativeFunction } from './native';
import { Super } from './super';
import { objectClass, typeClass, typeName, typeOf } from './types';

/** `object.name`. Throws Python's AttributeError. */
export function getAttribute(object: unknown, name: string): unknown {
	const found = findAttribute(object, name);
	if (found === undefined) throw missingAttribute(object, name);
	return found;
}

/** `object.name`; undefined where there is no such attribute. */
export function findAttribute(object: unknown, name: string): unknown {
	if (typeof object === 'object' && object !== null) {
		if (isOwned(object)) return ownedAttribute(object, name);
		if (object instanceof Module) return moduleAttribute(object, name);
		if (object instanceof PyClass) return classAttribute(object, name);
		if (object instanceof Fn) return functionAttribute(object, name);
		if (arrays.isArray(object)) return name === '__class__' ? typeOf(object) : arrays.attribute(object, name);
		if (object instanceof HostObject) return object.attribute?.(name) ?? valueAttribute(object, name);
		if (object instanceof NamedTuple) return namedTupleAttribute(object, name);
		if (object instanceof Super) return object.attribute(name);
		if (object instanceof Slice && (name === 'start' || name === 'stop' || name === 'step'))
			return object[name];
	}
	return valueAttribute(object, name);
}

/** The attribute that the class of a builtin value gives it. */
function valueAttribute(object: unknown, name: string): unknown {
	const cls = typeOf(object);
	if (name === '__class__') return cls;
	const found = cls.lookupAttribute(name);
	if (found === undefined) return name === '__doc__' ? null : undefined;
	return bind(found, object, cls);
}

function ownedAttribute(object: Owned, name: string): unknown {
	const { cls } = object;
	const custom = cls.lookup('__getattribute__');
	if (custom !== undefined) return call(custom, [object, name]);
	const found = plainAttribute(object, name);
	if (found !== undefined) return found;
	return cls.lookup('__getattr__') === undefined ? undefined : special(object, '__getattr__', name);
}

/** Without `__getattribute__` and `__getattr__`. */
export function plainAttribute(object: Owned, name: string): unknown {
	const { cls } = object;
	const inClass = cls.lookup(name);
	if (inClass instanceof Property || (isOwned(inClass) && isDataDescriptor(inClass)))
		return bind(inClass, object, cls);
	const own = object.fields.get(name);
	if (own !== undefined) return own;
	if (inClass !== undefined) return bind(inClass, object, cls);
	return specialAttribute(object, name);
}

const isDataDescriptor = (value: Owned): boolean =>
	value.cls.lookup('__set__') !== undefined && value.cls.lookup('__get__') !== undefined;

function specialAttribute(object: Owned, name: string): unknown {
	switch (name) {
		case '__class__':
			return object.cls;
		case '__dict__':
			return new FieldsDict(object.fields);
		case '__doc__':
			return null;
		case '__module__':
			return object.cls.module;
	}
	if (object instanceof ExceptionInstance) {
		const found = exceptionAttribute(object, name);
		if (found !== undefined) return found;
	}
	const dunder = object.cls.lookupAttribute(name);
	return dunder === undefined ? undefined : bind(dunder, object, object.cls);
}

function exceptionAttribute(object: ExceptionInstance, name: string): unknown {
	switch (name) {
		case 'args':
			return object.args;
		case '__cause__':
			return object.cause;
		case '__context__':
			return object.context;
		case '__suppress_context__':
			return object.suppressContext;
		case '__traceback__':
			return null;
		case 'msg':
		case 'value':
			return object.args.items[0] ?? null;
		default:
			return undefined;
	}
}

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

const bindToClass = (found: ClassMethod, cls: PyClass): unknown =>
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

function moduleAttribute(module: Module, name: string): unknown {
	const found = module.attributes.get(name);
	if (found !== undefined) return found;
	if (name === '__name__') return module.name;
	if (name === '__class__') return typeOf(module);
	return name === '__doc__' ? null : undefined;
}

function classAttribute(cls: PyClass, name: string): unknown {
	switch (name) {
		case '__name__':
			return cls.name;
		case '__qualname__':
			return cls.qualname;
		case '__module__':
			return cls.module;
		case '__mro__':
			return new Tuple(cls.mro);
		case '__bases__':
			return new Tuple(cls.bases);
		case '__class__':
			return typeOf(cls);
		case '__dict__':
			return new Dict(cls.dict);
		case '__doc__':
			return cls.dict.get('__doc__') ?? null;
		case '_fields':
			if (cls instanceof NamedTupleClass) return new Tuple(cls.fields);
	}
	const found = cls.lookupAttribute(name);
	if (found === undefined) {
		const ofType = typeClass.lookupAttribute(name);
		return ofType === undefined ? undefined : bind(ofType, cls, typeClass);
	}
	if (found instanceof ClassMethod) return bindToClass(found, cls);
	if (found instanceof StaticMethod) return found.fn;
	if (isOwned(found) && found.cls.lookup('__get__') !== undefined)
		return special(found, '__get__', null, cls);
	return found;
}

function functionAttribute(fn: Fn, name: string): unknown {
	const own = attributesOf(fn).get(name);
	if (own !== undefined) return own;
	if (fn instanceof BoundMethod) {
		if (name === '__self__') return fn.self;
		if (name === '__func__') return fn.fn;
		if (name !== '__class__') return functionAttribute(fn.fn, name);
	}
	switch (name) {
		case '__name__':
			return fn.name.slice(fn.name.lastIndexOf('.') + 1);
		case '__qualname__':
			return fn instanceof UserFunction ? fn.qualname : fn.name;
		case '__module__':
			return fn instanceof UserFunction ? fn.module : 'builtins';
		case '__doc__':
			return fn instanceof UserFunction ? fn.doc : null;
		case '__annotations__':
			return fn instanceof UserFunction ? fn.annotations : undefined;
		case '__defaults__':
			return fn instanceof UserFunction ? defaultsOf(fn) : undefined;
		case '__dict__':
			return new Dict(attributesOf(fn));
		case '__class__':
			return typeOf(fn);
		case '__call__':
			return fn;
		default:
			return valueAttribute(fn, name);
	}
}

function defaultsOf(fn: UserFunction): unknown {
	const given = fn.defaults.filter(
		(value, i) => value !== undefined && fn.code.signature.parameters[i].kind !== 'keyword'
	);
	return given.length > 0 ? new Tuple(given) : null;
}

function namedTupleAttribute(value: NamedTuple, name: string): unknown {
	const at = value.type.fields.indexOf(name);
	if (at >= 0) return value.items[at];
	if (name === '_fields') return new Tuple(value.type.fields);
	return valueAttribute(value, name);
}

/** Python's AttributeError for a name that `object` does not have. */
export function missingAttribute(object: unknown, name: string): ProgramError {
	if (object instanceof Module) return missingInModule(object, name);
	if (arrays.isArray(object) && arrays.missing)
		return pyError(
			'AttributeError',
			arrays.missing(object, name),
			suggestOnArray(name, arrays.names?.(object) ?? [])
		);
	return pyError(
		'AttributeError',
		missingText(object, name),
		didYouMean(nearest(name, attributeNames(object)))
	);
}

function missingInModule(module: Module, name: string): ProgramError {
	return (
		module.refuses?.(name) ??
		pyError('AttributeError', missingText(module, name), suggestInModule(module, name))
	);
}

function missingText(object: unknown, name: string): string {
	if (object instanceof Module) return `module '${object.name}' has no attribute '${name}'`;
	if (object instanceof PyClass) return `type object '${object.name}' has no attribute '${name}'`;
	const type = object instanceof Super ? 'super' : typeName(object);
	return `'${type}' object has no attribute '${name}'`;
}

/** `object.name = value` */
export function setAttribute(object: unknown, name: string, value: unknown): void {
	if (isOwned(object)) {
		if (object.cls.lookup('__setattr__') === undefined) setPlainAttribute(object, name, value);
		else special(object, '__setattr__', name, value);
	} else if (object instanceof PyClass) setClassAttribute(object, name, value);
	else if (object instanceof UserFunction && name === '__name__') object.name = String(value);
	else if (object instanceof UserFunction && name === '__qualname__') object.qualname = String(value);
	else if (object instanceof UserFunction && name === '__doc__') object.doc = value;
	else if (object instanceof Fn && !(object instanceof NativeFunction) && !(object instanceof BoundMethod))
		attributesOf(object).set(name, value);
	else if (arrays.isArray(object) && arrays.setAttribute) arrays.setAttribute(object, name, value);
	else throw cannotSet(object, name);
}

function setClassAttribute(cls: PyClass, name: string, value: unknown): void {
	if (!cls.user) throw typeError(`cannot set '${name}' attribute of immutable type '${cls.name}'`);
	cls.set(name, value);
}

/** Without the program's own `__setattr__`. */
export function setPlainAttribute(object: Owned, name: string, value: unknown): void {
	const inClass = object.cls.lookup(name);
	if (inClass instanceof Property) {
		if (inClass.setter === null)
			throw pyError(
				'AttributeError',
				`property '${inClass.name}' of '${object.cls.name}' object has no setter`
			);
		call(inClass.setter, [object, value]);
	} else if (isOwned(inClass) && inClass.cls.lookup('__set__') !== undefined)
		special(inClass, '__set__', object, value);
	else if (name === '__class__' && value instanceof PyClass) object.cls = value;
	else if (object instanceof ExceptionInstance && setExceptionAttribute(object, name, value)) return;
	else {
		const allowed = slotsOf(object.cls);
		if (allowed && !allowed.has(name)) throw cannotSet(object, name);
		object.fields.set(name, value);
	}
}

function setExceptionAttribute(object: ExceptionInstance, name: string, value: unknown): boolean {
	if (name === 'args' && value instanceof Tuple) object.args = value;
	else if (name === '__cause__') object.cause = value instanceof ExceptionInstance ? value : null;
	else if (name === '__context__') object.context = value instanceof ExceptionInstance ? value : null;
	else return name === '__traceback__' || name === '__suppress_context__';
	return true;
}

/** Names that instances may have, where every class of the program among the bases has `__slots__`. */
function slotsOf(cls: PyClass): Set<string> | null {
	const names = new Set<string>();
	if (cls !== objectClass && !cls.user) return null;
	for (const each of cls.mro) {
		if (!each.user) continue;
		const slots = each.dict.get('__slots__');
		if (slots === undefined) return null;
		const list =
			typeof slots === 'string' ? [slots] : slots instanceof Tuple ? slots.items : (slots as unknown[]);
		for (const name of list) names.add(String(name));
	}
	return names;
}

function cannotSet(object: unknown, name: string): ProgramError {
	const found = findAttribute(object, name);
	if (found === undefined || isOwned(object)) return missingAttribute(object, name);
	if (object instanceof NamedTuple) return pyError('AttributeError', "can't set attribute");
	return pyError('AttributeError', `'${typeName(object)}' object attribute '${name}' is read-only`);
}

/** `del object.name` */
export function deleteAttribute(object: unknown, name: string): void {
	if (isOwned(object)) {
		if (object.cls.lookup('__delattr__') !== undefined) return void special(object, '__delattr__', name);
		const inClass = object.cls.lookup(name);
		if (inClass instanceof Property) {
			if (inClass.deleter === null)
				throw pyError(
					'AttributeError',
					`property '${inClass.name}' of '${object.cls.name}' object has no deleter`
				);
			return void call(inClass.deleter, [object]);
		}
		if (object.fields.delete(name)) return;
	} else if (object instanceof PyClass && object.user && object.delete(name)) return;
	else if (object instanceof Fn && attributesOf(object).delete(name)) return;
	throw missingAttribute(object, name);
}

/** `hasattr` */
export function hasAttribute(object: unknown, name: string): boolean {
	try {
		return findAttribute(object, name) !== undefined;
	} catch (error) {
		if (isError(error, 'AttributeError')) return false;
		throw error;
	}
}
