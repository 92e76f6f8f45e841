import { Dict, Tuple } from '$lib/core/containers';
import { ownClass } from './classes';
import { NativeFunction } from './native';
import { dictClass, listClass, strClass, tupleClass, typeOf } from './types';

/** The method of a builtin value, not bound to it yet. null for anything that needs a full look at its attributes. */
export function findMethod(object: unknown, name: string): NativeFunction | null {
	const cls = fastClass(object);
	if (!cls) return null;
	const found = cls.lookup(name);
	return found instanceof NativeFunction && found.binds ? found : null;
}

function fastClass(object: unknown) {
	if (typeof object === 'string') return strClass;
	if (typeof object !== 'object' || object === null || ownClass(object)) return null;
	if (Array.isArray(object)) return listClass;
	if (object instanceof Dict) return 'cls' in object ? typeOf(object) : dictClass;
	return object instanceof Tuple && object.constructor === Tuple ? tupleClass : null;
}
