import { ScalarInstance, type PyClass } from '../classes';
import { Property } from '../descriptors';
import { method } from '../native';
import { floatClass, intClass, strClass } from '../types';

const scalars = new Set([intClass, floatClass, strClass]);

export type Methods = Record<string, (...args: never[]) => unknown>;

/** Puts methods into a builtin class. Each key is a signature: `'index(self, value, /)'`. */
export function addMethods(cls: PyClass, methods: Methods): void {
	for (const [signature, body] of Object.entries(methods)) {
		const name = signature.slice(0, signature.indexOf('('));
		const fn = method(`${cls.name}.${signature}`, body);
		fn.wantsPayload = scalars.has(cls);
		if (name.startsWith('__')) cls.dunders.set(name, fn);
		else cls.set(name, fn);
	}
}

/** Read-only attributes of the values of a builtin class. */
export function addProperties(cls: PyClass, getters: Record<string, (self: never) => unknown>): void {
	for (const [name, getter] of Object.entries(getters)) {
		const read = method(`${name}(self)`, (self: unknown) =>
			getter((self instanceof ScalarInstance ? self.payload : self) as never)
		);
		const property = new Property(read);
		property.name = name;
		cls.set(name, property);
	}
}
