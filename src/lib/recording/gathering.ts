import { vectors } from '$lib/array/parts';
import { cellSlots, leastSlots, type Extremes, type Gatherer } from '$lib/array/wasm/cell';
import { aval } from '$lib/core/aval';
import { slotsOf, type Slot } from '$lib/rules/slot';
import type { Column } from './ledger';

/** A column whose extremes are gathered, those of what it begins with apart. */
interface Gathered {
	readonly column: Column;
	/** Where they are gathered. */
	readonly cell: Slot;
	initial: Extremes | null;
	later: Extremes | null;
}

/** Room for what is gathered of a column. */
export const cellType = aval('float32', [cellSlots]);

/**
 * The extremes of a ledger's columns, gathered a block at a time while the block is still near the processor: all that is
 * kept is many times as much, and to go over it later takes as many times as long.
 */
export class Gathering {
	private readonly gathered: Gathered[] = [];
	private gatherer: Gatherer | null = null;

	/** Is it worth while? */
	takes({ type, plane }: Column): boolean {
		return plane.holds('float32') && slotsOf(type) >= leastSlots;
	}

	add(column: Column, cell: Slot): void {
		this.gathered.push({ column, cell, initial: null, later: null });
	}

	/** Begins anew, once the ledger has its block. Without scratch memory nothing is gathered. */
	begin(): void {
		const found = vectors.there?.gatherer() ?? null;
		const isThere = this.gathered.every(({ column }) => column.plane.block === found?.memory);
		this.gatherer = isThere ? found : null;
		for (const { cell } of this.gathered) this.gatherer?.clear(cell.at);
	}

	/** Looks at what a column begins with. */
	start(column: Column): void {
		const one = this.find(column);
		if (!one) return;
		this.addLines(one, 0, 1);
		one.initial = this.take(one);
		this.gatherer?.clear(one.cell.at);
	}

	/** Looks at the first `steps` steps of the block. */
	keep(steps: number): void {
		for (const one of this.gathered) this.addLines(one, 1, steps);
	}

	/** Nothing is added any more. */
	end(): void {
		for (const one of this.gathered) one.later = this.take(one);
	}

	/** Those of a column's history; null where they are not known. */
	of(column: Column, entry: 'before' | 'after'): Extremes | null {
		const one = this.find(column);
		if (!one) return null;
		return entry === 'after' ? one.later : joined(one.initial, one.later);
	}

	private take({ cell }: Gathered): Extremes | null {
		return this.gatherer?.extremes(cell.at) ?? null;
	}

	private find(column: Column): Gathered | undefined {
		return this.gathered.find((one) => one.column === column);
	}

	private addLines({ column, cell }: Gathered, line: number, lines: number): void {
		const { type, plane, offset } = column;
		const at = plane.base + line * plane.width + offset;
		this.gatherer?.add(at, plane.width, lines, slotsOf(type), cell.at);
	}
}

const joined = (a: Extremes | null, b: Extremes | null): Extremes | null =>
	a &&
	b && {
		above: [Math.min(a.above[0], b.above[0]), Math.max(a.above[1], b.above[1])],
		below: [Math.max(a.below[0], b.below[0]), Math.min(a.below[1], b.below[1])],
		zero: a.zero || b.zero,
		whole: a.whole && b.whole
	};
