import { PyClass } from './classes';
import { classmethodClass, objectClass, propertyClass, staticmethodClass } from './types';

export const cachedPropertyClass = new PyClass('cached_property', [objectClass], { module: 'functools' });

/** `property(...)` */
export class Property {
	readonly cls = propertyClass;
	/** Of the class it was put into. */
	name = '';
	constructor(
		readonly getter: unknown,
		readonly setter: unknown = null,
		readonly deleter: unknown = null
	) {}
}

/** `staticmethod(...)` */
export class StaticMethod {
	readonly cls = staticmethodClass;
	constructor(readonly fn: unknown) {}
}

/** `classmethod(...)` */
export class ClassMethod {
	readonly cls = classmethodClass;
	constructor(readonly fn: unknown) {}
}

/** `functools.cached_property(...)` */
export class CachedProperty {
	readonly cls = cachedPropertyClass;
	name = '';
	constructor(readonly fn: unknown) {}
}
