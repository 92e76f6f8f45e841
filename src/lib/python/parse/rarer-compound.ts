import type { Case, ClassDef, Handler, Statement, WithItem } from '../ast/statements';
import type { Expression, NameTarget } from '../ast';
import { callArguments } from './arguments';
import type { Cursor } from './cursor';
import { expression, expressions, namedExpression, starNamed } from './expressions';
import { block } from './statements';
import { nameTarget, toTarget } from './targets';
import type { Token } from './tokens';
import { patterns } from '../parts';
import { lineOf, elseBlock, refuseAsync, functionDef, typeParameters } from './compound';

const { topPattern } = patterns.functions;

export function tryStatement(p: Cursor, start: Token): Statement {
	const body = block(p, "'try' statement", lineOf(p, start));
	const handlers: Handler[] = [];
	while (p.is('except')) {
		if (handlers.at(-1)?.type === null)
			p.fail("default 'except:' must be last", handlers[handlers.length - 1].span);
		handlers.push(handler(p));
	}
	const otherwise = handlers.length > 0 ? elseBlock(p) : [];
	const last = p.take('finally');
	const finalizer = last ? block(p, "'finally' statement", lineOf(p, last)) : [];
	if (handlers.length === 0 && !last) p.fail("expected 'except' or 'finally' block");
	return { kind: 'Try', body, handlers, otherwise, finalizer, span: p.spanFrom(start.from) };
}

function handler(p: Cursor): Handler {
	const start = p.next();
	if (p.is('*')) throw p.refuse('`except*`', p.source.span(start.from, p.token.to), 'Use `except`.');
	let type: Expression | null = null;
	let target: NameTarget | null = null;
	if (!p.is(':')) {
		if (p.isType('newline')) p.fail("expected ':'");
		type = expression(p);
		if (p.is(','))
			p.fail('multiple exception types must be parenthesized', p.source.span(type.span.from, p.token.to));
		if (p.take('as')) target = nameTarget(p);
	}
	const span = p.spanFrom(start.from);
	const body = block(p, "'except' statement", lineOf(p, start));
	return { type, target, body, span };
}

export function withStatement(p: Cursor, start: Token): Statement {
	const items = parenthesizedItems(p) ?? withItems(p, ':');
	const body = block(p, "'with' statement", lineOf(p, start));
	return { kind: 'With', items, body, span: p.spanFrom(start.from) };
}

function withItems(p: Cursor, close: string): WithItem[] {
	const items = [withItem(p)];
	while (p.take(',') && !(close === ')' && p.is(close))) items.push(withItem(p));
	return items;
}

function withItem(p: Cursor): WithItem {
	const from = p.token.from;
	const context = expression(p);
	const target = p.take('as') ? toTarget(p, starNamed(p)) : null;
	return { context, target, span: p.spanFrom(from) };
}

/** `with (a as b, c as d):`; null where the parenthesis belongs to an expression. */
function parenthesizedItems(p: Cursor): WithItem[] | null {
	if (!p.is('(')) return null;
	const { at } = p;
	try {
		p.next();
		const items = withItems(p, ')');
		p.expect(')');
		if (p.is(':')) return items;
	} catch {
		// It is an expression after all.
	}
	p.at = at;
	return null;
}

export function decorated(p: Cursor): Statement {
	const decorators: Expression[] = [];
	while (p.take('@')) {
		decorators.push(namedExpression(p));
		if (!p.isType('newline')) p.fail();
		p.next();
	}
	const start = p.token;
	if (p.is('async')) refuseAsync(p);
	if (p.take('def')) return functionDef(p, start, decorators);
	if (p.take('class')) return classDef(p, start, decorators);
	return p.fail();
}

export function classDef(p: Cursor, start: Token, decorators: readonly Expression[]): ClassDef {
	const target = nameTarget(p);
	const typeParams = typeParameters(p);
	const { args, keywords } = p.is('(') ? callArguments(p) : { args: [], keywords: [] };
	p.classes.push(target.id);
	const body = block(p, 'class definition', lineOf(p, start));
	p.classes.pop();
	return {
		kind: 'ClassDef',
		decorators,
		bases: args,
		keywords,
		target,
		body,
		typeParams,
		span: p.spanFrom(start.from)
	};
}

/** `match x:` followed by cases; null where `match` is a name like any other. */
export function matchStatement(p: Cursor): Statement | null {
	const { at } = p;
	const start = p.next();
	const next = p.token;
	if (next.type === 'newline' || (next.type === 'op' && !/^[([{\-~*]|\.\.\.$/.test(next.text)))
		return back(p, at);
	let subject: Expression;
	try {
		subject = expressions(p, starNamed);
	} catch {
		return back(p, at);
	}
	if (!p.is(':') || p.ahead(1).type !== 'newline') {
		if (p.isType('newline') && p.ahead(1).type === 'indent' && p.ahead(2).text === 'case')
			p.fail("expected ':'");
		return back(p, at);
	}
	p.next();
	p.next();
	if (!p.isType('indent'))
		p.failIndentation(`expected an indented block after 'match' statement on line ${lineOf(p, start)}`);
	p.next();
	const cases: Case[] = [];
	while (p.isSoft('case')) cases.push(matchCase(p));
	if (!p.isType('dedent')) p.fail();
	p.next();
	return { kind: 'Match', subject, cases, span: p.spanFrom(start.from) };
}

function back(p: Cursor, at: number): null {
	p.at = at;
	return null;
}

function matchCase(p: Cursor): Case {
	const start = p.next();
	const pattern = topPattern(p);
	const guard = p.take('if') ? namedExpression(p) : null;
	const span = p.spanFrom(start.from);
	const body = block(p, "'case' statement", lineOf(p, start));
	return { pattern, guard, body, span };
}
