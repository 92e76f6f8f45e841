import { sizeOf } from '$lib/array/shape';
import { alongWith, InWindows } from './beside';
import { allLanes } from './moment';
import { slotsAt } from './read';
import type { Column, Loop } from './recording';
import type { Slices } from './slices';
import { combiner, emptyColumn, type TreeShape } from './tree-order';
import type { Stretch, Windows } from './windows';

/** Slots that what is kept to go on from takes at most. */
const mostSlots = 2 ** 20;

/** Levels of a tree over as many steps as there may be. */
const mostLevels = 31;

/**
 * Prefixes of a tree in their order, of which only the whole subtrees are kept: one for each binary digit that is 1 of
 * the number of elements so far. A prefix is those combined, the largest first, which is how `associative_scan` has it.
 */
class Prefixes {
	/** By level: a subtree of `2 ** level` elements, and all from the first element to its last. */
	private constructor(
		private count: number,
		private readonly subtrees: Float64Array[],
		private readonly prefixes: Float64Array[],
		private readonly combine: (a: number, b: number) => number
	) {}

	/** Of nothing yet, each element being `width` numbers. */
	static of(width: number, combine: (a: number, b: number) => number): Prefixes {
		const levels = (): Float64Array[] => Array.from({ length: mostLevels }, () => new Float64Array(width));
		return new Prefixes(0, levels(), levels(), combine);
	}

	/** All so far. */
	get last(): Float64Array {
		return this.prefixes[this.levelFrom(0)];
	}

	/** The same, to be gone on with apart. */
	copy(): Prefixes {
		const own = (levels: readonly Float64Array[]): Float64Array[] => levels.map((one) => one.slice());
		return new Prefixes(this.count, own(this.subtrees), own(this.prefixes), this.combine);
	}

	/** All so far with one more; lasts until the next. */
	add(element: Float64Array): Float64Array {
		const { subtrees, prefixes, combine } = this;
		let level = 0;
		for (let rest = this.count; rest % 2 === 1; rest = Math.floor(rest / 2), level++) {
			const left = subtrees[level];
			for (let k = 0; k < element.length; k++) element[k] = combine(left[k], element[k]);
		}
		this.count++;
		subtrees[level].set(element);
		const above = this.levelFrom(level + 1);
		const made = prefixes[level];
		if (above < 0) made.set(element);
		else for (let k = 0; k < made.length; k++) made[k] = combine(prefixes[above][k], element[k]);
		return made;
	}

	/** The first level from this one on that has a subtree; -1 where none has. */
	private levelFrom(level: number): number {
		let found = level;
		for (let rest = Math.floor(this.count / 2 ** level); rest > 0; rest = Math.floor(rest / 2), found++)
			if (rest % 2 === 1) return found;
		return -1;
	}
}

/** A long scan in the order of `associative_scan`: its inputs are those of the scan, window by window. */
export class InTree extends InWindows {
	/** What has been combined before every `apart`-th step. */
	private readonly starts: Prefixes[] = [];
	private readonly apart: number;
	private combined = 0;
	private readonly ahead: Prefixes;

	constructor(
		windows: Windows,
		private readonly shape: TreeShape
	) {
		super(windows);
		const { carry, lanes, recorded } = this.loop;
		const { column } = carry[shape.leaf];
		const width = lanes * sizeOf(column.shape);
		const most = Math.max(1, Math.floor(mostSlots / (2 * mostLevels * width)));
		this.apart = this.stride * Math.ceil(recorded / this.stride / most);
		this.ahead = Prefixes.of(width, combiner(shape.primitive, column.dtype));
		const first = windows.at(0).loop;
		this.ahead.add(reader(first.carry[shape.leaf].column, first)(0));
		this.starts.push(this.ahead.copy());
	}

	override *upTo(to: number): Slices<void> {
		const last = Math.min(to, this.loop.recorded) - 1;
		while (this.combined < Math.floor(last / this.apart) * this.apart) {
			const next = { from: this.combined, to: this.combined + this.stride };
			this.combine(super.between(next), next, this.ahead);
			this.combined = next.to;
			if (next.to % this.apart === 0) this.starts.push(this.ahead.copy());
			yield;
		}
	}

	override between(stretch: Stretch): Loop {
		const there = this.there(stretch, this.stride);
		const before = this.before(there.from);
		const loop = super.between(stretch);
		return this.withLeaf(loop, this.made(loop, there, before));
	}

	override sent(stretch: Stretch): Loop {
		const loop = super.sent(stretch);
		const { from, to } = loop.long ?? stretch;
		const made = this.made(loop, { from, to }, this.before(from));
		const inShort = { ...loop, recorded: to - from, long: undefined };
		const entriesOnly = { ...made, offset: 0 };
		const whole = alongWith(this.loop.carry[this.shape.leaf].column, entriesOnly, inShort, true);
		return this.withLeaf(loop, { ...made, whole });
	}

	private withLeaf(loop: Loop, column: Column): Loop {
		const { leaf } = this.shape;
		return { ...loop, carry: loop.carry.map((own, n) => (n === leaf ? { ...own, column } : own)) };
	}

	/** What has been combined before a step. */
	private before(step: number): Prefixes {
		const start = Math.floor(step / this.apart);
		const prefixes = this.starts[start].copy();
		for (let from = start * this.apart; from < step; from += this.stride) {
			const stretch = { from, to: Math.min(from + this.stride, step) };
			this.combine(super.between(stretch), stretch, prefixes);
		}
		return prefixes;
	}

	/** The leaf's history over a stretch. */
	private made(loop: Loop, { from, to }: Stretch, prefixes: Prefixes): Column {
		const column = emptyColumn(loop.carry[this.shape.leaf].column, loop, to - from + 1);
		column.data.set(prefixes.last);
		this.combine(loop, { from, to }, prefixes, (values, n) =>
			column.data.set(values, (n + 1) * column.stepStride)
		);
		return { ...column, offset: -from * column.stepStride };
	}

	/** Goes on over a stretch whose values `loop` has; `told` of each step, counted from its first. */
	private combine(
		loop: Loop,
		{ from, to }: Stretch,
		prefixes: Prefixes,
		told: (values: Float64Array, n: number) => void = () => {}
	): void {
		const { column } = loop.xs[this.shape.x];
		const read = reader(column, loop);
		for (let step = from; step < to; step++) told(prefixes.add(read(step)), step - from);
	}
}

/** Reads all elements of a column in all lanes; what is read lasts until the next. */
function reader(column: Column, loop: Loop): (entry: number) => Float64Array {
	const { data, stepStride } = column;
	const lanes = allLanes(loop);
	const slots = Int32Array.from(lanes.flatMap((row) => slotsAt(column, row, loop.axes)));
	const values = new Float64Array(slots.length);
	return (entry) => {
		const at = entry * stepStride;
		for (let k = 0; k < slots.length; k++) values[k] = data[slots[k] + at];
		return values;
	};
}
