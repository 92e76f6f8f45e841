import type { Kwargs } from '$lib/core/fn';
import { ProgramError } from '$lib/core/errors';
import { call } from '../call';
import { getAttribute } from '../attributes';
import { Instance, PyClass } from '../classes';
import { ExceptionInstance, instanceOf } from '../exceptions';
import { method } from '../native';
import { raised } from '../raise';
import { truth } from '../truth';
import { objectClass } from '../types';

/** What is left to close: told of the exception in flight, true where it swallows it. */
type Exit = (error: ExceptionInstance | null) => boolean;

const exits = new WeakMap<Instance, Exit[]>();
const exitsOf = (self: Instance): Exit[] => {
	const list = exits.get(self) ?? [];
	exits.set(self, list);
	return list;
};

/** `contextlib.ExitStack`: closes what was entered, the last first, through whatever is raised on the way. */
export const exitStackClass = new PyClass('ExitStack', [objectClass], {
	module: 'contextlib',
	create: (cls) => new Instance(cls)
});

const told = (exit: unknown, error: ExceptionInstance | null): boolean =>
	truth(call(exit, error ? [error.cls, error, null] : [null, null, null]));

function close(self: Instance, given: unknown): boolean {
	let error = given instanceof ExceptionInstance ? given : null;
	const list = exitsOf(self);
	for (let exit = list.pop(); exit; exit = list.pop())
		try {
			if (exit(error)) error = null;
		} catch (thrown) {
			if (!(thrown instanceof ProgramError)) throw thrown;
			error = instanceOf(thrown);
		}
	if (error && error !== given) throw raised(error);
	return given instanceof ExceptionInstance && error === null;
}

const methods: Record<string, (self: Instance, ...rest: never[]) => unknown> = {
	'__enter__(self)': (self) => self,
	'__exit__(self, type, value, traceback)': (self, _: unknown, value: unknown) => close(self, value),
	'close(self)': (self) => {
		close(self, null);
		return null;
	},
	'enter_context(self, cm)': (self, manager: unknown) => {
		const exit = getAttribute(manager, '__exit__');
		const value = call(getAttribute(manager, '__enter__'), []);
		exitsOf(self).push((error) => told(exit, error));
		return value;
	},
	'push(self, exit)': (self, exit: unknown) => {
		exitsOf(self).push((error) =>
			told(exit instanceof Instance ? getAttribute(exit, '__exit__') : exit, error)
		);
		return exit;
	},
	'callback(self, callback, *args, **kwargs)': (
		self,
		fn: unknown,
		args: readonly unknown[],
		kwargs: Kwargs
	) => {
		exitsOf(self).push(() => {
			call(fn, args, kwargs);
			return false;
		});
		return fn;
	},
	'pop_all(self)': (self) => {
		const other = new Instance(self.cls);
		exits.set(other, exitsOf(self).splice(0));
		return other;
	}
};
for (const [signature, body] of Object.entries(methods))
	exitStackClass.set(
		signature.slice(0, signature.indexOf('(')),
		method(signature, body as (...args: never[]) => unknown)
	);
