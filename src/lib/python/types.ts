import { Dict, EllipsisType, NamedTuple, Slice, Tuple, type NamedTupleType } from '$lib/core/containers';
import { Fn } from '$lib/core/fn';
import { arrays } from './arrays';
import { NamedTupleClass, PyClass } from './classes';
import { BoundMethod, UserFunction } from './function';
import { Module } from './module';
import { NativeFunction } from './native';
import { NotImplementedType, PyIterator, PySet, Range } from './values';

/** The builtin classes. Their methods and constructors are added by `methods/` and `builtins/`. */
export const objectClass = new PyClass('object', []);
const define = (name: string, bases: readonly PyClass[] = [objectClass], module?: string): PyClass =>
	new PyClass(name, bases, { module });

export const typeClass = define('type');
export const noneClass = define('NoneType');
export const intClass = define('int');
export const boolClass = define('bool', [intClass]);
export const floatClass = define('float');
export const strClass = define('str');
export const bytesClass = define('bytes');
export const listClass = define('list');
export const tupleClass = define('tuple');
export const dictClass = define('dict');
export const setClass = define('set');
export const frozensetClass = define('frozenset');
export const rangeClass = define('range');
export const sliceClass = define('slice');
const ellipsisClass = define('ellipsis');
const notImplementedClass = define('NotImplementedType');
export const functionClass = define('function');
export const nativeClass = define('builtin_function_or_method');
export const methodClass = define('method');
export const moduleClass = define('module');
export const propertyClass = define('property');
export const staticmethodClass = define('staticmethod');
export const classmethodClass = define('classmethod');

/** What all iterators derive from, for `__next__` and `__iter__`. */
export const iteratorBase = define('iterator');
const iteratorClasses = new Map<string, PyClass>();

/** The class of iterators of that name. */
export function iteratorClass(name: string): PyClass {
	let cls = iteratorClasses.get(name);
	if (!cls)
		iteratorClasses.set(
			name,
			(cls = define(name, [
				name.startsWith('dict_') && !name.endsWith('iterator') ? objectClass : iteratorBase
			]))
		);
	return cls;
}

const foreign = new WeakMap<NamedTupleType, PyClass>();

function namedTupleClass(type: NamedTupleType): PyClass {
	if (type instanceof NamedTupleClass) return type;
	let cls = foreign.get(type);
	if (!cls) foreign.set(type, (cls = define(type.name, [tupleClass], 'jax')));
	return cls;
}

/** `type(value)` */
export function typeOf(value: unknown): PyClass {
	switch (typeof value) {
		case 'bigint':
			return intClass;
		case 'number':
			return floatClass;
		case 'boolean':
			return boolClass;
		case 'string':
			return strClass;
		case 'object':
			return value === null ? noneClass : objectType(value);
		case 'function':
			return functionClass;
		default:
			return noneClass;
	}
}

function objectType(value: object): PyClass {
	const own = (value as { cls?: unknown }).cls;
	if (own instanceof PyClass) return own;
	if (Array.isArray(value)) return listClass;
	if (value instanceof NamedTuple) return namedTupleClass(value.type);
	if (value instanceof Tuple) return tupleClass;
	if (value instanceof Dict) return dictClass;
	if (value instanceof Fn) return functionType(value);
	if (arrays.isArray(value)) return arrays.typeOf(value);
	if (value instanceof PySet) return value.frozen ? frozensetClass : setClass;
	if (value instanceof Range) return rangeClass;
	if (value instanceof PyIterator) return iteratorClass(value.typeName);
	if (value instanceof Slice) return sliceClass;
	if (value instanceof Module) return moduleClass;
	if (value instanceof EllipsisType) return ellipsisClass;
	if (value instanceof NotImplementedType) return notImplementedClass;
	return objectClass;
}

function functionType(fn: Fn): PyClass {
	if (fn instanceof PyClass) return fn.meta ?? typeClass;
	if (fn instanceof UserFunction) return functionClass;
	if (fn instanceof BoundMethod)
		return fn.fn instanceof NativeFunction && fn.fn.builtin ? nativeClass : methodClass;
	return fn instanceof NativeFunction && fn.builtin ? nativeClass : functionClass;
}

/** As messages name a value's class: `'int'`, `'NoneType'`. */
export function typeName(value: unknown): string {
	const { module, name } = typeOf(value);
	return compiled.has(module) ? `${module}.${name}` : name;
}

/** CPython's own messages show the module of classes that are written in C. */
const compiled: ReadonlySet<string> = new Set(['jaxlib._jax', 'numpy']);

/** `isinstance(value, cls)` for one class. */
export function isInstance(value: unknown, cls: PyClass): boolean {
	return cls.accepts ? cls.accepts(value) : typeOf(value).isSubclassOf(cls);
}
