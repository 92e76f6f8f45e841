import { Dict } from '$lib/core/containers';
import { arrays } from './arrays';
import type { BinaryOp } from './ast';
import { special } from './call';
import { ownClass } from './classes';
import { iterate, listOf } from './iterate';
import { typeOf } from './types';
import { NotImplemented, PySet } from './values';
import { integers, floats, repeat, setOperation, tryBinary, unsupportedOperands } from './operators';

const dunders: { readonly [O in BinaryOp]: string } = {
	'+': 'add',
	'-': 'sub',
	'*': 'mul',
	'/': 'truediv',
	'//': 'floordiv',
	'%': 'mod',
	'**': 'pow',
	'@': 'matmul',
	'<<': 'lshift',
	'>>': 'rshift',
	'&': 'and',
	'|': 'or',
	'^': 'xor'
};

/** Python's order: the right operand goes first where its class derives from the left one's and has a method of its own. */
export function ownBinary(op: BinaryOp, a: unknown, b: unknown): unknown {
	const name = dunders[op];
	const right = () => understood(special(b, `__r${name}__`, a));
	const [first, second] = [typeOf(a), typeOf(b)];
	const rightFirst =
		first !== second &&
		ownClass(b) &&
		second.isSubclassOf(first) &&
		second.lookup(`__r${name}__`) !== first.lookup(`__r${name}__`);
	if (rightFirst) {
		const result = right();
		if (result !== undefined) return result;
	}
	const result = understood(special(a, `__${name}__`, b));
	if (result !== undefined || rightFirst || first === second) return result;
	return right();
}

const understood = (value: unknown): unknown => (value === NotImplemented ? undefined : value);

/** `a op= b`: changes lists, sets and dicts themselves. */
export function inplace(op: BinaryOp, a: unknown, b: unknown): unknown {
	if (typeof a === 'bigint' && typeof b === 'bigint') return integers(op, a, b);
	if (typeof a === 'number' && typeof b === 'number') return floats(op, a, b);
	if (ownClass(a)) {
		const own = understood(special(a, `__i${dunders[op]}__`, b));
		if (own !== undefined) return own;
	}
	if (Array.isArray(a) && !arrays.isArray(b)) {
		if (op === '+') {
			const items = listOf(b);
			for (const item of items) a.push(item);
			return a;
		}
		if (op === '*') {
			const result = repeat(a, b) as unknown[];
			a.length = 0;
			for (const item of result) a.push(item);
			return a;
		}
	}
	if (a instanceof Dict && op === '|' && (b instanceof Dict || !(b instanceof PySet))) {
		for (const [key, value] of b instanceof Dict ? b.entries() : pairs(b)) a.set(key, value);
		return a;
	}
	if (a instanceof PySet && !a.frozen && b instanceof PySet && '|&-^'.includes(op)) {
		const result = setOperation(op as '|', a, b) as PySet;
		a.items.clear();
		for (const item of result.values()) a.add(item);
		return a;
	}
	if ((arrays.isArray(a) || arrays.isArray(b)) && !ownClass(b) && arrays.inplace)
		return arrays.inplace(op, a, b);
	const result = tryBinary(op, a, b);
	if (result === undefined) throw unsupportedOperands(op, `${op}=`, a, b);
	return result;
}

function* pairs(source: unknown): Generator<[unknown, unknown]> {
	for (const pair of iterate(source)) {
		const [key, value] = listOf(pair);
		yield [key, value];
	}
}
