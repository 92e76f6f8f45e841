/** Counts work that no interpreter sees, such as equations being written down. Throws where a limit is reached. */
export type Meter = (work: number) => void;

let current: Meter = () => {};

/** Runs `body` with its work counted by `meter`. */
export function withMeter<T>(meter: Meter, body: () => T): T {
	const before = current;
	current = meter;
	try {
		return body();
	} finally {
		current = before;
	}
}

export const spendWork = (work: number): void => current(work);
