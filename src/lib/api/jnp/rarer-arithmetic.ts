import { longText } from '$lib/core/aval';
import { ProgramError } from '$lib/core/errors';
import { avalOf, type Value } from '$lib/core/interpreter';
import { binary, convert, select, unary } from '$lib/core/ops';
import { kindOf } from '$lib/array/dtype';
import { NDArray } from '$lib/array/ndarray';
import { staticInt } from '../arguments';
import { promoteArgs, promoteShapes, promoteTypes } from '../broadcast';
import { constantLike, integerPow, promotedBinary, promotedUnary, quotient, round } from '../elementwise';
import { jitted, jitted1 } from '../jitted';
import { arrayLikes, toValue } from '../values';
import { asBool, where } from './where';
import { subtract } from './arithmetic';

const isWhole = (x: Value): boolean => 'iu'.includes(kindOf(avalOf(x).dtype));

/** Rounded towards minus infinity. */
export function floorDivide(x: unknown, y: unknown): Value {
	const operands = arrayLikes('floor_divide', [x, y]).map((operand) => toValue(operand));
	return jitted1('floor_divide', [], floorDivideBody, operands);
}

function floorDivideBody(x: Value, y: Value): Value {
	const [a, b] = promoteArgs('floor_divide', [x, y], 'numeric');
	const kind = kindOf(avalOf(a).dtype);
	if (kind === 'u') return binary('div', a, b);
	if (kind === 'f') return floatDivmod(a, b)[0];
	const quotient = binary('div', a, b);
	const signs = binary('ne', unary('sign', a), unary('sign', b));
	const inexact = binary('ne', binary('rem', a, b), constantLike(a, 0));
	return where(binary('and', asBool(signs), asBool(inexact)), subtract(quotient, 1n), quotient);
}

/** Remainder with the divisor's sign. */
export function remainder(x: unknown, y: unknown): Value {
	const operands = arrayLikes('remainder', [x, y]).map((operand) => toValue(operand));
	return jitted1('remainder', [], remainderBody, operands);
}

function remainderBody(x: Value, y: Value): Value {
	const [a, given] = promoteArgs('remainder', [x, y], 'numeric');
	const zero = constantLike(a, 0);
	const b = isWhole(given) ? where(binary('eq', given, zero), constantLike(given, 1), given) : given;
	const rest = binary('rem', a, b);
	const some = binary('ne', rest, zero);
	const signs = binary('ne', binary('lt', rest, zero), binary('lt', b, zero));
	const plus = binary('and', signs, some);
	return select(plus, rest, binary('add', rest, b));
}

/** Quotient and remainder as CPython's float_divmod has them. */
function floatDivmod(x: Value, y: Value): [Value, Value] {
	const rest = binary('rem', x, y);
	const byZero = binary('eq', y, constantLike(y, 0));
	const quotient = binary('div', where(byZero, x, binary('sub', x, rest)), y);
	const some = binary('ne', rest, constantLike(rest, 0));
	const signs = binary('ne', unary('sign', y), unary('sign', rest));
	const wrong = binary('and', some, signs);
	const mod = select(wrong, rest, binary('add', rest, y));
	const div = select(wrong, quotient, binary('sub', quotient, constantLike(quotient, 1)));
	return [round(div, 0), mod];
}

/** (x // y, x % y). */
export function divmod(x: unknown, y: unknown): [Value, Value] {
	const operands = arrayLikes('divmod', [x, y]).map((operand) => toValue(operand));
	const results = jitted('divmod', [], divmodBody, operands);
	return [results[0], results[1]];
}

function divmodBody(x: Value, y: Value): Value[] {
	const [a, b] = promoteArgs('divmod', [x, y], 'numeric');
	return isWhole(a) ? [floorDivide(a, b), remainder(a, b)] : floatDivmod(a, b);
}

/** C's remainder, with the dividend's sign. */
export function fmod(x: unknown, y: unknown): Value {
	const operands = arrayLikes('fmod', [x, y]).map((operand) => toValue(operand));
	return jitted1('fmod', [], fmodBody, operands);
}

function fmodBody(x: Value, y: Value): Value {
	const [a, b] = promoteArgs('fmod', [x, y], 'numeric');
	const divisor = isWhole(b) ? where(binary('eq', b, constantLike(b, 0)), constantLike(b, 1), b) : b;
	return binary('rem', a, divisor);
}

/**
 * Power. A Python integer, or a concrete integer scalar, as the exponent gives `integer_pow`; integers to integers are
 * multiplied out; everything else is `pow`.
 */
export function power(x: unknown, y: unknown): Value {
	const [base, exponent] = arrayLikes('power', [x, y]);
	const known = typeof exponent === 'bigint' || exponent instanceof NDArray ? staticInt(exponent) : null;
	if (known !== null) return staticPower(promoteTypes([base], 'numeric')[0], known);
	const [a, b] = promoteArgs('power', [base, exponent], 'numeric');
	if (isWhole(a)) return integerPower(a, b);
	const [rawBase, rawExponent] = promoteShapes([toValue(base), toValue(exponent)]);
	const keepExponent = kindOf(avalOf(rawBase).dtype) === 'f' && isWhole(rawExponent);
	return keepExponent ? binary('pow', rawBase, rawExponent) : binary('pow', a, b);
}

function staticPower(x: Value, y: number): Value {
	if (y < 0 && isWhole(x))
		throw new ProgramError(
			'TypeError',
			`Integers cannot be raised to negative powers, got integer_pow(${longText(avalOf(x))}, ${y})`
		);
	return integerPow(x, y);
}

/** Binary exponentiation over six bits, as JAX writes it out. */
function integerPower(x: Value, y: Value): Value {
	const zero = constantLike(y, 0);
	const one = constantLike(y, 1);
	let acc = where(binary('and', binary('eq', x, constantLike(x, 0)), binary('ne', y, zero)), zero, one);
	let base = x;
	let exponent = y;
	for (let bit = 0; bit < 6; bit++) {
		acc = where(binary('and', exponent, one), binary('mul', acc, base), acc);
		base = binary('mul', base, base);
		exponent = binary('shift_right_logical', exponent, one);
	}
	return acc;
}

export function floatPower(x: unknown, y: unknown): Value {
	const [a, b] = promoteArgs('float_power', [x, y], 'inexact');
	return binary('pow', a, b);
}
export const sign = promotedUnary('sign', 'sign');

export const fabs = promotedUnary('fabs', 'abs', 'inexact');

export const reciprocal = (x: unknown): Value => {
	const [value] = promoteArgs('reciprocal', [x], 'inexact');
	return integerPow(value, -1);
};

/** Integers and booleans are whole already. */
const rounding =
	(fn: string, op: 'floor' | 'ceil') =>
	(x: unknown): Value => {
		const value = toValue(x, fn);
		return kindOf(avalOf(value).dtype) === 'f' ? unary(op, value) : value;
	};
export const floor = rounding('floor', 'floor');
export const ceil = rounding('ceil', 'ceil');

/** Towards zero. */
export function trunc(x: unknown): Value {
	const value = toValue(x, 'trunc');
	if (kindOf(avalOf(value).dtype) !== 'f') return value;
	return jitted1('trunc', [], truncBody, [value]);
}

const truncBody = (x: Value): Value =>
	where(binary('lt', x, constantLike(x, 0)), unary('ceil', x), unary('floor', x));

/** To the nearest integer, ties to even, in a floating type. */
export function rint(x: unknown): Value {
	const value = toValue(x, 'rint');
	return jitted1('rint', [], rintBody, [value]);
}

const rintBody = (x: Value): Value => (kindOf(avalOf(x).dtype) === 'f' ? round(x) : convert(x, 'float32'));

/** To `decimals` decimals, ties to even. */
export function roundTo(x: unknown, decimals = 0): Value {
	const value = toValue(x, 'round');
	return jitted1('round', [decimals], (operand) => roundBody(operand, decimals), [value]);
}

function roundBody(x: Value, decimals: number): Value {
	const { dtype } = avalOf(x);
	if (kindOf(dtype) !== 'f') {
		if (decimals < 0)
			throw new ProgramError('NotImplementedError', 'integer np.round not implemented for decimals < 0');
		return x;
	}
	if (decimals === 0) return round(x);
	const wide = dtype === 'float16' || dtype === 'bfloat16' ? convert(x, 'float32') : x;
	const factor = constantLike(wide, 10 ** decimals);
	const whole = round(binary('mul', wide, factor));
	return convert(quotient(whole, factor, true), dtype, avalOf(x).weak);
}

export const nextafter = promotedBinary('nextafter', 'nextafter', 'inexact');

/** The integer 1 for x > 0, 0 for x < 0, `value` at 0. */
export function heaviside(x: unknown, value: unknown): Value {
	const [a, b] = promoteArgs('heaviside', [x, value], 'inexact');
	const zero = constantLike(a, 0);
	const step = where(binary('gt', a, zero), constantLike(a, 1), b);
	return where(binary('lt', a, zero), zero, step);
}
