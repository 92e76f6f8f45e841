import { classmethodClass, propertyClass, staticmethodClass } from './types';

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
	name = '';
	constructor(readonly fn: unknown) {}
}
