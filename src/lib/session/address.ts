import { Throttle } from './throttle';
import { addressPause } from './timing';

/** The browser's address bar and history, as far as they are used. */
export interface Bar {
	/** The fragment, with its `#`; empty where there is none. */
	read(): string;
	/** Both are given the fragment without its `#`. */
	replace(fragment: string): void;
	push(fragment: string): void;
}

/** Keeps the fragment up to date without flooding the history. */
export class Address {
	#throttle = new Throttle(addressPause);

	constructor(private readonly bar: Bar) {}

	read(): string {
		this.#throttle.cancel();
		return this.bar.read();
	}

	/** Writes the fragment into the entry that is there. */
	replace(fragment: () => string): void {
		this.#throttle.do(() => {
			const next = fragment();
			if (this.bar.read() !== `#${next}`) this.bar.replace(next);
		});
	}

	/** Leaves the entry as it is now, so that "back" leads to it, and goes on in a new one. */
	push(fragment: string): void {
		this.#throttle.flush();
		this.bar.push(fragment);
	}
}
