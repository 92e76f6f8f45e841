import type { Stretch } from '$lib/python/number-literal';
import type { DataSheet } from './data-sheet.svelte';
import type { DeckWalk } from './deck-walk.svelte';
import type { Lock, Marks } from './marks';

/** What locks need of the session. */
export interface Locked {
	readonly text: string;
	readonly marks: Marks;
	readonly deck: DeckWalk;
	readonly data: DataSheet;
	mark(change: Partial<Marks>): void;
}

/** Whether a viewer may change what is here. */
const readOnly = 'This scene is read-only. Open a copy to change it.';
const dataOnly = 'In this scene only the numbers of the data can be changed. Open a copy to change more.';

/**
 * What a viewer of a scene may not change or see. They keep a class on its way and are no secret: whatever is in a link
 * can be read, and a copy has none of them.
 */
export class Locks {
	/** Where the data was when the program could be read last: nobody types a number at once. */
	#known: { readonly of: string; readonly stretches: readonly Stretch[] } | null = null;

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

	/** Why no number may be changed, at a place of the program or at all; null where it may. */
	againstNumber(from: number | null): string | null {
		if (this.has('read-only')) return readOnly;
		if (!this.has('data-only') || from === null) return null;
		return this.#stretches().some((one) => one.from <= from && from <= one.to) ? null : dataOnly;
	}

	/** Why the program may not become this; null where it may, which is then reckoned with. */
	against(next: string): string | null {
		if (this.has('read-only')) return readOnly;
		if (!this.has('data-only')) return null;
		const stretches = this.#stretches();
		const change = changeOf(this.locked.text, next);
		const inside = stretches.some(({ from, to }) => from <= change.from && change.to <= to);
		if (!inside || !ofNumbers(change.text)) return dataOnly;
		this.#known = { of: next, stretches: stretches.map((one) => moved(one, change)) };
		return null;
	}

	/** Inside of the data's brackets. */
	#stretches(): readonly Stretch[] {
		const { data, text } = this.locked;
		if (this.#known?.of === text) return this.#known.stretches;
		const arrays = data.list?.flatMap((one) => (one.kind === 'array' ? [one] : [])) ?? [];
		return arrays.map(({ from, to, shape }) =>
			shape.length > 0 ? { from: from + 1, to: to - 1 } : { from, to }
		);
	}
}

/** The one stretch in which two texts differ, in the first, and what stands there in the other. */
function changeOf(before: string, after: string): Stretch & { readonly text: string } {
	const most = Math.min(before.length, after.length);
	let from = 0;
	while (from < most && before[from] === after[from]) from++;
	let end = 0;
	while (end < most - from && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
	return { from, to: before.length - end, text: after.slice(from, after.length - end) };
}

/** Whether a text is of numbers, signs, commas and brackets alone. */
const ofNumbers = (text: string): boolean =>
	/^[\d\s.,+\-eE_()[\]]*$/.test(text.replace(/True|False|float\('(nan|inf)'\)/g, ''));

function moved({ from, to }: Stretch, change: Stretch & { readonly text: string }): Stretch {
	const by = change.text.length - (change.to - change.from);
	if (to < change.from) return { from, to };
	return from <= change.from ? { from, to: to + by } : { from: from + by, to: to + by };
}
