import { Dict } from '$lib/core/containers';
import { Fn, type Kwargs } from '$lib/core/fn';
import { setSource, type Span } from '$lib/core/source';
import { outward, type Activation } from '../activation';
import type { Call, Expression, Keyword } from '../ast';
import { findAttribute, getAttribute } from '../attributes';
import { call, isCallable } from '../call';
import { PyClass } from '../classes';
import { at, pyError, typeError } from '../errors';
import { BoundMethod, UserFunction } from '../function';
import { iterate, isIterable } from '../iterate';
import { getItem } from '../subscript';
import { Super } from '../super';
import { findMethod } from '../methods';
import { typeName } from '../types';
import { expression } from './expressions';
import type { Evaluate, Site } from './unit';

const noKwargs: Kwargs = new Map();

/** The function is for messages about what is spread into its arguments. */
type ArgumentsOf = (activation: Activation, fn: unknown) => unknown[];
type KwargsOf = (activation: Activation, fn: unknown) => Kwargs;

/** `callee(...)` */
export function callExpression(node: Call, site: Site): Evaluate {
	const { callee } = node;
	if (callee.kind === 'Name' && callee.id === 'super' && isBuiltin('super', site) && node.args.length === 0)
		return superCall(node.span, site);
	const args = positional(node.args, site);
	const kwargs = node.keywords.length > 0 ? keywordArguments(node.keywords, site) : null;
	if (callee.kind === 'Attribute')
		return methodCall(expression(callee.object, site), callee.name, callee.span, args, kwargs, node.span);
	const fn = expression(callee, site);
	const { span } = node;
	return (a) => {
		const target = fn(a);
		const values = args(a, target);
		const named = kwargs ? kwargs(a, target) : noKwargs;
		const before = setSource({ span, frame: a.frame });
		const result = target instanceof Fn ? target.call(values, named) : call(target, values, named);
		setSource(before);
		return result;
	};
}

/** `object.name(...)`: methods of builtin values are called without making a bound method first. */
function methodCall(
	object: Evaluate,
	name: string,
	place: Span,
	args: ArgumentsOf,
	kwargs: KwargsOf | null,
	span: Span
): Evaluate {
	return (a) => {
		const target = object(a);
		const method = findMethod(target, name);
		if (method) {
			const values = args(a, method);
			const named = kwargs ? kwargs(a, method) : noKwargs;
			const before = setSource({ span, frame: a.frame });
			const result = method.call([target, ...values], named);
			setSource(before);
			return result;
		}
		const before = setSource({ span: place, frame: a.frame });
		const fn = getAttribute(target, name);
		setSource(before);
		const values = args(a, fn);
		const named = kwargs ? kwargs(a, fn) : noKwargs;
		setSource({ span, frame: a.frame });
		const result = fn instanceof Fn ? fn.call(values, named) : call(fn, values, named);
		setSource(before);
		return result;
	};
}

function positional(nodes: readonly Expression[], site: Site): ArgumentsOf {
	if (nodes.every((node) => node.kind !== 'Starred')) {
		const values = nodes.map((node) => expression(node, site));
		switch (values.length) {
			case 0:
				return () => [];
			case 1:
				return (a) => [values[0](a)];
			case 2:
				return (a) => [values[0](a), values[1](a)];
			default:
				return (a) => values.map((value) => value(a));
		}
	}
	const parts = nodes.map((node) => ({
		star: node.kind === 'Starred',
		value: expression(node.kind === 'Starred' ? node.value : node, site),
		span: node.span
	}));
	// Beside other arguments CPython unpacks into a list, before it looks at the function.
	const alone = parts.length === 1;
	return (a, fn) => {
		const result: unknown[] = [];
		for (const { star, value, span } of parts) {
			const found = value(a);
			if (star) for (const item of spread(found, span, a, alone ? fn : null)) result.push(item);
			else result.push(found);
		}
		return result;
	};
}

function* spread(value: unknown, span: Span, a: Activation, fn: unknown): Generator<unknown> {
	const before = setSource({ span, frame: a.frame });
	if (!isIterable(value))
		throw typeError(
			`${fn === null ? 'Value' : `${callText(fn)} argument`} after * must be an iterable, not ${typeName(value)}`
		);
	for (const item of iterate(value)) yield item;
	setSource(before);
}

function keywordArguments(keywords: readonly Keyword[], site: Site): KwargsOf {
	const parts = keywords.map(({ name, value }) => ({
		name,
		value: expression(value, site),
		span: value.span
	}));
	return (a, fn) => {
		const result = new Map<string, unknown>();
		for (const { name, value, span } of parts) {
			const found = value(a);
			if (name !== null) addKeyword(result, name, found, span, fn);
			else for (const [key, each] of mappingEntries(found, span, fn)) addKeyword(result, key, each, span, fn);
		}
		return result;
	};
}

function addKeyword(
	result: Map<string, unknown>,
	name: unknown,
	value: unknown,
	span: Span,
	fn: unknown
): void {
	if (typeof name !== 'string') throw at(span, typeError('keywords must be strings'));
	if (result.has(name))
		throw at(span, typeError(`${callText(fn)} got multiple values for keyword argument '${name}'`));
	result.set(name, value);
}

function mappingEntries(value: unknown, span: Span, fn: unknown): [unknown, unknown][] {
	if (value instanceof Dict) return value.entries();
	const keys = findAttribute(value, 'keys');
	if (keys === undefined || !isCallable(keys))
		throw at(span, typeError(`${callText(fn)} argument after ** must be a mapping, not ${typeName(value)}`));
	return [...iterate(call(keys, []))].map((key) => [key, getItem(value, key)]);
}

/** A function as messages about its arguments call it: `__main__.f()`, `print()`. */
function callText(fn: unknown): string {
	if (fn instanceof BoundMethod) return callText(fn.fn);
	if (fn instanceof UserFunction) return `${fn.module}.${fn.qualname}()`;
	if (fn instanceof PyClass)
		return fn.module === 'builtins' ? `${fn.name}()` : `${fn.module}.${fn.qualname}()`;
	return fn instanceof Fn ? `${fn.name}()` : typeName(fn);
}

/** Whether a name means the builtin, as far as the text of the program can tell. */
function isBuiltin(id: string, site: Site): boolean {
	return site.scope.resolve(id).kind === 'global';
}

/** `super()` without arguments: the class around, and the first argument of the method. */
function superCall(span: Span, site: Site): Evaluate {
	const depth = site.scope.classDepth();
	let method = site.scope;
	let hops = 0;
	while (method.kind === 'comprehension' && method.parent) {
		method = method.parent;
		hops++;
	}
	const cell = site.globals.cell('super');
	return (a) => {
		if (cell.value !== undefined) return call(cell.value, []);
		if (depth === null || method.slots.size === 0)
			throw at(span, pyError('RuntimeError', 'super(): no arguments'));
		const { cls } = outward(a, depth);
		const self = outward(a, hops).slots[0];
		if (!cls || self === undefined) throw at(span, pyError('RuntimeError', 'super(): no arguments'));
		return new Super(cls, self);
	};
}
