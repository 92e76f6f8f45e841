import type { ProgramError } from '$lib/core/errors';
import { Tuple } from '$lib/core/containers';
import { special } from './call';
import { PyClass } from './classes';
import { typeError } from './errors';
import { baseException, exceptionClass, ExceptionInstance, Raised } from './exceptions';
import { reprOf, strOf } from './repr';

/** KeyError, whose text is the key's repr. */
export function keyError(key: unknown): ProgramError {
	return raised(new ExceptionInstance(exceptionClass('KeyError'), new Tuple([key])));
}

/** StopIteration with what a generator returned. */
export function stopIteration(value: unknown): ProgramError {
	return raised(
		new ExceptionInstance(exceptionClass('StopIteration'), new Tuple(value === null ? [] : [value]))
	);
}

/** What is thrown for an exception object: the same error each time. */
export function raised(instance: ExceptionInstance): ProgramError {
	return (instance.error ??= new Raised(instance, messageOf(instance)));
}

/** `str(exception)` */
export function messageOf(instance: ExceptionInstance): string {
	const own = special(instance, '__str__');
	if (typeof own === 'string') return own;
	if (instance.text !== null) return instance.text;
	const { items } = instance.args;
	if (items.length === 0) return '';
	if (items.length === 1)
		return instance.cls.isSubclassOf(exceptionClass('KeyError')) ? reprOf(items[0]) : strOf(items[0]);
	if (items.length === 2 && instance.cls.isSubclassOf(exceptionClass('OSError')))
		return `[Errno ${strOf(items[0])}] ${strOf(items[1])}`;
	return reprOf(instance.args);
}

/** What `raise value from cause` throws. */
export function toRaise(value: unknown): ProgramError {
	const instance = value instanceof PyClass && value.isSubclassOf(baseException) ? value.call([]) : value;
	if (!(instance instanceof ExceptionInstance)) throw typeError('exceptions must derive from BaseException');
	return raised(instance);
}

/** The exception that `from` names. */
export function toCause(value: unknown): ExceptionInstance | null {
	if (value === null) return null;
	const instance = value instanceof PyClass && value.isSubclassOf(baseException) ? value.call([]) : value;
	if (!(instance instanceof ExceptionInstance))
		throw typeError('exception causes must derive from BaseException');
	return instance;
}
