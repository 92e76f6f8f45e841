import { ClassMethod, Property, StaticMethod } from '../descriptors';
import { findAttribute } from '../attributes';
import { typeError } from '../errors';
import { PyClass } from '../classes';
import { method } from '../native';
import { Super } from '../super';
import { classmethodClass, objectClass, propertyClass, staticmethodClass } from '../types';

propertyClass.create = (_, args, kwargs) =>
	new Property(args[0] ?? kwargs.get('fget') ?? null, args[1] ?? kwargs.get('fset') ?? null, args[2] ?? null);
staticmethodClass.create = (_, [fn]) => new StaticMethod(fn);
classmethodClass.create = (_, [fn]) => new ClassMethod(fn);

const named = (from: Property, made: Property): Property => {
	made.name = from.name;
	return made;
};

propertyClass.set(
	'getter',
	method('property.getter(self, fget, /)', (self: Property, fget: unknown) =>
		named(self, new Property(fget, self.setter, self.deleter))
	)
);
propertyClass.set(
	'setter',
	method('property.setter(self, fset, /)', (self: Property, fset: unknown) =>
		named(self, new Property(self.getter, fset, self.deleter))
	)
);
propertyClass.set(
	'deleter',
	method('property.deleter(self, fdel, /)', (self: Property, fdel: unknown) =>
		named(self, new Property(self.getter, self.setter, fdel))
	)
);
propertyClass.set(
	'__doc__',
	new Property(
		method('__doc__(self)', (self: Property) =>
			self.getter === null ? null : (findAttribute(self.getter, '__doc__') ?? null)
		)
	)
);
propertyClass.set('fget', new Property(method('fget(self)', (self: Property) => self.getter)));
staticmethodClass.set('__func__', new Property(method('__func__(self)', (self: StaticMethod) => self.fn)));
classmethodClass.set('__func__', new Property(method('__func__(self)', (self: ClassMethod) => self.fn)));

/** `super(Class, self)`; without arguments the evaluator answers itself. */
export const superClass = new PyClass('super', [objectClass], {
	create: (_, [cls, object]) => {
		if (!(cls instanceof PyClass)) throw typeError('super() argument 1 must be a type');
		return new Super(cls, object);
	}
});
