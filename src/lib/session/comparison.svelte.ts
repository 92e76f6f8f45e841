import {
	firstDivergence,
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
import { inTreeOrder, treeShape, type TreeShape } from '$lib/recording/tree-order';
import type { ValueRef } from '$lib/recording/value-ref';
import { restAt } from '$lib/recording/walk';
import type { LongLoops, Parting } from './long.svelte';
import type { Against, Marks } from './marks';
import { OtherLoop, type Compared, type Other } from './other-run.svelte';
import type { QuestionOf, Reply } from './protocol';
import type { WhatIf } from './what-if.svelte';

/** What comparing needs of the session. */
export interface Comparer {
	readonly loop: Loop | null;
	readonly recording: Recording | null;
	readonly marks: Marks;
	readonly focusLane: Lane;
	readonly whatIf: WhatIf;
	readonly long: LongLoops;
	readonly journey: { jump(to: Moment): void };
	readonly player: { readonly goal: Moment };
	mark(change: Partial<Marks>): void;
	focus(lane: Lane): void;
	select(value: ValueRef): void;
	tell(text: string): void;
	ask<K extends 'other' | 'apart'>(question: QuestionOf<K>): Promise<Reply<K>>;
}

interface Beside {
	readonly run: OtherLoop;
	readonly compared: Compared;
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
	/** The run in another arithmetic or order, or another program's. */
	readonly #run: OtherLoop = new OtherLoop(
		(question) => this.comparer.ask(question),
		() => this.ready()
	);

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
	readonly tree: TreeShape | null = $derived.by(() => {
		const { loop } = this.comparer;
		return loop && this.against.with === 'tree' ? treeShape(loop) : null;
	});

	/** The run in that order; of a long loop the engine has it. */
	readonly #inTree: Other = $derived.by(() => {
		const { loop } = this.comparer;
		if (!loop || !this.tree)
			return {
				kind: 'none',
				reason: 'Only a body that combines its carry with an x by +, ×, max or min has such an order.'
			};
		const ordered = inTreeOrder(loop);
		return ordered
			? { kind: 'known', loop: ordered.loop }
			: { kind: 'none', reason: 'There are too many values to go through them in that order at once.' };
	});

	readonly #wanted: Compared | null = $derived.by(() => {
		const { loop } = this.comparer;
		const { against } = this;
		if (!loop) return null;
		if (against.with === 'float16')
			return { loop, other: { with: 'changes', edits: [], texts: [], arithmetic: 'float16' } };
		if (against.with === 'tree') return loop.long && this.tree ? { loop, other: { with: 'tree' } } : null;
		return against.with === 'program' && against.program !== '' ? { loop, other: against } : null;
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
		if (this.against.with === 'row') return null;
		if (this.against.with === 'edits')
			return whatIf.ghost ?? { kind: 'none', reason: 'Nothing is changed yet.' };
		if (this.#wanted) return this.#run.of(this.#wanted);
		return this.against.with === 'tree'
			? this.#inTree
			: { kind: 'none', reason: 'Choose a program, or paste one.' };
	});

	/** Why the two cannot be compared; null where they can. */
	readonly unlike: string | null = $derived.by(() => {
		const { loop } = this.comparer;
		if (this.against.with === 'row') return (loop?.lanes ?? 0) < 2 ? 'There is only one row.' : null;
		return loop && this.other?.kind === 'known' ? unlike(loop, this.other.loop) : null;
	});

	/** Another run, not another row, that the engine has. */
	readonly #beside: Beside | null = $derived.by(() => {
		const { whatIf } = this.comparer;
		const [run, compared] =
			this.against.with === 'edits' ? [whatIf.run, whatIf.wanted] : [this.#run, this.#wanted];
		return compared && { run, compared };
	});

	/** Where the two part as the engine finds it, one of them being long; null where that is not asked. */
	readonly parting: Parting | null = $derived.by(() => {
		const { loop } = this.comparer;
		if (!loop || this.unlike !== null) return null;
		if (this.#rows) return this.#rows;
		if (!this.#beside) return null;
		const { run, compared } = this.#beside;
		const isLong =
			this.other?.kind === 'known' ? loop.long || this.other.loop.long : loop.long && isSameBody(compared);
		return isLong ? run.apart(compared, this.#closeness) : null;
	});

	/** How far comparing has come; null where all there is to compare is there. */
	get state(): Other | null {
		return this.parting && this.parting.kind !== 'parting' ? this.parting : this.other;
	}

	/** Null where they are the same, or are not known. */
	readonly divergence: Divergence | null = $derived.by(() => {
		const { loop, focusLane } = this.comparer;
		if (!loop || this.unlike !== null) return null;
		if (this.parting) return this.parting.kind === 'parting' ? this.parting.divergence : null;
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
			this.comparer.tell(this.state?.kind === 'pending' ? 'still comparing' : 'no difference was found');
			return;
		}
		this.comparer.journey.jump(restAt(loop, found.step));
		if (found.kind === 'end') return;
		this.comparer.focus(found.lane);
		this.comparer.select(cellOf(loop, found));
	}

	/** Asks for what is compared with, unless that is known. */
	async look(): Promise<void> {
		if (this.#wanted) await this.#run.look(this.#wanted, this.comparer.player.goal.step);
	}
}

/** Whether the two are alike whatever becomes of the other. */
const isSameBody = ({ other }: Compared): boolean =>
	other.with === 'tree' || (other.with === 'changes' && other.texts.length === 0);

function cellOf(loop: Loop, { kind, lane, leaf, step }: Exclude<Divergence, { kind: 'end' }>): ValueRef {
	const { column } = (kind === 'x' ? loop.xs : kind === 'y' ? loop.ys : loop.carry)[leaf];
	return { kind, lane: column.shared ? null : lane, leaf, step: Math.max(0, step) };
}
