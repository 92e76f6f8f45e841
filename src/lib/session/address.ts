import { Lull } from './throttle';
import { addressPause } from './timing';

/** The browser's address bar and history, as far as they are used. */
export interface Bar {
	/** The fragment, with its `#`; empty where there is none. */
	read(): string;
	/** Both are given the fragment without its `#`. */
	replace(fragment: string): void;
	push(fragment: string): void;
	/** Lasts as long as the tab; null where it is refused. */
	readonly tab: Storage | null;
	/** Whether this page came by a reload, or by "back" from another page. */
	readonly isReturn: boolean;
}

const unwrittenKey = 'lockstep.unwritten';

/** A browser is told of writes within a second. */
const fewWrites = 4;

/** Keeps the fragment up to date without flooding the history. */
export class Address {
	#lull = new Lull(addressPause);
	/** Fragments of entries that were left: to them "back" and "forward" lead. */
	#left = new Set<string>();
	/** As the present entry has it. */
	#present = '';

	/** What this entry showed, the latest last. */
	#shown: readonly string[] = [];

	constructor(private readonly bar: Bar) {
		const unwritten = bar.isReturn ? takeUnwritten(bar.tab) : null;
		if (unwritten?.shown.includes(bar.read())) bar.replace(unwritten.latest);
	}

	/**
	 * Before the page goes: the latest is kept for its return. A browser that reloads takes the address as it was when it
	 * was told to, which may be some writes ago.
	 */
	leave(): void {
		const shown = [...this.#shown, this.bar.read()];
		this.#lull.flush();
		if (this.#present !== '') keepUnwritten(this.bar.tab, { shown, latest: this.#present.slice(1) });
	}

	read(): string {
		this.#lull.cancel();
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
		this.#lull.do(() => {
			const next = fragment();
			const shown = this.bar.read();
			this.#present = `#${next}`;
			if (shown === this.#present) return;
			this.#shown = [...this.#shown.slice(-fewWrites), shown];
			this.bar.replace(next);
		});
	}

	/** Leaves the entry as it is now, so that "back" leads to it, and goes on in a new one. */
	push(fragment: string): void {
		this.#lull.flush();
		this.#left.add(`#${fragment}`);
		this.#shown = [];
		this.bar.push(fragment);
	}
}

/** The latest fragment, and those before it, with their `#`, that the address may still show. */
interface Unwritten {
	readonly shown: readonly string[];
	readonly latest: string;
}

function keepUnwritten(tab: Storage | null, unwritten: Unwritten): void {
	try {
		tab?.setItem(unwrittenKey, JSON.stringify(unwritten));
	} catch {
		// A full storage: the address stays behind.
	}
}

function takeUnwritten(tab: Storage | null): Unwritten | null {
	const text = tab?.getItem(unwrittenKey);
	if (!text) return null;
	tab?.removeItem(unwrittenKey);
	return JSON.parse(text) as Unwritten;
}
