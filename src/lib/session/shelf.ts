import * as v from 'valibot';

const Work = v.object({
	program: v.optional(v.string()),
	hints: v.optional(v.number(), 0),
	solutionSeen: v.optional(v.boolean(), false),
	solved: v.optional(v.boolean(), false)
});

/** What somebody has done on an exercise. */
export type Work = v.InferOutput<typeof Work>;

const prefix = 'lockstep.exercise.';

/** Work on exercises, kept on this device. A storage that is refused, full or holds nonsense keeps nothing. */
export class Shelf {
	constructor(private readonly storage: () => Storage | null) {}

	read(exercise: string): Work | null {
		try {
			const text = this.storage()?.getItem(prefix + exercise);
			return text ? v.parse(Work, JSON.parse(text)) : null;
		} catch {
			return null;
		}
	}

	write(exercise: string, work: Work): void {
		try {
			this.storage()?.setItem(prefix + exercise, JSON.stringify(work));
		} catch {
			// The page goes on; the work lasts as long as the tab.
		}
	}

	/** Forgets all work. */
	clear(): void {
		const storage = this.storage();
		const keys = Array.from({ length: storage?.length ?? 0 }, (_, n) => storage?.key(n) ?? '');
		for (const key of keys) if (key.startsWith(prefix)) storage?.removeItem(key);
	}
}
