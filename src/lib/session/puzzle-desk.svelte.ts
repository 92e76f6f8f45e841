import { assembled, dealt, type Parsons, type ParsonsBlock } from '$lib/lessons/parsons';

/** A puzzle of blocks on the desk: those that were taken, in the order they stand in, and those that were not. */
export class PuzzleDesk {
	/** The program so far. */
	taken = $state.raw<readonly ParsonsBlock[]>([]);
	readonly #dealt: readonly ParsonsBlock[];

	constructor(
		private readonly parsons: Parsons,
		seed: number
	) {
		this.#dealt = dealt(parsons, seed);
	}

	/** Blocks that are not in the program, as they were dealt. */
	get left(): readonly ParsonsBlock[] {
		return this.#dealt.filter((block) => !this.taken.includes(block));
	}

	/** The text that the taken blocks make. */
	get program(): string {
		return assembled(this.parsons, this.taken);
	}

	/** Puts a block at the end of the program. */
	take(block: ParsonsBlock): void {
		if (!this.taken.includes(block)) this.taken = [...this.taken, block];
	}

	/** Puts it back among the others. */
	putBack(block: ParsonsBlock): void {
		this.taken = this.taken.filter((one) => one !== block);
	}

	/** So many places further down; up where `by` is negative. At either end it stays. */
	move(block: ParsonsBlock, by: number): void {
		const from = this.taken.indexOf(block);
		const to = from + by;
		if (from < 0 || to < 0 || to >= this.taken.length) return;
		this.taken = this.taken.toSpliced(from, 1).toSpliced(to, 0, block);
	}
}
