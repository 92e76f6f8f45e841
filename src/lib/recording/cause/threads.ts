import { bitOf, strongest, type Marks } from '$lib/rules/depend/marks';
import type { Lane } from '../recording';
import type { Thread, TrailCell } from '../trail';

interface Growing {
	readonly kind: TrailCell['kind'];
	readonly lane: Lane | null;
	readonly leaf: number;
	/** Bits of each element, by step. */
	readonly cells: Map<number, Uint8Array>;
}

/** Collects the cells that a trail touches, by leaf and lane. */
export class Threads {
	private readonly all = new Map<string, Growing>();
	whole = false;

	touch({ kind, lane, leaf, step }: TrailCell, marks: Marks): void {
		const key = `${kind} ${leaf} ${lane}`;
		let thread = this.all.get(key);
		if (!thread) this.all.set(key, (thread = { kind, lane, leaf, cells: new Map() }));
		const known = thread.cells.get(step);
		if (known) known.forEach((bits, i) => (known[i] = bits | marks.bits[i]));
		else thread.cells.set(step, marks.bits.slice());
		this.whole ||= marks.whole;
	}

	get list(): Thread[] {
		return [...this.all.values()].map(threadOf);
	}
}

function threadOf({ kind, lane, leaf, cells }: Growing): Thread {
	const found = [...cells].sort(([a], [b]) => a - b).flatMap(([step, bits]) => touched(step, bits));
	return {
		kind,
		lane,
		leaf,
		steps: found.map(({ step }) => step),
		parts: found.map(({ part }) => part),
		elements: found.map(({ elements }) => elements)
	};
}

function touched(
	step: number,
	bits: Uint8Array
): { step: number; part: Thread['parts'][number]; elements: number[] | null }[] {
	const part = strongest(bits.reduce((all, own) => all | own, 0));
	if (part === null) return [];
	const elements = [...bits.keys()].filter((i) => bits[i] & bitOf[part]);
	return [{ step, part, elements: elements.length === bits.length ? null : elements }];
}
