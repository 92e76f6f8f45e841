import { Dict, NamedTuple, Slice, Tuple } from '$lib/core/containers';
import { Fn } from '$lib/core/fn';
import { need } from '$lib/parts/part';
import { arrays } from './arrays';
import { bind, bindToClass } from './bind';
import { call, special } from './call';
import { isOwned, NamedTupleClass, PyClass, type Owned } from './classes';
import { ClassMethod, Property, StaticMethod } from './descriptors';
import { EnumClass } from './enum-class';
import { ExceptionInstance } from './exceptions';
import { FieldsDict } from './fields-dict';
import { attributesOf, BoundMethod, UserFunction } from './function';
import { NativeFunction } from './native';
import { jnp, methods } from './parts';
import { Super } from './super';
import { typeClass, typeOf } from './types';

/** `object.name` of anything but modules and what arrays tell themselves. */
export function rarerAttribute(object: unknown, name: string): unknown {
	if (typeof object === 'object' && object !== null) {
		if (isOwned(object)) return ownedAttribute(object, name);
		if (object instanceof PyClass) return classAttribute(object, name);
		if (object instanceof Fn) return functionAttribute(object, name);
		if (arrays.isArray(object)) return typeOf(object);
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
	if (found !== undefined) return bind(found, object, cls);
	if (name === '__doc__') return null;
	need(methods);
	return undefined;
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
			break;
		case '__members__':
			if (cls instanceof EnumClass) return new Dict(cls.members);
	}
	const found = cls.lookupAttribute(name);
	if (found === undefined) {
		need(methods);
		const type = cls.meta ?? typeClass;
		const ofType = type.lookupAttribute(name);
		if (ofType !== undefined) return bind(ofType, cls, type);
		return type.lookup('__getattr__') === undefined ? undefined : special(cls, '__getattr__', name);
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
			// NumPy's functions have methods of their own.
			if (fn instanceof NativeFunction) need(jnp);
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
