import { Counter } from './collections';
import { compare } from './compare';
import { binary } from './operators';
import { truth } from './truth';

/** Sums, differences and the like of counters keep what is above zero. */
export function combineCounters(op: '+' | '-' | '&' | '|', a: Counter, b: Counter): Counter {
	const result = new Counter();
	const keys = [...a.keys(), ...b.keys().filter((key) => !a.has(key))];
	for (const key of keys) {
		const [x, y] = [a.count(key), b.count(key)];
		const less = truth(compare('<', x, y));
		const count = op === '+' || op === '-' ? binary(op, x, y) : (op === '&') === less ? x : y;
		if (truth(compare('>', count, 0n))) result.set(key, count);
	}
	return result;
}
