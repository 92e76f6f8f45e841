import type { NDArray } from '$lib/array/ndarray';
import type { Ahead, Change } from './ahead';
import type { KeptLoop } from './kept';
import type { Again } from './windows';

/** Slots that a window between two checkpoints takes, where memory allows: a millisecond or two to run again. */
export const windowSlots = 2 ** 18;

/** Told of each window as it is run for the first time. Its values last until the next. */
export type Watcher = (kept: KeptLoop, from: number) => void;

/** A loop that was run with checkpoints only. */
export interface LongRun {
	/** Steps that ran. */
	readonly done: number;
	/** Final carry, and a scan's ys, as far as they came about. */
	readonly results: readonly NDArray[];
	readonly fault: unknown;
	/** Steps from one checkpoint to the next. */
	readonly every: number;
	/** Any part of it again. */
	readonly again: Again;
	/** The same loop with a change, of which nothing has been run that is not as it was here. */
	readonly changed: (change: Change) => Ahead;
}
