import { Dict } from '$lib/core/containers';
import type { ProgramError } from '$lib/core/errors';
import { arrays } from './arrays';
import type { BinaryOp, UnaryOp } from './ast';
import { special } from './call';
import { HostObject, ownClass, ScalarInstance } from './classes';
import { pyError, typeError } from './errors';
import { iterate, listOf } from './iterate';
import {
	floatFloorDivide,
	floatModulo,
	floatPower,
	floorDivide,
	intPower,
	intToFloat,
	modulo,
	multiply,
	shiftLeft,
	shiftRight,
	trueDivide
} from './numbers';
import { truth } from './truth';
import { typeName, typeOf } from './types';
import { NotImplemented, PySet } from './values';
import { operators } from './parts';

const { unionType } = operators.functions;
const { percentFormat } = operators.functions;
const { containers, repeat, setOperation } = operators.functions;

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

/** `a op b` */
export function binary(op: BinaryOp, a: unknown, b: unknown): unknown {
	if (typeof a === 'bigint' && typeof b === 'bigint') return integers(op, a, b);
	if (typeof a === 'number' && typeof b === 'number') return floats(op, a, b);
	const result = tryBinary(op, a, b);
	if (result === undefined) throw unsupportedOperands(op, op, a, b);
	return result;
}

function integers(op: BinaryOp, a: bigint, b: bigint): unknown {
	switch (op) {
		case '+':
			return a + b;
		case '-':
			return a - b;
		case '*':
			return multiply(a, b);
		case '/':
			if (b === 0n) throw pyError('ZeroDivisionError', 'division by zero');
			return trueDivide(a, b);
		case '//':
			if (b === 0n) throw pyError('ZeroDivisionError', 'integer division or modulo by zero');
			return floorDivide(a, b);
		case '%':
			if (b === 0n) throw pyError('ZeroDivisionError', 'integer modulo by zero');
			return modulo(a, b);
		case '**':
			return intPower(a, b);
		case '<<':
			return shiftLeft(a, b);
		case '>>':
			return shiftRight(a, b);
		case '&':
			return a & b;
		case '|':
			return a | b;
		case '^':
			return a ^ b;
		case '@':
			return undefinedFor(op, a, b);
	}
}

function floats(op: BinaryOp, a: number, b: number): unknown {
	switch (op) {
		case '+':
			return a + b;
		case '-':
			return a - b;
		case '*':
			return a * b;
		case '/':
			if (b === 0) throw pyError('ZeroDivisionError', 'float division by zero');
			return a / b;
		case '//':
			return floatFloorDivide(a, b);
		case '%':
			return floatModulo(a, b);
		case '**':
			return floatPower(a, b);
		default:
			return undefinedFor(op, a, b);
	}
}

function undefinedFor(op: BinaryOp, a: unknown, b: unknown): never {
	throw unsupportedOperands(op, op, a, b);
}

/** A plain int or float for a number of any kind; undefined for anything else. */
function numberOf(value: unknown): bigint | number | undefined {
	if (typeof value === 'bigint' || typeof value === 'number') return value;
	return typeof value === 'boolean' ? BigInt(value) : undefined;
}

/** `a op b`; undefined where the operands do not go together. */
function tryBinary(op: BinaryOp, a: unknown, b: unknown): unknown {
	if (ownClass(a) || ownClass(b)) {
		const own = ownBinary(op, a, b);
		if (own !== undefined) return own;
		const x = a instanceof ScalarInstance ? a.payload : a;
		const y = b instanceof ScalarInstance ? b.payload : b;
		if (x !== a || y !== b) return tryBinary(op, x, y);
	}
	if (op === '%' && typeof a === 'string') return percentFormat(a, b);
	if (arrays.isArray(a) || arrays.isArray(b)) return arrays.binary(op, a, b);
	const hosted = hostBinary(op, a, b);
	if (hosted !== undefined) return hosted;
	if (typeof a === 'boolean' && typeof b === 'boolean') {
		if (op === '&') return a && b;
		if (op === '|') return a || b;
		if (op === '^') return a !== b;
	}
	const x = numberOf(a);
	const y = numberOf(b);
	if (x !== undefined && y !== undefined) return numbers(op, x, y, a, b);
	if (op === '|') {
		const union = unionType(a, b);
		if (union !== undefined) return union;
	}
	return containers(op, a, b);
}

function numbers(op: BinaryOp, x: bigint | number, y: bigint | number, a: unknown, b: unknown): unknown {
	if (typeof x === 'bigint' && typeof y === 'bigint') return op === '@' ? undefined : integers(op, x, y);
	if ('@<<>>&|^'.includes(op)) throw unsupportedOperands(op, op, a, b);
	return floats(op, typeof x === 'bigint' ? intToFloat(x) : x, typeof y === 'bigint' ? intToFloat(y) : y);
}

/** Python's order: the right operand goes first where its class derives from the left one's and has a method of its own. */
function ownBinary(op: BinaryOp, a: unknown, b: unknown): unknown {
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

function hostBinary(op: BinaryOp, a: unknown, b: unknown): unknown {
	if (a instanceof HostObject && a.binary) {
		const result = a.binary(op, b, false);
		if (result !== undefined) return result;
	}
	return b instanceof HostObject ? b.binary?.(op, a, true) : undefined;
}

function unsupportedOperands(op: BinaryOp, shown: string, a: unknown, b: unknown): ProgramError {
	const sign = op === '**' && shown === '**' ? '** or pow()' : shown;
	return typeError(`unsupported operand type(s) for ${sign}: '${typeName(a)}' and '${typeName(b)}'`);
}

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

const unaryDunders = { '-': '__neg__', '+': '__pos__', '~': '__invert__' } as const;

/** `-a`, `+a`, `~a`, `not a` */
export function unary(op: UnaryOp, a: unknown): unknown {
	if (op === 'not') return !truth(a);
	if (typeof a === 'bigint') return op === '-' ? -a : op === '~' ? ~a : a;
	if (typeof a === 'number' && op !== '~') return op === '-' ? -a : a;
	if (typeof a === 'boolean') return unary(op, BigInt(a));
	if (ownClass(a)) {
		const own = special(a, unaryDunders[op]);
		if (own !== undefined) return own;
		if (a instanceof ScalarInstance) return unary(op, a.payload);
	}
	if (arrays.isArray(a)) return arrays.unary(op, a);
	throw typeError(`bad operand type for unary ${op}: '${typeName(a)}'`);
}
