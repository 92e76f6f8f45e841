/** Runs of numbers that follow each other. */
export function stretches(sorted: readonly number[]): [from: number, to: number][] {
	const runs: [number, number][] = [];
	for (const n of sorted) {
		const last = runs.at(-1);
		if (last && last[1] === n - 1) last[1] = n;
		else runs.push([n, n]);
	}
	return runs;
}
