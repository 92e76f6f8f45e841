import { ProgramError, type Help } from '$lib/core/errors';
import { Tuple } from '$lib/core/containers';
import { Instance, PyClass } from './classes';
import { objectClass } from './types';

/** Builtin exceptions: each with the one it derives from. */
const hierarchy: readonly [name: string, base: string][] = [
	['Exception', 'BaseException'],
	['BaseExceptionGroup', 'BaseException'],
	['ExceptionGroup', 'Exception'],
	['KeyboardInterrupt', 'BaseException'],
	['SystemExit', 'BaseException'],
	['GeneratorExit', 'BaseException'],
	['ArithmeticError', 'Exception'],
	['FloatingPointError', 'ArithmeticError'],
	['OverflowError', 'ArithmeticError'],
	['ZeroDivisionError', 'ArithmeticError'],
	['AssertionError', 'Exception'],
	['AttributeError', 'Exception'],
	['BufferError', 'Exception'],
	['EOFError', 'Exception'],
	['ImportError', 'Exception'],
	['ModuleNotFoundError', 'ImportError'],
	['LookupError', 'Exception'],
	['IndexError', 'LookupError'],
	['KeyError', 'LookupError'],
	['MemoryError', 'Exception'],
	['NameError', 'Exception'],
	['UnboundLocalError', 'NameError'],
	['OSError', 'Exception'],
	['FileNotFoundError', 'OSError'],
	['FileExistsError', 'OSError'],
	['PermissionError', 'OSError'],
	['TimeoutError', 'OSError'],
	['ConnectionError', 'OSError'],
	['ReferenceError', 'Exception'],
	['RuntimeError', 'Exception'],
	['NotImplementedError', 'RuntimeError'],
	['RecursionError', 'RuntimeError'],
	['StopIteration', 'Exception'],
	['StopAsyncIteration', 'Exception'],
	['SyntaxError', 'Exception'],
	['IndentationError', 'SyntaxError'],
	['TabError', 'IndentationError'],
	['SystemError', 'Exception'],
	['TypeError', 'Exception'],
	['ValueError', 'Exception'],
	['UnicodeError', 'ValueError'],
	['UnicodeEncodeError', 'UnicodeError'],
	['UnicodeDecodeError', 'UnicodeError'],
	['Warning', 'Exception'],
	['UserWarning', 'Warning'],
	['DeprecationWarning', 'Warning'],
	['FutureWarning', 'Warning'],
	['RuntimeWarning', 'Warning'],
	['PendingDeprecationWarning', 'Warning'],
	['SyntaxWarning', 'Warning'],
	['ImportWarning', 'Warning']
];

/** An exception as an object of the program. */
export class ExceptionInstance extends Instance {
	cause: ExceptionInstance | null = null;
	context: ExceptionInstance | null = null;
	suppressContext = false;
	/** What is thrown for it; the same each time, so that it keeps its place. */
	error: ProgramError | null = null;
	/** `str` of it, where that is not made of its arguments. */
	text: string | null = null;

	constructor(
		cls: PyClass,
		public args: Tuple
	) {
		super(cls);
	}
}

export const baseException = new PyClass('BaseException', [objectClass], {
	create: (cls, args) => new ExceptionInstance(cls, new Tuple(args))
});

const byName = new Map<string, PyClass>([['BaseException', baseException]]);
for (const [name, base] of hierarchy) byName.set(name, new PyClass(name, [byName.get(base) as PyClass]));

/** The builtin exceptions by name. */
export const builtinExceptions: ReadonlyMap<string, PyClass> = new Map(byName);

export const exceptionClass = (name: string): PyClass =>
	byName.get(name) ?? defineException(name, ['Exception']);

/**
 * Makes `ProgramError(name, ...)` an instance of a class of that name, so that programs can catch it by it or by its
 * bases. `module` is where Python says it lives.
 */
export function defineException(name: string, bases: readonly string[], module = 'builtins'): PyClass {
	const cls = new PyClass(
		name,
		bases.map((base) => exceptionClass(base)),
		{ module }
	);
	byName.set(name, cls);
	return cls;
}

/** An exception that the program raised itself. */
export class Raised extends ProgramError {
	constructor(
		readonly instance: ExceptionInstance,
		message: string,
		help: Help = {}
	) {
		super(instance.cls.name, message, help);
	}
}

const instances = new WeakMap<ProgramError, ExceptionInstance>();

/** What `except ... as e` gives for something thrown. */
export function instanceOf(error: ProgramError): ExceptionInstance {
	if (error instanceof Raised) return error.instance;
	let instance = instances.get(error);
	if (!instance) {
		instance = new ExceptionInstance(exceptionClass(error.type), new Tuple([error.message]));
		instance.text = error.message;
		instance.error = error;
		instances.set(error, instance);
	}
	return instance;
}

export const isExceptionClass = (value: unknown): value is PyClass =>
	value instanceof PyClass && value.isSubclassOf(baseException);

/** Whether something thrown is an exception of that builtin class. */
export function isError(thrown: unknown, name: string): thrown is ProgramError {
	if (!(thrown instanceof ProgramError)) return false;
	if (thrown.type === name) return true;
	const cls = byName.get(name);
	return cls !== undefined && instanceOf(thrown).cls.isSubclassOf(cls);
}
