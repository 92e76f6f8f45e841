/** Numbers in [0, 1), the same everywhere for a seed (mulberry32). */
export type Random = () => number;

export function randomOf(seed: number): Random {
	let state = seed | 0;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let t = Math.imul(state ^ (state >>> 15), 1 | state);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
	};
}

/** A whole number from `low` to `high`, both among them. */
export const between = (random: Random, low: number, high: number): number =>
	low + Math.floor(random() * (high - low + 1));

export const oneOf = <T>(random: Random, all: readonly T[]): T => all[between(random, 0, all.length - 1)];

/** The same items in a random order. */
export function shuffled<T>(random: Random, all: readonly T[]): T[] {
	const items = [...all];
	for (let i = items.length - 1; i > 0; i--) {
		const j = between(random, 0, i);
		[items[i], items[j]] = [items[j], items[i]];
	}
	return items;
}
