import { slotsAt } from '$lib/recording/read';
import type { Lane } from '$lib/recording/moment';
import type { Loop } from '$lib/recording/recording';
import { gridOfBins } from './bin-grid';
import type { LeafLook } from './leaf';

/** The values of a heat map: fixed for a loop, an order of its lanes and a size, whatever the moment. */
export interface Grid {
	readonly rows: number;
	readonly columns: number;
	/** Row-major, one a bin; NaN where there is nothing to show. -1 to 1. */
	readonly tones: Float32Array;
	/** Row-major: 0 plain, 1 holds a NaN, 2 holds an infinity. */
	readonly flags: Uint8Array;
	readonly lanesPerRow: number;
	readonly stepsPerColumn: number;
}

/** Steps of a bin that are looked at where all values are finite: enough for the mean's colour. */
const sampled = 16;

/** A bin is a device pixel at least. `w` and `h` in px. */
export function makeGrid(loop: Loop, leaf: LeafLook, lanes: readonly Lane[], w: number, h: number): Grid {
	const { whole } = leaf.column;
	if (whole?.bins) return gridOfBins(whole.bins, leaf, lanes, w, h);
	const lanesPerRow = Math.max(1, Math.ceil(lanes.length / Math.max(1, Math.floor(h))));
	const stepsPerColumn = Math.max(1, Math.ceil(loop.length / Math.max(1, Math.floor(w))));
	const rows = Math.max(1, Math.ceil(lanes.length / lanesPerRow));
	const columns = Math.max(1, Math.ceil(loop.length / stepsPerColumn));
	const bins = new Bins(loop, leaf, rows, columns, stepsPerColumn);
	lanes.forEach((lane, place) => bins.add(lane, Math.floor(place / lanesPerRow)));
	return { rows, columns, ...bins.finish(leaf), lanesPerRow, stepsPerColumn };
}

/** Sums and counts of the finite values of bins. Where there are others, every value is looked at: they flag their bin. */
class Bins {
	private readonly sums: Float64Array;
	private readonly counts: Uint32Array;
	private readonly flags: Uint8Array;
	private readonly every: number;

	constructor(
		private readonly loop: Loop,
		private readonly leaf: LeafLook,
		rows: number,
		private readonly columns: number,
		private readonly stepsPerColumn: number
	) {
		this.sums = new Float64Array(rows * columns);
		this.counts = new Uint32Array(rows * columns);
		this.flags = new Uint8Array(rows * columns);
		const { nan, infinite } = leaf.domain;
		this.every = nan || infinite ? 1 : Math.max(1, Math.floor(stepsPerColumn / sampled));
	}

	/** A lane to a row of bins. */
	add(lane: Lane, row: number): void {
		const { loop, leaf, columns, stepsPerColumn } = this;
		const later = leaf.role === 'carry' ? 1 : 0;
		const slots = slotsAt(leaf.column, lane, loop.axes);
		if (slots.length === 1) return this.addNumbers(slots[0] + later * leaf.column.stepStride, row);
		for (let column = 0; column < columns; column++) {
			const from = column * stepsPerColumn;
			const to = Math.min(from + stepsPerColumn, loop.recorded);
			for (let step = from; step < to; step += this.every)
				this.addValue(slots, (step + later) * leaf.column.stepStride, row * columns + column);
		}
	}

	/** The same for one number a step. */
	private addNumbers(first: number, row: number): void {
		const { columns, stepsPerColumn, every, loop, leaf, sums, counts, flags } = this;
		const { data, stepStride } = leaf.column;
		for (let column = 0; column < columns; column++) {
			const bin = row * columns + column;
			const from = column * stepsPerColumn;
			const to = Math.min(from + stepsPerColumn, loop.recorded);
			for (let step = from; step < to; step += every) {
				const value = data[first + step * stepStride];
				if (value - value === 0) {
					sums[bin] += value;
					counts[bin]++;
				} else if (value !== value) flags[bin] = 1;
				else if (flags[bin] === 0) flags[bin] = 2;
			}
		}
	}

	private addValue(slots: readonly number[], at: number, bin: number): void {
		const { data } = this.leaf.column;
		for (const slot of slots) {
			const value = data[slot + at];
			if (Number.isFinite(value)) {
				this.sums[bin] += value;
				this.counts[bin]++;
			} else if (Number.isNaN(value)) this.flags[bin] = 1;
			else if (this.flags[bin] === 0) this.flags[bin] = 2;
		}
	}

	finish({ tones: { of } }: LeafLook): Pick<Grid, 'tones' | 'flags'> {
		const tones = new Float32Array(this.sums.length).fill(NaN);
		for (let bin = 0; bin < tones.length; bin++) {
			if (this.counts[bin] === 0) continue;
			const tone = of(this.sums[bin] / this.counts[bin]);
			if (typeof tone === 'number') tones[bin] = tone;
		}
		return { tones, flags: this.flags };
	}
}
