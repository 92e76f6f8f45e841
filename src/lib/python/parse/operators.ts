import type { BinaryOp, CompareOp, Expression } from '../ast';
import type { Cursor } from './cursor';
import { primary } from './primaries';

/** Lowest to highest; all group to the left. */
const binaryLevels: readonly (readonly BinaryOp[])[] = [
	['|'],
	['^'],
	['&'],
	['<<', '>>'],
	['+', '-'],
	['*', '/', '//', '%', '@']
];

/** `a or b` and what binds tighter. */
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
