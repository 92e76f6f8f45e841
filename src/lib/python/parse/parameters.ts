import type { Expression, Parameter, ParameterKind, Parameters } from '../ast';
import type { Cursor } from './cursor';
import { expression, starred } from './expressions';

/** The parameters of a `def`, between its parentheses, or of a lambda, up to its colon. */
export function parameters(p: Cursor, close: ')' | ':'): Parameters {
	const reader = new ParameterReader(p, close);
	while (!p.is(close)) {
		reader.one();
		if (!p.take(',')) break;
	}
	return reader.finish();
}

class ParameterReader {
	private readonly found: Parameter[] = [];
	private star = false;
	private slash = false;
	/** A bare `*` that no parameter has followed yet. */
	private bare = false;
	private kind: ParameterKind = 'normal';

	constructor(
		private readonly p: Cursor,
		private readonly close: ')' | ':'
	) {}

	one(): void {
		const { p } = this;
		if (this.found.at(-1)?.kind === 'doublestar') p.fail('arguments cannot follow var-keyword argument');
		if (p.is('/')) this.positionalOnly();
		else if (p.is('*')) this.starParameter();
		else if (p.take('**')) {
			if (this.bare) p.fail('named arguments must follow bare *', p.tokens[p.at - 2]);
			this.add('doublestar');
		} else this.add(this.kind);
	}

	private positionalOnly(): void {
		const { p } = this;
		if (this.slash) p.fail('/ may appear only once');
		if (this.star) p.fail('/ must be ahead of *');
		if (this.found.length === 0) p.fail('at least one argument must precede /');
		p.next();
		this.slash = true;
		this.found.forEach((each, i) => (this.found[i] = { ...each, kind: 'positional' }));
	}

	private starParameter(): void {
		const { p } = this;
		if (this.star) p.fail('* argument may appear only once');
		p.next();
		this.star = true;
		this.kind = 'keyword';
		if (p.is(this.close)) p.fail('named arguments must follow bare *', p.tokens[p.at - 1]);
		if (p.is(',')) {
			this.bare = true;
			const after = p.ahead(1);
			if (after.text === this.close) p.fail('named arguments must follow bare *', p.tokens[p.at - 1]);
		} else this.add('star');
	}

	private add(kind: ParameterKind): void {
		const { p } = this;
		if (p.is('(')) this.parenthesized();
		const name = p.name();
		const id = p.mangle(name.text);
		let annotation: Expression | null = null;
		if (this.close === ')' && p.take(':'))
			annotation = kind === 'star' && p.is('*') ? starred(p) : expression(p);
		let value: Expression | null = null;
		if (p.is('=')) {
			if (kind === 'star') p.fail('var-positional argument cannot have default value');
			if (kind === 'doublestar') p.fail('var-keyword argument cannot have default value');
			p.next();
			if (p.is(',') || p.is(')')) p.fail('expected default value expression', p.tokens[p.at - 1]);
			value = expression(p);
		}
		const normal = kind === 'normal' || kind === 'positional';
		if (normal && !value && this.found.some((each) => each.default && each.kind !== 'keyword'))
			p.fail('parameter without a default follows parameter with a default', name);
		this.bare = false;
		this.found.push({ name: id, kind, default: value, annotation, span: p.spanFrom(name.from) });
	}

	/** Python 2 let tuples be parameters. */
	private parenthesized(): void {
		const { p } = this;
		let n = 1;
		while (p.ahead(n).type === 'name' || (n > 1 && p.ahead(n).text === ',')) n++;
		if (n > 1 && p.ahead(n).text === ')')
			p.fail(`${this.close === ')' ? 'Function' : 'Lambda expression'} parameters cannot be parenthesized`);
	}

	finish(): Parameters {
		return this.found;
	}
}

export function lambda(p: Cursor): Expression {
	const from = p.expect('lambda').from;
	const params = parameters(p, ':');
	p.expect(':');
	const body = expression(p);
	return { kind: 'Lambda', params, body, span: p.spanFrom(from) };
}
