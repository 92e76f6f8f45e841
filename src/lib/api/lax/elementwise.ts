import { ProgramError } from '$lib/core/errors';
import { avalOf, bind1, type Value } from '$lib/core/interpreter';
import * as ops from '$lib/core/ops';
import type { Binary, Unary } from '$lib/core/primitive';
import { kindOf, type DType } from '$lib/array/dtype';
import { sameShape, shapeText } from '$lib/array/shape';
import { index } from '../arguments';
import { dtypeOf } from '../dtypes';
import { integerPow, round } from '../elementwise';
import { arrayLikes, toValue } from '../values';

/** Operands of a lax function: no promotion, but Python scalars are taken. */
const operandsOf = (fn: string, operands: readonly unknown[]): Value[] =>
	arrayLikes(fn, operands).map((x) => toValue(x));

/** A lax function of one operand: its primitive. */
export const laxUnary =
	(fn: string, op: Unary) =>
	(x: unknown): Value =>
		ops.unary(op, operandsOf(fn, [x])[0]);

/** A lax function of two: types must agree, shapes too (scalars excepted). */
export const laxBinary =
	(fn: string, op: Binary) =>
	(x: unknown, y: unknown): Value => {
		const [a, b] = operandsOf(fn, [x, y]);
		const [m, n] = [avalOf(a).shape, avalOf(b).shape];
		if (m.length > 0 && n.length > 0 && m.length !== n.length)
			throw new ProgramError(
				'TypeError',
				`${op}: arrays must have the same number of dimensions, got {${[m.length, n.length].sort().join(', ')}}`
			);
		return ops.binary(op, a, b);
	};

/** The case of each element's number (or truth). */
export const selectN = (which: unknown, ...cases: readonly unknown[]): Value => {
	const [first, ...rest] = operandsOf('select_n', [which, ...cases]);
	const { dtype } = avalOf(first);
	if (kindOf(dtype) === 'f')
		throw new ProgramError('TypeError', `select \`which\` must be boolean or integer type, got ${dtype}.`);
	const shapes = rest.map((each) => avalOf(each).shape);
	if (shapes.some((shape) => !sameShape(shape, shapes[0])))
		throw new ProgramError(
			'TypeError',
			`select cases must have the same shapes, got [${shapes.map(shapeText).join(', ')}].`
		);
	return ops.select(first, ...rest);
};

/** `lax.select`: `x` where the predicate holds. */
export const select = (which: unknown, x: unknown, y: unknown): Value => selectN(which, y, x);

/** `x` between two bounds, all of one type. */
export function clamp(low: unknown, x: unknown, high: unknown): Value {
	const operands = operandsOf('clamp', [low, x, high]);
	const types = operands.map((operand) => avalOf(operand).dtype);
	if (new Set(types).size > 1)
		throw new ProgramError(
			'TypeError',
			`lax.clamp requires arguments to have the same dtypes, got ${types.join(', ')}.`
		);
	return bind1('clamp', operands, {});
}

export const integerPower = (x: unknown, y: unknown): Value =>
	integerPow(toValue(x, 'integer_pow'), index(y));

/** Rounding methods: 0 away from zero, 1 to even. */
export const laxRound = (x: unknown, method: unknown = 0n): Value =>
	round(toValue(x, 'round'), index(method) === 0 ? 0 : 1);

/** To another element type; None keeps it. The result is not weak. */
export const convertElementType = (x: unknown, dtype: unknown): Value => {
	const value = toValue(x, 'convert_element_type');
	return ops.convert(value, dtypeOf(dtype) ?? avalOf(value).dtype);
};

/** The bits read as another type of the same width. */
export function bitcastConvertType(x: unknown, dtype: unknown): Value {
	const value = toValue(x, 'bitcast_convert_type');
	const type: DType = dtypeOf(dtype) ?? avalOf(value).dtype;
	if (type === avalOf(value).dtype) return value;
	return bind1('bitcast_convert_type', [value], { new_dtype: type });
}

export const reciprocal = (x: unknown): Value => integerPow(toValue(x, 'reciprocal'), -1);

/** `~x` for booleans and integers. */
export function bitwiseNot(x: unknown): Value {
	const value = toValue(x, 'bitwise_not');
	if (kindOf(avalOf(value).dtype) === 'f')
		throw new ProgramError(
			'TypeError',
			`not does not accept dtype ${avalOf(value).dtype}. Accepted dtypes are subtypes of bool, integer.`
		);
	return ops.unary('not', value);
}
