import { NamedTuple, Tuple } from '$lib/core/containers';
import type { ProgramError } from '$lib/core/errors';
import { Fn } from '$lib/core/fn';
import { arrays } from './arrays';
import { findAttribute } from './attributes';
import { call, special } from './call';
import { isOwned, PyClass, type Owned } from './classes';
import { Property } from './descriptors';
import { EnumClass } from './enum-class';
import { pyError, typeError } from './errors';
import { ExceptionInstance } from './exceptions';
import { attributesOf, BoundMethod, UserFunction } from './function';
import { missingAttribute } from './missing-attribute';
import { NativeFunction } from './native';
import { objectClass, typeName } from './types';

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
	if (cls instanceof EnumClass && cls.members.has(name))
		throw pyError('AttributeError', `cannot reassign member '${name}'`);
	if (!cls.user && !(cls instanceof EnumClass))
		throw typeError(`cannot set '${name}' attribute of immutable type '${cls.name}'`);
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
