import { lane } from '$lib/recording/moment';
import { lanesOf, slotsAt } from '$lib/recording/read';
import type { Leaf, Loop } from '$lib/recording/recording';
import { domainOf } from '$lib/recording/summary';

/** No more elements than this are looked at: beyond it, every so many-th lane stands for its neighbours. */
const mostElements = 200_000;

/**
 * How much the carry changes in each step, 0 to 1: the mean over lanes of the widest change of any element, in parts
 * of its leaf's range over the run. A change to or from NaN or infinity is a whole one.
 */
export function profileOf(loop: Loop): readonly number[] {
	if (loop.profile) return loop.profile;
	if (loop.long) return Array.from(loop.long.profile);
	const changes = new Array<number>(loop.recorded).fill(0);
	if (loop.recorded === 0 || loop.carry.length === 0) return changes;
	const every = Math.max(1, Math.ceil(elementsOf(loop) / mostElements));
	for (let n = 0; n < loop.lanes; n += every) addLane(loop, n, changes);
	const highest = changes.reduce((most, sum) => Math.max(most, sum), 0);
	return changes.map((sum) => (highest > 0 ? sum / highest : 0));
}

const elementsOf = (loop: Loop): number =>
	loop.recorded *
	loop.lanes *
	loop.carry.reduce((sum, { column }) => sum + column.shape.reduce((a, b) => a * b, 1), 0);

function addLane(loop: Loop, n: number, changes: number[]): void {
	const widest = new Float64Array(loop.recorded);
	for (const leaf of loop.carry) widen(loop, leaf, n, widest);
	for (let step = 0; step < loop.recorded; step++) changes[step] += widest[step];
}

/** Of each step the widest change of a leaf's elements, if it is wider than what is there. */
function widen(loop: Loop, { column }: Leaf, n: number, widest: Float64Array): void {
	const { min, max } = domainOf(column, loop, true);
	const { data, stepStride } = column;
	for (const slot of slotsAt(column, lane(n < lanesOf(column, loop) ? n : 0), loop.axes))
		for (let step = 0; step < widest.length; step++) {
			const at = slot + step * stepStride;
			const change = changeOf(data[at], data[at + stepStride], max - min);
			if (change > widest[step]) widest[step] = change;
		}
}

function changeOf(before: number, after: number, range: number): number {
	if (Object.is(before, after)) return 0;
	const change = Math.abs(after - before);
	return Number.isFinite(change) ? Math.min(1, range > 0 ? change / range : 1) : 1;
}
