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

	/** Does what waits, now. */
	flush(): void {
		const work = this.#pending;
		this.cancel();
		work?.();
	}

	#elapsed(): void {
		this.#timer = null;
		const work = this.#pending;
		this.#pending = null;
		if (work) this.do(work);
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
