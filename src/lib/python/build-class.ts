import type { Span } from '$lib/core/source';
import { call, hasSpecial, special } from './call';
import { NamedTupleClass, PyClass } from './classes';
import { CachedProperty, ClassMethod, Property, StaticMethod } from './descriptors';
import { bind } from './bind';
import { typeError } from './errors';
import { buildByMetaclass, metaclassOf } from './metaclass';
import { typeName } from './types';
import { objectClass, typeClass } from './types';
import { TypeForm } from './typing-values';
import { UserFunction } from './function';

/** What a class statement (or `type(...)`, `make_dataclass`) says. */
export interface ClassSpec {
	readonly name: string;
	readonly qualname: string;
	readonly bases: readonly unknown[];
	readonly names: ReadonlyMap<string, unknown>;
	readonly kwargs: ReadonlyMap<string, unknown>;
	readonly span: Span | null;
}

/** Bases that make classes of a kind of their own: NamedTuple, Enum. */
export const classMakers = new Map<PyClass, (spec: ClassSpec, bases: PyClass[]) => PyClass>();

/** Metaclasses that change nothing here. */
export const plainMetaclasses = new Set<unknown>([typeClass]);

/** Makes a class of the program. */
export function buildClass(spec: ClassSpec): unknown {
	const bases = resolveBases(spec.bases);
	const meta = metaclassOf(spec, bases, plainMetaclasses);
	if (meta) return buildByMetaclass(meta, spec, (each) => makePlain(each, resolveBases(each.bases)));
	for (const base of bases)
		for (const each of base.mro) {
			const make = classMakers.get(each);
			if (make) return make(spec, bases);
		}
	return makePlain(spec, bases);
}

/** An ordinary class. */
export function makePlain(spec: ClassSpec, bases: readonly PyClass[]): PyClass {
	for (const base of bases)
		if (sealed.has(base.name) && base.module === 'builtins')
			throw typeError(`type '${base.name}' is not an acceptable base type`);
	const options = { module: '__main__', qualname: spec.qualname, span: spec.span, user: true };
	const named = bases.find((base) => base instanceof NamedTupleClass);
	const cls = named
		? new NamedTupleClass(spec.name, named.fields, bases, options)
		: new PyClass(spec.name, bases, options);
	if (cls instanceof NamedTupleClass) cls.custom = true;
	fill(cls, spec.names);
	initSubclass(cls, spec.kwargs);
	return cls;
}

const sealed = new Set(['bool', 'range', 'slice', 'NoneType', 'function', 'ellipsis']);

function resolveBases(given: readonly unknown[]): PyClass[] {
	const bases = given.flatMap((base) => {
		if (base instanceof PyClass) return [base];
		if (base instanceof TypeForm) return base.origin ? [base.origin] : [];
		throw typeError(`cannot use an object of type '${typeName(base)}' as a base class`);
	});
	return bases.length > 0 ? bases : [objectClass];
}

const implicitClassMethods = new Set(['__init_subclass__', '__class_getitem__']);

/** Puts the names of a class body into the class, and tells descriptors what they are called. */
export function fill(cls: PyClass, names: ReadonlyMap<string, unknown>): void {
	for (const [name, value] of names) {
		if (implicitClassMethods.has(name) && value instanceof UserFunction)
			cls.set(name, new ClassMethod(value));
		else if (name === '__new__' && value instanceof UserFunction) cls.set(name, new StaticMethod(value));
		else cls.set(name, value);
		if (value instanceof Property || value instanceof CachedProperty) value.name ||= name;
		else if (hasSpecial(value, '__set_name__')) special(value, '__set_name__', cls, name);
	}
	if (names.has('__eq__') && !names.has('__hash__')) cls.set('__hash__', null);
}

function initSubclass(cls: PyClass, kwargs: ReadonlyMap<string, unknown>): void {
	const given = new Map(kwargs);
	given.delete('metaclass');
	for (const base of cls.mro.slice(1)) {
		const found = base.dict.get('__init_subclass__');
		if (found === undefined) continue;
		call(bind(found, null, cls), [], given);
		return;
	}
	if (given.size > 0) throw typeError(`${cls.name}.__init_subclass__() takes no keyword arguments`);
}
