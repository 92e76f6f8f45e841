import { Dict, hashKey, identity, Tuple } from '$lib/core/containers';
import { deleteAttribute, setAttribute } from '../set-attribute';
import { findAttribute, hasAttribute, getAttribute } from '../attributes';
import { attributeNames } from '../attribute-names';
import { buildClass } from '../build-class';
import { isCallable } from '../call';
import { PyClass } from '../classes';
import { notSupported, typeError } from '../errors';
import { isError } from '../exceptions';
import { hashOf } from '../hash';
import { builtin } from '../native';
import { isInstance, typeClass, typeName, typeOf } from '../types';
import { isAlias, isInstanceOfUnion, TypeForm } from '../typing-values';

typeClass.create = (_, args, kwargs) => {
	if (args.length === 1) return typeOf(args[0]);
	if (args.length !== 3) throw typeError('type() takes 1 or 3 arguments');
	const [name, bases, names] = args;
	if (typeof name !== 'string' || !(bases instanceof Tuple) || !(names instanceof Dict))
		throw typeError('type() argument 1 must be str');
	const entries = names.entries().map(([key, value]) => [String(key), value] as const);
	return buildClass({
		name,
		qualname: name,
		bases: bases.items,
		names: new Map(entries),
		kwargs,
		span: null
	});
};

const badClass = () => typeError('isinstance() arg 2 must be a type, a tuple of types, or a union');

function matches(
	classes: unknown,
	test: (cls: PyClass) => boolean,
	union: (form: TypeForm) => boolean,
	bad: () => Error
): boolean {
	if (classes instanceof PyClass) return test(classes);
	if (classes instanceof Tuple) return classes.items.some((each) => matches(each, test, union, bad));
	if (classes instanceof TypeForm) {
		if (classes.options) return union(classes);
		if (isAlias(classes)) return test(classes.origin as PyClass);
		if (classes.origin) throw typeError('isinstance() argument 2 cannot be a parameterized generic');
	}
	throw bad();
}

export const isinstance = builtin('isinstance(obj, class_or_tuple, /)', (value: unknown, classes: unknown) =>
	matches(
		classes,
		(cls) => isInstance(value, cls),
		(form) => isInstanceOfUnion(value, form),
		badClass
	)
);

export const issubclass = builtin('issubclass(cls, class_or_tuple, /)', (cls: unknown, classes: unknown) => {
	if (!(cls instanceof PyClass)) throw typeError('issubclass() arg 1 must be a class');
	const bad = () => typeError('issubclass() arg 2 must be a class, a tuple of classes, or a union');
	return matches(
		classes,
		(other) => cls.isSubclassOf(other),
		(form) => (form.options ?? []).some((each) => each instanceof PyClass && cls.isSubclassOf(each)),
		bad
	);
});

export const hasattr = builtin('hasattr(obj, name, /)', (object: unknown, name: unknown) =>
	hasAttribute(object, attributeName(name))
);

function attributeName(name: unknown): string {
	if (typeof name !== 'string') throw typeError(`attribute name must be string, not '${typeName(name)}'`);
	return name;
}

export const getattr = builtin(
	'getattr(object, name, /, *default)',
	(object: unknown, name: unknown, rest: readonly unknown[]) => {
		const key = attributeName(name);
		if (rest.length === 0) return getAttribute(object, key);
		try {
			return findAttribute(object, key) ?? rest[0];
		} catch (error) {
			if (isError(error, 'AttributeError')) return rest[0];
			throw error;
		}
	}
);

export const setattr = builtin(
	'setattr(obj, name, value, /)',
	(object: unknown, name: unknown, value: unknown) => {
		setAttribute(object, attributeName(name), value);
		return null;
	}
);

export const delattr = builtin('delattr(obj, name, /)', (object: unknown, name: unknown) => {
	deleteAttribute(object, attributeName(name));
	return null;
});

export const callable = builtin('callable(obj, /)', isCallable);

const textIds = new Map<string, object>();

export const id = builtin('id(obj, /)', (value: unknown) => {
	if (typeof value === 'object' && value !== null) return BigInt(0x7f0000000000 + identity(value) * 16);
	const key = String(hashKey(value));
	let stand = textIds.get(key);
	if (!stand) textIds.set(key, (stand = {}));
	return BigInt(0x7f0000000000 + identity(stand) * 16);
});

export const hash = builtin('hash(obj, /)', hashOf);

export const vars = builtin('vars(*object)', (args: readonly unknown[]) => {
	if (args.length === 0) throw notSupported('vars() without an argument', 'Name the variables.');
	const found = findAttribute(args[0], '__dict__');
	if (found === undefined) throw typeError('vars() argument must have __dict__ attribute');
	return found;
});

export const dir = builtin('dir(*object)', (args: readonly unknown[]) => {
	if (args.length === 0) throw notSupported('dir() without an argument', 'Name the object.');
	return [...attributeNames(args[0])].sort();
});
