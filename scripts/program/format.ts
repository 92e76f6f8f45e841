import type { Encoded, EncodedArray } from '$lib/python/encode';

/** The conformance format: what a program did, as JSON. `tests/conformance/README.md` says how two are compared. */
export interface Expect {
	/** Value of the last statement, where that is an expression. */
	readonly result?: Value;
	/** Absent where nothing was printed. */
	readonly stdout?: string;
	readonly error?: ErrorRecord;
	/** Absent where not recorded. */
	readonly scans?: readonly ScanRecord[];
}

export interface Case {
	readonly name: string;
	readonly source: string;
	readonly expect: Expect;
}

export interface ErrorRecord {
	readonly type: string;
	readonly message: string;
	/** 1-based line of the innermost place in the program; 0 where there is none. */
	readonly line: number;
}

export interface ScanRecord {
	readonly length: number;
	readonly reverse: boolean;
	/** The carry leaves before step 0 and after each step. */
	readonly carries: readonly (readonly ArrayRecord[])[];
}

export type Value = Encoded;
export type ArrayRecord = EncodedArray;
/** Numbers JSON has no word for are `"nan"`, `"inf"`, `"-inf"`, `"-0"`. */
export type Scalar = EncodedArray['data'][number];
