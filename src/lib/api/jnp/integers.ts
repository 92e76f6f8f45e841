import { ProgramError } from '$lib/core/errors';
import { Tracer, avalOf, bind1, type Value } from '$lib/core/interpreter';
import * as ops from '$lib/core/ops';
import { isInteger } from '$lib/array/dtype';
import { axisIn, concretizationError, isSequence, itemsOf, range, shapeOf } from '../arguments';
import { broadcastShapes, promoteShapes, promoteTypes } from '../broadcast';
import { constantLike } from '../elementwise';
import { arrayFrom, arrayLikes, constant, toValue } from '../values';
import { add } from './arithmetic';
import { remainder } from './rarer-arithmetic';
import { ravel, sliceAxis } from './shape';
import { sizeOf, stridesOf } from '$lib/array/shape';
import { where } from './where';

function wholeArgs(fn: string, x: unknown, y: unknown): Value[] {
	const operands = promoteTypes(arrayLikes(fn, [x, y]));
	if (!isInteger(avalOf(operands[0]).dtype))
		throw new ProgramError('ValueError', `Arguments to jax.numpy.${fn} must be integers.`);
	broadcastShapes(...operands.map((operand) => avalOf(operand).shape));
	return promoteShapes(operands);
}

/** Steps that Euclid's algorithm takes at most on 32-bit integers (neighbours in Fibonacci's sequence). */
const euclidSteps = 46;

/** The greatest common divisor, by Euclid's algorithm written out. */
export function gcd(x: unknown, y: unknown): Value {
	let [a, b] = wholeArgs('gcd', x, y).map((v) => ops.unary('abs', v));
	for (let step = 0; step < euclidSteps; step++) {
		const done = ops.binary('eq', b, constantLike(b, 0));
		const rest = ops.binary('rem', a, where(done, constantLike(b, 1), b));
		[a, b] = [where(done, a, b), where(done, b, rest)];
	}
	return a;
}

/** The least common multiple. */
export function lcm(x: unknown, y: unknown): Value {
	const [a, b] = wholeArgs('lcm', x, y).map((v) => ops.unary('abs', v));
	const divisor = gcd(a, b);
	const zero = ops.binary('eq', divisor, constantLike(divisor, 0));
	return where(
		zero,
		divisor,
		ops.mul(a, ops.binary('div', b, where(zero, constantLike(divisor, 1), divisor)))
	);
}

/** The bits of bytes along an axis, the highest first unless `little`. */
export function unpackbits(
	x: unknown,
	axis: unknown = null,
	count: number | null = null,
	little = false
): Value {
	const value = toValue(x, 'unpackbits');
	if (avalOf(value).dtype !== 'uint8')
		throw new ProgramError('TypeError', 'Expected an input array of unsigned byte data type');
	const bytes = axis === null ? ravel(value) : value;
	const along = axis === null ? 0 : axisIn(axis, avalOf(value).shape.length);
	const { shape } = avalOf(bytes);
	const shifts = byteShifts(little);
	const wide = ops.expandDims(bytes, [along + 1]);
	const places = ops.broadcastInDim(
		shifts,
		[...shape.slice(0, along + 1).map(() => 1), 8, ...shape.slice(along + 1).map(() => 1)],
		[along + 1]
	);
	const bits = ops.binary('and', ops.binary('shift_right_logical', wide, places), constant(1, 'uint8'));
	const flat = ops.reshape(
		bits,
		shape.map((size, i) => (i === along ? size * 8 : size))
	);
	if (count === null) return flat;
	return sliceAxis(flat, along, 0, count < 0 ? shape[along] * 8 + count : count);
}

const byteShifts = (little: boolean): Value =>
	arrayFrom(
		range(8).map((i) => BigInt(little ? i : 7 - i)),
		'uint8'
	);

/** Bits along an axis put together into bytes, the last one filled up with zeros. */
export function packbits(x: unknown, axis: unknown = null, little = false): Value {
	const value = toValue(x, 'packbits');
	const bits = axis === null ? ravel(value) : value;
	const along = axis === null ? 0 : axisIn(axis, avalOf(value).shape.length);
	const { shape, dtype } = avalOf(bits);
	const on = dtype === 'bool' ? bits : ops.binary('gt', bits, constantLike(bits, 0));
	const missing = (8 - (shape[along] % 8)) % 8;
	const filled = ops.pad(
		ops.convert(on, 'uint8'),
		constant(0, 'uint8'),
		shape.map((_, i) => [0, i === along ? missing : 0, 0])
	);
	const bytes = (shape[along] + missing) / 8;
	const wide = ops.reshape(filled, [...shape.slice(0, along), bytes, 8, ...shape.slice(along + 1)]);
	const places = ops.broadcastInDim(byteShifts(little), avalOf(wide).shape, [along + 1]);
	return ops.reduce('reduce_sum', ops.binary('shift_left', wide, places), [along + 1]);
}

/** Places in the flattened array as places on each axis. */
export function unravelIndex(at: unknown, shape: unknown): Value[] {
	const sizes = shapeOf(shape);
	const strides = stridesOf(sizes);
	const value = ops.convert(toValue(at, 'unravel_index'), 'int32');
	const total = sizeOf(sizes);
	const counted = where(
		ops.binary('lt', value, constantLike(value, 0)),
		ops.add(value, constantLike(value, total)),
		value
	);
	const past = ops.binary('ge', counted, constantLike(value, total));
	const below = ops.binary('lt', counted, constantLike(value, 0));
	return sizes.map((size, axis) => {
		const row = ops.binary('div', counted, constantLike(value, strides[axis]));
		const place = ops.binary('rem', row, constantLike(value, size));
		return where(past, constantLike(value, size - 1), where(below, constantLike(value, 0), place));
	});
}

/** The opposite. `mode` says what becomes of places outside: raise, clip, wrap or ignore. */
export function ravelMultiIndex(places: unknown, shape: unknown, mode = 'raise', order = 'C'): Value {
	const sizes = shapeOf(shape);
	const strides = order === 'F' ? stridesOf([...sizes].reverse()).reverse() : stridesOf(sizes);
	const list = isSequence(places) ? itemsOf(places) : [places];
	return list
		.map((place, axis) => {
			const value = ops.convert(toValue(place, 'ravel_multi_index', axis), 'int32');
			return ops.mul(inside(value, sizes[axis], mode), constantLike(value, strides[axis]));
		})
		.reduce((a, b) => add(a, b));
}

function inside(place: Value, size: number, mode: string): Value {
	switch (mode) {
		case 'raise':
			if (place instanceof Tracer)
				throw concretizationError(
					place,
					"The error occurred because ravel_multi_index was jit-compiled with mode='raise'. Use mode='wrap' or mode='clip' instead."
				);
			if (place.data.some((n) => n < 0 || n >= size))
				throw new ProgramError('ValueError', 'invalid entry in coordinates array');
			return place;
		case 'clip':
			return bind1('clamp', [constant(0, 'int32'), place, constant(size - 1, 'int32')], {});
		case 'wrap':
			return remainder(place, constantLike(place, size));
		case 'ignore':
			return place;
		default:
			throw new ProgramError(
				'ValueError',
				`invalid mode='${mode}'. Expected 'raise', 'wrap', 'clip', or 'ignore'.`
			);
	}
}

/** Index arrays that select the grid of rows and columns given. */
export function ix(places: readonly unknown[]): Value[] {
	return places.map((place, axis) => {
		const value = toValue(isSequence(place) ? arrayFrom(place) : place, 'ix_', axis);
		return ops.expandDims(
			value,
			range(places.length).filter((other) => other !== axis)
		);
	});
}
