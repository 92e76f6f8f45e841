import { ProgramError } from '$lib/core/errors';
import type { Span } from '$lib/core/source';
import type { BinaryOp, CompareOp, Expression, NameTarget } from '../ast';
import { atom } from './atoms';
import { callArguments } from './arguments';
import type { Cursor } from './cursor';
import { lambda } from './parameters';
import { nameOfKind } from './targets';
import type { Token } from './tokens';

/** Lowest to highest; all group to the left. */
const binaryLevels: readonly (readonly BinaryOp[])[] = [
	['|'],
	['^'],
	['&'],
	['<<', '>>'],
	['+', '-'],
	['*', '/', '//', '%', '@']
];

/** `a if b else c`, a lambda, or anything that binds tighter. */
export function expression(p: Cursor): Expression {
	const found = expressionOnly(p);
	checkNeighbour(p, found);
	return found;
}

export function expressionOnly(p: Cursor): Expression {
	if (p.is('lambda')) return lambda(p);
	const from = p.token.from;
	const then = disjunction(p);
	if (!p.is('if')) return then;
	p.next();
	const test = disjunction(p);
	if (!p.take('else')) {
		if (p.is(':')) p.fail();
		p.fail("expected 'else' after 'if' expression", p.spanFrom(from));
	}
	const otherwise = expression(p);
	return { kind: 'Conditional', test, then, otherwise, span: p.spanFrom(from) };
}

const softKeywords = new Set(['_', 'match', 'case', 'type']);

const firstWord = (p: Cursor, node: Expression): string =>
	/^\w*/.exec(p.source.text.slice(node.span.from, node.span.from + 6))?.[0] ?? '';

/** Two expressions side by side within brackets: a comma is missing. */
function checkNeighbour(p: Cursor, found: Expression): void {
	const { token } = p;
	const starts =
		token.type === 'name' || token.type === 'number' || token.type === 'string' || token.type === 'fstring';
	const word = token.type === 'keyword' && /^(None|True|False|lambda)$/.test(token.text);
	if (!starts && !word) return;
	const before = p.tokens[p.at - 1];
	if (found.kind === 'Name' && (found.id === 'print' || found.id === 'exec') && before.text !== ')')
		p.fail(`Missing parentheses in call to '${found.id}'. Did you mean ${found.id}(...)?`, found);
	if (before.depth === 0 || softKeywords.has(firstWord(p, found))) return;
	if (found.kind === 'Name' && token.type !== 'name' && token.type !== 'number' && !word) p.fail();
	p.fail('invalid syntax. Perhaps you forgot a comma?', p.source.span(found.span.from, token.to));
}

/** Whether something can be read from here; the place stays. */
export function parses(p: Cursor, read: (p: Cursor) => unknown): boolean {
	const { at } = p;
	try {
		read(p);
		return true;
	} catch (error) {
		if (error instanceof ProgramError) return false;
		throw error;
	} finally {
		p.at = at;
	}
}

export function disjunction(p: Cursor): Expression {
	return logical(p, 'or', (q) => logical(q, 'and', inversion));
}

function logical(p: Cursor, op: 'and' | 'or', operand: (p: Cursor) => Expression): Expression {
	const from = p.token.from;
	const first = operand(p);
	if (!p.is(op)) return first;
	const values = [first];
	while (p.take(op)) values.push(operand(p));
	return { kind: 'Logical', op, values, span: p.spanFrom(from) };
}

function inversion(p: Cursor): Expression {
	const from = p.token.from;
	if (!p.take('not')) return comparison(p);
	const operand = inversion(p);
	return { kind: 'Unary', op: 'not', operand, span: p.spanFrom(from) };
}

function compareOp(p: Cursor): CompareOp | null {
	const { token } = p;
	if (token.type !== 'op' && token.type !== 'keyword') return null;
	switch (token.text) {
		case '<':
		case '<=':
		case '>':
		case '>=':
		case '==':
		case '!=':
		case 'in':
			p.next();
			return token.text;
		case 'is':
			p.next();
			return p.take('not') ? 'is not' : 'is';
		case 'not':
			if (p.ahead(1).text !== 'in') return null;
			p.next();
			p.next();
			return 'not in';
		default:
			return null;
	}
}

function comparison(p: Cursor): Expression {
	const from = p.token.from;
	const operands = [binary(p, 0)];
	const ops: CompareOp[] = [];
	for (let op = compareOp(p); op; op = compareOp(p)) {
		ops.push(op);
		operands.push(binary(p, 0));
	}
	return ops.length === 0 ? operands[0] : { kind: 'Compare', operands, ops, span: p.spanFrom(from) };
}

/** `a | b` and what binds tighter. */
export const bitwiseOr = (p: Cursor): Expression => binary(p, 0);

function binary(p: Cursor, level: number): Expression {
	if (level === binaryLevels.length) return unary(p);
	const from = p.token.from;
	let left = binary(p, level + 1);
	for (;;) {
		const op = p.token.type === 'op' ? binaryLevels[level].find((each) => each === p.token.text) : undefined;
		if (!op) return left;
		p.next();
		const right = binary(p, level + 1);
		left = { kind: 'Binary', op, left, right, span: p.spanFrom(from) };
	}
}

function unary(p: Cursor): Expression {
	const { token } = p;
	if (token.type !== 'op' || (token.text !== '-' && token.text !== '+' && token.text !== '~'))
		return power(p);
	p.next();
	const operand = unary(p);
	const span = p.spanFrom(token.from);
	if (token.text === '-' && operand.kind === 'Constant') {
		if (typeof operand.value === 'bigint') return { kind: 'Constant', value: -operand.value, span };
		if (typeof operand.value === 'number') return { kind: 'Constant', value: -operand.value, span };
	}
	return { kind: 'Unary', op: token.text, operand, span };
}

function power(p: Cursor): Expression {
	const from = p.token.from;
	if (p.is('await'))
		throw p.refuse('`await`', p.spanOf(p.token), 'Write an ordinary function; nothing here waits.');
	const base = primary(p);
	if (!p.take('**')) return base;
	const exponent = unary(p);
	return { kind: 'Binary', op: '**', left: base, right: exponent, span: p.spanFrom(from) };
}

function primary(p: Cursor): Expression {
	const from = p.token.from;
	let object = atom(p);
	for (;;) {
		if (p.take('.')) {
			const name = p.isType('keyword') ? p.fail() : p.name();
			object = { kind: 'Attribute', object, name: p.mangle(name.text), span: onLineOf(p, name, from) };
		} else if (p.is('(')) {
			const { args, keywords } = callArguments(p);
			object = { kind: 'Call', callee: object, args, keywords, span: callSpan(p, object, from) };
		} else if (p.take('[')) {
			const index = subscript(p);
			p.expect(']');
			object = { kind: 'Subscript', object, index, span: p.spanFrom(from) };
		} else return object;
	}
}

/** An attribute on a line of its own (`x\n.at[0]\n.set(1)`) is reported on that line. */
function onLineOf(p: Cursor, name: Token, from: number): Span {
	const span = p.spanFrom(from);
	const { line, column } = p.spanOf(name);
	return line === span.line ? span : { ...span, line, column };
}

/** So is the call of it. */
function callSpan(p: Cursor, callee: Expression, from: number): Span {
	const span = p.spanFrom(from);
	if (callee.kind !== 'Attribute') return span;
	const { line, column } = callee.span;
	return { ...span, line, column };
}

function subscript(p: Cursor): Expression {
	const from = p.token.from;
	if (p.is(']'))
		p.fail(p.tokens[p.at - 1].depth > 1 ? 'invalid syntax. Perhaps you forgot a comma?' : undefined);
	const first = subscriptItem(p);
	if (!p.is(',') && first.kind !== 'Starred') return first;
	const items = [first];
	while (p.take(',') && !p.is(']')) items.push(subscriptItem(p));
	return { kind: 'Tuple', items, span: p.spanFrom(from) };
}

function subscriptItem(p: Cursor): Expression {
	const from = p.token.from;
	if (p.is('*')) return starred(p);
	const part = (): Expression | null => (p.is(':') || p.is(',') || p.is(']') ? null : namedExpression(p));
	const start = part();
	if (!p.take(':')) return start ?? p.fail();
	const stop = part();
	const step = p.take(':') ? part() : null;
	return { kind: 'Slice', start, stop, step, span: p.spanFrom(from) };
}

export function starred(p: Cursor): Expression {
	const from = p.expect('*').from;
	const value = bitwiseOr(p);
	return { kind: 'Starred', value, span: p.spanFrom(from) };
}

/** `name := value`, or an expression. */
export function namedExpression(p: Cursor): Expression {
	const { token } = p;
	if (token.type === 'name' && p.ahead(1).text === ':=' && p.ahead(1).type === 'op') {
		p.next();
		p.next();
		const target: NameTarget = { kind: 'NameTarget', id: p.mangle(token.text), span: p.spanOf(token) };
		const value = expression(p);
		return { kind: 'Walrus', target, value, span: p.spanFrom(token.from) };
	}
	const found = expression(p);
	if (p.is(':=')) p.fail(`cannot use assignment expressions with ${nameOfKind(found)}`, found);
	if (p.is('=')) mistakenAssignment(p, found);
	return found;
}

/** `=` where an expression is wanted. */
export function mistakenAssignment(p: Cursor, left: Expression): void {
	const { at } = p;
	p.next();
	let right: Expression | null;
	try {
		right = bitwiseOr(p);
	} catch {
		right = null;
	}
	const again = p.is('=') || p.is(':=');
	p.at = at;
	if (!right || again) return;
	if (left.kind === 'Name')
		p.fail(
			"invalid syntax. Maybe you meant '==' or ':=' instead of '='?",
			p.source.span(left.span.from, right.span.to)
		);
	const plain = left.kind === 'Constant' && (left.value === null || typeof left.value === 'boolean');
	if (plain || /^(List|Tuple|Comprehension)$/.test(left.kind)) return;
	if (/^(Logical|Compare|Conditional|Lambda)$/.test(left.kind) && p.tokens[at - 1].text !== ')') return;
	p.fail(`cannot assign to ${nameOfKind(left)} here. Maybe you meant '==' instead of '='?`, left);
}

/** `*a` or an expression with `:=`, as displays and subscripts take them. */
export const starNamed = (p: Cursor): Expression => (p.is('*') ? starred(p) : namedExpression(p));

/** What ends a list of expressions. */
const endsList = (p: Cursor): boolean =>
	p.isType('newline') ||
	p.isType('end') ||
	(p.isType('op') && /^(=|\)|\]|\}|:|;|[-+*/%&|^@]=|\*\*=|\/\/=|>>=|<<=)$/.test(p.token.text)) ||
	p.is('in');

/** One expression, or a tuple without parentheses: `a, *b`. */
export function expressions(p: Cursor, item: (p: Cursor) => Expression = starExpression): Expression {
	const from = p.token.from;
	const first = item(p);
	if (!p.is(',')) return first;
	const items = [first];
	while (p.take(',') && !endsList(p)) items.push(item(p));
	return { kind: 'Tuple', items, span: p.spanFrom(from) };
}

export const starExpression = (p: Cursor): Expression => (p.is('*') ? starred(p) : expression(p));

/** `yield`, `yield a, b`, `yield from a`. */
export function yieldExpression(p: Cursor): Expression {
	const from = p.expect('yield').from;
	if (p.take('from')) {
		const value = expression(p);
		return { kind: 'YieldFrom', value, span: p.spanFrom(from) };
	}
	const value = endsList(p) ? null : expressions(p);
	return { kind: 'Yield', value, span: p.spanFrom(from) };
}

export const yieldOrExpressions = (p: Cursor): Expression =>
	p.is('yield') ? yieldExpression(p) : expressions(p);
