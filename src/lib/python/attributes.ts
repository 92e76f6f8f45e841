import { Fn } from '$lib/core/fn';
import { arrays } from './arrays';
import { HostObject, isOwned } from './classes';
import { isError } from './exceptions';
import { Module } from './module';
import { attributes, missing } from './parts';
import { typeOf } from './types';

const { missingAttribute } = missing.functions;
const { rarerAttribute } = attributes.functions;

/** `object.name`. Throws Python's AttributeError. */
export function getAttribute(object: unknown, name: string): unknown {
	const found = findAttribute(object, name);
	if (found === undefined) throw missingAttribute(object, name);
	return found;
}

/** `object.name`; undefined where there is no such attribute. */
export function findAttribute(object: unknown, name: string): unknown {
	if (object instanceof Module) return moduleAttribute(object, name);
	if (object instanceof Fn || isOwned(object)) return rarerAttribute(object, name);
	if (arrays.isArray(object) && name !== '__class__') return arrays.attribute(object, name);
	const own = object instanceof HostObject ? object.attribute?.(name) : undefined;
	return own ?? rarerAttribute(object, name);
}

function moduleAttribute(module: Module, name: string): unknown {
	const found = module.attribute(name);
	if (found !== undefined) return found;
	if (name === '__name__') return module.name;
	return name === '__doc__' ? null : name === '__class__' ? typeOf(module) : undefined;
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
