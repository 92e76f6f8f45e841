import type { Data } from '$lib/array/dtype';
import { strided } from '$lib/array/kernels/strided';
import { giveBack, lend, type Loan } from '$lib/array/wasm/lend';
import type { Aval } from '$lib/core/aval';
import { Slot, slotsOf } from '$lib/rules/slot';
import { cellType, Gathering } from './gathering';
import type { Track } from './kept';
import { Plane, type Feed } from './plane';

/** A value that is kept of every step. */
export interface Column {
	readonly type: Aval;
	readonly plane: Plane;
	/** Slots from the start of a line. */
	readonly offset: number;
}

/** A y: a column copied to an array at the positions of its steps. */
interface Emitted {
	readonly column: Column;
	readonly to: Data;
}

/** A slot that stands at the position of the step in an array of its own. */
interface Positioned {
	readonly slot: Slot;
	readonly slots: number;
}

/** An array of which every block gets its part. */
interface Fed {
	readonly plane: Plane;
	readonly feed: Feed;
	data: Data;
}

/** About what the second cache of a processor holds beside other things. */
const blockBytes = 2 ** 18;

/** Slots above which a value is read where it is: bringing it into the block would cost more than it saves. */
const mostBrought = 2 ** 14;

/**
 * The book a loop's steps are written in, a line a step. Steps are carried out in a block of lines that is lent
 * (lend.ts), so that kernels find all values in the scratch memory, and whole blocks are copied from there to the history: a step
 * makes no garbage. First all values are given their places; then `begin`, `next` before each step, `end`.
 */
export class Ledger {
	/** One a type of storage, and one a column that is alone. */
	private readonly shared: Plane[] = [];
	private readonly alone: Plane[] = [];
	private readonly positioned: Positioned[] = [];
	private readonly fed: Fed[] = [];
	private readonly emitted: Emitted[] = [];
	private readonly gathering = new Gathering();
	private planes: readonly Plane[] = [];
	private loan: Loan | null = null;
	/** Steps of a block, the step that the block began with, and how many of its steps have begun. */
	private capacity = 0;
	private first = 0;
	private begun = 0;

	/** For `length` steps, of which the first `recorded` are kept; with `reverse` positions go down. */
	constructor(
		private readonly length: number,
		private readonly recorded: number,
		private readonly reverse: boolean
	) {}

	/** `alone`: in lines of its own, so that its history is an array of the steps' values. */
	column(type: Aval, alone = false): Column {
		const plane = alone ? new Plane(type.dtype) : this.planeOf(type);
		if (alone) this.alone.push(plane);
		const column = { type, plane, offset: plane.column(slotsOf(type)) };
		if (this.gathering.takes(column)) this.gathering.add(column, this.register(cellType));
		return column;
	}

	/** From now on `slot` shows what the column has before the step. */
	before({ type, plane, offset }: Column, slot: Slot): void {
		plane.readBefore(offset, slotsOf(type), slot);
	}

	/** Where a step leaves its value of the column. */
	after({ plane, offset }: Column): Slot {
		const slot = new Slot(plane.block);
		plane.writeAfter(offset, slot);
		return slot;
	}

	/** Room for a value that is not kept. */
	register(type: Aval): Slot {
		const plane = this.planeOf(type);
		const slot = new Slot(plane.block);
		plane.stay(slotsOf(type), slot);
		return slot;
	}

	/** How `slot` is shown a value that is the same at every step, once the ledger has begun. */
	constant(type: Aval, slot: Slot): (data: Data) => void {
		if (slotsOf(type) > mostBrought) return (data) => slot.point({ data, at: 0 });
		this.planeOf(type).stay(slotsOf(type), slot);
		return (data) => slot.data.set(data, slot.at);
	}

	/** How `slot` is shown an array's value at the position of the step, once the ledger has begun. */
	source(type: Aval, slot: Slot): (data: Data) => void {
		const slots = slotsOf(type);
		if (slots > mostBrought) {
			this.positioned.push({ slot, slots });
			return (data) => (slot.data = data);
		}
		const plane = this.planeOf(type);
		const fed = { plane, feed: plane.feed(slots, slot), data: slot.data };
		this.fed.push(fed);
		return (data) => (fed.data = data);
	}

	/** Where the value at the position of the step is in an array. */
	target(type: Aval, data: Data): Slot {
		const slot = new Slot(data);
		this.positioned.push({ slot, slots: slotsOf(type) });
		return slot;
	}

	/** Copies the column of every step to its position in `to`. */
	emit(column: Column, to: Data): void {
		this.emitted.push({ column, to });
	}

	/** Borrows the block. What the loop begins with is to be set before the first step. */
	begin(): void {
		const planes = (this.planes = [...this.shared, ...this.alone]);
		this.capacity = this.stepsThatFit();
		for (const plane of planes) plane.renew(this.recorded + 1);
		const sizes = planes.map((plane) => plane.bytes(this.capacity));
		const loan = (this.loan = lend(sizes.reduce((sum, size) => sum + size, 0)));
		let { at } = loan;
		planes.forEach((plane, i) => {
			plane.settle(loan, at, this.capacity);
			at += sizes[i];
		});
		this.gathering.begin();
		this.begun = this.first = 0;
	}

	/** What a column has before the first step. */
	start(column: Column, data: Data): void {
		const { plane, offset } = column;
		plane.block.set(data, plane.base + offset);
		plane.history.set(data, offset);
		this.gathering.start(column);
	}

	/** Points all slots to the values of the next step. */
	next(): void {
		if (this.begun === this.capacity) this.turn();
		if (this.begun === 0) this.feed();
		const { begun, positioned } = this;
		const fed = this.reverse ? this.stepsOfBlock - 1 - begun : begun;
		for (let i = 0; i < this.planes.length; i++) this.planes[i].move(begun, fed);
		const position = this.positionOf(this.first + begun);
		for (let i = 0; i < positioned.length; i++) positioned[i].slot.at = position * positioned[i].slots;
		this.begun++;
	}

	/** What a column has after `done` steps, as many as were carried out; to be asked before the end. */
	last({ type, plane, offset }: Column, done: number): Data {
		const at = plane.base + (done - this.first) * plane.width + offset;
		return plane.block.slice(at, at + slotsOf(type));
	}

	/** Gives the block back after `done` steps. */
	end(done: number): void {
		this.keep(done - this.first);
		this.gathering.end();
		if (this.loan) giveBack(this.loan);
		this.loan = null;
	}

	/** The history of a column: entry 0 is what it has before the first step, or after it. */
	track(column: Column, entry: 'before' | 'after'): Track {
		const { type, plane } = column;
		const offset = column.offset + (entry === 'before' ? 0 : plane.width);
		const extremes = this.gathering.of(column, entry);
		return { type, data: plane.history, offset, stride: plane.width, extremes };
	}

	/** The arrays that histories are in, without those of columns that are alone. */
	get storage(): readonly Data[] {
		return this.shared.map(({ history }) => history);
	}

	/** What a column that is alone had after each of the steps, one after the other. */
	values({ plane }: Column): Data {
		return plane.history.subarray(plane.width);
	}

	private positionOf(step: number): number {
		return this.reverse ? this.length - 1 - step : step;
	}

	private planeOf({ dtype }: Aval): Plane {
		const found = this.shared.find((plane) => plane.holds(dtype));
		if (found) return found;
		const plane = new Plane(dtype);
		this.shared.push(plane);
		return plane;
	}

	private get stepsOfBlock(): number {
		return Math.min(this.capacity, this.length - this.first);
	}

	/** Steps whose lines take about `blockBytes`. */
	private stepsThatFit(): number {
		const bytes = (steps: number): number => this.planes.reduce((sum, plane) => sum + plane.bytes(steps), 0);
		const perStep = (bytes(64) - bytes(0)) / 64;
		const fit = Math.floor((blockBytes - bytes(0)) / Math.max(1, perStep));
		return Math.max(1, Math.min(fit, this.length));
	}

	private turn(): void {
		const steps = this.begun;
		this.keep(steps);
		for (const plane of this.planes) plane.turn(steps);
		this.first += steps;
		this.begun = 0;
	}

	/** Brings what the block's steps read at their positions. */
	private feed(): void {
		const steps = this.stepsOfBlock;
		const lowest = Math.min(this.positionOf(this.first), this.positionOf(this.first + steps - 1));
		for (const { plane, feed, data } of this.fed) plane.fill(feed, data, lowest, steps);
	}

	/** Copies the first `steps` steps of the block to where they are kept. */
	private keep(steps: number): void {
		const kept = Math.min(steps, this.recorded - this.first);
		if (kept > 0) {
			for (const plane of this.planes) plane.keep(kept, this.first + 1);
			this.gathering.keep(kept);
		}
		if (steps > 0) for (const emitted of this.emitted) this.copyOut(emitted, steps);
	}

	private copyOut({ column: { type, plane, offset }, to }: Emitted, steps: number): void {
		const slots = slotsOf(type);
		const lowest = Math.min(this.positionOf(this.first), this.positionOf(this.first + steps - 1));
		const line = this.reverse ? -plane.width : plane.width;
		// Slot by slot: a key's two words are two of them.
		const copy = strided(type.dtype === 'key<fry>' ? 'uint32' : type.dtype, [steps, slots], [line, 1]);
		const start = plane.base + (this.reverse ? steps : 1) * plane.width + offset;
		copy([{ data: plane.block, at: start }], [{ data: to, at: lowest * slots }]);
	}
}
