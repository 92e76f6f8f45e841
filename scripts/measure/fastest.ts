/** Fastest of several runs, in ns: on a shared machine the least disturbed one says most. */
export function fastest(runs: number, body: () => void): number {
	let best = Infinity;
	for (let i = 0; i < runs; i++) {
		const start = process.hrtime.bigint();
		body();
		best = Math.min(best, Number(process.hrtime.bigint() - start));
	}
	return best;
}
