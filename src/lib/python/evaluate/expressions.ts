import { Slice, Tuple } from '$lib/core/containers';
import { nameRead } from '$lib/core/naming';
import { setSource, type Span } from '$lib/core/source';
import type { Activation } from '../activation';
import type { BinaryOp, Compare, CompareOp, Expression } from '../ast';
import { getAttribute } from '../attributes';
import { compare } from '../compare';
import { at, typeError } from '../errors';
import { binary, unary } from '../operators';
import { getItem } from '../subscript';
import { truth } from '../truth';
import { PySet } from '../values';
import { callExpression } from './calls';
import { dict, itemList } from './displays';
import { comprehension } from './comprehensions';
import { lambda } from './functions';
import { loadName, storeName } from './names';
import type { Evaluate, Site } from './unit';
import { formattedStrings } from '../parts';

const { formattedString } = formattedStrings.functions;

/** Makes an expression ready to run. */
export function expression(node: Expression, site: Site): Evaluate {
	switch (node.kind) {
		case 'Constant': {
			const { value } = node;
			return () => value;
		}
		case 'Name':
			return loadName(node.id, node.span, site);
		case 'FormattedString':
			return formattedString(node, site);
		case 'Binary':
			return binaryExpression(node.op, expression(node.left, site), expression(node.right, site), node.span);
		case 'Unary':
			return unaryExpression(node.op, expression(node.operand, site), node.span);
		case 'Logical':
			return logical(
				node.op,
				node.values.map((each) => expression(each, site)),
				node.values.map((each) => each.span)
			);
		case 'Compare':
			return comparison(node, site);
		case 'Call':
			return callExpression(node, site);
		case 'Attribute':
			return reading(node, attribute(expression(node.object, site), node.name, node.span));
		case 'Subscript':
			return reading(node, subscript(expression(node.object, site), expression(node.index, site), node.span));
		case 'Slice':
			return slice([node.start, node.stop, node.step].map((part) => (part ? expression(part, site) : null)));
		case 'Lambda':
			return lambda(node, site);
		case 'Conditional':
			return conditional(node, site);
		case 'Walrus': {
			const value = expression(node.value, site);
			const store = storeName(node.target.id, site);
			return (a) => {
				const found = value(a);
				store(a, found);
				return found;
			};
		}
		case 'Tuple': {
			const items = itemList(node.items, site);
			return (a) => new Tuple(items(a));
		}
		case 'List':
			return itemList(node.items, site);
		case 'Set': {
			const items = itemList(node.items, site);
			return placed((a) => new PySet(items(a)), node.span);
		}
		case 'Dict':
			return dict(node, site);
		case 'Comprehension':
			return comprehension(node, site);
		case 'Starred':
			throw at(node.span, typeError('internal: starred'));
		case 'Kept': {
			const { slot } = node;
			return (a) => a.slots[slot];
		}
		case 'Yield':
		case 'YieldFrom':
			throw new Error('internal: a yield that was not lifted');
	}
}

/** Runs `body` with errors and equations placed at `span`. */
function placed(body: Evaluate, span: Span): Evaluate {
	return (a) => {
		const before = setSource({ span, frame: a.frame });
		const value = body(a);
		setSource(before);
		return value;
	};
}

function binaryExpression(op: BinaryOp, left: Evaluate, right: Evaluate, span: Span): Evaluate {
	return (a) => {
		const x = left(a);
		const y = right(a);
		if (typeof x === 'bigint' && typeof y === 'bigint') {
			if (op === '+') return x + y;
			if (op === '-') return x - y;
		} else if (typeof x === 'number' && typeof y === 'number') {
			if (op === '+') return x + y;
			if (op === '-') return x - y;
			if (op === '*') return x * y;
		}
		const before = setSource({ span, frame: a.frame });
		const value = binary(op, x, y);
		setSource(before);
		return value;
	};
}

function unaryExpression(op: '-' | '+' | '~' | 'not', operand: Evaluate, span: Span): Evaluate {
	if (op === 'not') {
		const test = condition(operand, span);
		return (a) => !test(a);
	}
	return (a) => {
		const x = operand(a);
		const before = setSource({ span, frame: a.frame });
		const value = unary(op, x);
		setSource(before);
		return value;
	};
}

/** The truth of an expression; asking a traced value for it is placed at `span`. */
export function condition(test: Evaluate, span: Span): (activation: Activation) => boolean {
	return (a) => {
		const value = test(a);
		if (typeof value === 'boolean') return value;
		const before = setSource({ span, frame: a.frame });
		const result = truth(value);
		setSource(before);
		return result;
	};
}

function logical(op: 'and' | 'or', values: readonly Evaluate[], spans: readonly Span[]): Evaluate {
	const stop = op === 'or';
	const last = values.length - 1;
	return (a) => {
		for (let i = 0; i < last; i++) {
			const value = values[i](a);
			const known = typeof value === 'boolean' ? value : truthAt(value, spans[i], a);
			if (known === stop) return value;
		}
		return values[last](a);
	};
}

function truthAt(value: unknown, span: Span, a: Activation): boolean {
	const before = setSource({ span, frame: a.frame });
	const result = truth(value);
	setSource(before);
	return result;
}

function comparison(node: Compare, site: Site): Evaluate {
	const operands = node.operands.map((each) => expression(each, site));
	if (operands.length === 2) return compareTwo(node.ops[0], operands[0], operands[1], node.span);
	return (a) => {
		let left = operands[0](a);
		let result: unknown = true;
		for (let i = 0; i < node.ops.length; i++) {
			const right = operands[i + 1](a);
			const before = setSource({ span: node.span, frame: a.frame });
			result = compare(node.ops[i], left, right);
			if (i < node.ops.length - 1 && !truth(result)) {
				setSource(before);
				return result;
			}
			setSource(before);
			left = right;
		}
		return result;
	};
}

function compareTwo(op: CompareOp, left: Evaluate, right: Evaluate, span: Span): Evaluate {
	return (a) => {
		const x = left(a);
		const y = right(a);
		if (typeof x === 'bigint' && typeof y === 'bigint') {
			if (op === '<') return x < y;
			if (op === '==') return x === y;
		}
		const before = setSource({ span, frame: a.frame });
		const value = compare(op, x, y);
		setSource(before);
		return value;
	};
}

/** An array that is read out of a container bears its path, so that a loop that closes over it can say what it is. */
function reading(node: Expression, read: Evaluate): Evaluate {
	const path = pathOf(node);
	if (path === null) return read;
	return (a) => {
		const value = read(a);
		nameRead(value, path);
		return value;
	};
}

/** `params['w']`, `self.layers[0].b`; null for any other expression. */
function pathOf(node: Expression): string | null {
	if (node.kind === 'Name') return node.id;
	if (node.kind !== 'Attribute' && node.kind !== 'Subscript') return null;
	const path = pathOf(node.object);
	if (path === null) return null;
	if (node.kind === 'Attribute') return `${path}.${node.name}`;
	if (node.index.kind !== 'Constant') return null;
	const { value } = node.index;
	if (typeof value === 'string') return `${path}['${value}']`;
	return typeof value === 'bigint' ? `${path}[${value}]` : null;
}

function attribute(object: Evaluate, name: string, span: Span): Evaluate {
	return (a) => {
		const target = object(a);
		const before = setSource({ span, frame: a.frame });
		const value = getAttribute(target, name);
		setSource(before);
		return value;
	};
}

function subscript(object: Evaluate, index: Evaluate, span: Span): Evaluate {
	return (a) => {
		const target = object(a);
		const key = index(a);
		const before = setSource({ span, frame: a.frame });
		const value = getItem(target, key);
		setSource(before);
		return value;
	};
}

function slice(parts: readonly (Evaluate | null)[]): Evaluate {
	const [start, stop, step] = parts;
	return (a) => new Slice(start ? start(a) : null, stop ? stop(a) : null, step ? step(a) : null);
}

function conditional(node: Extract<Expression, { kind: 'Conditional' }>, site: Site): Evaluate {
	const test = condition(expression(node.test, site), node.test.span);
	const then = expression(node.then, site);
	const otherwise = expression(node.otherwise, site);
	return (a) => (test(a) ? then(a) : otherwise(a));
}
