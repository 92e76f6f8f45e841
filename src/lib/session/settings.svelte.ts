import * as v from 'valibot';

export const narrations = ['brief', 'row', 'rows', 'counts'] as const;
/** What is said of a step: only where one is, the row in focus, every row (up to four), how many rows changed. */
export type Narration = (typeof narrations)[number];

const Kept = v.object({
	singleKeys: v.optional(v.boolean(), true),
	narration: v.optional(v.picklist(narrations), 'rows'),
	sound: v.optional(v.boolean(), false)
});

const key = 'lockstep.settings';
const ours = 'lockstep.';

/** How one viewer uses Lockstep, kept on this device and in no link. A storage that is refused keeps nothing. */
export class Settings {
	#kept = $state.raw(v.parse(Kept, {}));
	#storage: Storage | null = null;

	/** Takes up what was kept on this device. */
	open(storage: Storage | null): void {
		this.#storage = storage;
		try {
			this.#kept = v.parse(Kept, JSON.parse(storage?.getItem(key) ?? '{}'));
		} catch {
			this.#kept = v.parse(Kept, {});
		}
	}

	/** Whether letters and signs work as keys by themselves. Space, arrows and named keys always do. */
	get singleKeys(): boolean {
		return this.#kept.singleKeys;
	}

	get narration(): Narration {
		return this.#kept.narration;
	}

	/** Whether a step is heard as tones. */
	get sound(): boolean {
		return this.#kept.sound;
	}

	change(change: Partial<v.InferOutput<typeof Kept>>): void {
		this.#kept = { ...this.#kept, ...change };
		try {
			this.#storage?.setItem(key, JSON.stringify(this.#kept));
		} catch {
			// They last as long as the page.
		}
	}

	/** Forgets all that Lockstep keeps on this device: these settings, drafts, work on exercises. */
	erase(): void {
		this.#kept = v.parse(Kept, {});
		try {
			const storage = this.#storage;
			const keys = Array.from({ length: storage?.length ?? 0 }, (_, n) => storage?.key(n) ?? '');
			for (const one of keys) if (one.startsWith(ours)) storage?.removeItem(one);
		} catch {
			// Nothing was kept.
		}
	}
}
