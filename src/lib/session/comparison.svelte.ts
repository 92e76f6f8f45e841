import {
	firstDivergence,
	tooLongToCompare,
	lanesPart,
	madeKinds,
	comparedKinds,
	unlike,
	type Closeness,
	type ComparedKind,
	type Divergence
} from '$lib/recording/divergence';
import { lane as laneOf, type Lane, type Moment } from '$lib/recording/moment';
import type { Loop, Recording } from '$lib/recording/recording';
import { inTreeOrder, type TreeOrder } from '$lib/recording/tree-order';
import type { ValueRef } from '$lib/recording/value-ref';
import { restAt } from '$lib/recording/walk';
import { placeOf } from './inner';
import type { LongLoops, Parting } from './long.svelte';
import type { Against, Marks } from './marks';
import type { QuestionOf, Reply } from './protocol';
import type { Ghost, WhatIf } from './what-if.svelte';

/** What comparing needs of the session. */
export interface Comparer {
	readonly loop: Loop | null;
	readonly recording: Recording | null;
	readonly marks: Marks;
	readonly focusLane: Lane;
	readonly whatIf: WhatIf;
	readonly long: LongLoops;
	readonly journey: { jump(to: Moment): void };
	mark(change: Partial<Marks>): void;
	focus(lane: Lane): void;
	select(value: ValueRef): void;
	tell(text: string): void;
	ask<K extends 'whatIf' | 'record'>(question: QuestionOf<K>): Promise<Reply<K>>;
}

/** The other run, as far as it is there. */
export type Other = Ghost | { readonly kind: 'none'; readonly reason: string };

interface Wanted {
	readonly loop: Loop;
	readonly program: string | null;
}

/** What is compared: of an edited or rounded run only what it makes. */
const kinds: { readonly [W in Against['with']]: readonly ComparedKind[] } = {
	edits: ['carry', 'y'],
	float16: ['carry', 'y'],
	tree: ['carry'],
	row: madeKinds,
	program: comparedKinds
};

/** The run beside another: where they first part. */
export class Comparison {
	#answer = $state.raw<{ readonly wanted: Wanted; readonly other: Other } | null>(null);

	constructor(
		private readonly comparer: Comparer,
		/** Whether questions are about the recording that is shown. */
		private readonly ready: () => boolean
	) {}

	/** What is compared with; unless somebody chose, the edited run, else another row. */
	readonly against: Against = $derived.by(() => {
		const { marks, whatIf, focusLane } = this.comparer;
		return (
			marks.against ?? (whatIf.ghost ? { with: 'edits' } : { with: 'row', row: focusLane === 0 ? 1 : 0 })
		);
	});

	readonly #closeness: Closeness = $derived.by(() => ({
		tolerance: this.comparer.marks.tolerance ?? 0,
		kinds: kinds[this.against.with]
	}));

	/** The loop's tree order, where its body is one associative operation. */
	readonly tree: TreeOrder | null = $derived.by(() => {
		const { loop } = this.comparer;
		return loop && this.against.with === 'tree' ? inTreeOrder(loop) : null;
	});

	readonly #wanted: Wanted | null = $derived.by(() => {
		const { loop } = this.comparer;
		if (!loop || (this.against.with !== 'float16' && this.against.with !== 'program')) return null;
		return { loop, program: this.against.with === 'program' ? this.against.program : null };
	});

	/** Of a long loop: where the two rows part, which the engine looks for; null where they are not compared. */
	readonly #rows: Parting | null = $derived.by(() => {
		const { loop, focusLane, long } = this.comparer;
		if (!loop?.long || this.against.with !== 'row' || loop.lanes < 2) return null;
		const other = laneOf(Math.min(this.against.row, loop.lanes - 1));
		return long.lanesPart(loop, [focusLane, other], this.#closeness);
	});

	/** What the run is compared with; null where that is a row of its own. */
	readonly other: Other | null = $derived.by(() => {
		const { loop, whatIf } = this.comparer;
		if (!loop) return null;
		if (this.against.with === 'row') return this.#rows?.kind === 'parting' ? null : this.#rows;
		if (this.against.with === 'edits')
			return whatIf.ghost ?? { kind: 'none', reason: 'Nothing is changed yet.' };
		if (this.against.with === 'tree')
			return this.tree
				? { kind: 'known', loop: this.tree.loop }
				: {
						kind: 'none',
						reason: 'Only a body that combines its carry with an x by +, ×, max or min has such an order.'
					};
		if (this.#wanted?.program === '') return { kind: 'none', reason: 'Choose a program, or paste one.' };
		const known =
			this.#answer && this.#wanted && same(this.#answer.wanted, this.#wanted) ? this.#answer.other : null;
		return known ?? { kind: 'pending' };
	});

	/** Why the two cannot be compared; null where they can. */
	readonly unlike: string | null = $derived.by(() => {
		const { loop } = this.comparer;
		if (loop?.long && this.against.with !== 'row') return tooLongToCompare;
		if (this.against.with === 'row') return (loop?.lanes ?? 0) < 2 ? 'There is only one row.' : null;
		return loop && this.other?.kind === 'known' ? unlike(loop, this.other.loop) : null;
	});

	/** Null where they are the same, or are not known. */
	readonly divergence: Divergence | null = $derived.by(() => {
		const { loop, focusLane } = this.comparer;
		if (!loop || this.unlike !== null) return null;
		if (this.#rows) return this.#rows.kind === 'parting' ? this.#rows.divergence : null;
		if (this.against.with === 'row')
			return lanesPart(loop, focusLane, laneOf(Math.min(this.against.row, loop.lanes - 1)), this.#closeness);
		return this.other?.kind === 'known' ? firstDivergence(loop, this.other.loop, this.#closeness) : null;
	});

	/** What is drawn over the run: what it is compared with where that has the same cells, else the edited run. */
	readonly ghost: { readonly loop: Loop; readonly first: Divergence | null } | null = $derived.by(() => {
		const { marks, whatIf } = this.comparer;
		if (marks.against && this.other?.kind === 'known' && this.unlike === null)
			return { loop: this.other.loop, first: this.divergence };
		if (!whatIf.loop || !this.comparer.loop || unlike(this.comparer.loop, whatIf.loop) !== null) return null;
		return { loop: whatIf.loop, first: this.against.with === 'edits' ? this.divergence : null };
	});

	choose(against: Against): void {
		this.comparer.mark({ against });
	}

	tolerate(tolerance: number): void {
		this.comparer.mark({ tolerance: tolerance > 0 ? tolerance : undefined });
	}

	/** Stands where they first part, with that value selected. */
	jump(): void {
		const { loop } = this.comparer;
		const found = this.divergence;
		if (!loop) return;
		if (!found) {
			this.comparer.tell(this.other?.kind === 'pending' ? 'still comparing' : 'no difference was found');
			return;
		}
		this.comparer.journey.jump(restAt(loop, found.step));
		if (found.kind === 'end') return;
		this.comparer.focus(found.lane);
		this.comparer.select(cellOf(loop, found));
	}

	/** Runs what is compared with, unless that is known. */
	async look(): Promise<void> {
		const wanted = this.#wanted;
		if (!wanted || !this.ready() || this.other?.kind !== 'pending') return;
		const other =
			wanted.program === null ? await this.#half(wanted.loop) : await this.#run(wanted, wanted.program);
		if (other && this.#wanted && same(wanted, this.#wanted)) this.#answer = { wanted, other };
	}

	async #half(loop: Loop): Promise<Other | null> {
		const place = placeOf(loop);
		const reply = await this.comparer.ask({
			kind: 'whatIf',
			place,
			edits: [],
			texts: [],
			arithmetic: 'float16'
		});
		if (reply.kind === 'superseded') return null;
		return reply.kind === 'answered' ? { kind: 'known', loop: reply.answer } : reply;
	}

	async #run({ loop }: Wanted, program: string): Promise<Other | null> {
		const reply = await this.comparer.ask({ kind: 'record', program });
		if (reply.kind === 'superseded') return null;
		if (reply.kind !== 'answered') return reply;
		const { loops, outcome } = reply.answer;
		const other = loops[loop.within[0]?.loop ?? loop.index] ?? loops[0];
		if (other && loop.within.length === 0) return { kind: 'known', loop: other };
		if (outcome.kind === 'error') return { kind: 'refused', failure: outcome.error };
		return {
			kind: 'none',
			reason: other ? 'Only loops outside any other are compared.' : 'No loop ran in it.'
		};
	}
}

const same = (a: Wanted, b: Wanted): boolean => a.loop === b.loop && a.program === b.program;

function cellOf(loop: Loop, { kind, lane, leaf, step }: Exclude<Divergence, { kind: 'end' }>): ValueRef {
	const { column } = (kind === 'x' ? loop.xs : kind === 'y' ? loop.ys : loop.carry)[leaf];
	return { kind, lane: column.shared ? null : lane, leaf, step: Math.max(0, step) };
}
