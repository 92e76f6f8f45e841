import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Stretches that are looked at one by one: garbage collected in the midst of one does not hide that of the others. */
const stretches = 9;

/**
 * Bytes that each of many calls of `step` leaves for the collector, arrays' storage included; `n` calls are made at a stretch,
 * and the median stretch counts. The code should be warm.
 */
export function garbageOf(n: number, step: () => void): number {
	setFlagsFromString('--expose-gc');
	const collect = runInNewContext('gc') as () => void;
	const bytes = Array.from({ length: stretches }, () => {
		collect();
		const before = used();
		for (let i = 0; i < n; i++) step();
		return used() - before;
	}).sort((a, b) => a - b);
	return Math.max(0, bytes[stretches >> 1] - cost) / n;
}

function used(): number {
	const { heapUsed, arrayBuffers } = process.memoryUsage();
	return heapUsed + arrayBuffers;
}

/** What looking costs. */
const cost = 2000;
