import { allocate, wordsOf } from '$lib/array/dtype';
import { NDArray } from '$lib/array/ndarray';
import { sizeOf, stridesOf } from '$lib/array/shape';
import { laneIndex, startOf, valueOffsets } from './read';
import type { Column, Loop } from './recording';
import { lane } from './moment';
import type { Stretch } from './windows';

/** Values of every lane and of some steps side by side: leading axes for steps and lanes where it differs in them. */
export interface Grid {
	readonly array: NDArray;
	readonly steps: boolean;
	readonly lanes: boolean;
}

/** Entries `from` to `to` of a column. */
export function gridOf(column: Column, loop: Loop, from: number, to: number): Grid {
	const steps = column.stepStride !== 0;
	const lanes = !column.shared;
	const entries = steps ? to - from : 1;
	const starts = Array.from({ length: lanes ? loop.lanes : 1 }, (_, row) =>
		startOf(column, from, lane(row), loop.axes)
	);
	const words = wordsOf(column.dtype);
	const offsets = valueOffsets(column);
	const data = allocate(column.dtype, entries * starts.length * offsets.length);
	let at = 0;
	for (let entry = 0; entry < entries; entry++)
		for (const start of starts)
			for (const offset of offsets)
				for (let word = 0; word < words; word++)
					data[at++] = column.data[start + entry * column.stepStride + offset + word];
	const leading = [...(steps ? [entries] : []), ...(lanes ? [starts.length] : [])];
	return { array: new NDArray(column.dtype, [...leading, ...column.shape], data, column.weak), steps, lanes };
}

const counter = (numbers: readonly number[]): NDArray =>
	new NDArray('int32', [numbers.length], Int32Array.from(numbers), true);

/** The number of each step from `from` to `to`, as a Python int is. */
export const stepNumbers = (from: number, to: number): Grid => ({
	array: counter(Array.from({ length: to - from }, (_, n) => from + n)),
	steps: true,
	lanes: false
});

/** Each lane's place along every axis of the loop, outermost first. */
export const laneNumbers = (loop: Loop): Grid[] =>
	loop.axes.map((_, axis) => ({
		array: counter(Array.from({ length: loop.lanes }, (_, row) => laneIndex(lane(row), loop.axes)[axis])),
		steps: false,
		lanes: true
	}));

/**
 * The column of values that stand side by side, a block of steps after the other, lanes within each unless they share.
 * `steps` are those that there are values of.
 */
export function columnOfBlocks(
	blocks: readonly NDArray[],
	loop: Loop,
	shared: boolean,
	steps: Stretch = { from: 0, to: loop.recorded }
): Column {
	const [{ dtype, shape: whole, weak }] = blocks;
	const shape = whole.slice(shared ? 1 : 2);
	const size = sizeOf(shape) * wordsOf(dtype);
	const lanes = shared ? 1 : loop.lanes;
	const data = allocate(dtype, (steps.to - steps.from) * lanes * sizeOf(shape));
	let at = 0;
	for (const block of blocks) {
		data.set(block.data, at);
		at += block.data.length;
	}
	const strides = (sizes: readonly number[], each: number): number[] =>
		stridesOf(sizes).map((stride) => stride * each);
	return {
		dtype,
		shape,
		weak,
		shared,
		data,
		offset: 0 - steps.from * lanes * size,
		stepStride: lanes * size,
		laneStrides: shared
			? loop.axes.map(() => 0)
			: strides(
					loop.axes.map((axis) => axis.size),
					size
				),
		strides: strides(shape, wordsOf(dtype))
	};
}
