import type { ProgramError } from '$lib/core/errors';
import { didYouMean } from '$lib/core/help/names';
import { arrays } from './arrays';
import { attributeNames } from './attribute-names';
import { PyClass } from './classes';
import { EnumClass } from './enum-class';
import { pyError } from './errors';
import { Module } from './module';
import { nearest } from './nearest';
import { suggestInModule, suggestOnArray } from './suggest';
import { Super } from './super';
import { typeName } from './types';

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
		module.refuses(name) ??
		pyError('AttributeError', missingText(module, name), suggestInModule(module, name))
	);
}

function missingText(object: unknown, name: string): string {
	if (object instanceof Module) return `module '${object.name}' has no attribute '${name}'`;
	if (object instanceof EnumClass) return name;
	if (object instanceof PyClass) return `type object '${object.name}' has no attribute '${name}'`;
	const type = object instanceof Super ? 'super' : typeName(object);
	return `'${type}' object has no attribute '${name}'`;
}
