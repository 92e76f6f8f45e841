import type { Block, FunctionDef, Statement } from '../ast/statements';
import type { Expression } from '../ast';
import type { Cursor } from './cursor';
import { expression, expressions, namedExpression } from './expressions';
import { parameters } from './parameters';
import { block } from './statements';
import { nameTarget, targets } from './targets';
import type { Token } from './tokens';
import { rarerCompounds } from '../parts';

const { decorated, matchStatement, tryStatement, withStatement, classDef } = rarerCompounds.functions;

const words: Record<string, (p: Cursor, start: Token) => Statement> = {
	if: ifStatement,
	while: whileStatement,
	for: forStatement,
	try: tryStatement,
	with: withStatement,
	def: (p, start) => functionDef(p, start, []),
	class: (p, start) => classDef(p, start, [])
};

/** The compound statement that starts here, if one does. */
export function compoundStatement(p: Cursor): Statement | null {
	const { token } = p;
	if (token.type === 'keyword' && token.text === 'async') refuseAsync(p);
	if (token.type === 'keyword' && Object.hasOwn(words, token.text)) {
		p.next();
		return words[token.text](p, token);
	}
	if (p.is('@')) return decorated(p);
	if (p.isSoft('match')) return matchStatement(p);
	return null;
}

export function refuseAsync(p: Cursor): never {
	const word = p.ahead(1).text;
	if (!/^(def|for|with)$/.test(word)) p.fail();
	throw p.refuse(
		`\`async ${word}\``,
		p.source.span(p.token.from, p.ahead(1).to),
		`Write an ordinary \`${word}\`; nothing here waits.`
	);
}

export const lineOf = (p: Cursor, token: Token): number => p.source.lineOf(token.from);

function ifStatement(p: Cursor, start: Token): Statement {
	const test = namedExpression(p);
	const body = block(p, `'${start.text}' statement`, lineOf(p, start));
	const next = p.token;
	const otherwise = p.take('elif') ? [ifStatement(p, next)] : elseBlock(p);
	return { kind: 'If', test, body, otherwise, span: p.spanFrom(start.from) };
}

export function elseBlock(p: Cursor): Block {
	const start = p.take('else');
	return start ? block(p, "'else' statement", lineOf(p, start)) : [];
}

function whileStatement(p: Cursor, start: Token): Statement {
	const test = namedExpression(p);
	const body = block(p, "'while' statement", lineOf(p, start));
	return { kind: 'While', test, body, otherwise: elseBlock(p), span: p.spanFrom(start.from) };
}

function forStatement(p: Cursor, start: Token): Statement {
	const target = targets(p, 'cannot assign to');
	p.expect('in');
	const iterable = expressions(p);
	const body = block(p, "'for' statement", lineOf(p, start));
	return { kind: 'For', iterable, target, body, otherwise: elseBlock(p), span: p.spanFrom(start.from) };
}

export function functionDef(p: Cursor, start: Token, decorators: readonly Expression[]): FunctionDef {
	const target = nameTarget(p);
	const typeParams = typeParameters(p);
	p.expect('(', "expected '('");
	const params = parameters(p, ')');
	p.expect(')');
	if (p.is('->') && p.ahead(1).text === ':') p.fail("expected ':'");
	const returns = p.take('->') ? expression(p) : null;
	const span = p.spanFrom(start.from);
	const body = block(p, 'function definition', lineOf(p, start));
	return {
		kind: 'FunctionDef',
		decorators,
		params,
		returns,
		target,
		body,
		typeParams,
		span: { ...span, to: p.end }
	};
}

/** `[T, *Ts]`: only their names are kept. */
export function typeParameters(p: Cursor): string[] {
	const names: string[] = [];
	if (!p.take('[')) return names;
	while (!p.is(']')) {
		if (!p.take('*')) p.take('**');
		names.push(p.name().text);
		if (p.take(':')) expression(p);
		if (!p.take(',')) break;
	}
	p.expect(']');
	return names;
}
