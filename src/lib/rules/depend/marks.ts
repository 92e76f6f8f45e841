import { sizeOf } from '$lib/array/shape';
import type { Aval } from '$lib/core/aval';

/**
 * How an element took part in another: it is what the other was `made` of; it `steered`, as a predicate or an index
 * does, which of them that was; or it was there to be chosen and `lost`.
 */
const parts = ['made', 'steered', 'lost'] as const;
export type Part = (typeof parts)[number];

export const bitOf: { readonly [P in Part]: number } = { made: 1, steered: 2, lost: 4 };

/** What is left of a set of parts on the way through one more: the weakest link tells what a chain is worth. */
const through: { readonly [P in Part]: readonly number[] } = {
	made: weakened((bits) => bits),
	steered: weakened((bits) => (bits & 3 ? 2 : 0) | (bits & 4)),
	lost: weakened((bits) => (bits ? 4 : 0))
};

function weakened(by: (bits: number) => number): number[] {
	return Array.from({ length: 8 }, (_, bits) => by(bits));
}

export const linked = (bits: number, part: Part): number => through[part][bits];

/** The strongest of a set of parts; null of none. */
export const strongest = (bits: number): Part | null => parts.find((part) => bits & bitOf[part]) ?? null;

/** Elements of one value that are marked, each with the parts it took as a set of bits. */
export class Marks {
	/** Some are marked only because nobody went through all the elements: these are the most it can be. */
	whole = false;

	constructor(readonly bits: Uint8Array) {}

	static of({ shape }: Aval): Marks {
		return new Marks(new Uint8Array(sizeOf(shape)));
	}

	/** Every element with these parts; null where there are none. */
	static filled(type: Aval, bits: number): MaybeMarks {
		if (bits === 0) return null;
		const marks = Marks.of(type);
		marks.bits.fill(bits);
		return marks.any ? marks : null;
	}

	copy(): Marks {
		const marks = new Marks(this.bits.slice());
		marks.whole = this.whole;
		return marks;
	}

	get any(): boolean {
		return this.bits.some((bits) => bits !== 0);
	}

	/** All parts that any element took. */
	get union(): number {
		return this.bits.reduce((all, bits) => all | bits, 0);
	}

	add(other: Marks): void {
		for (let i = 0; i < this.bits.length; i++) this.bits[i] |= other.bits[i];
		this.whole ||= other.whole;
	}

	/** Without those that lost; null where nothing is left. */
	withoutLosers(): Marks | null {
		const kept = new Marks(this.bits.map((bits) => bits & ~bitOf.lost));
		kept.whole = this.whole;
		return kept.any ? kept : null;
	}
}

/** Nothing is marked where it is null. */
export type MaybeMarks = Marks | null;

export const isMarked = (marks: readonly MaybeMarks[]): boolean => marks.some((each) => each !== null);

/** All marks of two; neither is changed. */
export function joined(a: MaybeMarks, b: MaybeMarks): MaybeMarks {
	if (!a || !b) return a ?? b;
	const both = a.copy();
	both.add(b);
	return both;
}
