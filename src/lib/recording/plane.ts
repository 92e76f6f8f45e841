import { constructorOf, type Data, type DataConstructor, type DType } from '$lib/array/dtype';
import { slotsOfLoan, type Loan } from '$lib/array/wasm/lend';
import type { Slot } from '$lib/rules/slot';
import { storageFor } from './spare';

/** A slot that stands at `offset` in every line, or in what is the same at every step. */
interface Place {
	readonly slot: Slot;
	readonly offset: number;
}

/** Values that a step reads and does not make, those of a block one behind the other. */
export interface Feed {
	readonly slot: Slot;
	/** Slots a step. */
	readonly slots: number;
	/** Slot of the block where they begin. */
	start: number;
}

/** Slots up to which a loop copies; a view made for every copy would be garbage. */
const longLoop = 4096;

/**
 * Values of one type of storage. Those kept of a step stand side by side in a line; a block of lines is written in its places
 * before it is copied to the history.
 */
export class Plane {
	/** Slots of a line, and of what is the same at every step. */
	width = 0;
	private fixed = 0;
	/** The memory the block is in, and where in it its first line is: the one before its first step. */
	block: Data;
	base = 0;
	/** Every line so far, from the one that the loop begins with. */
	history: Data;
	/** All lines of a block but the one before its first step. */
	private lines: Data;
	private readonly feeds: Feed[] = [];
	private readonly type: DataConstructor;
	private readonly before: (Place & { readonly slots: number })[] = [];
	private readonly after: Place[] = [];
	private readonly still: Place[] = [];

	constructor(dtype: DType) {
		this.type = constructorOf(dtype);
		this.history = this.block = this.lines = new this.type(0);
	}

	/** Is this how elements of the dtype are stored? */
	holds(dtype: DType): boolean {
		return constructorOf(dtype) === this.type;
	}

	/** Room for a value in every line; where in a line it is. */
	column(slots: number): number {
		this.width += slots;
		return this.width - slots;
	}

	/** From now on `slot` shows what a column of so many slots has before the step. */
	readBefore(offset: number, slots: number, slot: Slot): void {
		this.before.push({ slot, offset, slots });
	}

	/** From now on `slot` shows where a column has its value after the step. */
	writeAfter(offset: number, slot: Slot): void {
		this.after.push({ slot, offset });
	}

	/** From now on `slot` shows room of its own in the block. */
	stay(slots: number, slot: Slot): void {
		this.still.push({ slot, offset: this.fixed });
		this.fixed += slots;
	}

	feed(slots: number, slot: Slot): Feed {
		const feed = { slot, slots, start: 0 };
		this.feeds.push(feed);
		return feed;
	}

	/** Bytes of a block for so many steps. */
	bytes(steps: number): number {
		const fed = this.feeds.reduce((sum, { slots }) => sum + slots, 0);
		const slots = (steps + 1) * this.width + steps * fed + this.fixed;
		return (slots * this.type.BYTES_PER_ELEMENT + 15) & ~15;
	}

	/** Puts the block for so many steps at byte `at` of memory that is lent. */
	settle(loan: Loan, at: number, steps: number): void {
		this.block = slotsOfLoan(loan, this.type);
		this.base = at / this.type.BYTES_PER_ELEMENT;
		let end = this.base + (steps + 1) * this.width;
		for (const feed of this.feeds) {
			feed.start = end;
			end += steps * feed.slots;
		}
		for (const { slot, offset } of this.still) slot.at = end + offset;
		for (const places of [this.still, this.before, this.after, this.feeds])
			for (const { slot } of places) slot.data = this.block;
		this.lines = this.linesOf(steps);
	}

	/** A history of so many lines; the one there was is used again unless it has been handed on. */
	renew(lines: number): void {
		const slots = lines * this.width;
		if (this.history.length !== slots) this.history = storageFor(this.type, slots);
	}

	/** Points every slot to the values of a step of the block; `fed` is its place among what is fed. */
	move(step: number, fed: number): void {
		const { before, after, feeds, width } = this;
		const at = this.base + step * width;
		for (let i = 0; i < before.length; i++) before[i].slot.at = at + before[i].offset;
		for (let i = 0; i < after.length; i++) after[i].slot.at = at + width + after[i].offset;
		for (let i = 0; i < feeds.length; i++) feeds[i].slot.at = feeds[i].start + fed * feeds[i].slots;
	}

	/** Brings the values at `steps` positions of an array from `lowest` on. */
	fill({ start, slots }: Feed, data: Data, lowest: number, steps: number): void {
		const [from, n] = [lowest * slots, steps * slots];
		if (n > longLoop) this.block.set(data.subarray(from, from + n), start);
		else for (let i = 0; i < n; i++) this.block[start + i] = data[from + i];
	}

	/** Copies the lines of the first `steps` steps to the history, as its lines `to`, `to + 1`, ... */
	keep(steps: number, to: number): void {
		const isWhole = this.lines.length === steps * this.width;
		this.history.set(isWhole ? this.lines : this.linesOf(steps), to * this.width);
	}

	/** Brings what is read of the line after the last step to before the first. */
	turn(steps: number): void {
		const last = this.base + steps * this.width;
		for (const { offset, slots } of this.before)
			this.block.copyWithin(this.base + offset, last + offset, last + offset + slots);
	}

	private linesOf(steps: number): Data {
		const from = this.base + this.width;
		return this.block.subarray(from, from + steps * this.width);
	}
}
