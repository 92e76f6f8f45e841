/** Of numbers without NaN, infinities and -0: by sign the nearest to 0 and the farthest, and what else there is. */
export interface Extremes {
	/** Infinity and 0 where there are none. */
	readonly above: readonly [near: number, far: number];
	/** -Infinity and 0 where there are none. */
	readonly below: readonly [near: number, far: number];
	readonly zero: boolean;
	/** None has a fraction. */
	readonly whole: boolean;
}

/**
 * What is gathered, a vector each, as whole numbers: the bits of a float32 number without its sign grow with its size. Seen
 * without a sign all negative numbers are greater than all positive ones; 0 less 1 is greatest of all.
 */
export const gathered = ['near', 'far', 'nearBelow', 'farBelow', 'zero', 'negativeZero', 'broken'] as const;

/** Slots of the scratch memory in which extremes are gathered. */
export const cellSlots = 4 * gathered.length;

/** Fewer numbers a line are not worth while. */
export const leastSlots = 4;

/** Gathers the extremes of lines of float32 numbers in the scratch memory. */
export interface Gatherer {
	/** All of the scratch memory. */
	readonly memory: Float32Array;
	/** Empties the cell that begins at a slot. */
	readonly clear: (cell: number) => void;
	/** Adds `lines` lines from slot `at` on: `slots` numbers each, `line` slots apart. */
	readonly add: (at: number, line: number, lines: number, slots: number, cell: number) => void;
	/** What was added since; null where NaN, an infinity or -0 was among it. */
	readonly extremes: (cell: number) => Extremes | null;
}
