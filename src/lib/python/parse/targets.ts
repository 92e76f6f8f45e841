import type { Expression, NameTarget, Target } from '../ast';
import type { Cursor } from './cursor';
import { bitwiseOr } from './operators';

const isNegative = (value: unknown): boolean => Object.is(value, -0) || (value as number | bigint) < 0;

/** What Python calls an expression in its messages. */
export function nameOfKind(node: Expression): string {
	switch (node.kind) {
		case 'Constant':
			if (node.value === null) return 'None';
			if (typeof node.value === 'boolean') return node.value ? 'True' : 'False';
			if (typeof node.value === 'object') return 'ellipsis';
			return typeof node.value !== 'string' && isNegative(node.value) ? 'expression' : 'literal';
		case 'Name':
		case 'Attribute':
		case 'Subscript':
		case 'Starred':
		case 'List':
		case 'Tuple':
		case 'Lambda':
			return node.kind.toLowerCase();
		case 'Call':
			return 'function call';
		case 'Binary':
		case 'Unary':
		case 'Logical':
			return 'expression';
		case 'Comprehension':
			return node.type === 'generator' ? 'generator expression' : `${node.type} comprehension`;
		case 'Yield':
		case 'YieldFrom':
			return 'yield expression';
		case 'Dict':
			return 'dict literal';
		case 'Set':
			return 'set display';
		case 'FormattedString':
			return 'f-string expression';
		case 'Compare':
			return 'comparison';
		case 'Conditional':
			return 'conditional expression';
		case 'Walrus':
			return 'named expression';
		case 'Slice':
		case 'Kept':
			return 'slice';
	}
}

/** An expression as what is assigned to (or deleted). `verb` starts the message about what cannot be. */
export function toTarget(p: Cursor, node: Expression, verb = 'cannot assign to'): Target {
	switch (node.kind) {
		case 'Name':
			return { kind: 'NameTarget', id: node.id, span: node.span };
		case 'Attribute':
			return { kind: 'AttributeTarget', object: node.object, name: node.name, span: node.span };
		case 'Subscript':
			return { kind: 'SubscriptTarget', object: node.object, index: node.index, span: node.span };
		case 'List':
		case 'Tuple':
			if (node.items.filter((item) => item.kind === 'Starred').length > 1)
				p.fail('multiple starred expressions in assignment', node);
			return {
				kind: 'SequenceTarget',
				items: node.items.map((item) => toTarget(p, item, verb)),
				span: node.span
			};
		case 'Starred':
			if (verb === 'cannot delete') p.fail('cannot delete starred', node);
			return { kind: 'StarTarget', target: toTarget(p, node.value, verb), span: node.span };
		default:
			return p.fail(`${verb} ${nameOfKind(node)}`, node);
	}
}

/** The targets of `for`: `i`, `(a, b)`, `a, *b`. */
export function targets(p: Cursor, verb: string): Target {
	const from = p.token.from;
	const one = (): Target => {
		if (!p.is('*')) return toTarget(p, bitwiseOr(p), verb);
		const start = p.next().from;
		return { kind: 'StarTarget', target: toTarget(p, bitwiseOr(p), verb), span: p.spanFrom(start) };
	};
	const first = one();
	if (!p.is(',')) return first;
	const items = [first];
	while (p.take(',') && !p.is('in')) items.push(one());
	return { kind: 'SequenceTarget', items, span: p.spanFrom(from) };
}

export function nameTarget(p: Cursor): NameTarget {
	const token = p.name();
	return { kind: 'NameTarget', id: p.mangle(token.text), span: p.spanOf(token) };
}
