import type { Block, Statement } from '../ast/statements';
import { type ExceptionInstance } from '../exceptions';
import { tick } from '../host';
import { remove, store } from './assign';
import { condition, expression } from './expressions';
import { functionDef } from './functions';
import { importFrom, importModules } from './imports';
import { forLoop, whileLoop } from './loops';
import { storeName } from './names';
import { broke, continued, normal, returned, type Execute, type Site } from './unit';
import * as parts from '../parts';
import { rarerStatements } from '../parts';

const { augmentedAssign, annotatedAssign, raise, assertion } = rarerStatements.functions;

const { classDef } = parts.classStatement.functions;
const { matchStatement } = parts.matchStatement.functions;
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

/** The exception being handled by any function that is running. */
export const current: { handled: ExceptionInstance | null } = { handled: null };
