import type { DeckWalk } from './deck-walk.svelte';
import type { Lock, Marks } from './marks';

/** What locks need of the session. */
export interface Locked {
	readonly marks: Marks;
	readonly deck: DeckWalk;
	mark(change: Partial<Marks>): void;
	/** Says a word of what was not done. */
	tell(text: string): void;
}

/**
 * What a viewer of a scene may not change or see. They keep a class on its way and are no secret: whatever is in a link
 * can be read, and a copy has none of them.
 */
export class Locks {
	constructor(
		private readonly locked: Locked,
		/** Leaves an entry in the history. */
		private readonly leave: () => void
	) {}

	get all(): readonly Lock[] {
		return this.locked.marks.locks ?? [];
	}

	has(lock: Lock): boolean {
		return this.all.includes(lock);
	}

	/** Locks for the scene that one is on. */
	set(lock: Lock, on: boolean): void {
		const others = this.all.filter((one) => one !== lock);
		const locks = on ? [...others, lock] : others;
		this.locked.deck.lock(this.locked.deck.at, locks);
		this.locked.mark({ locks: locks.length > 0 ? locks : undefined });
	}

	/** What is seen, as one's own: outside of the deck and without its locks. "Back" leads to the scene again. */
	openCopy(): void {
		this.leave();
		this.locked.deck.close();
		this.locked.mark({ locks: undefined });
	}
}
