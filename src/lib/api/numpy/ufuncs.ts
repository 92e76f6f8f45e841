import { ProgramError } from '$lib/core/errors';
import {
	binaryFunction,
	commonType,
	comparison,
	elementwise,
	predicate,
	realFunction,
	sameType,
	typesOf,
	type Ufunc1,
	type Ufunc2
} from './elementwise';
import { asHost, operandOf } from './convert';
import { type HostArray } from './host-array';
import { kindOf } from './host-dtype';

const roundHalfEven = (x: number): number => {
	const low = Math.floor(x);
	const rest = x - low;
	const up = rest > 0.5 || (rest === 0.5 && low % 2 !== 0);
	return up ? low + 1 : low;
};

/** Ufuncs of one operand, by NumPy's names. */
export const unaryFunctions = {
	sin: realFunction(Math.sin),
	cos: realFunction(Math.cos),
	tan: realFunction(Math.tan),
	arcsin: realFunction(Math.asin),
	arccos: realFunction(Math.acos),
	arctan: realFunction(Math.atan),
	sinh: realFunction(Math.sinh),
	cosh: realFunction(Math.cosh),
	tanh: realFunction(Math.tanh),
	arcsinh: realFunction(Math.asinh),
	arccosh: realFunction(Math.acosh),
	arctanh: realFunction(Math.atanh),
	exp: realFunction(Math.exp),
	exp2: realFunction((x) => 2 ** x),
	expm1: realFunction(Math.expm1),
	log: realFunction(Math.log),
	log2: realFunction(Math.log2),
	log10: realFunction(Math.log10),
	log1p: realFunction(Math.log1p),
	sqrt: realFunction(Math.sqrt),
	cbrt: realFunction(Math.cbrt),
	degrees: realFunction((x) => x * (180 / Math.PI)),
	rad2deg: realFunction((x) => x * (180 / Math.PI)),
	radians: realFunction((x) => x * (Math.PI / 180)),
	deg2rad: realFunction((x) => x * (Math.PI / 180)),
	rint: realFunction(roundHalfEven),
	fabs: realFunction(Math.abs),
	floor: sameType(Math.floor),
	ceil: sameType(Math.ceil),
	trunc: sameType(Math.trunc),
	square: sameType((x) => x * x),
	abs: sameType(Math.abs),
	absolute: sameType(Math.abs),
	sign: sameType(Math.sign),
	positive: sameType((x) => x),
	reciprocal: sameType((x) => 1 / x),
	isnan: predicate(Number.isNaN),
	isinf: predicate((x) => Math.abs(x) === Infinity),
	isfinite: predicate(Number.isFinite),
	signbit: predicate((x) => x < 0 || Object.is(x, -0)),
	logical_not: predicate((x) => x === 0)
} as const satisfies Record<string, Ufunc1>;

export function negative(x: unknown): HostArray {
	const operand = operandOf(x);
	const host = commonType([operand]);
	if (host === 'bool')
		throw new ProgramError(
			'TypeError',
			'The numpy boolean negative, the `-` operator, is not supported, use the `~` operator or the logical_not function instead.'
		);
	return elementwise([operand], host, (v) => -v);
}

const propagate =
	(f: (x: number, y: number) => number) =>
	(x: number, y: number): number =>
		Number.isNaN(x) || Number.isNaN(y) ? NaN : f(x, y);
const ignore =
	(f: (x: number, y: number) => number) =>
	(x: number, y: number): number =>
		Number.isNaN(x) ? y : Number.isNaN(y) ? x : f(x, y);

/** The remainder with the divisor's sign. */
function modulo(x: number, y: number): number {
	const rest = x % y;
	return rest !== 0 && rest < 0 !== y < 0 ? rest + y : rest;
}

function floorQuotient(x: number, y: number): number {
	if (y === 0) return x / y;
	return Math.floor((x - modulo(x, y)) / y + 0.5);
}

function logAddExp(x: number, y: number): number {
	if (x === y) return x + Math.LN2;
	const most = Math.max(x, y);
	return most + Math.log1p(Math.exp(-Math.abs(x - y)));
}

/** Division and its kin: integers by zero give 0, as NumPy does after a warning. */
const dividing =
	(f: (x: number, y: number) => number): Ufunc2 =>
	(x, y) => {
		const { operands, host, real } = typesOf(x, y);
		const kind = host === 'bool' ? 'int8' : host;
		return elementwise(operands, kind, real ? f : (a, b) => (b === 0 ? 0 : f(a, b)));
	};

function power(x: unknown, y: unknown): HostArray {
	const { operands, host, real } = typesOf(x, y);
	const exponent = asHost(y);
	if (!real && exponent.exact.some((v) => v < 0))
		throw new ProgramError('ValueError', 'Integers to negative integer powers are not allowed.');
	return elementwise(operands, host === 'bool' ? 'int8' : host, Math.pow);
}

function subtract(x: unknown, y: unknown): HostArray {
	const { operands, host } = typesOf(x, y);
	if (host === 'bool')
		throw new ProgramError(
			'TypeError',
			'numpy boolean subtract, the `-` operator, is not supported, use the bitwise_xor, the `^` operator, or the logical_xor function instead.'
		);
	return elementwise(operands, host, (a, b) => a - b);
}

/** Integers are multiplied exactly where a double would round: their low bits are what wraps. */
function product(a: number, b: number): number {
	const plain = a * b;
	return Math.abs(plain) <= Number.MAX_SAFE_INTEGER || !Number.isInteger(a) || !Number.isInteger(b)
		? plain
		: Number(BigInt.asIntN(64, BigInt(a) * BigInt(b)));
}

function multiply(x: unknown, y: unknown): HostArray {
	const { operands, host, real } = typesOf(x, y);
	return elementwise(operands, host, real ? (a, b) => a * b : product);
}

function trueDivide(x: unknown, y: unknown): HostArray {
	const { operands, host, real } = typesOf(x, y);
	return elementwise(operands, real ? host : 'float64', (a, b) => a / b);
}

/** Bit by bit on integers, truth on booleans. */
const bitwise =
	(name: string, f: (a: bigint, b: bigint) => bigint): Ufunc2 =>
	(x, y) => {
		const { operands, host, real } = typesOf(x, y);
		if (real) throw notSupported(name);
		return elementwise(operands, host, (a, b) => Number(f(BigInt(a), BigInt(b))));
	};

const notSupported = (name: string): ProgramError =>
	new ProgramError(
		'TypeError',
		`ufunc '${name}' not supported for the input types, and the inputs could not be safely coerced to any supported types according to the casting rule ''safe''`
	);

export function invert(x: unknown): HostArray {
	const operand = operandOf(x);
	const host = commonType([operand]);
	if (kindOf(host) === 'f') throw notSupported('invert');
	return elementwise([operand], host, host === 'bool' ? (v) => 1 - v : (v) => -v - 1);
}

const truth = (f: (x: boolean, y: boolean) => boolean): Ufunc2 => comparison((a, b) => f(a !== 0, b !== 0));

/** Ufuncs of two operands, by NumPy's names. */
export const binaryFunctions = {
	add: binaryFunction((x, y) => x + y),
	subtract,
	multiply,
	divide: trueDivide,
	true_divide: trueDivide,
	floor_divide: dividing(floorQuotient),
	mod: dividing(modulo),
	remainder: dividing(modulo),
	fmod: dividing((x, y) => x % y),
	power,
	maximum: binaryFunction(propagate(Math.max)),
	minimum: binaryFunction(propagate(Math.min)),
	fmax: binaryFunction(ignore(Math.max)),
	fmin: binaryFunction(ignore(Math.min)),
	arctan2: binaryFunction(Math.atan2, true),
	hypot: binaryFunction(Math.hypot, true),
	logaddexp: binaryFunction(logAddExp, true),
	copysign: binaryFunction((x, y) => (y < 0 || Object.is(y, -0) ? -Math.abs(x) : Math.abs(x)), true),
	heaviside: binaryFunction((x, y) => (x > 0 ? 1 : x < 0 ? 0 : y), true),
	equal: comparison((x, y) => x === y),
	not_equal: comparison((x, y) => x !== y),
	less: comparison((x, y) => x < y),
	less_equal: comparison((x, y) => x <= y),
	greater: comparison((x, y) => x > y),
	greater_equal: comparison((x, y) => x >= y),
	logical_and: truth((x, y) => x && y),
	logical_or: truth((x, y) => x || y),
	logical_xor: truth((x, y) => x !== y),
	bitwise_and: bitwise('bitwise_and', (a, b) => a & b),
	bitwise_or: bitwise('bitwise_or', (a, b) => a | b),
	bitwise_xor: bitwise('bitwise_xor', (a, b) => a ^ b),
	left_shift: bitwise('left_shift', (a, b) => a << b),
	right_shift: bitwise('right_shift', (a, b) => a >> b)
} as const satisfies Record<string, Ufunc2>;

/** `np.round`, ties to even: NumPy multiplies, rounds and divides. */
export function round(x: unknown, decimals = 0): HostArray {
	const operand = operandOf(x);
	const host = commonType([operand]);
	if (kindOf(host) !== 'f' && decimals >= 0)
		return elementwise([operand], host === 'bool' ? 'float16' : host, (v) => v);
	const factor = 10 ** Math.abs(decimals);
	return elementwise([operand], host, (v) =>
		decimals >= 0 ? roundHalfEven(v * factor) / factor : roundHalfEven(v / factor) * factor
	);
}

export function clip(x: unknown, low: unknown, high: unknown): HostArray {
	const floor = low === null || low === undefined ? asHost(x) : binaryFunctions.maximum(x, low);
	return high === null || high === undefined ? floor : binaryFunctions.minimum(floor, high);
}

/** Three-argument `np.where`. */
export function where(condition: unknown, x: unknown, y: unknown): HostArray {
	const operands = [operandOf(x), operandOf(y)];
	const host = commonType(operands);
	const asked = unaryFunctions.logical_not(condition);
	return elementwise([asked, ...operands], host, (no, a, b) => (no ? b : a));
}
