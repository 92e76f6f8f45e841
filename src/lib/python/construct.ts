import type { Kwargs } from '$lib/core/fn';
import { call } from './call';
import { bind } from './bind';
import { constructHook, Instance, type PyClass } from './classes';
import { typeError } from './errors';
import { isInstance, objectClass, typeName, typeOf } from './types';

/** `cls(...)`, which a metaclass of the program may carry out in a way of its own. */
function construct(cls: PyClass, args: readonly unknown[], kwargs: Kwargs): unknown {
	const own = cls.meta?.lookup('__call__');
	if (cls.meta && own !== undefined) return call(bind(own, cls, cls.meta), args, kwargs);
	return constructPlain(cls, args, kwargs);
}

/** Makes an instance of a class of the program: `__new__`, then `__init__`. */
export function constructPlain(cls: PyClass, args: readonly unknown[], kwargs: Kwargs): unknown {
	checkAbstract(cls);
	const maker = cls.lookup('__new__');
	const init = cls.lookup('__init__');
	const object =
		maker === undefined
			? createBare(cls, args, kwargs, init !== undefined)
			: call(bind(maker, null, cls), [cls, ...args], kwargs);
	if (init === undefined || !isInstance(object, cls)) return object;
	const result = call(bind(init, object, typeOf(object)), args, kwargs);
	if (result !== null) throw typeError(`__init__() should return None, not '${typeName(result)}'`);
	return object;
}

function createBare(cls: PyClass, args: readonly unknown[], kwargs: Kwargs, hasInit: boolean): unknown {
	const own = cls.mro.find((each) => each.create);
	if (own !== objectClass) {
		const scalar = hasInit && cls.lookupAttribute('__init__') !== undefined && containerBase(cls);
		return scalar ? cls.createBare([], new Map()) : cls.createBare(args, kwargs);
	}
	if (!hasInit && (args.length > 0 || kwargs.size > 0)) throw typeError(`${cls.name}() takes no arguments`);
	return new Instance(cls);
}

/** Lists, dicts and sets are filled by `__init__`; a class with its own starts empty. */
const containerBase = (cls: PyClass): boolean =>
	cls.mro.some((each) => each.module === 'builtins' && ['list', 'dict', 'set'].includes(each.name));

function checkAbstract(cls: PyClass): void {
	const missing = abstractNames(cls);
	if (missing.length === 0) return;
	throw typeError(
		`Can't instantiate abstract class ${cls.name} with abstract method${missing.length === 1 ? '' : 's'} ${missing.join(', ')}`
	);
}

/** Functions marked by `abc.abstractmethod`. */
export const abstractMarks = new WeakSet<object>();

const checked = new WeakMap<PyClass, string[]>();

function abstractNames(cls: PyClass): string[] {
	const known = checked.get(cls);
	if (known) return known;
	const names = new Set<string>();
	for (const each of cls.mro) for (const [name, value] of each.dict) if (isAbstract(value)) names.add(name);
	const missing = [...names].filter((name) => isAbstract(cls.lookup(name))).sort();
	checked.set(cls, missing);
	return missing;
}

function isAbstract(value: unknown): boolean {
	if (typeof value !== 'object' || value === null) return false;
	if (abstractMarks.has(value)) return true;
	const inner = (value as { getter?: unknown; fn?: unknown }).getter ?? (value as { fn?: unknown }).fn;
	return typeof inner === 'object' && inner !== null && abstractMarks.has(inner);
}

objectClass.create = (cls, args, kwargs) => {
	if (args.length > 0 || kwargs.size > 0) throw typeError(`${cls.name}() takes no arguments`);
	return new Instance(cls);
};
constructHook.construct = construct;
