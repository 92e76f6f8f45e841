import { Ellipsis } from '$lib/core/containers';
import { builtinExceptions } from '../exceptions';
import {
	boolClass,
	bytesClass,
	classmethodClass,
	dictClass,
	floatClass,
	frozensetClass,
	intClass,
	listClass,
	objectClass,
	propertyClass,
	rangeClass,
	setClass,
	sliceClass,
	staticmethodClass,
	strClass,
	tupleClass,
	typeClass
} from '../types';
import { NotImplemented } from '../values';
import { bytearrayClass, complexClass, memoryviewClass } from './containers';
import { superClass } from './descriptors';
import { abs, bin, chr, divmod, hex, oct, ord, pow, round } from './numbers';
import {
	callable,
	delattr,
	dir,
	getattr,
	hasattr,
	hash,
	id,
	isinstance,
	issubclass,
	setattr,
	vars
} from './reflection';
import { refused } from './refused';
import {
	all,
	any,
	enumerate,
	filter,
	iter,
	len,
	map,
	max,
	min,
	next,
	reversed,
	sorted,
	sum,
	zip
} from './sequences';
import { ascii, format, print, repr } from './text';
import '../construct';

const functions = [
	...[abs, bin, chr, divmod, hex, oct, ord, pow, round],
	...[callable, delattr, dir, getattr, hasattr, hash, id, isinstance, issubclass, setattr, vars],
	...[all, any, enumerate, filter, iter, len, map, max, min, next, reversed, sorted, sum, zip],
	...[ascii, format, print, repr]
];

const classes = [
	...[objectClass, typeClass, intClass, boolClass, floatClass, strClass, complexClass, bytesClass],
	...[listClass, tupleClass, dictClass, setClass, frozensetClass, rangeClass, sliceClass],
	...[propertyClass, staticmethodClass, classmethodClass, superClass, bytearrayClass, memoryviewClass]
];

/** What every program can name without importing it. */
export const builtins: ReadonlyMap<string, unknown> = new Map<string, unknown>([
	...functions.map((fn) => [fn.name, fn] as const),
	...classes.map((cls) => [cls.name, cls] as const),
	...builtinExceptions,
	...refused,
	['NotImplemented', NotImplemented],
	['Ellipsis', Ellipsis],
	['__name__', '__main__'],
	['__debug__', true],
	['__doc__', null],
	['__file__', 'program.py']
]);
