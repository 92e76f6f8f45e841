import type { Span } from '$lib/core/source';
import type { AnyNode, Comprehension, Expression, Lambda, Parameters, Program } from './ast';
import type { ClassDef, FunctionDef, Statement } from './ast/statements';
import { syntaxError } from './parse/source-text';

import { Scope, type ScopeKind } from './scope';

/** Finds out what every scope of a program binds. Throws the SyntaxErrors that Python finds at this point. */
export function analyse(program: Program): Scope {
	const module = new Scope('module', null, '<module>', new Map());
	new Walker(module, 0).block(program.body);
	return module;
}

class Walker {
	constructor(
		private readonly scope: Scope,
		private loops: number
	) {}

	block(statements: readonly Statement[]): void {
		for (const each of statements) this.visit(each);
	}

	/** A node, or a part of one. */
	private visit(value: unknown): void {
		if (Array.isArray(value)) for (const each of value) this.visit(each);
		else if (typeof value === 'object' && value !== null) this.node(value as AnyNode);
	}

	private children(node: object, except: readonly string[] = []): void {
		for (const [key, value] of Object.entries(node))
			if (key !== 'span' && key !== 'value' && !except.includes(key)) this.visit(value);
			else if (key === 'value' && (node as AnyNode).kind !== 'Constant') this.visit(value);
	}

	private node(node: AnyNode): void {
		const { scope } = this;
		switch (node.kind) {
			case 'Name':
				scope.used.add(node.id);
				return;
			case 'NameTarget':
				scope.bind(node.id);
				return;
			case 'Walrus':
				if (this.inIterable)
					throw syntaxError(
						'assignment expression cannot be used in a comprehension iterable expression',
						node.span
					);
				this.visit(node.value);
				this.walrusScope(node.span).bind(node.target.id);
				return;
			case 'Global':
			case 'Nonlocal':
				return this.declare(node.kind, node.names, node.span);
			case 'FunctionDef':
				return this.functionDef(node);
			case 'Lambda':
				return this.lambda(node);
			case 'ClassDef':
				return this.classDef(node);
			case 'Comprehension':
				return this.comprehension(node);
			case 'Yield':
			case 'YieldFrom':
				this.yielding(node.span);
				return this.children(node);
			case 'Return':
				if (scope.kind !== 'function') throw syntaxError("'return' outside function", node.span);
				return this.children(node);
			case 'Break':
				if (this.loops === 0) throw syntaxError("'break' outside loop", node.span);
				return;
			case 'Continue':
				if (this.loops === 0) throw syntaxError("'continue' not properly in loop", node.span);
				return;
			case 'While':
			case 'For':
				return this.loop(node);
			case 'ImportFrom':
				if (node.aliases === null && scope.kind !== 'module')
					throw syntaxError('import * only allowed at module level', node.span);
				return this.children(node);
			default:
				return this.children(node);
		}
	}

	private loop(node: Extract<Statement, { kind: 'While' | 'For' }>): void {
		this.children(node, ['body', 'otherwise']);
		this.loops++;
		this.visit(node.body);
		this.loops--;
		this.visit(node.otherwise);
	}

	private walrusScope(span: Span): Scope {
		let scope = this.scope;
		while (scope.kind === 'comprehension') scope = scope.parent as Scope;
		if (scope.kind === 'class' && scope !== this.scope)
			throw syntaxError('assignment expression within a comprehension cannot be used in a class body', span);
		return scope;
	}

	private yielding(span: Span): void {
		const { kind } = this.scope;
		if (kind === 'module' || kind === 'class') throw syntaxError("'yield' outside function", span);
		if (kind === 'comprehension') throw syntaxError("'yield' inside list comprehension", span);
		this.scope.generator = true;
	}

	private declare(kind: 'Global' | 'Nonlocal', names: readonly string[], span: Span): void {
		const { scope } = this;
		const word = kind.toLowerCase();
		if (kind === 'Nonlocal' && scope.kind === 'module')
			throw syntaxError('nonlocal declaration not allowed at module level', span);
		for (const id of names) {
			if (scope.binds(id)) {
				const how = this.params.has(id)
					? `is parameter and ${word}`
					: `is assigned to before ${word} declaration`;
				throw syntaxError(`name '${id}' ${how}`, span);
			}
			if (scope.used.has(id)) throw syntaxError(`name '${id}' is used prior to ${word} declaration`, span);
			if (kind === 'Global') {
				if (scope.kind !== 'module') scope.globals.add(id);
			} else {
				this.late.push(() => {
					if (scope.resolve(id).kind === 'global')
						throw syntaxError(`no binding for nonlocal '${id}' found`, span);
				});
				scope.nonlocals.add(id);
			}
		}
	}

	private readonly params = new Set<string>();
	/** Checks that wait until the scopes around are complete. */
	private late: (() => void)[] = [];

	private enter(node: object, kind: ScopeKind, name: string, fill: (inner: Walker) => void): void {
		const scope = new Scope(kind, this.scope, this.scope.qualify(name), this.scope.scopes);
		this.scope.scopes.set(node, scope);
		const walker = new Walker(scope, 0);
		fill(walker);
		this.late.push(...walker.late);
		if (this.scope.kind === 'module') {
			const checks = this.late;
			this.late = [];
			for (const check of checks) check();
		}
	}

	private defaults(params: Parameters): void {
		for (const param of params) {
			this.visit(param.default);
			this.visit(param.annotation);
		}
	}

	private bindParams(params: Parameters): void {
		for (const { name, span } of params) {
			if (this.params.has(name))
				throw syntaxError(`duplicate argument '${name}' in function definition`, span);
			this.scope.bind(name);
			this.params.add(name);
		}
	}

	private functionDef(node: FunctionDef): void {
		this.visit(node.decorators);
		this.typeParams(node.typeParams);
		this.defaults(node.params);
		this.visit(node.returns);
		this.visit(node.target);
		this.enter(node, 'function', node.target.id, (inner) => {
			inner.bindParams(node.params);
			inner.block(node.body);
		});
	}

	private typeParams(names: readonly string[]): void {
		for (const name of names) this.scope.bind(name);
	}

	private lambda(node: Lambda): void {
		this.defaults(node.params);
		this.enter(node, 'lambda', '<lambda>', (inner) => {
			inner.bindParams(node.params);
			inner.visit(node.body);
		});
	}

	private classDef(node: ClassDef): void {
		this.visit(node.decorators);
		this.typeParams(node.typeParams);
		this.visit(node.bases);
		for (const { value } of node.keywords) this.visit(value);
		this.visit(node.target);
		this.enter(node, 'class', node.target.id, (inner) => inner.block(node.body));
	}

	/** Set while the iterable of a comprehension is looked at. */
	private inIterable = false;

	private iterable(node: Expression): void {
		const before = this.inIterable;
		this.inIterable = true;
		this.visit(node);
		this.inIterable = before;
	}

	private comprehension(node: Comprehension): void {
		const [first, ...rest] = node.clauses;
		this.iterable(first.iterable);
		this.enter(
			node,
			'comprehension',
			`<${node.type === 'generator' ? 'genexpr' : node.type + 'comp'}>`,
			(inner) => {
				inner.visit(first.target);
				inner.visit(first.conditions);
				for (const clause of rest) {
					inner.iterable(clause.iterable);
					inner.children(clause, ['iterable']);
				}
				inner.visit(node.element);
				inner.visit(node.value);
			}
		);
	}
}
