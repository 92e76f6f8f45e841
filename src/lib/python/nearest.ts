/** The name most like `word`, where one is near enough to be a slip of the pen. */
export function nearest(word: string, among: Iterable<string>): string | null {
	const names = [...among].filter((name) => name !== word && !name.startsWith('_'));
	let best: string | null = null;
	let least = Math.max(1, Math.floor(word.length / 3)) + 1;
	for (const name of names) {
		if (Math.abs(name.length - word.length) >= least) continue;
		const distance = edits(word.toLowerCase(), name.toLowerCase());
		if (distance < least) [best, least] = [name, distance];
	}
	return best ?? sharing(word, names);
}

/** A name that begins with the word or that the word begins with, where that is much of it: the one that has most in common. */
function sharing(word: string, names: readonly string[]): string | null {
	const fits = (name: string): boolean => name.length >= 4 && word.startsWith(name);
	const begins = (name: string): boolean => word.length >= 4 && name.startsWith(word);
	const [longest] = names.filter(fits).sort((a, b) => b.length - a.length);
	const [shortest] = names.filter(begins).sort((a, b) => a.length - b.length);
	return longest ?? shortest ?? null;
}

/** Insertions, deletions, replacements and swaps of neighbours between two words. */
function edits(a: string, b: string): number {
	let before: number[] = [];
	let row = Array.from({ length: b.length + 1 }, (_, j) => j);
	for (let i = 1; i <= a.length; i++) {
		const next = [i];
		for (let j = 1; j <= b.length; j++) {
			next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
			if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
				next[j] = Math.min(next[j], before[j - 2] + 1);
		}
		[before, row] = [row, next];
	}
	return row[b.length];
}
