/** After a pause (a hidden tab, a slow frame) time goes on from where it stood, at most this much at once. */
const longestFrame = 100;

/** Calls `tick` with the milliseconds that passed, once a frame, until it answers that nothing moves any more. */
export class Clock {
	#frame: number | null = null;
	#last = 0;

	constructor(private readonly tick: (ms: number) => boolean) {}

	/** Starts the frames unless they run already. Time passes from now on: not in the frame that is about to come. */
	wake(): void {
		this.#last = performance.now();
		this.#frame ??= requestAnimationFrame(this.#next);
	}

	stop(): void {
		if (this.#frame !== null) cancelAnimationFrame(this.#frame);
		this.#frame = null;
	}

	#next = (now: number): void => {
		const ms = Math.min(longestFrame, Math.max(0, now - this.#last));
		this.#last = now;
		this.#frame = this.tick(ms) ? requestAnimationFrame(this.#next) : null;
	};
}
