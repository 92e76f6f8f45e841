/** Half-open range of UTF-16 offsets in the program's text. `line` is 1-based, `column` 0-based, both of `from`. */
export interface Span {
	readonly from: number;
	readonly to: number;
	readonly line: number;
	readonly column: number;
}

/**
 * What is being carried out, innermost first: a called Python function, a transformation of one (`vmap per_row`), or
 * the body of a loop that is being traced (`scan step`).
 */
export interface Frame {
	readonly parent: Frame | null;
	readonly kind: 'function' | 'vmap' | 'jit' | 'grad' | 'loop';
	/** The user's name of the function: `per_row`, `<lambda>`. */
	readonly name: string;
	/** Where it was called; null at the outermost or when called from TypeScript. */
	readonly call: Span | null;
	/** Rows, for `vmap`. */
	readonly size?: number;
}

/** Where an equation comes from. */
export interface Source {
	readonly span: Span | null;
	readonly frame: Frame | null;
	/** Bookkeeping of a loop that the user did not write, such as `i + 1` of `fori_loop`; not shown. */
	readonly hidden?: boolean;
	/** The place that is shown, where this one is hidden. */
	readonly around?: Source;
	/** Inside a library function that is traced once for all its calls: the place is that of the first of them. */
	readonly library?: boolean;
	/** Computed once more, where a gradient comes back to a checkpoint. */
	readonly again?: boolean;
}

let current: Source = { span: null, frame: null };

/** The place being evaluated now; every `bind` takes it into its equation. */
export const currentSource = (): Source => current;

/** Set by the evaluator as it enters each expression. Returns the previous place, to be put back. */
export function setSource(next: Source): Source {
	const before = current;
	current = next;
	return before;
}

/** Runs `body` inside one more frame. The span inside starts as the caller's. */
export function inFrame<T>(frame: Omit<Frame, 'parent' | 'call'>, body: () => T): T {
	const { span, frame: parent, library } = current;
	return atSource({ span, frame: { ...frame, parent, call: span }, ...(library ? { library } : {}) }, body);
}

/** Runs `body` with its equations hidden from the user's view. */
export const hidden = <T>(body: () => T): T =>
	atSource({ ...current, hidden: true, around: current.around ?? current }, body);

/** Traces `body`, a library function's, for this call and all later ones. */
export const inLibrary = <T>(body: () => T): T => atSource({ ...current, library: true }, body);

function atSource<T>(source: Source, body: () => T): T {
	const before = setSource(source);
	try {
		return body();
	} finally {
		current = before;
	}
}
