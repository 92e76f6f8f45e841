/** One of several computations that are all carried out, of which each row keeps one: a branch of a batched `cond`. */
export interface Alternative {
	/** The same object for all branches of one occasion. */
	readonly of: object;
	readonly branch: number;
}

let current: Alternative | null = null;

/** The innermost one that is being carried out now. */
export const currentAlternative = (): Alternative | null => current;

/** Carries `body` out as one of several. */
export function asAlternative<T>(alternative: Alternative, body: () => T): T {
	const before = current;
	current = alternative;
	try {
		return body();
	} finally {
		current = before;
	}
}
