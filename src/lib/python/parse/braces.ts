import type { Expression } from '../ast';
import { type Cursor } from './cursor';
import { expression, expressionOnly, starNamed } from './expressions';
import { bitwiseOr } from './operators';
import { comprehensionClauses, rest } from './atoms';

export function braces(p: Cursor): Expression {
	const from = p.expect('{').from;
	if (p.take('}')) return { kind: 'Dict', entries: [], span: p.spanFrom(from) };
	if (p.is('**')) return dictRest(p, from, [dictEntry(p)]);
	const first = starNamed(p);
	if (p.is(':') && first.kind !== 'Starred') {
		p.next();
		const value = dictValue(p);
		if (p.is('for') || p.is('async')) {
			const clauses = comprehensionClauses(p);
			p.expect('}');
			return { kind: 'Comprehension', type: 'dict', clauses, element: first, value, span: p.spanFrom(from) };
		}
		return dictRest(p, from, [{ key: first, value }]);
	}
	if (p.is('for') || p.is('async')) {
		if (first.kind === 'Starred') p.fail('iterable unpacking cannot be used in comprehension', first);
		const clauses = comprehensionClauses(p);
		p.expect('}');
		return {
			kind: 'Comprehension',
			type: 'set',
			clauses,
			element: first,
			value: null,
			span: p.spanFrom(from)
		};
	}
	const items = rest(p, first, '}');
	p.expect('}');
	return { kind: 'Set', items, span: p.spanFrom(from) };
}

interface Entry {
	readonly key: Expression | null;
	readonly value: Expression;
}

function dictValue(p: Cursor): Expression {
	if (p.is('}') || p.is(',')) p.fail("expression expected after dictionary key and ':'", p.tokens[p.at - 1]);
	if (p.is('*')) p.fail('cannot use a starred expression in a dictionary value');
	return expression(p);
}

function dictEntry(p: Cursor): Entry {
	if (p.take('**')) return { key: null, value: bitwiseOr(p) };
	const key = expressionOnly(p);
	if (!p.is(':')) p.fail("':' expected after dictionary key", p.tokens[p.at - 1]);
	p.next();
	return { key, value: dictValue(p) };
}

function dictRest(p: Cursor, from: number, entries: Entry[]): Expression {
	if (p.is('for') && entries[0].key === null)
		p.fail('dict unpacking cannot be used in dict comprehension', p.tokens[p.at - 1]);
	while (p.take(',') && !p.is('}')) entries.push(dictEntry(p));
	p.expect('}');
	return { kind: 'Dict', entries, span: p.spanFrom(from) };
}
