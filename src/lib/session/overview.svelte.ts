import { longLaneOrder } from '$lib/recording/long-lane-order';
import { mapLeaves, laneOrder, plainOrder, type LaneOrder, type MapLeaf } from '$lib/recording/lane-order';
import { lane as laneOf, type Lane } from '$lib/recording/moment';
import { laneFurther, mostPins, pinsIn, type Overview } from '$lib/recording/overview';
import type { LastOfLane } from '$lib/recording/long-queries';
import type { Column, Failure, Loop } from '$lib/recording/recording';
import { laneName } from '$lib/recording/words';
import type { Asked, AskedColumns } from './asked.svelte';
import { conditionFault } from './condition';
import type { LongLoops } from './long.svelte';
import type { Sort } from './marks';
import type { Sought } from './protocol';
import type { Overlay } from './watches.svelte';

/** What looking over many lanes needs besides. */
export interface Overlooker extends Overlay {
	readonly focusLane: Lane;
	readonly watches: { readonly loop: Loop | null };
	/** Whether an order or a choice of rows would tell what comes later. */
	readonly gates: { readonly veiled: boolean };
	/** Says a word where moves are spoken of. */
	tell(text: string): void;
}

/** Expressions by which lanes are chosen and put together. */
export type Chooser = 'filter' | 'group';

/** How many lanes at once are looked at: pinned ones, their order, and the leaf of the heat map. */
export class LaneOverview {
	constructor(
		private readonly over: Overlooker,
		private readonly columns: AskedColumns,
		private readonly long: LongLoops
	) {}

	readonly leaves: readonly MapLeaf[] = $derived.by(() => {
		const { loop } = this.over.watches;
		return loop ? mapLeaves(loop) : [];
	});

	/** The one that the map shows. */
	readonly leaf: MapLeaf | null = $derived(
		this.leaves.find((leaf) => keyOf(leaf) === this.over.marks.leaf) ?? this.leaves[0] ?? null
	);

	readonly pins: readonly Lane[] = $derived.by(() => {
		const { loop, marks } = this.over;
		return loop ? pinsIn(loop, marks.pins ?? []) : [];
	});

	readonly #filter: Asked | null = $derived.by(() => this.#asked('filter'));
	readonly #group: Asked | null = $derived.by(() => this.#asked('group'));

	/** Lanes are compared with that in focus: the order does not hang on it otherwise. */
	readonly #compared: Lane = $derived.by(() =>
		this.sort === 'divergence' ? this.over.focusLane : laneOf(0)
	);

	readonly #order: LaneOrder | null = $derived.by(() => {
		const { loop } = this.over.watches;
		if (!loop || !this.leaf) return null;
		if (this.over.gates.veiled) return plainOrder(loop);
		if (loop.long) return this.#orderOfLong(loop, this.leaf);
		return laneOrder(loop, {
			leaf: this.leaf,
			sort: this.sort,
			focus: this.#compared,
			filter: conditionColumn(this.#filter),
			group: conditionColumn(this.#group)
		});
	});

	/** Of a loop that the engine has to look through; until it has, in the order of their numbers. */
	#orderOfLong(loop: Loop, leaf: MapLeaf): LaneOrder {
		const filter = this.expression('filter');
		const found = filter === '' ? null : this.long.hits(loop, [chosenBy(filter)]);
		const role = leaf.role === 'y' ? 'ys' : leaf.role === 'x' ? 'xs' : leaf.role;
		const partings =
			this.sort === 'divergence' && role !== 'watch'
				? this.long.partings(loop, role, leaf.index, this.#compared)
				: null;
		return longLaneOrder(loop, {
			leaf,
			sort: this.sort,
			focus: this.#compared,
			lasts: this.#lasts(loop),
			ever: found?.kind === 'known' ? found.hits.ever : null,
			partings
		});
	}

	/** By lane: what the rows of a long loop are grouped by; null while that is not known. */
	#lasts(loop: Loop): readonly LastOfLane[] | null {
		const text = this.expression('group');
		const found = text === '' ? null : this.long.lasts(loop, text);
		return found?.kind === 'lasts' ? found.lasts : null;
	}

	/** Null where there is no loop. */
	readonly shown: Overview | null = $derived(
		this.#order && { leaf: this.leaf, order: this.#order, pins: this.pins }
	);

	get sort(): Sort {
		return this.over.marks.sort ?? 'index';
	}

	/** What is wrong with an expression; null where nothing is, or nothing is known yet. */
	fault(chooser: Chooser): Failure | null {
		const { loop } = this.over;
		const text = this.expression(chooser);
		if (loop?.long && text !== '') {
			if (chooser === 'filter') return this.long.faultOf(loop, text);
			const found = this.long.lasts(loop, text);
			return found.kind === 'refused' ? found.failure : null;
		}
		const asked = chooser === 'filter' ? this.#filter : this.#group;
		return asked && conditionFault(asked);
	}

	expression(chooser: Chooser): string {
		return this.over.marks[chooser] ?? '';
	}

	/** An empty expression takes it away. */
	choose(chooser: Chooser, expression: string): void {
		const text = expression.trim();
		if (text !== this.expression(chooser)) this.over.mark({ [chooser]: text === '' ? undefined : text });
	}

	sortBy(sort: Sort): void {
		this.over.mark({ sort: sort === 'index' ? undefined : sort });
	}

	/** Shows another leaf in the map, by its key. */
	show(key: string): void {
		this.over.mark({ leaf: key === (this.leaves[0] && keyOf(this.leaves[0])) ? undefined : key });
	}

	/** Pins a lane, or takes its pin away. */
	togglePin(lane: Lane): void {
		const isPinned = this.pins.includes(lane);
		if (!isPinned && this.pins.length >= mostPins) {
			this.over.tell(`${mostPins} rows are pinned: unpin one first`);
			return;
		}
		const others = this.pins.filter((one) => one !== lane);
		this.over.mark({ pins: isPinned ? others : [...others, lane] });
		const { loop } = this.over;
		if (loop) this.over.tell(`${laneName(loop, lane)} ${isPinned ? 'unpinned' : 'pinned'}`);
	}

	/** The lane so many rows further down, as they are ordered. */
	further(from: Lane, rows: number): Lane {
		return this.shown ? laneFurther(this.shown, from, rows) : laneOf(from + rows);
	}

	#asked(chooser: Chooser): Asked | null {
		const { loop } = this.over;
		const text = this.expression(chooser);
		return loop && !loop.long && text !== '' ? this.columns.of(loop, text) : null;
	}
}

/** What a leaf is called in links. */
export const keyOf = ({ role, index }: MapLeaf): string => `${role} ${index}`;

const chosenBy = (expression: string): Sought => ({ kind: 'true', expression });

const conditionColumn = (asked: Asked | null): Column | null =>
	asked?.kind === 'known' && conditionFault(asked) === null ? asked.column : null;
