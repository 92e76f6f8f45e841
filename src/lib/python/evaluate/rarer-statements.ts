import { setSource } from '$lib/core/source';
import { Dict } from '$lib/core/containers';
import type { Activation } from '../activation';
import type { AnnotatedAssign, Assert, AugmentedAssign, Raise } from '../ast/statements';
import { getAttribute } from '../attributes';
import { at, pyError } from '../errors';
import { ExceptionInstance, instanceOf } from '../exceptions';
import { raised, toCause, toRaise } from '../raise';
import { getItem } from '../subscript';
import { nameValue } from '$lib/core/naming';
import { strOf } from '../repr';
import { Tuple } from '$lib/core/containers';
import { exceptionClass } from '../exceptions';
import { condition, expression } from './expressions';
import { loadName, storeName } from './names';
import { normal, type Execute, type Site } from './unit';
import * as parts from '../parts';
import { itemSetters } from '../parts';
import { ownOperators } from '../parts';
import { statement, current } from './statements';

const { inplace } = ownOperators.functions;
const { setItem } = itemSetters.functions;
const { setAttribute } = parts.setters.functions;

export function augmentedAssign(node: AugmentedAssign, site: Site): Execute {
	const { target, op, span } = node;
	const value = expression(node.value, site);
	const apply = (a: Activation, old: unknown): unknown => {
		const operand = value(a);
		const before = setSource({ span, frame: a.frame });
		const result = inplace(op, old, operand);
		setSource(before);
		return result;
	};
	if (target.kind === 'NameTarget') {
		const load = loadName(target.id, target.span, site);
		const bind = storeName(target.id, site);
		return (a) => {
			bind(a, apply(a, load(a)));
			return normal;
		};
	}
	const object = expression(target.object, site);
	if (target.kind === 'AttributeTarget') {
		const { name } = target;
		return (a) => {
			const owner = object(a);
			setSource({ span: target.span, frame: a.frame });
			const result = apply(a, getAttribute(owner, name));
			const before = setSource({ span, frame: a.frame });
			setAttribute(owner, name, result);
			setSource(before);
			if (typeof result === 'object') nameValue(result, name);
			return normal;
		};
	}
	const index = expression(target.index, site);
	return (a) => {
		const owner = object(a);
		const key = index(a);
		setSource({ span: target.span, frame: a.frame });
		const result = apply(a, getItem(owner, key));
		const before = setSource({ span, frame: a.frame });
		setItem(owner, key, result);
		setSource(before);
		return normal;
	};
}

export function annotatedAssign(node: AnnotatedAssign, site: Site): Execute {
	const assign = node.value
		? statement({ kind: 'Assign', value: node.value, targets: [node.target], span: node.span }, site)
		: null;
	const note = annotation(node, site);
	return (a) => {
		assign?.(a);
		note?.(a);
		return normal;
	};
}

/** Annotations are evaluated in modules and classes only, and kept by classes. */
function annotation(node: AnnotatedAssign, site: Site): ((a: Activation) => void) | null {
	const { kind } = site.scope;
	if (kind !== 'class' && kind !== 'module') return null;
	const type = site.globals.lazyAnnotations ? () => null : expression(node.annotation, site);
	const { target } = node;
	if (kind === 'module' || target.kind !== 'NameTarget') return (a) => void type(a);
	return (a) => {
		const names = a.names as Map<string, unknown>;
		if (!names.has('__annotations__')) names.set('__annotations__', new Dict());
		(names.get('__annotations__') as Dict).set(target.id, type(a));
	};
}

export function assertion(node: Assert, site: Site): Execute {
	const test = condition(expression(node.test, site), node.test.span);
	const message = node.message && expression(node.message, site);
	return (a) => {
		if (test(a)) return normal;
		const args = message ? [message(a)] : [];
		setSource({ span: node.span, frame: a.frame });
		const instance = new ExceptionInstance(exceptionClass('AssertionError'), new Tuple(args));
		instance.text = args.length > 0 ? strOf(args[0]) : '';
		throw at(node.span, raised(instance));
	};
}

export function raise(node: Raise, site: Site): Execute {
	const { span } = node;
	if (!node.exception)
		return (a) => {
			const current = handlingOf(a);
			if (!current) throw at(span, pyError('RuntimeError', 'No active exception to reraise'));
			throw raised(current);
		};
	const exception = expression(node.exception, site);
	const cause = node.cause && expression(node.cause, site);
	return (a) => {
		const value = exception(a);
		setSource({ span, frame: a.frame });
		const error = toRaise(value);
		const instance = instanceOf(error);
		if (cause) {
			instance.cause = toCause(cause(a));
			instance.suppressContext = true;
		}
		const handled = handlingOf(a);
		if (handled && handled !== instance) instance.context ??= handled;
		throw at(span, error);
	};
}

/** The exception that is being handled, here or in a function around. */
function handlingOf(a: Activation): ExceptionInstance | null {
	for (let each: Activation | null = a; each; each = each.parent)
		if (each.handling instanceof ExceptionInstance) return each.handling;
	return current.handled;
}
