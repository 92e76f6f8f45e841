import type { KeyReuse } from './key-reuse';
import type { KeyCall, KeyEvent } from './journal';
import { useKeysOf } from './loop-uses';
import { KeyUses, placeOf } from './uses';

export { KeyJournal } from './journal';

/** Work of running again what consumes keys inside calls, branches and loops of the bodies. */
const workInside = 3e5;

/**
 * The random keys that were consumed more than once in a run, by value: old keys and new, in and out of loops. Looks
 * at the first 2^18 uses.
 */
export function reusedKeys(events: readonly KeyEvent[], program: string): readonly KeyReuse[] {
	const uses = new KeyUses(program);
	const budget = { work: workInside };
	let last: { readonly call: KeyCall; readonly site: number } | null = null;
	for (const event of events) {
		if (event.kind === 'loop') useKeysOf(event.live, uses, budget);
		else {
			const site: number =
				last && isOneCall(last.call, event) ? last.site : uses.addSite({ ...event, within: null });
			last = { call: event, site };
			useKeysOfCall(event, site, uses);
		}
	}
	return uses.reuses();
}

/** Do both belong to one call of a library function? */
const isOneCall = (a: KeyCall, b: KeyCall): boolean =>
	placeOf(a.source) === placeOf(b.source) && a.visit === b.visit;

function useKeysOfCall({ words }: KeyCall, site: number, uses: KeyUses): void {
	for (const data of words)
		for (let at = 0; at < data.length; at += 2) uses.use(data[at], data[at + 1], site, 0, at / 2, 0);
}
