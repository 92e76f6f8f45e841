import { Dict, EllipsisType, NamedTuple, Slice, Tuple } from '$lib/core/containers';
import { Fn } from '$lib/core/fn';
import { Tracer } from '$lib/core/interpreter';
import { NDArray } from '$lib/array/ndarray';

/** Python's name of a value's class: `list`, `NoneType`, `float`. Objects may say it themselves with `pythonType`. */
export function typeName(x: unknown): string {
	if (x === null || x === undefined) return 'NoneType';
	switch (typeof x) {
		case 'bigint':
			return 'int';
		case 'number':
			return 'float';
		case 'boolean':
			return 'bool';
		case 'string':
			return 'str';
		case 'object':
			return objectName(x);
		default:
			return 'function';
	}
}

function objectName(x: object): string {
	if (Array.isArray(x)) return 'list';
	if (x instanceof NDArray) return 'ArrayImpl';
	if (x instanceof Tracer) return x.pythonClass;
	if (x instanceof NamedTuple) return x.type.name;
	if (x instanceof Tuple) return 'tuple';
	if (x instanceof Dict) return 'dict';
	if (x instanceof Slice) return 'slice';
	if (x instanceof EllipsisType) return 'ellipsis';
	if (x instanceof Fn) return 'function';
	const named = (x as { readonly pythonType?: unknown }).pythonType;
	return typeof named === 'string' ? named : 'object';
}

/** The python room knows the classes of the program, and the modules of all. */
export const typeTextHook: { of: (x: unknown) => string } = { of: (x) => `<class '${typeName(x)}'>` };

/** As messages show a class: `<class 'list'>`. */
export const typeText = (x: unknown): string => typeTextHook.of(x);
