import type { Span } from '$lib/core/source';
import type { Expression } from '../ast';
import { callArguments } from './arguments';
import { atom } from './atoms';
import type { Cursor } from './cursor';
import { namedExpression, starred } from './expressions';
import type { Token } from './tokens';

/** An atom with the attributes, calls and subscripts behind it. */
export function primary(p: Cursor): Expression {
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
