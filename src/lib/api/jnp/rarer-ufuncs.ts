import { avalOf, type Value } from '$lib/core/interpreter';
import { binary, convert, scalar, unary } from '$lib/core/ops';
import { NDArray } from '$lib/array/ndarray';
import { ProgramError } from '$lib/core/errors';
import { promote } from '$lib/core/promote';
import { bitsOf, kindOf, type DType } from '$lib/array/dtype';
import { promoteArgs, promoteShapes, promoteTypes } from '../broadcast';
import { bitcast, constantLike, promotedBinary, promotedUnary } from '../elementwise';
import { jitted, jitted1 } from '../jitted';
import { arrayLikes, avalOfLike, constant, toValue } from '../values';
import { where } from './where';

export const exp2 = promotedUnary('exp2', 'exp2', 'inexact');
export const expm1 = promotedUnary('expm1', 'expm1', 'inexact');
export const log1p = promotedUnary('log1p', 'log1p', 'inexact');
export const cbrt = promotedUnary('cbrt', 'cbrt', 'inexact');
export const tan = promotedUnary('tan', 'tan', 'inexact');
export const arcsin = promotedUnary('arcsin', 'asin', 'inexact');
export const arccos = promotedUnary('arccos', 'acos', 'inexact');
export const arctan = promotedUnary('arctan', 'atan', 'inexact');
export const sinh = promotedUnary('sinh', 'sinh', 'inexact');
export const cosh = promotedUnary('cosh', 'cosh', 'inexact');
export const arcsinh = promotedUnary('arcsinh', 'asinh', 'inexact');
export const arccosh = promotedUnary('arccosh', 'acosh', 'inexact');
export const arctanh = promotedUnary('arctanh', 'atanh', 'inexact');
export const arctan2 = promotedBinary('arctan2', 'atan2', 'inexact');

const logBase =
	(fn: string, base: number) =>
	(x: unknown): Value => {
		const [value] = promoteArgs(fn, [x], 'inexact');
		return binary('div', unary('log', value), unary('log', constantLike(value, base)));
	};
export const log2 = logBase('log2', 2);
export const log10 = logBase('log10', 10);

const scaled =
	(fn: string, factor: number) =>
	(x: unknown): Value => {
		const [value] = promoteArgs(fn, [x], 'inexact');
		return binary('mul', value, constantLike(value, factor));
	};
export const deg2rad = scaled('deg2rad', Math.PI / 180);
export const rad2deg = scaled('rad2deg', 180 / Math.PI);

/** sin(pi x) / (pi x), 1 at 0. */
export function sinc(x: unknown): Value {
	const [value] = promoteArgs('sinc', [x], 'inexact');
	return jitted1('sinc', [], sincBody, [value]);
}

function sincBody(x: Value): Value {
	const zero = binary('eq', x, constantLike(x, 0));
	const angle = binary('mul', constantLike(x, Math.PI), x);
	const safe = where(zero, constantLike(angle, 1), angle);
	return where(zero, constantLike(x, 1), binary('div', unary('sin', safe), safe));
}

/** sqrt(x² + y²) without overflow. */
export function hypot(x: unknown, y: unknown): Value {
	const operands = promoteArgs('hypot', [x, y], 'inexact');
	return jitted1('hypot', [], hypotBody, operands);
}

function hypotBody(x: Value, y: Value): Value {
	const [a, b] = [unary('abs', x), unary('abs', y)];
	const infinity = constantLike(a, Infinity);
	const infinite = binary('or', binary('eq', a, infinity), binary('eq', b, infinity));
	const most = binary('max', a, b);
	const least = binary('min', a, b);
	const zero = binary('eq', most, constantLike(most, 0));
	// Asked twice, as in JAX's jaxpr of it.
	const none = binary('eq', most, constantLike(most, 0));
	const ratio = binary('div', least, where(none, constantLike(most, 1), most));
	const root = unary('sqrt', binary('add', constantLike(ratio, 1), unary('square', ratio)));
	const length = where(zero, most, binary('mul', most, root));
	return where(infinite, constantLike(length, Infinity), length);
}

/** `x` with the sign of `y`. */
export function copysign(x: unknown, y: unknown): Value {
	const operands = arrayLikes('copysign', [x, y]).map((operand) => toValue(operand));
	return jitted1('copysign', [], copysignBody, operands);
}

function copysignBody(x: Value, y: Value): Value {
	const [a, b] = promoteArgs('copysign', [x, y], 'inexact');
	const size = unary('abs', a);
	return where(signbit(b), unary('neg', size), size);
}

/** Whether the sign bit is set; true for -0.0. */
export function signbit(x: unknown): Value {
	return jitted1('signbit', [], signbitBody, [toValue(x, 'signbit')]);
}

function signbitBody(x: Value): Value {
	const { dtype } = avalOf(x);
	if (dtype === 'bool') return constantFilled(x, false);
	if (kindOf(dtype) !== 'f') return binary('lt', x, constantLike(x, 0));
	const word: DType = bitsOf(dtype) === 16 ? 'int16' : 'int32';
	return binary('lt', bitcast(x, word), constant(0, word));
}

const constantFilled = (x: Value, value: boolean): Value => {
	const same = binary('eq', x, x);
	return binary(value ? 'or' : 'and', same, constant(value, 'bool'));
};

export function isnan(x: unknown): Value {
	const [value] = promoteArgs('isnan', [x]);
	return binary('ne', value, value);
}

export function isfinite(x: unknown): Value {
	const [value] = promoteArgs('isfinite', [x]);
	return kindOf(avalOf(value).dtype) === 'f' ? unary('is_finite', value) : constantFilled(value, true);
}

export function isinf(x: unknown): Value {
	const [value] = promoteArgs('isinf', [x]);
	if (kindOf(avalOf(value).dtype) !== 'f') return constantFilled(value, false);
	return binary('eq', unary('abs', value), constantLike(value, Infinity));
}

const isInfinity =
	(fn: string, infinity: number) =>
	(x: unknown): Value => {
		const [value] = promoteArgs(fn, [x]);
		if (kindOf(avalOf(value).dtype) !== 'f') return constantFilled(value, false);
		return binary('eq', value, constantLike(value, infinity));
	};
export const isposinf = isInfinity('isposinf', Infinity);
export const isneginf = isInfinity('isneginf', -Infinity);

/** x · 2^y. */
export function ldexp(x: unknown, y: unknown): Value {
	const types = [toValue(x, 'ldexp'), toValue(y, 'ldexp', 1)].map((operand) => avalOf(operand).dtype);
	if (kindOf(types[1]) === 'f') {
		const [first, second] = types.map((type) => `dtype('${type}')`);
		throw new ProgramError('ValueError', `ldexp not supported for input types (${first}, ${second})`);
	}
	const [base] = promoteArgs('ldexp', [x], 'inexact');
	const [a, exponent] = promoteShapes([base, convert(toValue(y, 'ldexp', 1), avalOf(base).dtype)]);
	const value = binary('mul', a, binary('pow', constantLike(exponent, 2), exponent));
	const keep = binary('or', isinf(a), binary('eq', a, constantLike(a, 0)));
	return where(keep, a, value);
}

/** Fractional and whole part, both with the sign of `x`. */
export function modf(x: unknown): [Value, Value] {
	return jitted('modf', [], modfBody, promoteArgs('modf', [x], 'inexact')) as [Value, Value];
}

function modfBody(value: Value): [Value, Value] {
	const whole = where(
		binary('ge', value, constantLike(value, 0)),
		unary('floor', value),
		unary('ceil', value)
	);
	return [binary('sub', value, whole), whole];
}

/** Numbers in place of NaN and infinities; the type's extremes where none is given. */
export function nanToNum(
	x: unknown,
	options: { readonly nan?: unknown; readonly posinf?: unknown; readonly neginf?: unknown } = {}
): Value {
	const value = toValue(x, 'nan_to_num');
	if (kindOf(avalOf(value).dtype) !== 'f') return value;
	const { dtype } = avalOf(value);
	const most = largest(dtype);
	const replaced = [options.nan ?? 0, options.posinf ?? most, options.neginf ?? -most].map((item) =>
		toValue(item, 'nan_to_num')
	);
	return jitted1('nan_to_num', [], nanToNumBody, [value, ...replaced]);
}

function nanToNumBody(x: Value, nan: Value, posinf: Value, neginf: Value): Value {
	const { dtype } = avalOf(x);
	const without = where(isnan(x), convert(nan, dtype), x);
	const below = where(isposinf(without), convert(posinf, dtype), without);
	return where(isneginf(below), convert(neginf, dtype), below);
}

/** The largest finite number of a floating type. */
export function largest(dtype: DType): number {
	if (dtype === 'float16') return 65504;
	return dtype === 'bfloat16' ? 3.3895313892515355e38 : 3.4028234663852886e38;
}

const bitwise = (fn: string, op: 'and' | 'or' | 'xor') => promotedBinary(fn, op);
export const bitwiseAnd = bitwise('bitwise_and', 'and');
export const bitwiseOr = bitwise('bitwise_or', 'or');
export const bitwiseXor = bitwise('bitwise_xor', 'xor');
export const invert = promotedUnary('bitwise_not', 'not');
export const leftShift = promotedBinary('left_shift', 'shift_left', 'numeric');

export function rightShift(x: unknown, y: unknown): Value {
	const [a, b] = promoteArgs('right_shift', [x, y], 'numeric');
	const op = kindOf(avalOf(a).dtype) === 'u' ? 'shift_right_logical' : 'shift_right_arithmetic';
	return binary(op, a, b);
}

/** The number of ones in the binary digits of |x|. */
export const bitwiseCount = (x: unknown): Value => {
	const [value] = promoteArgs('bitwise_count', [x], 'numeric');
	const signed = kindOf(avalOf(value).dtype) === 'i';
	return convert(unary('population_count', signed ? unary('abs', value) : value), 'uint8');
};

const ignoringNaN =
	(fn: string, op: 'gt' | 'lt') =>
	(x: unknown, y: unknown): Value => {
		const [a, b] = promoteArgs(fn, [x, y]);
		return where(binary('or', binary(op, a, b), isnan(b)), a, b);
	};
export const fmax = ignoringNaN('fmax', 'gt');
export const fmin = ignoringNaN('fmin', 'lt');

/** |x - y| small beside `atol + rtol·|y|`; infinities only equal themselves. */
export function isclose(
	x: unknown,
	y: unknown,
	options: { readonly rtol?: unknown; readonly atol?: unknown; readonly equalNan?: boolean } = {}
): Value {
	const { rtol, atol, equalNan = false } = options;
	const [a, b] = [x, y].map((operand, i) => toValue(operand, 'isclose', i));
	const asked = [rtol ?? null, atol ?? null].map((given) => given !== null);
	const given = [rtol, atol].filter((_, i) => asked[i]).map((tolerance) => toValue(tolerance, 'isclose'));
	const body = (p: Value, q: Value, ...tolerances: Value[]): Value => {
		const [relative = toValue(1e-5), least = toValue(1e-8)] = asked.map((has) =>
			has ? tolerances.shift() : undefined
		);
		return iscloseBody([p, q, relative, least], equalNan);
	};
	return jitted1('isclose', [equalNan, ...asked], body, [a, b, ...given]);
}

/** A number of the program's text is a constant already. */
const asTolerance = (x: Value, dtype: DType): Value =>
	x instanceof NDArray && x.weak ? scalar(Number(x.data[0]), dtype) : convert(x, dtype);

function iscloseBody([x, y, rtol, atol]: readonly Value[], equalNan: boolean): Value {
	const [a, b] = promoteArgs('isclose', [x, y]);
	const { dtype } = promote([avalOfLike(a)]);
	const floating: DType = kindOf(dtype) === 'f' ? dtype : 'float32';
	const [p, q] = promoteTypes([convert(a, floating), convert(b, floating)]);
	const [relative, least] = [rtol, atol].map((tolerance) => asTolerance(tolerance, floating));
	const missing = binary('and', binary('ne', p, p), binary('ne', q, q));
	const finite = unary('is_finite', q);
	const apart = unary('abs', binary('sub', p, q));
	const bound = binary('add', least, binary('mul', relative, unary('abs', q)));
	const near = binary('le', apart, bound);
	const close = binary('or', binary('eq', p, q), binary('and', finite, near));
	return equalNan ? binary('or', close, missing) : close;
}
