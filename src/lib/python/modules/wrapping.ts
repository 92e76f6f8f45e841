import { Fn } from '$lib/core/fn';
import { findAttribute } from '../attributes';
import { isOwned } from '../classes';
import { attributesOf, UserFunction } from '../function';
import { native } from '../native';

/** Copies the name, documentation and attributes of what is wrapped. */
export function wrapLike(wrapper: Fn, wrapped: unknown): Fn {
	if (wrapped instanceof Fn) {
		for (const [name, value] of attributesOf(wrapped)) attributesOf(wrapper).set(name, value);
		const names = ['__name__', '__qualname__', '__doc__', '__module__'];
		for (const name of names) {
			const value = findAttribute(wrapped, name);
			if (wrapper instanceof UserFunction && name !== '__module__') setWrapperName(wrapper, name, value);
			else if (value !== undefined) attributesOf(wrapper).set(name, value);
		}
	}
	attributesOf(wrapper).set('__wrapped__', wrapped);
	return wrapper;
}

/** The same for an object that is no function: the names become attributes of its own. */
export function wrapLikeAny(wrapper: unknown, wrapped: unknown): unknown {
	if (wrapper instanceof Fn) return wrapLike(wrapper, wrapped);
	if (!isOwned(wrapper)) return wrapper;
	for (const name of ['__module__', '__name__', '__qualname__', '__doc__']) {
		const value = findAttribute(wrapped, name);
		if (value !== undefined) wrapper.fields.set(name, value);
	}
	wrapper.fields.set('__wrapped__', wrapped);
	return wrapper;
}

function setWrapperName(wrapper: UserFunction, name: string, value: unknown): void {
	if (name === '__name__') wrapper.name = String(value);
	else if (name === '__qualname__') wrapper.qualname = String(value);
	else wrapper.doc = value;
}

/** `functools.wraps` */
export const wraps = native('wraps(wrapped, assigned=None, updated=None)', (wrapped: unknown) =>
	native('update_wrapper(wrapper)', (wrapper: unknown) => wrapLikeAny(wrapper, wrapped))
);
