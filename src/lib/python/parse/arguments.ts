import type { Expression, Keyword } from '../ast';
import { comprehensionClauses } from './atoms';
import type { Cursor } from './cursor';
import { expression, namedExpression } from './expressions';

interface Arguments {
	readonly args: Expression[];
	readonly keywords: Keyword[];
}

/** `(a, *b, c=d, **e)`. */
export function callArguments(p: Cursor): Arguments {
	p.expect('(');
	const found: Arguments = { args: [], keywords: [] };
	while (!p.is(')')) {
		argument(p, found);
		if (!p.take(',')) break;
	}
	p.expect(')');
	return found;
}

function argument(p: Cursor, found: Arguments): void {
	const { token } = p;
	if (p.take('**')) found.keywords.push({ name: null, value: expression(p) });
	else if (p.take('*')) {
		const value = expression(p);
		if (found.keywords.some((keyword) => keyword.name === null))
			p.fail('iterable argument unpacking follows keyword argument unpacking', token);
		found.args.push({ kind: 'Starred', value, span: p.spanFrom(token.from) });
	} else if (p.ahead(1).text === '=' && p.ahead(1).type === 'op' && isWord(p)) keywordArgument(p, found);
	else positional(p, found);
}

const isWord = (p: Cursor): boolean => p.isType('name') || /^(None|True|False)$/.test(p.token.text);

function keywordArgument(p: Cursor, found: Arguments): void {
	const name = p.next();
	if (name.type === 'keyword') p.fail(`cannot assign to ${name.text}`, name);
	p.next();
	if (p.is(')') || p.is(',')) p.fail('expected argument value expression', p.spanFrom(name.from));
	const value = expression(p);
	if (p.is('for'))
		p.fail("invalid syntax. Maybe you meant '==' or ':=' instead of '='?", p.source.span(name.from, p.end));
	if (found.keywords.some((keyword) => keyword.name === name.text))
		p.fail(`keyword argument repeated: ${name.text}`, p.spanFrom(name.from));
	found.keywords.push({ name: name.text, value });
}

function positional(p: Cursor, found: Arguments): void {
	const from = p.token.from;
	const value = argumentValue(p);
	if (p.is('for') || p.is('async')) {
		const clauses = comprehensionClauses(p);
		const span = p.spanFrom(from);
		const alone = found.args.length === 0 && found.keywords.length === 0 && p.is(')');
		if (!alone && !(p.is(',') && p.ahead(1).text === ')' && found.args.length === 0))
			p.fail('Generator expression must be parenthesized', span);
		found.args.push({ kind: 'Comprehension', type: 'generator', clauses, element: value, value: null, span });
		return;
	}
	if (found.keywords.length > 0)
		p.fail(
			found.keywords.some((keyword) => keyword.name === null)
				? 'positional argument follows keyword argument unpacking'
				: 'positional argument follows keyword argument'
		);
	found.args.push(value);
}

function argumentValue(p: Cursor): Expression {
	if (p.isType('name') && p.ahead(1).text === ':=') return namedExpression(p);
	const value = expression(p);
	if (p.is('='))
		p.fail(
			'expression cannot contain assignment, perhaps you meant "=="?',
			p.source.span(value.span.from, p.token.to)
		);
	return value;
}
