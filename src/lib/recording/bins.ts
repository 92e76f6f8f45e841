import { lane as laneOf } from './moment';
import { slotsAt } from './read';
import type { Bins, Column, Loop } from './recording';
import { domainOf } from './summary';

/** Bins there are at most, and bins of all lanes together. */
const mostBins = 2048;
const mostInAll = 2 ** 20;

/** Bins there are at most for so many lanes. */
export const binsFor = (lanes: number): number =>
	Math.max(64, Math.min(mostBins, Math.floor(mostInAll / lanes)));

/** Steps of a bin for a loop of so many. */
export const stepsOfBin = (steps: number, lanes: number): number =>
	Math.max(1, Math.ceil(steps / binsFor(lanes)));

/** Puts the values of a leaf into bins as its steps come about, and how much they change where it is a carry. */
export class Binning {
	private bins: Bins;
	private readonly sums: Float64Array;
	private readonly counts: Uint32Array;
	/** By bin: the widest mean change of a step in it, and the largest part of lanes that change from or to what is no number. */
	private readonly changes: Float64Array;
	private readonly breaks: Float64Array;
	/** Of every lane's elements, from the first slot of an entry. */
	private slots: Int32Array | null = null;

	constructor(
		private steps: number,
		private readonly lanes: number,
		bins: number,
		private readonly carry: boolean
	) {
		const size = bins * lanes;
		this.bins = {
			steps,
			lanes,
			low: new Float32Array(size).fill(Infinity),
			high: new Float32Array(size).fill(-Infinity),
			mean: new Float32Array(size),
			nans: new Uint32Array(size),
			infinities: new Uint32Array(size),
			last: new Float64Array(lanes).fill(NaN),
			firstNaN: new Float64Array(lanes).fill(Infinity)
		};
		this.sums = new Float64Array(size);
		this.counts = new Uint32Array(size);
		this.changes = new Float64Array(carry ? bins : 0);
		this.breaks = new Float64Array(carry ? bins : 0);
	}

	/** Steps `from` up to, not including, `to`. */
	add(column: Column, loop: Loop, from: number, to: number): void {
		const flat = (this.slots ??= slotsOf(column, loop));
		const each = flat.length / this.lanes;
		if (this.carry && from === 0) this.look(column, flat, each, 0);
		for (let step = from; step < to; step++) {
			const entry = this.carry ? step + 1 : step;
			const bin = Math.floor(step / this.steps);
			if (each === 1) this.addNumbers(column, flat, entry, bin);
			else this.addWide(column, flat, each, entry, bin);
		}
	}

	private addWide(column: Column, flat: Int32Array, each: number, entry: number, bin: number): void {
		this.addStep(column, flat, each, entry, bin * this.lanes);
		if (this.carry) this.addChange(column, flat, each, entry, bin);
	}

	/** Both at once, of a leaf with one number a lane: it is what most loops carry, millions of times. */
	private addNumbers(
		{ data, offset, stepStride }: Column,
		slots: Int32Array,
		entry: number,
		bin: number
	): void {
		const { low, high } = this.bins;
		const { sums, counts, lanes, carry } = this;
		const at = offset + entry * stepStride;
		const before = at - stepStride;
		let [sum, broken] = [0, 0];
		for (let lane = 0, to = bin * lanes; lane < lanes; lane++, to++) {
			const value = data[slots[lane] + at];
			if (value - value === 0) {
				sums[to] += value;
				counts[to]++;
				if (value < low[to]) low[to] = value;
				if (value > high[to]) high[to] = value;
			} else this.addOdd(value, lane, to, entry);
			if (carry) {
				const old = data[slots[lane] + before];
				const change = value > old ? value - old : old - value;
				if (change < Infinity) sum += change;
				else if (!Object.is(value, old)) broken++;
			}
		}
		if (!carry) return;
		this.changes[bin] = Math.max(this.changes[bin], sum / lanes);
		this.breaks[bin] = Math.max(this.breaks[bin], broken / lanes);
	}

	/** A value that is no number, or infinite. */
	private addOdd(value: number, lane: number, bin: number, entry: number): void {
		const { nans, infinities, firstNaN } = this.bins;
		if (value === value) infinities[bin]++;
		else {
			nans[bin]++;
			if (firstNaN[lane] === Infinity) firstNaN[lane] = entry;
		}
	}

	/** Makes one bin of every two. */
	widen(): void {
		this.steps *= 2;
		const { lanes, bins, sums, counts, changes, breaks } = this;
		const add = (a: number, b: number): number => a + b;
		const low = Math.min;
		const high = Math.max;
		for (const [values, joined, nothing] of [
			[bins.low, low, Infinity],
			[bins.high, high, -Infinity],
			[bins.nans, add, 0],
			[bins.infinities, add, 0],
			[sums, add, 0],
			[counts, add, 0]
		] as const)
			inPairs(values, lanes, joined, nothing);
		for (const values of [changes, breaks]) inPairs(values, 1, high, 0);
	}

	/** Values that are in no bin: only the first NaN is of interest. */
	private look({ data, offset, stepStride }: Column, slots: Int32Array, each: number, entry: number): void {
		const { firstNaN } = this.bins;
		for (let k = 0; k < slots.length; k++) {
			const lane = Math.floor(k / each);
			if (Number.isNaN(data[slots[k] + offset + entry * stepStride]) && firstNaN[lane] === Infinity)
				firstNaN[lane] = entry;
		}
	}

	private addStep(
		{ data, offset, stepStride }: Column,
		slots: Int32Array,
		each: number,
		entry: number,
		first: number
	): void {
		const { low, high } = this.bins;
		const { sums, counts, lanes } = this;
		const at = offset + entry * stepStride;
		for (let lane = 0, slot = 0; lane < lanes; lane++) {
			const bin = first + lane;
			for (let k = 0; k < each; k++, slot++) {
				const value = data[slots[slot] + at];
				if (value - value === 0) {
					sums[bin] += value;
					counts[bin]++;
					if (value < low[bin]) low[bin] = value;
					if (value > high[bin]) high[bin] = value;
				} else this.addOdd(value, lane, bin, entry);
			}
		}
	}

	private addChange(
		{ data, offset, stepStride }: Column,
		slots: Int32Array,
		each: number,
		entry: number,
		bin: number
	): void {
		const at = offset + entry * stepStride;
		let [sum, broken] = [0, 0];
		for (let lane = 0, slot = 0; lane < this.lanes; lane++) {
			let widest = 0;
			for (let k = 0; k < each; k++, slot++) {
				const place = slots[slot] + at;
				const change = Math.abs(data[place] - data[place - stepStride]);
				if (change > widest) widest = change;
				else if (change !== change && !Object.is(data[place], data[place - stepStride])) widest = Infinity;
			}
			if (widest === Infinity) broken++;
			else sum += widest;
		}
		this.changes[bin] = Math.max(this.changes[bin], sum / this.lanes);
		this.breaks[bin] = Math.max(this.breaks[bin], broken / this.lanes);
	}

	/** After `done` steps of `length`. `column` has the last entry. */
	finish(column: Column, loop: Loop, length: number, done: number): Bins {
		this.cut(length);
		const { mean, low, high, last } = this.bins;
		for (let bin = 0; bin < mean.length; bin++) {
			mean[bin] = this.counts[bin] > 0 ? this.sums[bin] / this.counts[bin] : NaN;
			if (this.counts[bin] === 0) low[bin] = high[bin] = NaN;
		}
		const entry = this.carry ? done : done - 1;
		if (entry < 0) return this.bins;
		for (let lane = 0; lane < this.lanes; lane++) {
			const slots = slotsAt(column, laneOf(lane), loop.axes);
			const sum = slots.reduce((all, slot) => all + column.data[slot + entry * column.stepStride], 0);
			last[lane] = sum / slots.length;
		}
		return this.bins;
	}

	/** Leaves the bins that so many steps have. */
	private cut(length: number): void {
		const { steps, lanes, bins } = this;
		const size = Math.max(1, Math.ceil(length / steps)) * lanes;
		const { low, high, mean, nans, infinities } = bins;
		this.bins = {
			...bins,
			steps,
			low: low.slice(0, size),
			high: high.slice(0, size),
			mean: mean.slice(0, size),
			nans: nans.slice(0, size),
			infinities: infinities.slice(0, size)
		};
	}

	/** By bin: the most that a step in it changes the leaf, in parts of its range over the run. */
	profile(column: Column, loop: Loop): number[] {
		const { min, max } = domainOf(column, loop, true);
		const range = max - min;
		const part = (change: number): number => (range > 0 ? change / range : Number(change > 0));
		return Array.from({ length: this.bins.mean.length / this.lanes }, (_, bin) =>
			Math.min(1, part(this.changes[bin]) + this.breaks[bin])
		);
	}
}

/** Joins what two bins beside each other have; those at the end are empty then. */
function inPairs(
	values: Float32Array | Float64Array | Uint32Array,
	lanes: number,
	join: (a: number, b: number) => number,
	nothing: number
): void {
	const bins = values.length / lanes;
	for (let bin = 0; bin < bins; bin++)
		for (let lane = 0; lane < lanes; lane++) {
			const [first, second] = [2 * bin, 2 * bin + 1].map((at) =>
				at < bins ? values[at * lanes + lane] : nothing
			);
			values[bin * lanes + lane] = join(first, second);
		}
}

function slotsOf(column: Column, loop: Loop): Int32Array {
	const first = { ...column, offset: 0 };
	const lanes = Array.from({ length: loop.lanes }, (_, n) => slotsAt(first, laneOf(n), loop.axes));
	return Int32Array.from(lanes.flat());
}
