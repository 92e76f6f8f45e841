/** Runs `work` at most once in `pause` milliseconds: at once when there was a pause, else the latest at its end. */
export class Throttle {
	#timer: ReturnType<typeof setTimeout> | null = null;
	#pending: (() => void) | null = null;

	constructor(private readonly pause: number) {}

	do(work: () => void): void {
		if (this.#timer !== null) {
			this.#pending = work;
			return;
		}
		work();
		this.#timer = setTimeout(() => this.#elapsed(), this.pause);
	}

	/** Forgets what waits. */
	cancel(): void {
		if (this.#timer !== null) clearTimeout(this.#timer);
		this.#timer = null;
		this.#pending = null;
	}

	#elapsed(): void {
		this.#timer = null;
		const work = this.#pending;
		this.#pending = null;
		if (work) this.do(work);
	}
}

/** Runs `work` at once in a lull, when nothing was asked for `pause` milliseconds; else the latest in the next lull. */
export class Lull {
	#timer: ReturnType<typeof setTimeout> | null = null;
	#pending: (() => void) | null = null;

	constructor(private readonly pause: number) {}

	do(work: () => void): void {
		if (this.#timer === null) work();
		else this.#pending = work;
		this.#wait();
	}

	/** Forgets what waits. */
	cancel(): void {
		if (this.#timer !== null) clearTimeout(this.#timer);
		this.#timer = null;
		this.#pending = null;
	}

	/** Does what waits, now. */
	flush(): void {
		const work = this.#pending;
		this.cancel();
		work?.();
	}

	#wait(): void {
		if (this.#timer !== null) clearTimeout(this.#timer);
		this.#timer = setTimeout(() => {
			const work = this.#pending;
			this.cancel();
			if (work) this.do(work);
		}, this.pause);
	}
}

/** Runs the latest `work` once nothing has been asked for `pause` milliseconds. */
export class Debounce {
	#timer: ReturnType<typeof setTimeout> | null = null;

	constructor(private readonly pause: number) {}

	do(work: () => void): void {
		this.cancel();
		this.#timer = setTimeout(work, this.pause);
	}

	cancel(): void {
		if (this.#timer !== null) clearTimeout(this.#timer);
		this.#timer = null;
	}
}
