import type { Source } from '$lib/core/source';
import type { Alternative } from '$lib/core/alternative';
import type { EqnIndex, LoopIndex } from '../moment';
import { lane as laneOf, step as stepOf } from '../moment';
import type { KeyReuse, KeyUse } from './key-reuse';
import { textOf } from '../program-text';
import type { Consumption } from './consumption';
import { KeyTable, type FirstUse } from './key-table';

/** A place in the program that consumes keys. */
export interface Site {
	readonly how: Consumption['how'];
	readonly source: Source;
	/** The loop and the equation of its body, null for its condition; null outside any loop. */
	readonly within: { readonly loop: LoopIndex; readonly eqn: EqnIndex | null } | null;
	/** Equations of one library call have one source; where the source comes again, another visit. */
	readonly visit: object;
	readonly alternative: Alternative | null;
	/** Keys that come by are as good as new. */
	readonly renews?: true;
}

/** Keys that a run looks at: later ones may be used again unnoticed. */
const most = 2 ** 18;

interface Found {
	readonly kind: KeyReuse['kind'];
	readonly use: FirstUse;
	readonly earlier: FirstUse;
	count: number;
}

/** All uses of keys by value, and which of them were not the first. */
export class KeyUses {
	private readonly table = new KeyTable();
	private readonly sites: Site[] = [];
	/** Lanes that took part in the first use of a key, where there is more than one; by entry. */
	private readonly sharers = new Map<number, Set<number>>();
	private readonly found = new Map<string, Found>();
	private left = most;

	constructor(private readonly program: string) {}

	/** False once so many keys were used that no more are looked at. */
	get goesOn(): boolean {
		return this.left > 0;
	}

	addSite(site: Site): number {
		return this.sites.push(site) - 1;
	}

	/** The key of these words is consumed. */
	use(high: number, low: number, site: number, step: number, lane: number, turn: number): void {
		if (this.left-- <= 0) return;
		const entry = this.table.find(high, low);
		if (this.sites[site].renews) this.renew(entry);
		else if (entry < 0) this.table.add(high, low, site, step, lane, turn);
		else this.useAgain(entry, { site, step, lane, turn });
	}

	private renew(entry: number): void {
		if (entry >= 0) this.table.set(entry, { site: unused, step: 0, lane: 0, turn: 0 });
		this.sharers.delete(entry);
	}

	private useAgain(entry: number, use: FirstUse): void {
		const first = this.table.first(entry);
		if (first.site === unused) return this.table.set(entry, use);
		if (isSameOccasion(first, use)) return this.share(entry, first, use);
		if (this.isOneUse(first, use)) return;
		const lane = this.sharers.get(entry)?.has(use.lane) ? use.lane : first.lane;
		this.add('reused-key', use, { ...first, lane });
	}

	/** What was found, by place, lane and kind, in the order it was come upon. */
	reuses(): readonly KeyReuse[] {
		return [...this.found.values()].map(({ kind, use, earlier, count }) => ({
			kind,
			use: this.told(use),
			earlier: this.told(earlier),
			count
		}));
	}

	/** Rows that do one thing at one time with one key: all get the same numbers. */
	private share(entry: number, first: FirstUse, use: FirstUse): void {
		if (first.lane === use.lane) return;
		const lanes = this.sharers.get(entry) ?? new Set([first.lane]);
		this.sharers.set(entry, lanes.add(use.lane));
		const { how, within } = this.sites[use.site];
		if (how === 'draw' && within) this.add('same-draw', use, first);
	}

	/** Equations of one call of a library function, or branches of which a row keeps one. */
	private isOneUse(first: FirstUse, use: FirstUse): boolean {
		const [a, b] = [this.sites[first.site], this.sites[use.site]];
		if (a === b) return false;
		if (a.alternative && a.alternative.of === b.alternative?.of)
			return a.alternative.branch !== b.alternative.branch;
		if (placeOf(a.source) !== placeOf(b.source) || a.visit !== b.visit) return false;
		return first.step === use.step && first.lane === use.lane;
	}

	private add(kind: KeyReuse['kind'], use: FirstUse, earlier: FirstUse): void {
		const key = `${kind} ${use.site} ${use.lane}`;
		const known = this.found.get(key);
		if (known) known.count++;
		else this.found.set(key, { kind, use, earlier, count: 1 });
	}

	private told({ site, step, lane }: FirstUse): KeyUse {
		const { how, source, within } = this.sites[site];
		return {
			how,
			span: source.span,
			text: textOf(this.program, source.span),
			at: within && { ...within, step: stepOf(step), lane: laneOf(lane) }
		};
	}
}

/** In place of the site of a key that was cloned since. */
const unused = -1;

/** The library's own loops are hidden, and belong to the call that has them. */
export const placeOf = (source: Source): Source => source.around ?? source;

const isSameOccasion = (a: FirstUse, b: FirstUse): boolean =>
	a.site === b.site && a.step === b.step && a.turn === b.turn;
