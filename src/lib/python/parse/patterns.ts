import type { Expression, NameTarget } from '../ast';
import type { Pattern } from '../ast/patterns';
import { atom } from './atoms';
import type { Cursor } from './cursor';
import { nameTarget } from './targets';

/** After `case`: a pattern, or several without brackets. */
export function topPattern(p: Cursor): Pattern {
	const from = p.token.from;
	const first = maybeStar(p);
	if (!p.is(',')) {
		if (first.kind === 'StarPattern') p.fail();
		return first;
	}
	const items = [first];
	while (p.take(',') && !p.is(':') && !p.is('if')) items.push(maybeStar(p));
	return { kind: 'SequencePattern', items, span: p.spanFrom(from) };
}

function maybeStar(p: Cursor): Pattern {
	const from = p.token.from;
	if (!p.take('*')) return pattern(p);
	return { kind: 'StarPattern', target: capture(p), span: p.spanFrom(from) };
}

/** A name to bind, or null for `_`. */
function capture(p: Cursor): NameTarget | null {
	const target = nameTarget(p);
	return target.id === '_' ? null : target;
}

function pattern(p: Cursor): Pattern {
	const from = p.token.from;
	const options = [closed(p)];
	while (p.take('|')) options.push(closed(p));
	const found: Pattern =
		options.length === 1 ? options[0] : { kind: 'OrPattern', options, span: p.spanFrom(from) };
	if (!p.take('as')) return found;
	if (p.isSoft('_')) p.fail("cannot use '_' as a target");
	return { kind: 'AsPattern', pattern: found, target: nameTarget(p), span: p.spanFrom(from) };
}

function closed(p: Cursor): Pattern {
	const { token } = p;
	if (token.type === 'name') return named(p);
	if (token.type === 'op') {
		if (token.text === '(') return group(p);
		if (token.text === '[') return sequence(p);
		if (token.text === '{') return mapping(p);
	}
	return { kind: 'ValuePattern', value: literal(p), span: p.spanFrom(token.from) };
}

function literal(p: Cursor): Expression {
	const from = p.token.from;
	const minus = p.take('-');
	if (minus && !p.isType('number')) p.fail();
	if (p.isType('fstring')) p.fail('patterns may only match literals and attribute lookups');
	if (!minus && p.isType('op')) p.fail();
	const value = atom(p);
	if (p.is('+') || p.is('-'))
		throw p.refuse('complex numbers', p.spanFrom(from), 'Keep the two parts apart.');
	if (!minus || value.kind !== 'Constant') return value;
	const number = value.value as bigint | number;
	return { kind: 'Constant', value: -number, span: p.spanFrom(from) };
}

function dottedName(p: Cursor): Expression {
	const first = p.name();
	let found: Expression = { kind: 'Name', id: p.mangle(first.text), span: p.spanOf(first) };
	while (p.take('.'))
		found = { kind: 'Attribute', object: found, name: p.mangle(p.name().text), span: p.spanFrom(first.from) };
	return found;
}

function named(p: Cursor): Pattern {
	const { token } = p;
	const next = p.ahead(1);
	if (next.text !== '.' && next.text !== '(') {
		if (token.text === '_') {
			p.next();
			return { kind: 'WildcardPattern', span: p.spanOf(token) };
		}
		return { kind: 'CapturePattern', target: nameTarget(p), span: p.spanOf(token) };
	}
	const value = dottedName(p);
	if (p.is('(')) return classPattern(p, value, token.from);
	return { kind: 'ValuePattern', value, span: p.spanFrom(token.from) };
}

function classPattern(p: Cursor, type: Expression, from: number): Pattern {
	p.expect('(');
	const items: Pattern[] = [];
	const keywords: { name: string; pattern: Pattern }[] = [];
	while (!p.is(')')) {
		if (p.isType('name') && p.ahead(1).text === '=') {
			const name = p.next().text;
			p.next();
			if (keywords.some((each) => each.name === name))
				p.fail(`attribute name repeated in class pattern: ${name}`);
			keywords.push({ name, pattern: pattern(p) });
		} else {
			if (keywords.length > 0) p.fail('positional patterns follow keyword patterns');
			items.push(pattern(p));
		}
		if (!p.take(',')) break;
	}
	p.expect(')');
	return { kind: 'ClassPattern', type, items, keywords, span: p.spanFrom(from) };
}

/** `(a)` is `a`; `()`, `(a,)` and `(a, b)` are sequences. */
function group(p: Cursor): Pattern {
	const from = p.expect('(').from;
	const items: Pattern[] = [];
	let comma = false;
	while (!p.is(')')) {
		items.push(maybeStar(p));
		if (!p.take(',')) break;
		comma = true;
	}
	p.expect(')');
	if (items.length === 1 && !comma && items[0].kind !== 'StarPattern') return items[0];
	return { kind: 'SequencePattern', items, span: p.spanFrom(from) };
}

function sequence(p: Cursor): Pattern {
	const from = p.expect('[').from;
	const items: Pattern[] = [];
	while (!p.is(']')) {
		items.push(maybeStar(p));
		if (!p.take(',')) break;
	}
	p.expect(']');
	return { kind: 'SequencePattern', items, span: p.spanFrom(from) };
}

function mapping(p: Cursor): Pattern {
	const from = p.expect('{').from;
	const entries: { key: Expression; pattern: Pattern }[] = [];
	let rest: NameTarget | null = null;
	while (!p.is('}')) {
		if (rest) p.fail();
		if (p.take('**')) rest = nameTarget(p);
		else {
			const key = p.isType('name') ? dottedName(p) : literal(p);
			if (key.kind === 'Name')
				p.fail('mapping pattern keys may only match literals and attribute lookups', key);
			p.expect(':');
			entries.push({ key, pattern: pattern(p) });
		}
		if (!p.take(',')) break;
	}
	p.expect('}');
	return { kind: 'MappingPattern', entries, rest, span: p.spanFrom(from) };
}
