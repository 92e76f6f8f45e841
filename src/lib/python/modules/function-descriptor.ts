import { Instance, PyClass } from '../classes';
import { method } from '../native';
import { objectClass } from '../types';

/** A class of functools whose instances give, read from an object, what `make` makes for that object. */
export function descriptor(
	name: string,
	make: (self: Instance, object: unknown, cls: unknown) => unknown
): PyClass {
	const cls = new PyClass(name, [objectClass], { module: 'functools', create: (own) => new Instance(own) });
	cls.set('__get__', method('__get__(self, obj, cls=None)', make));
	return cls;
}
