import { type Fn, type Kwargs } from '$lib/core/fn';
import { call } from '../call';
import { Instance, PyClass } from '../classes';
import { getAttribute } from '../attributes';
import { pyError } from '../errors';
import { ExceptionInstance, isError, instanceOf } from '../exceptions';
import { PyGenerator } from '../generator';
import { redirect } from '../host';
import { registerModule } from '../module';
import { method, native } from '../native';
import { raised } from '../raise';
import { objectClass } from '../types';
import { exitStackClass } from './exit-stack';
import { wrapLike } from './wrapping';
import { ProgramError } from '$lib/core/errors';

const managerClass = new PyClass('_GeneratorContextManager', [objectClass], { module: 'contextlib' });
const generators = new WeakMap<Instance, { generator: PyGenerator; again: () => Instance }>();

function start(fn: unknown, args: readonly unknown[], kwargs: Kwargs): Instance {
	const generator = call(fn, args, kwargs);
	if (!(generator instanceof PyGenerator))
		throw pyError('TypeError', `'${String(generator)}' object is not an iterator`);
	const manager = new Instance(managerClass);
	generators.set(manager, { generator, again: () => start(fn, args, kwargs) });
	return manager;
}

const of = (self: Instance): PyGenerator => (generators.get(self) as { generator: PyGenerator }).generator;

function enter(self: Instance): unknown {
	const turn = of(self).next();
	if (turn.done) throw pyError('RuntimeError', "generator didn't yield");
	return turn.value;
}

/** Resumes the generator after its `yield`, with the exception if there is one; true where it swallowed it. */
function exit(self: Instance, _: unknown, value: unknown): boolean {
	const generator = of(self);
	if (!(value instanceof ExceptionInstance)) {
		if (!generator.next().done) throw pyError('RuntimeError', "generator didn't stop");
		return false;
	}
	try {
		generator.throw(raised(value));
	} catch (error) {
		if (isError(error, 'StopIteration') && instanceOf(error) !== value) return true;
		if (error instanceof ProgramError && instanceOf(error) === value) return false;
		throw error;
	}
	throw pyError('RuntimeError', "generator didn't stop after throw()");
}

managerClass.set('__enter__', method('__enter__(self)', enter));
managerClass.set('__exit__', method('__exit__(self, type, value, traceback)', exit));
managerClass.set(
	'__call__',
	method('__call__(self, func)', (self: Instance, fn: Fn) =>
		wrapLike(
			native(`${fn.name}(*args, **kwargs)`, (args: readonly unknown[], kwargs: Kwargs) => {
				const manager = (generators.get(self) as { again: () => Instance }).again();
				enter(manager);
				const result = call(fn, args, kwargs);
				exit(manager, null, null);
				return result;
			}),
			fn
		)
	)
);

/** A context manager made of two functions. */
function managerType(
	name: string,
	open: (self: Instance) => unknown,
	close: (self: Instance, type: unknown, value: unknown) => unknown
): PyClass {
	const cls = new PyClass(name, [objectClass], {
		module: 'contextlib',
		create: (owner, args) => {
			const manager = new Instance(owner);
			manager.fields.set('args', [...args]);
			return manager;
		}
	});
	cls.set('__enter__', method('__enter__(self)', open));
	cls.set('__exit__', method('__exit__(self, type, value, traceback)', close));
	return cls;
}

/** `print` without `file` goes to the object given, by its `write`. */
const redirection = managerType(
	'redirect_stdout',
	(self) => {
		const [target] = argsOf(self);
		self.fields.set(
			'before',
			redirect((text) => void call(getAttribute(target, 'write'), [text]))
		);
		return target;
	},
	(self) => {
		redirect(self.fields.get('before') as ReturnType<typeof redirect>);
		return false;
	}
);

const argsOf = (self: Instance): unknown[] => self.fields.get('args') as unknown[];

registerModule('contextlib', {
	ExitStack: exitStackClass,
	redirect_stdout: redirection,
	redirect_stderr: managerType(
		'redirect_stderr',
		(self) => argsOf(self)[0],
		() => false
	),
	contextmanager: native('contextmanager(func)', (fn: Fn) =>
		wrapLike(
			native(`${fn.name}(*args, **kwargs)`, (args: readonly unknown[], kwargs: Kwargs) =>
				start(fn, args, kwargs)
			),
			fn
		)
	),
	nullcontext: managerType(
		'nullcontext',
		(self) => argsOf(self)[0] ?? null,
		() => false
	),
	suppress: managerType(
		'suppress',
		() => null,
		(self, type) =>
			type instanceof PyClass &&
			argsOf(self).some((each) => each instanceof PyClass && type.isSubclassOf(each))
	),
	closing: managerType(
		'closing',
		(self) => argsOf(self)[0],
		(self) => {
			call(getAttribute(argsOf(self)[0], 'close'), []);
			return false;
		}
	)
});
