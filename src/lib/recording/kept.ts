import type { Data } from '$lib/array/dtype';
import { NDArray } from '$lib/array/ndarray';
import type { Extremes } from '$lib/array/wasm/cell';
import type { Aval } from '$lib/core/aval';
import type { Var } from '$lib/core/jaxpr';
import { slotsOf } from '$lib/rules/slot';

/** Slots of storage one loop may fill (4 bytes each). One that takes more is kept by windows. */
export const storageLimit = 2 ** 25;

/** Where the values of one variable of the body that ran are kept, step after step. */
export interface Track {
	readonly type: Aval;
	readonly data: Data;
	readonly offset: number;
	/** Slots from one step's value to the next; 0 for what never changes. */
	readonly stride: number;
	/** Of all entries, where they are known. */
	readonly extremes?: Extremes | null;
}

/** The value at an entry, all lanes together; it shares the track's storage. */
export function entryOfTrack({ type, data, offset, stride }: Track, entry: number): NDArray {
	const from = offset + entry * stride;
	return new NDArray(type.dtype, type.shape, data.subarray(from, from + slotsOf(type)), type.weak);
}

/** What a loop left behind, in JAX's view: the body that ran, with a track for every variable that was asked for. */
export interface KeptLoop {
	readonly tracks: ReadonlyMap<Var, Track>;
	/** Steps that ran. */
	readonly length: number;
	/** Steps that have tracks. */
	readonly recorded: number;
	/** Of each carry leaf of the equation: `recorded + 1` entries. */
	readonly carry: readonly Track[];
	/** Which rows a while loop's predicate held for before each step; null where all rows go together. */
	readonly active: Track | null;
	readonly results: readonly NDArray[];
	/** Arrays that nothing else uses: to be recycled with the loop. */
	readonly storage: readonly Data[];
	/** What stopped the loop early; null when it ran to its end. */
	readonly fault: unknown;
}
