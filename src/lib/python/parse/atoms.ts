import { Ellipsis } from '$lib/core/containers';
import type { Bytes } from '../bytes';
import { bytes as bytesPart } from '../parts';
import type { Clause, Expression, FormattedString, Replacement } from '../ast';
import { Cursor } from './cursor';
import { starNamed, yieldExpression, yieldOrExpressions } from './expressions';
import { disjunction } from './operators';
import type { FormattedPart } from './string-tokens';
import { targets } from './targets';
import type { Token } from './tokens';
import { braced } from '../parts';

const { braces } = braced.functions;

const words = new Map<string, unknown>([
	['None', null],
	['True', true],
	['False', false]
]);

export function atom(p: Cursor): Expression {
	const { token } = p;
	switch (token.type) {
		case 'name':
			p.next();
			return { kind: 'Name', id: p.mangle(token.text), span: p.spanOf(token) };
		case 'number':
			p.next();
			return { kind: 'Constant', value: token.value, span: p.spanOf(token) };
		case 'string':
		case 'fstring':
			return strings(p);
		case 'keyword':
			if (!words.has(token.text)) p.fail();
			p.next();
			return { kind: 'Constant', value: words.get(token.text), span: p.spanOf(token) };
		case 'op':
			return bracketed(p);
		default:
			return p.fail();
	}
}

function bracketed(p: Cursor): Expression {
	const { token } = p;
	switch (token.text) {
		case '(':
			return parenthesized(p);
		case '[':
			return list(p);
		case '{':
			return braces(p);
		case '...':
			p.next();
			return { kind: 'Constant', value: Ellipsis, span: p.spanOf(token) };
		default:
			return p.fail();
	}
}

function parenthesized(p: Cursor): Expression {
	const from = p.expect('(').from;
	if (p.take(')')) return { kind: 'Tuple', items: [], span: p.spanFrom(from) };
	if (p.is('yield')) {
		const value = yieldExpression(p);
		p.expect(')');
		return value;
	}
	const first = starNamed(p);
	if (p.is('for') || p.is('async')) {
		if (first.kind === 'Starred') p.fail('iterable unpacking cannot be used in comprehension', first);
		const clauses = comprehensionClauses(p);
		p.expect(')');
		return {
			kind: 'Comprehension',
			type: 'generator',
			clauses,
			element: first,
			value: null,
			span: p.spanFrom(from)
		};
	}
	if (!p.is(',')) {
		if (first.kind === 'Starred') p.fail('cannot use starred expression here', first);
		p.expect(')');
		return first;
	}
	const items = rest(p, first, ')');
	p.expect(')');
	return { kind: 'Tuple', items, span: p.spanFrom(from) };
}

export function rest(p: Cursor, first: Expression, close: string): Expression[] {
	const items = [first];
	while (p.take(',') && !p.is(close)) items.push(starNamed(p));
	return items;
}

function list(p: Cursor): Expression {
	const from = p.expect('[').from;
	if (p.take(']')) return { kind: 'List', items: [], span: p.spanFrom(from) };
	const first = starNamed(p);
	if (p.is('for') || p.is('async')) {
		if (first.kind === 'Starred') p.fail('iterable unpacking cannot be used in comprehension', first);
		const clauses = comprehensionClauses(p);
		p.expect(']');
		return {
			kind: 'Comprehension',
			type: 'list',
			clauses,
			element: first,
			value: null,
			span: p.spanFrom(from)
		};
	}
	const items = rest(p, first, ']');
	if (p.is('for'))
		p.fail(
			'did you forget parentheses around the comprehension target?',
			p.source.span(first.span.from, p.end)
		);
	p.expect(']');
	return { kind: 'List', items, span: p.spanFrom(from) };
}

/** `for a in b if c for d in e ...` */
export function comprehensionClauses(p: Cursor): Clause[] {
	const clauses: Clause[] = [];
	while (p.is('for') || p.is('async')) {
		if (p.is('async')) throw p.refuse('`async for`', p.spanOf(p.token), 'Use an ordinary `for`.');
		p.next();
		const target = targets(p, 'cannot assign to');
		p.expect('in');
		const iterable = disjunction(p);
		const conditions: Expression[] = [];
		while (p.take('if')) conditions.push(disjunction(p));
		clauses.push({ target, iterable, conditions });
	}
	return clauses;
}

/** Of a token of a string: of text or of bytes. */
const isBytes = (value: unknown): value is Bytes => typeof value === 'object' && value !== null;

/** Neighbouring string literals are one string. */
function strings(p: Cursor): Expression {
	const from = p.token.from;
	const parts: (string | Replacement)[] = [];
	let formatted = false;
	let bytes: Bytes | null = null;
	while (p.isType('string') || p.isType('fstring')) {
		const token = p.next();
		if (isBytes(token.value))
			bytes = bytes ? bytesPart.module.Bytes.of(bytes.text + token.value.text) : token.value;
		else if (token.type === 'string') parts.push(token.value as string);
		else {
			formatted = true;
			parts.push(...formattedParts(p, token.parts ?? []));
		}
	}
	const span = p.spanFrom(from);
	if (bytes && (formatted || parts.length > 0)) p.fail('cannot mix bytes and nonbytes literals', span);
	if (bytes) return { kind: 'Constant', value: bytes, span };
	if (!formatted) return { kind: 'Constant', value: parts.join(''), span };
	return { kind: 'FormattedString', parts, span };
}

function formattedParts(p: Cursor, parts: readonly FormattedPart[]): (string | Replacement)[] {
	return parts.map((part) => {
		if (part.kind === 'text') return part.text;
		const spec: FormattedString | null = part.spec && {
			kind: 'FormattedString',
			parts: formattedParts(p, part.spec),
			span: p.source.span(part.from, part.to)
		};
		return {
			value: fieldValue(p, part.tokens, part.to),
			label: part.label,
			conversion: part.conversion,
			spec
		};
	});
}

/** Within a replacement field, what breaks off is told apart from other wrong syntax. */
class FieldCursor extends Cursor {
	override fail(message = 'invalid syntax', where?: Parameters<Cursor['fail']>[1]): never {
		const brokenOff = message === 'invalid syntax' && this.at > 0 && this.isType('end');
		return super.fail(brokenOff ? "f-string: expecting '=', or '!', or ':', or '}'" : message, where);
	}
}

function fieldValue(p: Cursor, tokens: readonly Token[], to: number): Expression {
	const end: Token = { type: 'end', text: '', from: tokens[tokens.length - 1].to, to, depth: 0 };
	const inner = new FieldCursor(p.source, [...tokens, end]);
	inner.classes.push(...p.classes);
	const value = yieldOrExpressions(inner);
	if (!inner.isType('end')) inner.fail("f-string: expecting '=', or '!', or ':', or '}'");
	return value;
}
