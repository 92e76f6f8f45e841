/** What a program may do to the world outside. */
export interface Host {
	/** Takes what was printed. */
	write(text: string): void;
	/** Told of work as it is done, about one a statement; stops the program by throwing. */
	work?(amount: number): void;
}

const silent: Host = { write: () => {} };
let current: Host = silent;
let pending = 0;

/** Work is reported in portions of this. */
const portion = 256;

/** Counts one statement, turn of a loop or call. */
export function tick(): void {
	if (++pending >= portion) report();
}

/** Counts work done at once, such as a list of `amount` items. */
export function spend(amount: number): void {
	pending += amount;
	if (pending >= portion) report();
}

function report(): void {
	const amount = pending;
	pending = 0;
	current.work?.(amount);
}

/** Takes what is printed in place of the host; null for none. */
let sink: ((text: string) => void) | null = null;

/** Has what is printed go elsewhere; gives what took it before. */
export function redirect(to: typeof sink): typeof sink {
	const before = sink;
	sink = to;
	return before;
}

/** Prints. */
export const write = (text: string): void => (sink === null ? current.write(text) : sink(text));

const resets: (() => void)[] = [];

/** Has a module forget before each program what the one before told it, such as the seed of `np.random`. */
export function beforeEachProgram(reset: () => void): void {
	resets.push(reset);
}

export const forgetPrograms = (): void => resets.forEach((reset) => reset());

/** Runs `body` with `host` in place. */
export function withHost<T>(host: Host, body: () => T): T {
	const before = current;
	const beforeSink = redirect(null);
	const beforePending = pending;
	current = host;
	pending = 0;
	try {
		const result = body();
		report();
		return result;
	} finally {
		current = before;
		redirect(beforeSink);
		pending = beforePending;
	}
}
