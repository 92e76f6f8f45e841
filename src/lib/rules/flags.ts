import type { Value } from '$lib/core/interpreter';
import type { Jaxpr } from '$lib/core/jaxpr';
import type { Differential, Tangent } from './differentiating';

/** Lists taken apart and put together by a flag an entry. */

export const where = <T>(list: readonly T[], flags: readonly boolean[]): T[] =>
	list.filter((_, i) => flags[i]);
/** The entries whose flag does not hold. */
export const whereNot = <T>(list: readonly T[], flags: readonly boolean[]): T[] =>
	list.filter((_, i) => !flags[i]);

/** How many flags hold. */
export const count = (flags: readonly boolean[]): number => flags.filter(Boolean).length;

/** Entries from `yes` where the flag holds, from `no` elsewhere, each in order. */
export function merged<T, U>(flags: readonly boolean[], yes: readonly T[], no: readonly U[]): (T | U)[] {
	let [y, n] = [0, 0];
	return flags.map((flag) => (flag ? yes[y++] : no[n++]));
}

/** Entries where the flag holds, null elsewhere. */
export const spread = <T>(flags: readonly boolean[], list: readonly T[]): (T | null)[] =>
	merged(
		flags,
		list,
		flags.filter((flag) => !flag).map(() => null)
	);

export const either = (a: readonly boolean[], b: readonly boolean[]): boolean[] => a.map((x, i) => x || b[i]);

/** Flags that grow until `next` adds none. */
export function fixpoint(
	start: readonly boolean[],
	next: (flags: readonly boolean[]) => readonly boolean[]
): boolean[] {
	let flags = [...start];
	for (;;) {
		const grown = either(flags, next(flags));
		if (count(grown) === count(flags)) return flags;
		flags = grown;
	}
}

/** Which tangents there are: null stands for zeros. */
export const nonzeros = (tangents: readonly Tangent[]): boolean[] => tangents.map((t) => t !== null);
/** The tangents there are. */
export const dense = (tangents: readonly Tangent[]): Value[] => tangents.filter((t) => t !== null);

/** Results of a jaxpr pushed forward: primals, then the tangents there are. */
export const differential = (outs: readonly Value[], nonzero: readonly boolean[]): Differential => ({
	outs: outs.slice(0, nonzero.length),
	tangents: spread(nonzero, outs.slice(nonzero.length))
});

const caches = new WeakMap<Jaxpr, Map<string, unknown>>();

/** What `make` gives for a jaxpr and a key, made once. */
export function memoized<T>(jaxpr: Jaxpr, key: string, make: () => T): T {
	let known = caches.get(jaxpr);
	if (!known) caches.set(jaxpr, (known = new Map()));
	if (!known.has(key)) known.set(key, make());
	return known.get(key) as T;
}

/** Flags as part of a key. */
export const bits = (flags: readonly boolean[]): string => flags.map((flag) => (flag ? '1' : '0')).join('');
