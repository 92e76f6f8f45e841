import { ProgramError } from '$lib/core/errors';
import { avalOf, type Value } from '$lib/core/interpreter';
import * as ops from '$lib/core/ops';
import { isInteger } from '$lib/array/dtype';
import { index, isSequence, itemsOf, range } from '../arguments';
import { arrayFrom, toValue } from '../values';
import { roundTo } from './rarer-arithmetic';
import { linspace } from './spaced';
import { max, mean, min } from './reductions';
import { flip, sliceAxis } from './shape';
import { median } from './sorting';

export type Pair = readonly [number, number];

/** What stands at the two sides of each axis: `x`, `(x,)`, `(before, after)` or such a pair for each axis. */
function sides(given: unknown, rank: number): [unknown, unknown][] {
	const items = isSequence(given) ? itemsOf(given) : [given];
	const pair = (item: unknown): [unknown, unknown] => {
		const [before, after = before] = isSequence(item) ? itemsOf(item) : [item];
		return [before, after];
	};
	if (!items.some((item) => isSequence(item))) return range(rank).map(() => pair(items));
	return range(rank).map((axis) => pair(items[items.length === 1 ? 0 : axis]));
}

/** Blocks put before and after along each axis in turn. */
function framed(
	x: Value,
	pairs: readonly Pair[],
	block: (x: Value, axis: number, side: 0 | 1, width: number) => Value
): Value {
	return pairs.reduce((padded, [low, high], axis) => {
		const before = low === 0 ? [] : [block(padded, axis, 0, low)];
		const after = high === 0 ? [] : [block(padded, axis, 1, high)];
		return ops.concatenate([...before, padded, ...after], axis);
	}, x);
}

const edgeOf = (x: Value, axis: number, side: 0 | 1): Value => {
	const size = avalOf(x).shape[axis];
	return side === 0 ? sliceAxis(x, axis, 0, 1) : sliceAxis(x, axis, size - 1, size);
};

const spread = (x: Value, axis: number, width: number): Value => {
	const { shape } = avalOf(x);
	return ops.broadcastInDim(
		x,
		shape.map((size, i) => (i === axis ? width : size)),
		range(shape.length)
	);
};

/** A value of its own for each side. */
export function padWithEach(x: Value, values: unknown, pairs: readonly Pair[]): Value {
	const { dtype, weak, shape } = avalOf(x);
	const each = sides(values, shape.length);
	return framed(x, pairs, (padded, axis, side, width) => {
		const value = ops.convert(toValue(each[axis][side], 'pad'), dtype, weak);
		const full = avalOf(padded).shape.map((size, i) => (i === axis ? width : size));
		return ops.broadcastInDim(value, full, []);
	});
}

/** From the end value to the edge in equal steps. */
export function padRamp(x: Value, ends: unknown, pairs: readonly Pair[]): Value {
	const { dtype, weak, shape } = avalOf(x);
	const each = sides(ends, shape.length);
	return framed(x, pairs, (padded, axis, side, width) => {
		const edge = ops.squeeze(edgeOf(padded, axis, side), [axis]);
		const options = { endpoint: false, dtype, axis: BigInt(axis) };
		const ramp = ops.convert(linspace(each[axis][side], edge, BigInt(width), options), dtype, weak);
		return side === 0 ? ramp : flip(ramp, BigInt(axis));
	});
}

const statistics = { mean, maximum: max, minimum: min, median };
export type Statistic = keyof typeof statistics;
export const isStatistic = (mode: string): mode is Statistic => Object.hasOwn(statistics, mode);

/** A statistic of the elements next to the side, or of all along the axis. */
export function padStatistic(x: Value, mode: Statistic, lengths: unknown, pairs: readonly Pair[]): Value {
	const { dtype, weak, shape } = avalOf(x);
	const each = lengths === null ? null : sides(lengths, shape.length);
	return pairs.reduce((padded, [low, high], axis) => {
		const size = avalOf(padded).shape[axis];
		const block = (side: 0 | 1, width: number): Value[] => {
			if (width === 0) return [];
			const length = each ? Math.min(index(each[axis][side]), size) : size;
			if (length === 0) throw new ProgramError('ValueError', 'stat_length of 0 yields no value for padding');
			const near =
				side === 0 ? sliceAxis(padded, axis, 0, length) : sliceAxis(padded, axis, size - length, size);
			const found = statistics[mode](near, { axis: BigInt(axis), keepdims: true });
			const whole = isInteger(dtype) ? roundTo(found) : found;
			return [spread(ops.convert(whole, dtype, weak), axis, width)];
		};
		return ops.concatenate([...block(0, low), padded, ...block(1, high)], axis);
	}, x);
}

/** Whether one value fills every side. */
export const isUniform = (fill: unknown): boolean =>
	!isSequence(fill) || (itemsOf(fill).length === 1 && !isSequence(itemsOf(fill)[0]));

/** The one value that fills every side. */
export const uniformFill = (fill: unknown): Value =>
	isSequence(fill) ? arrayFrom(itemsOf(fill)[0]) : toValue(fill, 'pad', 3);
