import { ProgramError } from '$lib/core/errors';
import type { Expression, NameTarget } from '../ast';
import type { Cursor } from './cursor';
import { bitwiseOr, disjunction } from './operators';
import { lambda } from './parameters';
import { nameOfKind } from './targets';

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

const starExpression = (p: Cursor): Expression => (p.is('*') ? starred(p) : expression(p));

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
