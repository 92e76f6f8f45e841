import { Fn } from '$lib/core/fn';
import { need } from '$lib/parts/part';
import { arrays } from './arrays';
import { isOwned, NamedTupleClass, PyClass } from './classes';
import { attributesOf } from './function';
import { Module } from './module';
import { methods } from './parts';
import { typeOf } from './types';

/** The attributes of a value that `dir` lists: its own, and those of its class. */
export function attributeNames(value: unknown): Set<string> {
	need(methods);
	const names = new Set<string>();
	const own = isOwned(value)
		? value.fields
		: value instanceof Module
			? value.attributes
			: value instanceof Fn && !(value instanceof PyClass)
				? attributesOf(value)
				: new Map<string, unknown>();
	for (const name of own.keys()) names.add(name);
	const cls = value instanceof PyClass ? value : arrays.isArray(value) ? null : typeOf(value);
	if (cls instanceof NamedTupleClass) for (const name of cls.fields) names.add(name);
	for (const each of cls?.mro ?? []) for (const name of each.dict.keys()) names.add(name);
	return names;
}
