import type { Alias, Block, Statement } from '../ast/statements';
import type { BinaryOp, Expression, Target } from '../ast';
import { compoundStatement } from './compound';
import type { Cursor } from './cursor';
import { expression, expressions, mistakenAssignment, parses, yieldOrExpressions } from './expressions';
import { nameOfKind, nameTarget, toTarget } from './targets';

/** One logical line: a compound statement, or simple ones separated by semicolons. */
export function statement(p: Cursor): Statement[] {
	const compound = compoundStatement(p);
	if (compound) return [compound];
	return simpleStatements(p);
}

function simpleStatements(p: Cursor): Statement[] {
	const found: Statement[] = [];
	do {
		if (p.isType('newline')) break;
		found.push(simpleStatement(p));
	} while (p.take(';'));
	if (!p.isType('newline') && !p.isType('end')) p.fail();
	if (found.length === 0) p.fail();
	p.next();
	return found;
}

const words: Record<string, (p: Cursor, from: number) => Statement> = {
	pass: (p, from) => ({ kind: 'Pass', span: p.spanFrom(from) }),
	break: (p, from) => ({ kind: 'Break', span: p.spanFrom(from) }),
	continue: (p, from) => ({ kind: 'Continue', span: p.spanFrom(from) }),
	return: (p, from) => ({ kind: 'Return', value: ends(p) ? null : expressions(p), span: p.spanFrom(from) }),
	del: deletion,
	raise,
	global: (p, from) => scopeStatement(p, from, 'Global'),
	nonlocal: (p, from) => scopeStatement(p, from, 'Nonlocal'),
	assert: assertion,
	import: importStatement,
	from: importFrom
};

const ends = (p: Cursor): boolean => p.isType('newline') || p.isType('end') || p.is(';');

function simpleStatement(p: Cursor): Statement {
	const { token } = p;
	const word = token.type === 'keyword' && Object.hasOwn(words, token.text) ? words[token.text] : undefined;
	if (word) {
		p.next();
		return word(p, token.from);
	}
	if (p.isSoft('type') && p.ahead(1).type === 'name' && /^(=|\[)$/.test(p.ahead(2).text)) return typeAlias(p);
	legacyPrint(p);
	return assignment(p);
}

/** `print x` */
function legacyPrint(p: Cursor): void {
	const { token } = p;
	if (token.type !== 'name' || (token.text !== 'print' && token.text !== 'exec')) return;
	const next = p.ahead(1);
	const starts =
		['name', 'number', 'string', 'fstring'].includes(next.type) ||
		/^(None|True|False|lambda|not)$/.test(next.text);
	if (starts) p.fail(`Missing parentheses in call to '${token.text}'. Did you mean ${token.text}(...)?`);
}

const augmented = /^(\+|-|\*|\/|\/\/|%|\*\*|@|<<|>>|&|\||\^)=$/;

function assignment(p: Cursor): Statement {
	const from = p.token.from;
	const first = yieldOrExpressions(p);
	if (p.is(':') && p.token.type === 'op') return annotated(p, from, first);
	const op = p.isType('op') && augmented.exec(p.token.text)?.[1];
	if (op) return augmentedAssign(p, from, first, op as BinaryOp);
	if (p.is(':=')) p.fail();
	if (!p.is('=')) {
		if (first.kind === 'Starred') p.fail("can't use starred expression here", first);
		return { kind: 'Expression', value: first, span: p.spanFrom(from) };
	}
	return assign(p, from, first);
}

function assign(p: Cursor, from: number, first: Expression): Statement {
	const targets: Target[] = [];
	let value = first;
	while (p.is('=')) {
		checkTarget(p, value);
		targets.push(targetOf(p, value));
		p.next();
		value = yieldOrExpressions(p);
	}
	for (const target of targets)
		if (target.kind === 'StarTarget')
			p.fail('starred assignment target must be in a list or tuple', target.span);
	if (value.kind === 'Starred') p.fail("can't use starred expression here", value);
	return { kind: 'Assign', value, targets, span: p.spanFrom(from) };
}

/** What is wrong with the last of several targets is said first. */
function targetOf(p: Cursor, node: Expression): Target {
	try {
		return toTarget(p, node);
	} catch (error) {
		if (node.kind === 'Tuple' && p.tokens[p.at - 1].text !== ')' && !/starred/.test(String(error))) {
			const last = node.items.at(-1);
			if (last && node.items.length > 1) mistakenAssignment(p, last);
		}
		throw error;
	}
}

function checkTarget(p: Cursor, node: Expression): void {
	if (node.kind === 'Yield' || node.kind === 'YieldFrom')
		p.fail('assignment to yield expression not possible', node);
	if (node.kind !== 'Name') mistakenAssignmentOf(p, node);
}

/** The message that asks for `==` is for what is no target at all. */
function mistakenAssignmentOf(p: Cursor, node: Expression): void {
	if (!['Attribute', 'Subscript', 'Starred', 'Name'].includes(node.kind)) mistakenAssignment(p, node);
}

function annotated(p: Cursor, from: number, first: Expression): Statement {
	if (first.kind !== 'Name' && first.kind !== 'Attribute' && first.kind !== 'Subscript')
		wrongAnnotation(p, first);
	p.next();
	const annotation = expression(p);
	const value = p.take('=') ? yieldOrExpressions(p) : null;
	const target = toTarget(p, first) as Extract<
		Target,
		{ kind: 'NameTarget' | 'AttributeTarget' | 'SubscriptTarget' }
	>;
	return { kind: 'AnnotatedAssign', value, target, annotation, span: p.spanFrom(from) };
}

/** A target that cannot be annotated: said so where an annotation follows, plain wrong syntax otherwise. */
function wrongAnnotation(p: Cursor, first: Expression): never {
	const { at } = p;
	p.next();
	const followed = parses(p, expression);
	p.at = at;
	if (!followed) p.fail();
	if (first.kind === 'Tuple' || first.kind === 'List')
		p.fail(`only single target (not ${first.kind.toLowerCase()}) can be annotated`, first);
	p.fail('illegal target for annotation', first);
}

function augmentedAssign(p: Cursor, from: number, first: Expression, op: BinaryOp): Statement {
	const target = ['Name', 'Attribute', 'Subscript'].includes(first.kind)
		? toTarget(p, first)
		: p.fail(`'${nameOfKind(first)}' is an illegal expression for augmented assignment`, first);
	p.next();
	const value = yieldOrExpressions(p);
	return {
		kind: 'AugmentedAssign',
		target: target as Extract<Target, { kind: 'NameTarget' | 'AttributeTarget' | 'SubscriptTarget' }>,
		op,
		value,
		span: p.spanFrom(from)
	};
}

function deletion(p: Cursor, from: number): Statement {
	if (ends(p)) p.fail();
	const found = expressions(p);
	const items = found.kind === 'Tuple' ? found.items : [found];
	return {
		kind: 'Delete',
		targets: items.map((item) => toTarget(p, item, 'cannot delete')),
		span: p.spanFrom(from)
	};
}

function raise(p: Cursor, from: number): Statement {
	const exception = ends(p) ? null : expression(p);
	const cause = exception && p.take('from') ? expression(p) : null;
	return { kind: 'Raise', exception, cause, span: p.spanFrom(from) };
}

function assertion(p: Cursor, from: number): Statement {
	const test = expression(p);
	const message = p.take(',') ? expression(p) : null;
	return { kind: 'Assert', test, message, span: p.spanFrom(from) };
}

function scopeStatement(p: Cursor, from: number, kind: 'Global' | 'Nonlocal'): Statement {
	const names = [p.mangle(p.name().text)];
	while (p.take(',')) names.push(p.mangle(p.name().text));
	return { kind, names, span: p.spanFrom(from) };
}

function dotted(p: Cursor): string {
	let path = p.name().text;
	while (p.take('.')) path += `.${p.name().text}`;
	return path;
}

function importStatement(p: Cursor, from: number): Statement {
	const aliases: Alias[] = [];
	do aliases.push(moduleAlias(p));
	while (p.take(','));
	return { kind: 'Import', aliases, span: p.spanFrom(from) };
}

function moduleAlias(p: Cursor): Alias {
	const { token } = p;
	const path = dotted(p);
	const renamed = p.take('as') !== null;
	const target = renamed
		? nameTarget(p)
		: ({ kind: 'NameTarget', id: p.mangle(path.split('.')[0]), span: p.spanOf(token) } as const);
	return { path, target, renamed, span: p.spanFrom(token.from) };
}

function importFrom(p: Cursor, from: number): Statement {
	let module = '';
	while (p.is('.') || p.is('...')) module += p.next().text;
	if (!p.is('import') || module === '') module += dotted(p);
	p.expect('import');
	if (p.take('*')) return { kind: 'ImportFrom', module, aliases: null, span: p.spanFrom(from) };
	const wrapped = p.take('(') !== null;
	const aliases: Alias[] = [];
	do {
		if (aliases.length > 0 && (wrapped ? p.is(')') : ends(p))) {
			if (!wrapped) p.fail('trailing comma not allowed without surrounding parentheses', p.tokens[p.at - 1]);
			break;
		}
		aliases.push(nameAlias(p));
	} while (p.take(','));
	if (wrapped) p.expect(')');
	return { kind: 'ImportFrom', module, aliases, span: p.spanFrom(from) };
}

function nameAlias(p: Cursor): Alias {
	const { token } = p;
	const path = p.name().text;
	const renamed = p.take('as') !== null;
	const target = renamed
		? nameTarget(p)
		: ({ kind: 'NameTarget', id: p.mangle(path), span: p.spanOf(token) } as const);
	return { path, target, renamed, span: p.spanFrom(token.from) };
}

function typeAlias(p: Cursor): Statement {
	const from = p.next().from;
	const target = nameTarget(p);
	if (p.is('[')) throw p.refuse('generic type aliases', p.spanOf(p.token), 'Leave the alias out.');
	p.expect('=');
	const value = expression(p);
	return { kind: 'TypeAlias', target, value, span: p.spanFrom(from) };
}

/** Python says that a colon is missing where nothing else can follow, and elsewhere only at the end of a line. */
const colonOnly = /^'?(function|else|try|finally)\b/;

/** An indented block, or simple statements on the same line. `what` names its owner for messages. */
export function block(p: Cursor, what: string, line: number): Block {
	p.expect(':', colonOnly.test(what) || p.isType('newline') ? "expected ':'" : 'invalid syntax');
	if (!p.isType('newline')) return simpleStatements(p);
	p.next();
	if (!p.isType('indent')) {
		const error = `expected an indented block after ${what} on line ${line}`;
		p.failIndentation(error);
	}
	p.next();
	const body: Statement[] = [];
	while (!p.isType('dedent') && !p.isType('end')) body.push(...statement(p));
	if (p.isType('dedent')) p.next();
	return body;
}
