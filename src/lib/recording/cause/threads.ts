import { bitOf, strongest, type Marks } from '$lib/rules/depend/marks';
import type { Lane } from '../moment';
import type { Thread, TrailCell } from '../trail';

interface Growing {
	readonly kind: TrailCell['kind'];
	readonly lane: Lane | null;
	readonly leaf: number;
	/** Bits of each element, by step. */
	readonly cells: Map<number, Uint8Array>;
	readonly runs: { readonly from: number; readonly to: number; readonly bits: Uint8Array }[];
}

/** Collects the cells that a trail touches, by leaf and lane. */
export class Threads {
	private readonly all = new Map<string, Growing>();
	whole = false;

	touch(cell: TrailCell, marks: Marks): void {
		const { step } = cell;
		const { cells } = this.threadOf(cell);
		const known = cells.get(step);
		if (known) known.forEach((bits, i) => (known[i] = bits | marks.bits[i]));
		else cells.set(step, marks.bits.slice());
		this.whole ||= marks.whole;
	}

	/** The same for all cells from that one up to and with step `to`, none of which has been touched. */
	touchAll(cell: TrailCell, to: number, marks: Marks): void {
		if (to < cell.step) return;
		this.threadOf(cell).runs.push({ from: cell.step, to, bits: marks.bits.slice() });
		this.whole ||= marks.whole;
	}

	private threadOf({ kind, lane, leaf }: TrailCell): Growing {
		const key = `${kind} ${leaf} ${lane}`;
		let thread = this.all.get(key);
		if (!thread) this.all.set(key, (thread = { kind, lane, leaf, cells: new Map(), runs: [] }));
		return thread;
	}

	get list(): Thread[] {
		return [...this.all.values()].map(threadOf);
	}
}

function threadOf({ kind, lane, leaf, cells, runs }: Growing): Thread {
	const alike = runs.flatMap(({ from, to, bits }) => touched(bits).map((how) => ({ from, to, ...how })));
	const found = [...cells]
		.sort(([a], [b]) => a - b)
		.flatMap(([step, bits]) => touched(bits).map((how) => ({ step, ...how })));
	return {
		kind,
		lane,
		leaf,
		steps: found.map(({ step }) => step),
		parts: found.map(({ part }) => part),
		elements: found.map(({ elements }) => elements),
		...(alike.length > 0 && { runs: alike })
	};
}

function touched(bits: Uint8Array): { part: Thread['parts'][number]; elements: number[] | null }[] {
	const part = strongest(bits.reduce((all, own) => all | own, 0));
	if (part === null) return [];
	const elements = [...bits.keys()].filter((i) => bits[i] & bitOf[part]);
	return [{ part, elements: elements.length === bits.length ? null : elements }];
}
