import type { ProgramError } from '$lib/core/errors';
import { arrays } from './arrays';
import type { BinaryOp, UnaryOp } from './ast';
import { special } from './call';
import { HostObject, ownClass, ScalarInstance } from './classes';
import { pyError, typeError } from './errors';
import { intToFloat, multiply } from './numbers';
import { truth } from './truth';
import { typeName } from './types';
import { operators } from './parts';
import { division } from './parts';
import { ownOperators } from './parts';

const { ownBinary } = ownOperators.functions;

const {
	floatFloorDivide,
	floatModulo,
	floatPower,
	floorDivide,
	intPower,
	modulo,
	shiftLeft,
	shiftRight,
	trueDivide
} = division.functions;
const { unionType } = operators.functions;
const { percentFormat } = operators.functions;
export const { containers, repeat, setOperation } = operators.functions;

/** `a op b` */
export function binary(op: BinaryOp, a: unknown, b: unknown): unknown {
	if (typeof a === 'bigint' && typeof b === 'bigint') return integers(op, a, b);
	if (typeof a === 'number' && typeof b === 'number') return floats(op, a, b);
	const result = tryBinary(op, a, b);
	if (result === undefined) throw unsupportedOperands(op, op, a, b);
	return result;
}

export function integers(op: BinaryOp, a: bigint, b: bigint): unknown {
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

export function floats(op: BinaryOp, a: number, b: number): unknown {
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
export function tryBinary(op: BinaryOp, a: unknown, b: unknown): unknown {
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

function hostBinary(op: BinaryOp, a: unknown, b: unknown): unknown {
	if (a instanceof HostObject && a.binary) {
		const result = a.binary(op, b, false);
		if (result !== undefined) return result;
	}
	return b instanceof HostObject ? b.binary?.(op, a, true) : undefined;
}

export function unsupportedOperands(op: BinaryOp, shown: string, a: unknown, b: unknown): ProgramError {
	const sign = op === '**' && shown === '**' ? '** or pow()' : shown;
	return typeError(`unsupported operand type(s) for ${sign}: '${typeName(a)}' and '${typeName(b)}'`);
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
