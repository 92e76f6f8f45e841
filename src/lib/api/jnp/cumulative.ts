import { longText } from '$lib/core/aval';
import { ProgramError } from '$lib/core/errors';
import { avalOf, type Value } from '$lib/core/interpreter';
import * as ops from '$lib/core/ops';
import type { Cumulative } from '$lib/core/primitive';
import { axesIn, axisIn, index } from '../arguments';
import { promoteArgs } from '../broadcast';
import { dtypeOf } from '../dtypes';
import { constantLike } from '../elementwise';
import { jitted1 } from '../jitted';
import { toValue } from '../values';
import { ravel, sliceAxis } from './shape';
import { isnan } from './rarer-ufuncs';
import { where } from './where';
import { concatenate } from './joining';

/** NumPy's running reduction: flattened without an axis, booleans counted. */
const running =
	(fn: string, op: Cumulative) =>
	(x: unknown, axis: unknown = null, dtype: unknown = null): Value => {
		const value = toValue(x, fn);
		const type = dtypeOf(dtype) ?? (avalOf(value).dtype === 'bool' ? 'int32' : null);
		const along = axis === null ? null : axisIn(axis, avalOf(value).shape.length);
		const body = (operand: Value): Value => {
			const flat = along === null ? ravel(operand) : operand;
			return ops.cumulative(op, ops.convert(flat, type ?? avalOf(flat).dtype), along ?? 0);
		};
		return jitted1(fn, [along, type], body, [value]);
	};

export const cumsum = running('cumsum', 'cumsum');
export const cumprod = running('cumprod', 'cumprod');

/** The array API's `cumulative_sum` and `cumulative_prod`: no silent flattening, and the start on demand. */
const fromStart =
	(noun: 'sum' | 'product', run: typeof cumsum, start: number) =>
	(x: unknown, axis: unknown = null, dtype: unknown = null, withInitial = false): Value => {
		const value = toValue(x, noun === 'sum' ? 'cumulative_sum' : 'cumulative_prod');
		const { shape } = avalOf(value);
		if (shape.length === 0)
			throw new ProgramError(
				'ValueError',
				`The input must be non-scalar to take a cumulative ${noun}, however a scalar value or scalar array was given.`
			);
		if (axis === null && shape.length > 1)
			throw new ProgramError(
				'ValueError',
				`The input array has rank ${shape.length}, however axis was not set to an explicit value. The axis argument is only optional for one-dimensional arrays.`
			);
		const along = axisIn(axis ?? 0n, shape.length);
		const totals = run(value, BigInt(along), dtype);
		if (!withInitial) return totals;
		const first = shape.map((size, i) => (i === along ? 1 : size));
		return ops.concatenate([ops.full(first, start, avalOf(totals).dtype), totals], along);
	};
export const cumulativeSum = fromStart('sum', cumsum, 0);
export const cumulativeProd = fromStart('product', cumprod, 1);

const runningIgnoring =
	(fn: string, run: typeof cumsum, filler: number) =>
	(x: unknown, axis: unknown = null, dtype: unknown = null): Value => {
		const value = toValue(x, fn);
		return run(where(isnan(value), constantLike(value, filler), value), axis, dtype);
	};
export const nancumsum = runningIgnoring('nancumsum', cumsum, 0);
export const nancumprod = runningIgnoring('nancumprod', cumprod, 1);

/** Differences of neighbours, `n` times over. */
export function diff(
	x: unknown,
	n: unknown = 1n,
	axis: unknown = -1n,
	ends: readonly unknown[] = [null, null]
): Value {
	const value = toValue(x, 'diff');
	if (avalOf(value).shape.length === 0)
		throw new ProgramError(
			'ValueError',
			`diff requires input that is at least one dimensional; got JitTracer(${avalOf(value).weak ? '~' : ''}${longText(avalOf(value))})`
		);
	const along = axisIn(axis, avalOf(value).shape.length);
	const times = index(n);
	const [before, after] = ends;
	const parts = [before, value, after].filter((part) => part !== null && part !== undefined);
	const joined = parts.map((part) => edge(toValue(part, 'diff'), value, along));
	const whole = concatenate(joined, BigInt(along));
	return jitted1('diff', [times, along], (operand) => differences(operand, times, along), [whole]);
}

/** A scalar end spread over the other axes. */
function edge(part: Value, x: Value, axis: number): Value {
	if (avalOf(part).shape.length > 0) return part;
	return ops.broadcastInDim(
		part,
		avalOf(x).shape.map((size, i) => (i === axis ? 1 : size)),
		[]
	);
}

function differences(x: Value, times: number, axis: number): Value {
	if (times === 0) return x;
	const size = avalOf(x).shape[axis];
	const [later, earlier] = [sliceAxis(x, axis, 1, size), sliceAxis(x, axis, 0, Math.max(0, size - 1))];
	const op = avalOf(x).dtype === 'bool' ? 'ne' : 'sub';
	return differences(ops.binary(op, later, earlier), times - 1, axis);
}

/** Differences of neighbours of the flattened array, between what is put at the ends. */
export function ediff1d(x: unknown, toEnd: unknown = null, toBegin: unknown = null): Value {
	const steps = diff(ravel(x));
	const { dtype } = avalOf(steps);
	const ends = [toBegin, toEnd].map((end) => (end === null ? [] : [ops.convert(ravel(end), dtype)]));
	return ops.concatenate([...ends[0], steps, ...ends[1]], 0);
}

/** The integral by trapezoids, `dx` apart or at the places `at`. */
export function trapezoid(y: unknown, at: unknown = null, dx: unknown = 1, axis: unknown = -1n): Value {
	const value = toValue(y, 'trapezoid');
	const along = axisIn(axis, avalOf(value).shape.length);
	const size = avalOf(value).shape[along];
	const steps = at === null ? toValue(dx, 'trapezoid') : diff(at);
	const pairs = ops.add(sliceAxis(value, along, 1, size), sliceAxis(value, along, 0, size - 1));
	const { dtype } = avalOf(value);
	const areas = ops.mul(ops.convert(steps, dtype), pairs);
	const total = ops.reduce('reduce_sum', areas, [along]);
	return ops.mul(constantLike(total, 0.5), total);
}

/**
 * Slopes by central differences, one-sided at the ends, along each axis. `spacings` are none, one for all axes, or one
 * an axis: a distance or the places themselves.
 */
export function gradient(x: unknown, spacings: readonly unknown[] = [], axis: unknown = null): Value[] {
	const [value] = promoteArgs('gradient', [x], 'inexact');
	const axes = axesIn(axis, avalOf(value).shape.length);
	if (spacings.length > 1 && spacings.length !== axes.length)
		throw new ProgramError(
			'TypeError',
			'Invalid number of spacing arguments: 0, 1, or len(axis) are needed.'
		);
	return axes.map((along, i) => {
		const size = avalOf(value).shape[along];
		if (size < 2)
			throw new ProgramError(
				'ValueError',
				'Shape of array too small to calculate a numerical gradient, at least 2 elements are required.'
			);
		const [h] = promoteArgs('gradient', [spacings[spacings.length > 1 ? i : 0] ?? 1], 'inexact');
		const step = ops.convert(h, avalOf(value).dtype);
		return avalOf(step).shape.length === 0 ? slopes(value, step, along) : unevenSlopes(value, step, along);
	});
}

/** The first, the inner and the last differences along an axis. */
function slopes(x: Value, step: Value, axis: number): Value {
	const size = avalOf(x).shape[axis];
	const part = (from: number, to: number): Value => sliceAxis(x, axis, from, to);
	const over = (difference: Value): Value => ops.binary('div', difference, spread(step, difference));
	const first = over(ops.binary('sub', part(1, 2), part(0, 1)));
	const twice = ops.binary('sub', part(2, size), part(0, size - 2));
	const inner = over(ops.mul(twice, constantLike(twice, 0.5)));
	const last = over(ops.binary('sub', part(size - 1, size), part(size - 2, size - 1)));
	return ops.concatenate([first, inner, last], axis);
}

const spread = (scalar: Value, like: Value): Value => ops.broadcastInDim(scalar, avalOf(like).shape, []);

/** The same between places unevenly apart. */
function unevenSlopes(x: Value, places: Value, axis: number): Value {
	const { shape } = avalOf(x);
	const size = shape[axis];
	if (avalOf(places).shape.length !== 1 || avalOf(places).shape[0] !== size)
		throw new ProgramError(
			'ValueError',
			'Spacing arrays must have the same length as the dimension along which the gradient is calculated.'
		);
	const steps = differences(places, 1, 0);
	const part = (from: number, to: number): Value => sliceAxis(x, axis, from, to);
	const along = (v: Value, like: Value): Value => ops.broadcastInDim(v, avalOf(like).shape, [axis]);
	const step = (from: number, to: number, like: Value): Value => along(sliceAxis(steps, 0, from, to), like);
	const end = (i: number): Value => {
		const rise = ops.binary('sub', part(i + 1, i + 2), part(i, i + 1));
		return ops.binary('div', rise, step(i, i + 1, rise));
	};
	const middle = part(1, size - 1);
	const [a, b] = [step(0, size - 2, middle), step(1, size - 1, middle)];
	const sum = ops.add(a, b);
	const before = ops.binary('div', ops.neg(b), ops.mul(a, sum));
	const here = ops.binary('div', ops.binary('sub', b, a), ops.mul(a, b));
	const after = ops.binary('div', a, ops.mul(b, sum));
	const inner = ops.add(
		ops.add(ops.mul(before, part(0, size - 2)), ops.mul(here, middle)),
		ops.mul(after, part(2, size))
	);
	return ops.concatenate([end(0), inner, end(size - 2)], axis);
}
