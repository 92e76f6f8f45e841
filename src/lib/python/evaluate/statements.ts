import { setSource } from '$lib/core/source';
import { Dict } from '$lib/core/containers';
import type { Activation } from '../activation';
import type { AnnotatedAssign, Assert, AugmentedAssign, Block, Raise, Statement } from '../ast/statements';
import { getAttribute } from '../attributes';
import { at, pyError } from '../errors';
import { ExceptionInstance, instanceOf } from '../exceptions';
import { tick } from '../host';
import { inplace } from '../operators';
import { raised, toCause, toRaise } from '../raise';
import { getItem, setItem } from '../subscript';
import { nameValue } from '$lib/core/naming';
import { strOf } from '../repr';
import { Tuple } from '$lib/core/containers';
import { exceptionClass } from '../exceptions';
import { remove, store } from './assign';
import { condition, expression } from './expressions';
import { functionDef } from './functions';
import { importFrom, importModules } from './imports';
import { forLoop, whileLoop } from './loops';
import { loadName, storeName } from './names';
import { broke, continued, normal, returned, type Execute, type Site } from './unit';
import * as parts from '../parts';

const { classDef } = parts.classStatement.functions;
const { matchStatement } = parts.matchStatement.functions;
const { setAttribute } = parts.setters.functions;
const { tryStatement } = parts.tryStatement.functions;
const { withStatement } = parts.withStatement.functions;

/** Statements one after the other. */
export function block(nodes: Block, site: Site): Execute {
	const statements = nodes.map((node) => statement(node, site));
	if (statements.length === 1) return statements[0];
	return (a) => {
		for (let i = 0; i < statements.length; i++) {
			tick();
			const completion = statements[i](a);
			if (completion !== normal) return completion;
		}
		return normal;
	};
}

/** Makes a statement ready to run. */
export function statement(node: Statement, site: Site): Execute {
	switch (node.kind) {
		case 'Expression': {
			const value = expression(node.value, site);
			return (a) => {
				value(a);
				return normal;
			};
		}
		case 'Assign': {
			const value = expression(node.value, site);
			const stores = node.targets.map((target) => store(target, site));
			return (a) => {
				const found = value(a);
				for (const each of stores) each(a, found);
				return normal;
			};
		}
		case 'AugmentedAssign':
			return augmentedAssign(node, site);
		case 'AnnotatedAssign':
			return annotatedAssign(node, site);
		case 'Return': {
			if (!node.value) return () => returned;
			const value = expression(node.value, site);
			return (a) => {
				a.returned = value(a);
				return returned;
			};
		}
		case 'Delete': {
			const removals = node.targets.map((target) => remove(target, site));
			return (a) => {
				for (const each of removals) each(a);
				return normal;
			};
		}
		case 'Pass':
		case 'Global':
		case 'Nonlocal':
			return () => normal;
		case 'Break':
			return () => broke;
		case 'Continue':
			return () => continued;
		case 'Raise':
			return raise(node, site);
		case 'Assert':
			return assertion(node, site);
		case 'Import':
			return importModules(node, site);
		case 'ImportFrom':
			return importFrom(node, site);
		case 'If':
			return ifStatement(node, site);
		case 'While':
			return whileLoop(node, site);
		case 'For':
			return forLoop(node, site);
		case 'Try':
			return tryStatement(node, site);
		case 'With':
			return withStatement(node, site);
		case 'FunctionDef':
			return functionDef(node, site);
		case 'ClassDef':
			return classDef(node, site);
		case 'Match':
			return matchStatement(node, site);
		case 'TypeAlias': {
			const value = expression(node.value, site);
			const bind = storeName(node.target.id, site);
			return (a) => {
				bind(a, value(a));
				return normal;
			};
		}
	}
}

function ifStatement(node: Extract<Statement, { kind: 'If' }>, site: Site): Execute {
	const test = condition(expression(node.test, site), node.test.span);
	const body = block(node.body, site);
	const otherwise = block(node.otherwise, site);
	return (a) => (test(a) ? body(a) : otherwise(a));
}

function augmentedAssign(node: AugmentedAssign, site: Site): Execute {
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

function annotatedAssign(node: AnnotatedAssign, site: Site): Execute {
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

function assertion(node: Assert, site: Site): Execute {
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

function raise(node: Raise, site: Site): Execute {
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

/** The exception being handled by any function that is running. */
export const current: { handled: ExceptionInstance | null } = { handled: null };
