import { ProgramError } from '$lib/core/errors';
import { avalOf, type Value } from '$lib/core/interpreter';
import { numpyInts } from '$lib/core/numpy-ints';
import * as ops from '$lib/core/ops';
import { NDArray } from '$lib/array/ndarray';
import { index, isSequence, itemsOf, range, staticInt } from '../arguments';
import { jitted1 } from '../jitted';
import { toValue } from '../values';
import {
	isStatistic,
	isUniform,
	padRamp,
	padStatistic,
	padWithEach,
	uniformFill,
	type Pair
} from './pad-computed';
import { sliceAxis } from './shape';

export interface PadOptions {
	readonly fill?: unknown;
	/** Of `linear_ramp`. */
	readonly ends?: unknown;
	/** How many elements a statistic is of; null for all. */
	readonly lengths?: unknown;
}

/** `jnp.pad` in NumPy's modes. */
export function pad(x: unknown, widths: unknown, mode = 'constant', options: PadOptions = {}): Value {
	const value = toValue(x, 'pad');
	const { fill = 0n, ends = 0n, lengths = null } = options;
	const pairs = padWidths(widths, avalOf(value).shape.length);
	if (mode === 'constant' && isUniform(fill))
		return jitted1(
			'_pad',
			[pairs, mode],
			(operand, constantValue) => padConstant(operand, constantValue, pairs),
			[value, uniformFill(fill)]
		);
	const body = (operand: Value): Value => {
		if (mode === 'constant') return padWithEach(operand, fill, pairs);
		if (mode === 'empty') return padConstant(operand, toValue(0n), pairs);
		if (mode === 'linear_ramp') return padRamp(operand, ends, pairs);
		return isStatistic(mode) ? padStatistic(operand, mode, lengths, pairs) : padCopied(operand, pairs, mode);
	};
	return jitted1('_pad', isPlain(mode) ? [pairs, mode] : null, body, [value]);
}

/** Modes that depend on widths alone. */
const isPlain = (mode: string): boolean => ['edge', 'wrap', 'reflect', 'symmetric', 'empty'].includes(mode);

function padWidths(widths: unknown, rank: number): Pair[] {
	const n = staticInt(widths);
	if (n !== null) return range(rank).map(() => [n, n]);
	const rows = nestedInts(widths);
	if (rows.every((row) => typeof row === 'number')) {
		const [low, high = low] = rows as number[];
		return range(rank).map(() => [low, high]);
	}
	const pairs = rows.map(
		(row) => (typeof row === 'number' ? [row, row] : [row[0], row[1] ?? row[0]]) as Pair
	);
	if (pairs.length === 1) return range(rank).map(() => pairs[0]);
	if (pairs.length !== rank)
		throw new ProgramError(
			'ValueError',
			`jnp.pad: pad_width with nested shape (${pairs.length}, 2) cannot be broadcast to shape (${rank}, 2)`
		);
	return pairs;
}

const nestedInts = (widths: unknown): (number | number[])[] => {
	const list = isSequence(widths) ? itemsOf(widths) : widths instanceof NDArray ? rowsOf(widths) : [widths];
	return list.map((item) => (isSequence(item) ? itemsOf(item).map((n) => index(n)) : index(item)));
};

const rowsOf = (x: NDArray): unknown[] =>
	x.ndim === 1
		? [...x.data].map(BigInt)
		: range(x.shape[0]).map((i) => [...x.data.subarray(i * x.shape[1], (i + 1) * x.shape[1])].map(BigInt));

function padConstant(x: Value, fill: Value, pairs: readonly Pair[]): Value {
	const { dtype, weak } = avalOf(x);
	const filling = ops.convert(fill, dtype, weak);
	return pairs.every(([low, high]) => low === 0 && high === 0)
		? x
		: ops.pad(
				x,
				filling,
				pairs.map(([low, high]) => numpyInts([low, high, 0] as const, [true, true, false]))
			);
}

/** The positions that a padded axis copies from. */
function copiedFrom(size: number, [low, high]: Pair, mode: string): number[] {
	const places = range(size + low + high, -low);
	const period = 2 * size - 2;
	const fold = (i: number, n: number): number => ((i % n) + n) % n;
	switch (mode) {
		case 'edge':
			return places.map((i) => Math.min(size - 1, Math.max(0, i)));
		case 'wrap':
			return places.map((i) => fold(i, size));
		case 'reflect':
			return places.map((i) => (size === 1 ? 0 : mirror(fold(i, period), period)));
		case 'symmetric':
			return places.map((i) => {
				const at = fold(i, 2 * size);
				return at < size ? at : 2 * size - 1 - at;
			});
		default:
			throw new ProgramError('NotImplementedError', `Unimplemented padding mode '${mode}' for np.pad.`);
	}
}

const mirror = (at: number, period: number): number => (at <= period / 2 ? at : period - at);

const padCopied = (x: Value, pairs: readonly Pair[], mode: string): Value =>
	pairs.reduce((padded, pair, axis) => {
		if (pair[0] === 0 && pair[1] === 0) return padded;
		const places = copiedFrom(avalOf(padded).shape[axis], pair, mode);
		return ops.concatenate(
			places.map((i) => sliceAxis(padded, axis, i, i + 1)),
			axis
		);
	}, x);
