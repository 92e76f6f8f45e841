import type { Fn, Kwargs } from '$lib/core/fn';
import { findAttribute } from '../attributes';
import { call } from '../call';
import { Instance, type PyClass } from '../classes';
import { typeError } from '../errors';
import { setFunctionAttribute, UserFunction } from '../function';
import { native } from '../native';
import { TypeForm } from '../typing-values';
import { descriptor } from './function-descriptor';
import { wrapLike } from './wrapping';

/** The function registered for the class of the first argument. */
class Dispatcher {
	private readonly registry: [type: PyClass, fn: unknown][] = [];

	constructor(private readonly fn: Fn) {}

	/** The function for the class of that value, or the nearest of its bases. */
	find(value: unknown): unknown {
		const cls = findAttribute(value, '__class__') as PyClass;
		const found = cls.mro.map((each) => this.registry.find(([type]) => type === each)).find((each) => each);
		return found ? found[1] : (this.registry.find(([type]) => type.accepts?.(value))?.[1] ?? this.fn);
	}

	readonly register = native('register(cls, func=None)', (cls: unknown, given: unknown) => {
		if (cls instanceof UserFunction) {
			const type = [...cls.annotations.values()][0];
			this.add(type, cls);
			return cls;
		}
		return given === null
			? native('register(func)', (each: unknown) => this.add(cls, each))
			: this.add(cls, given);
	});

	private add(type: unknown, fn: unknown): unknown {
		for (const each of type instanceof TypeForm ? (type.options ?? [type.origin]) : [type])
			this.registry.push([each as PyClass, fn]);
		return fn;
	}
}

/** `functools.singledispatch` */
export const singledispatch = native('singledispatch(func)', (fn: Fn) => {
	const found = new Dispatcher(fn);
	const dispatcher = native(`${fn.name}(*args, **kwargs)`, (args: readonly unknown[], kwargs: Kwargs) => {
		if (args.length === 0) throw typeError(`${fn.name} requires at least 1 positional argument`);
		return call(found.find(args[0]), args, kwargs);
	});
	wrapLike(dispatcher, fn);
	setFunctionAttribute(dispatcher, 'register', found.register);
	return dispatcher;
});

/** `functools.singledispatchmethod`: by the first argument after `self`. */
export const dispatchMethodClass = descriptor('singledispatchmethod', (self, object) => {
	const dispatcher = self.fields.get('dispatcher') as Dispatcher;
	return native('method(*args, **kwargs)', (args: readonly unknown[], kwargs: Kwargs) =>
		call(dispatcher.find(args[0]), object === null ? args : [object, ...args], kwargs)
	);
});
dispatchMethodClass.create = (cls, [fn]) => {
	const made = new Instance(cls);
	const dispatcher = new Dispatcher(fn as Fn);
	made.fields.set('dispatcher', dispatcher);
	made.fields.set('register', dispatcher.register);
	return made;
};
