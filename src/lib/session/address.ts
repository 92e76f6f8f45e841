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
	/** Fragments of entries that were left: to them "back" and "forward" lead. */
	#left = new Set<string>();
	/** As the present entry has it. */
	#present = '';

	constructor(private readonly bar: Bar) {}

	read(): string {
		this.#throttle.cancel();
		if (this.#present !== '') this.#left.add(this.#present);
		this.#present = this.bar.read();
		return this.#present;
	}

	/** Whether an entry with this fragment, `#` and all, was left on this page before. */
	isLeft(fragment: string): boolean {
		return this.#left.has(fragment);
	}

	/** Writes the fragment into the entry that is there. */
	replace(fragment: () => string): void {
		this.#throttle.do(() => {
			const next = fragment();
			this.#present = `#${next}`;
			if (this.bar.read() !== this.#present) this.bar.replace(next);
		});
	}

	/** Leaves the entry as it is now, so that "back" leads to it, and goes on in a new one. */
	push(fragment: string): void {
		this.#throttle.flush();
		this.#left.add(`#${fragment}`);
		this.bar.push(fragment);
	}
}
