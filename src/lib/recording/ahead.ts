import type { NDArray } from '$lib/array/ndarray';
import type { RanLoop } from './loop';
import type { Again } from './windows';

/** What a run has in place of what another had. */
export interface Change {
	readonly ran: RanLoop;
	/** The operands, but for the xs of a scan, which are read through `instead`. */
	readonly args: readonly NDArray[];
	/** What is read in place of a stretch of an x's rows, of which `first` is the first. */
	readonly instead: (rows: NDArray, operand: number, first: number) => NDArray;
	/** The first step that may be another one. */
	readonly from: number;
	/** Steps it goes on for at most. */
	readonly most: number;
}

/** A long loop that is run only as far as somebody looks, from one checkpoint to the next. */
export interface Ahead {
	/** Steps that have been run. */
	readonly done: number;
	/** Whether there are no more. */
	readonly ended: boolean;
	/** Steps from one checkpoint to the next. */
	readonly every: number;
	/** Goes on to the next checkpoint. */
	goOn(): void;
	/** Any part again of what has been run. */
	readonly again: Again;
}
