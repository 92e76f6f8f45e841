import { allocate, kindOf, wordsOf, type Data } from '$lib/array/dtype';
import { NDArray } from '$lib/array/ndarray';
import { sizeOf, type Shape } from '$lib/array/shape';
import { allLanes, type Lane } from './moment';
import type { Column, LaneAxis, Loop } from './recording';

/** How a carry leaf moved in a step: numbers go up or down, anything else has changed. */
export type Change = 'up' | 'down' | 'changed';

/** Place of a lane along each axis, outermost first. */
export function laneIndex(lane: Lane, axes: readonly LaneAxis[]): number[] {
	const index = new Array<number>(axes.length);
	let rest: number = lane;
	for (let axis = axes.length - 1; axis >= 0; axis--) {
		index[axis] = rest % axes[axis].size;
		rest = Math.floor(rest / axes[axis].size);
	}
	return index;
}

/** Slot where a lane's value at an entry begins. */
export function startOf(column: Column, entry: number, lane: Lane, axes: readonly LaneAxis[]): number {
	let slot = column.offset + entry * column.stepStride;
	const index = laneIndex(lane, axes);
	for (let axis = 0; axis < axes.length; axis++) slot += index[axis] * (column.laneStrides[axis] ?? 0);
	return slot;
}

/** Distance from the first slot of a value to each of its elements, row-major. */
function elementOffsets(shape: Shape, strides: readonly number[]): number[] {
	let offsets = [0];
	shape.forEach((size, axis) => {
		const along = Array.from({ length: size }, (_, k) => k * strides[axis]);
		offsets = offsets.flatMap((offset) => along.map((step) => offset + step));
	});
	return offsets;
}

const offsetsCache = new WeakMap<Column, readonly number[]>();

/** From the first slot of a value of the column to each of its elements, row-major. */
export function valueOffsets(column: Column): readonly number[] {
	let offsets = offsetsCache.get(column);
	if (!offsets) offsetsCache.set(column, (offsets = elementOffsets(column.shape, column.strides)));
	return offsets;
}

/**
 * Elements of one lane's value at an entry, row-major; booleans as 0 and 1, a random key as the first of its words.
 * Entries of a carry are before step 0, then after each step; of anything else they are steps.
 */
export function elementsAt(column: Column, entry: number, lane: Lane, axes: readonly LaneAxis[]): number[] {
	const start = startOf(column, entry, lane, axes);
	return valueOffsets(column).map((offset) => column.data[start + offset]);
}

/** The slot of each element of one lane's first entry; those of entry `t` are `t * stepStride` further on. */
export function slotsAt(column: Column, lane: Lane, axes: readonly LaneAxis[]): number[] {
	const start = startOf(column, 0, lane, axes);
	return valueOffsets(column).map((offset) => start + offset);
}

/** The first element: all there is of a scalar. */
export function scalarAt(column: Column, entry: number, lane: Lane, axes: readonly LaneAxis[]): number {
	return column.data[startOf(column, entry, lane, axes) + (valueOffsets(column)[0] ?? 0)];
}

/** One lane's value at an entry, as an array of its own. */
export function valueAt(column: Column, entry: number, lane: Lane, axes: readonly LaneAxis[]): NDArray {
	const words = wordsOf(column.dtype);
	const start = startOf(column, entry, lane, axes);
	const data = allocate(column.dtype, sizeOf(column.shape));
	valueOffsets(column).forEach((offset, k) => {
		for (let word = 0; word < words; word++) data[k * words + word] = column.data[start + offset + word];
	});
	return new NDArray(column.dtype, column.shape, data, column.weak);
}

/** Lanes that can differ: one where the column exists once for all of them. */
export const lanesOf = (column: Column, loop: Loop): number => (column.shared ? 1 : loop.lanes);

/** Whether the values of an entry are there: of a long loop only its window's are. */
export const hasEntry = ({ stepStride }: Column, { long }: Loop, entry: number): boolean =>
	!long || stepStride === 0 || (entry >= long.from && entry < long.to);

/** Entries a column of the loop has: one more for a carry, one for what never changes. */
export function entriesOf(column: Column, loop: Loop, carry: boolean): number {
	if (column.stepStride === 0 && !carry) return 1;
	return carry ? loop.recorded + 1 : loop.recorded;
}

/**
 * Calls `visit` with slots `from`, `from + 1`, ... of `data`, `n` of them, until every element over the run was among them, or
 * until it returns true.
 */
export function someStretch(
	column: Column,
	loop: Loop,
	carry: boolean,
	visit: (data: Data, from: number, n: number) => boolean
): void {
	const stretches = stretchesOf(column, loop);
	const entries = entriesOf(column, loop, carry);
	for (let entry = 0; entry < entries; entry++)
		for (const { from, n } of stretches) if (visit(column.data, from + entry * column.stepStride, n)) return;
}

/** Where the elements of the first entry lie in all lanes, those that lie together joined. */
function stretchesOf(column: Column, loop: Loop): readonly { readonly from: number; readonly n: number }[] {
	const lanes = allLanes({ lanes: lanesOf(column, loop) });
	const slots = Int32Array.from(lanes.flatMap((lane) => slotsAt(column, lane, loop.axes))).sort();
	const stretches: { from: number; n: number }[] = [];
	for (const slot of slots) {
		const last = stretches.at(-1);
		if (last && last.from + last.n === slot) last.n++;
		else stretches.push({ from: slot, n: 1 });
	}
	return stretches;
}

/** What step `step` did to a carry leaf; null where every element kept its value (NaN keeps NaN). */
export function changeAt(column: Column, step: number, lane: Lane, axes: readonly LaneAxis[]): Change | null {
	const before = elementsAt(column, step, lane, axes);
	const after = elementsAt(column, step + 1, lane, axes);
	if (before.every((value, k) => Object.is(value, after[k]))) return null;
	if (before.length !== 1 || kindOf(column.dtype) === 'b' || kindOf(column.dtype) === 'k') return 'changed';
	if (after[0] > before[0]) return 'up';
	return after[0] < before[0] ? 'down' : 'changed';
}
