import type { Overview } from '$lib/recording/overview';
import { slotsAt } from '$lib/recording/read';
import type { Column, Loop } from '$lib/recording/recording';
import { mappedLeaf } from './heat-map';
import type { LeafLook } from './leaf';
import type { HeatMap } from './scene';

/** By the tones of a map, which are the same object whatever the moment, and the other run. */
const known = new WeakMap<Float32Array, WeakMap<Loop, Uint8Array | null>>();

/**
 * The bins of a heat map that hold a value which is another one in the other run: 1, row-major. Null where the other
 * run has no such leaf. Computed once for two runs, whatever the moment.
 */
export function partedBins(map: HeatMap, loop: Loop, ghost: Loop, overview?: Overview): Uint8Array | null {
	const runs = known.get(map.tones) ?? new WeakMap<Loop, Uint8Array | null>();
	known.set(map.tones, runs);
	let bins = runs.get(ghost);
	if (bins === undefined) {
		const leaf = mappedLeaf(loop, overview);
		const other = leaf && counterpart(leaf, ghost);
		runs.set(ghost, (bins = leaf && other && !loop.long ? compare(map, loop, leaf, ghost, other) : null));
	}
	return bins;
}

function counterpart({ role, index, column }: LeafLook, { carry, xs, ys }: Loop): Column | null {
	if (role === 'watch') return null;
	const other = { carry, x: xs, y: ys }[role][index]?.column;
	return other && other.shape.join() === column.shape.join() ? other : null;
}

function compare(map: HeatMap, loop: Loop, leaf: LeafLook, ghost: Loop, other: Column): Uint8Array {
	const bins = new Uint8Array(map.rows * map.columns);
	const { column: mine } = leaf;
	const later = leaf.role === 'carry' ? 1 : 0;
	map.lanes.forEach((lane, place) => {
		const row = Math.floor(place / map.lanesPerRow) * map.columns;
		const [own, others] = [slotsAt(mine, lane, loop.axes), slotsAt(other, lane, ghost.axes)];
		for (let step = 0; step < loop.recorded; step++) {
			const bin = row + Math.floor(step / map.stepsPerColumn);
			if (bins[bin] === 1) continue;
			const [at, there] = [(step + later) * mine.stepStride, (step + later) * other.stepStride];
			const isSame = own.every((slot, k) => Object.is(mine.data[slot + at], other.data[others[k] + there]));
			if (step >= ghost.recorded || !isSame) bins[bin] = 1;
		}
	});
	return bins;
}
