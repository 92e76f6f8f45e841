import { hashOfNumber } from './hash';
import type { PySet } from './values';

/**
 * A set's items in the order in which CPython gives them: by their places in its hash table, for numbers, whose
 * hashes are known. Others stay in the order in which they were put in (CPython's order of strings changes from run
 * to run). The table: open addressing, a run of nine neighbours tried before each jump, four times the items when
 * three fifths are full.
 */
export function setOrder(set: PySet): unknown[] {
	const items = set.values();
	const hashes = items.map((item) =>
		typeof item === 'string' || typeof item === 'object' ? null : hashOfNumber(item)
	);
	if (hashes.some((hash) => hash === null)) return items;
	const entries = items.map((item, i) => ({ item, hash: hashes[i] as bigint }));
	let table: (Entry | undefined)[] = new Array(8).fill(undefined);
	let used = 0;
	for (const entry of entries) {
		place(table, entry);
		used++;
		if (used * 5 >= (table.length - 1) * 3) table = grow(table, used);
	}
	return table.flatMap((entry) => (entry ? [entry.item] : []));
}

interface Entry {
	readonly item: unknown;
	readonly hash: bigint;
}

function grow(table: readonly (Entry | undefined)[], used: number): (Entry | undefined)[] {
	const least = used > 50000 ? used * 2 : used * 4;
	let size = 8;
	while (size <= least) size *= 2;
	const bigger: (Entry | undefined)[] = new Array(size).fill(undefined);
	for (const entry of table) if (entry) place(bigger, entry);
	return bigger;
}

const neighbours = 9;

function place(table: (Entry | undefined)[], entry: Entry): void {
	const mask = table.length - 1;
	let perturb = BigInt.asUintN(64, entry.hash);
	let at = Number(perturb & BigInt(mask));
	for (;;) {
		const last = at + neighbours <= mask ? at + neighbours : at;
		for (let i = at; i <= last; i++)
			if (!table[i]) {
				table[i] = entry;
				return;
			}
		perturb >>= 5n;
		at = Number((BigInt(at) * 5n + 1n + perturb) & BigInt(mask));
	}
}
