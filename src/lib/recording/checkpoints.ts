import { allocate } from '$lib/array/dtype';
import { copySlots } from '$lib/array/kernels/elementwise';
import { NDArray } from '$lib/array/ndarray';
import { sizeOf } from '$lib/array/shape';
import type { ScanParams } from '$lib/core/control';
import type { Var } from '$lib/core/jaxpr';
import type { Driver } from '$lib/rules/driver';
import { indexOfStep, prepareScan, shapeOfScan } from '$lib/rules/scan';
import { Slot, slotsOf } from '$lib/rules/slot';
import { ScanKeeper } from './keep-scan';
import type { KeptLoop } from './kept';

/**
 * A scan too long to keep whole: its inputs, and the carry before every `every`-th step. Any window of `every` steps
 * is got back by running those steps again (DESIGN.md, decision 3).
 */
export interface Restarts {
	readonly args: readonly NDArray[];
	readonly params: ScanParams;
	readonly every: number;
	/** Of each carry leaf, in steps of `every`: entry k is the carry before step `k * every`. */
	readonly carry: readonly NDArray[];
	/** What is read in place of a stretch of an operand's rows, of which `first` is the first. */
	readonly instead?: (rows: NDArray, operand: number, first: number) => NDArray;
}

/** The same once it has run to its end. */
export interface Checkpoints extends Restarts {
	/** Final carry, then ys. */
	readonly results: readonly NDArray[];
}

/**
 * Distance of checkpoints that takes the least memory for T steps with a carry of S slots and a record of R slots a
 * step: sqrt(T S / R) (reference/engine.md §3).
 */
export const bestDistance = (steps: number, carrySlots: number, recordSlots: number): number =>
	Math.max(1, Math.ceil(Math.sqrt((steps * carrySlots) / Math.max(1, recordSlots))));

/** Runs a scan once and keeps only its carries at the checkpoints. */
export function checkpointScan(
	args: readonly NDArray[],
	params: ScanParams,
	every: number,
	driver: Driver
): Checkpoints {
	const { length, num_carry, num_consts } = params;
	const entries = Math.floor(length / every) + 1;
	const types = shapeOfScan([], params);
	const results = types.map(
		({ dtype, shape, weak }) => new NDArray(dtype, shape, allocate(dtype, sizeOf(shape)), weak)
	);
	const views = args.map(({ data }) => new Slot(data));
	const ys = results.slice(num_carry).map(({ data }) => new Slot(data));
	const loop = prepareScan(params, views, ys, driver);
	const kept = args.slice(num_consts, num_consts + num_carry).map(({ dtype, shape }) => ({
		array: new NDArray(dtype, [entries, ...shape], allocate(dtype, entries * sizeOf(shape))),
		slots: slotsOf({ dtype, shape, weak: false })
	}));
	loop.begin(views);
	for (let step = 0; step < length; step++) {
		if (step % every === 0) keep(step / every);
		driver.spend(loop.body.cost);
		loop.step(indexOfStep(step, params));
	}
	if (length % every === 0) keep(length / every);
	results
		.slice(0, num_carry)
		.forEach(({ data }, i) => copySlots(kept[i].slots, loop.carry[i], { data, at: 0 }));
	return { args, params, every, carry: kept.map(({ array }) => array), results };

	function keep(entry: number): void {
		kept.forEach(({ array, slots }, i) =>
			copySlots(slots, loop.carry[i], { data: array.data, at: entry * slots })
		);
	}
}

/** Steps `from` up to, not including, `to`, with the value of every equation. */
export interface ReplayedWindow {
	readonly from: number;
	readonly to: number;
	/** Entries and steps count from `from`. */
	readonly kept: KeptLoop;
}

/** Gets windows of a checkpointed scan back. The storage of a window is used again by the next one of as many steps. */
export class Replay {
	/** By their steps: the windows asked for are of few lengths. */
	private readonly keepers = new Map<number, ScanKeeper>();

	constructor(
		private readonly checkpoints: Restarts,
		private readonly wanted: ReadonlySet<Var>,
		private readonly driver: Driver
	) {}

	/** The window between two checkpoints that `step` lies in. */
	seek(step: number): ReplayedWindow {
		const { every, params } = this.checkpoints;
		const from = Math.floor(Math.min(step, params.length - 1) / every) * every;
		return this.window(from, Math.min(params.length, from + every));
	}

	/** Steps `from`, that of a checkpoint, up to, not including, `to`. Stops where a step throws. */
	window(from: number, to: number, before: (step: number) => void = () => {}): ReplayedWindow {
		const keeper = this.keeperOf(to - from);
		keeper.begin(this.argumentsFrom(from, to));
		let done = 0;
		let fault: unknown = null;
		try {
			for (; done < to - from; done++) {
				before(from + done);
				keeper.step();
			}
		} catch (error) {
			fault = error;
		}
		return { from, to: from + done, kept: { ...keeper.end(done), fault } };
	}

	private keeperOf(steps: number): ScanKeeper {
		let keeper = this.keepers.get(steps);
		if (!keeper) {
			const params = { ...this.checkpoints.params, length: steps };
			this.keepers.set(steps, (keeper = new ScanKeeper(params, this.wanted, this.driver, Infinity)));
		}
		return keeper;
	}

	/** What a step is counted as. */
	get cost(): number {
		return this.keeperOf(Math.min(this.checkpoints.every, this.checkpoints.params.length)).cost;
	}

	/** The scan's operands for a part of its steps: the carry of the checkpoint, the xs' own stretch. */
	private argumentsFrom(from: number, to: number): NDArray[] {
		const { args, params, every, carry, instead } = this.checkpoints;
		const { num_consts, num_carry, length, reverse } = params;
		const first = reverse ? length - to : from;
		return args.map((arg, i) => {
			if (i < num_consts) return arg;
			if (i < num_consts + num_carry)
				return rows(carry[i - num_consts], from / every, from / every + 1, arg.shape);
			const stretch = rowsAt(arg, first, to - from);
			return instead ? instead(stretch, i, first) : stretch;
		});
	}
}

/** Rows from `first` on, without copying. */
export const rowsAt = (x: NDArray, first: number, count: number): NDArray =>
	rows(x, first, first + count, [count, ...x.shape.slice(1)]);

/** A stretch of the leading axis, without copying. */
function rows({ dtype, data, shape }: NDArray, from: number, to: number, as: readonly number[]): NDArray {
	const slots = slotsOf({ dtype, shape: shape.slice(1), weak: false });
	return new NDArray(dtype, as, data.subarray(from * slots, to * slots));
}
