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

export interface ArrayRecord {
	readonly dtype: string;
	readonly shape: readonly number[];
	/** Flat, row-major. */
	readonly data: readonly Scalar[];
	readonly weak?: boolean;
}

/** Numbers JSON has no word for are `"nan"`, `"inf"`, `"-inf"`, `"-0"`. */
export type Scalar = number | boolean | string;

export type Value =
	| { readonly array: ArrayRecord }
	| { readonly numpy: ArrayRecord }
	| { readonly key: ArrayRecord }
	| { readonly tuple: readonly Value[] }
	| { readonly list: readonly Value[] }
	| { readonly dict: readonly (readonly [Value, Value])[] }
	| { readonly namedtuple: string; readonly fields: Readonly<Record<string, Value>> }
	| { readonly dataclass: string; readonly fields: Readonly<Record<string, Value>> }
	| { readonly python: string; readonly value: Scalar }
	| { readonly none: true }
	| { readonly repr: string };
