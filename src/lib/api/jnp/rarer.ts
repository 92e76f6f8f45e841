import { ProgramError } from '$lib/core/errors';
import { Tracer, avalOf, type Value } from '$lib/core/interpreter';
import * as ops from '$lib/core/ops';
import { axesIn, axisIn, concretizationError, range } from '../arguments';
import { promoteArgs } from '../broadcast';
import { bitcast, constantLike } from '../elementwise';
import { constant, toValue } from '../values';
import { where } from './where';
import { remainder } from './rarer-arithmetic';
import { cumsum } from './cumulative';
import { ravel, sliceAxis } from './shape';
import { nonzero } from './searching';
import { take } from './taking';
import { update } from '../indexing/update';

/** Jumps of more than half a period taken out along an axis. */
export function unwrap(x: unknown, period: number, axis: unknown = -1n): Value {
	const [p] = promoteArgs('unwrap', [x], 'inexact');
	const along = axisIn(axis, avalOf(p).shape.length);
	const size = avalOf(p).shape[along];
	if (size === 0) return p;
	const steps = ops.binary('sub', sliceAxis(p, along, 1, size), sliceAxis(p, along, 0, size - 1));
	const half = constantLike(steps, period / 2);
	const folded = ops.binary('sub', remainder(ops.add(steps, half), constantLike(steps, period)), half);
	const atEdge = ops.binary(
		'and',
		ops.binary('eq', folded, ops.neg(half)),
		ops.binary('gt', steps, constantLike(steps, 0))
	);
	const corrected = ops.binary('sub', where(atEdge, half, folded), steps);
	const small = ops.binary('lt', ops.unary('abs', steps), half);
	const shift = cumsum(where(small, constantLike(steps, 0), corrected), BigInt(along));
	const rest = ops.add(sliceAxis(p, along, 1, size), shift);
	return ops.concatenate([sliceAxis(p, along, 0, 1), rest], along);
}

/** Mantissa in [0.5, 1) and exponent. */
export function frexp(x: unknown): [Value, Value] {
	const [value] = promoteArgs('frexp', [x], 'inexact');
	if (avalOf(value).dtype !== 'float32')
		throw new ProgramError(
			'NotImplementedError',
			`Lockstep has frexp for float32 only, not ${avalOf(value).dtype}`
		);
	const zero = ops.binary('eq', value, constantLike(value, 0));
	const plain = ops.unary('is_finite', value);
	const keep = ops.binary('or', zero, ops.unary('not', plain));
	const [mantissa, exponent] = splitFloat(value);
	return [where(keep, value, mantissa), where(keep, constant(0, 'int32'), exponent)];
}

/** Subnormal numbers are scaled up first. */
function splitFloat(x: Value): [Value, Value] {
	const tiny = ops.binary('lt', ops.unary('abs', x), constantLike(x, 2 ** -126));
	const scaled = where(tiny, ops.mul(x, constantLike(x, 2 ** 23)), x);
	const bits = bitcast(scaled, 'int32');
	const field = ops.binary(
		'and',
		ops.binary('shift_right_arithmetic', bits, constant(23, 'int32')),
		constant(255, 'int32')
	);
	const exponent = ops.binary('sub', field, where(tiny, constant(149, 'int32'), constant(126, 'int32')));
	const kept = ops.binary('and', bits, constant(~(255 << 23), 'int32'));
	return [bitcast(ops.binary('or', kept, constant(126 << 23, 'int32')), 'float32'), exponent];
}

/** A concrete vector without the zeros at its ends. */
export function trimZeros(x: unknown, ends: string): Value {
	const value = toValue(x, 'trim_zeros');
	if (value instanceof Tracer)
		throw concretizationError(value, 'Error arose in the `filt` argument of trim_zeros()');
	const places = range(value.size).filter((i) => value.data[i] !== 0);
	if (places.length === 0) return sliceAxis(value, 0, 0, 0);
	const from = ends.includes('f') ? places[0] : 0;
	const to = ends.includes('b') ? places[places.length - 1] + 1 : value.size;
	return sliceAxis(value, 0, from, to);
}

/** Elements where the mask holds replaced by `values` in turn, repeated as needed. */
export function place(x: unknown, mask: unknown, values: unknown): Value {
	const value = toValue(x, 'place');
	const flat = ravel(value);
	const size = avalOf(flat).shape[0];
	const [at] = nonzero(ravel(mask), BigInt(size), BigInt(size));
	const given = ravel(toValue(values, 'place', 2));
	const turns = ops.binary('rem', ops.iota('int32', [size]), constant(avalOf(given).shape[0], 'int32'));
	const written = update('scatter', flat, at, take(given, turns), { mode: 'drop' });
	return ops.reshape(written, avalOf(value).shape);
}

/** `f` applied along one axis after the other, axes kept. */
export function applyOverAxes(f: (x: Value, axis: number) => Value, x: unknown, axes: unknown): Value {
	const value = toValue(x, 'apply_over_axes');
	const rank = avalOf(value).shape.length;
	return axesIn(axes, rank).reduce((reduced, axis) => {
		const next = f(reduced, axis);
		return avalOf(next).shape.length === rank ? next : ops.expandDims(next, [axis]);
	}, value);
}

/** 0 for numbers that are not negative, pi for others. */
export function angle(x: unknown, degrees = false): Value {
	const [value] = promoteArgs('angle', [x], 'inexact');
	const turn = constantLike(value, degrees ? 180 : Math.PI);
	return where(ops.binary('lt', value, constantLike(value, 0)), turn, constantLike(value, 0));
}
