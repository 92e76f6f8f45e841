import {
	changeOf,
	everyLane,
	hitAfter,
	hitBefore,
	hitsOf,
	truthOf,
	type Hit,
	type Hits
} from '$lib/recording/hits';
import { hitWords } from '$lib/recording/hit-words';
import type { Lane, Moment } from '$lib/recording/moment';
import type { Failure, Loop } from '$lib/recording/recording';
import { laneName } from '$lib/recording/words';
import type { ValueRef } from '$lib/recording/value-ref';
import type { Asked, AskedColumns } from './asked.svelte';
import { changingLeaf, type NamedLeaf } from './changing-leaf';
import { conditionFault } from './condition';
import type { Player } from './player.svelte';
import type { Overlay } from './watches.svelte';

export type Direction = 'later' | 'earlier';

/** Whose change is looked for: the selected lane's, any lane's, or of all lanes in the same step. */
export const scopes = ['lane', 'any', 'all'] as const;
export type Scope = (typeof scopes)[number];

/** What finding needs besides. */
export interface Seeker extends Overlay {
	readonly player: Player;
	readonly focusLane: Lane;
	readonly selected: ValueRef | null;
	focus(lane: Lane): void;
	readonly journey: { toStep(step: number): void; jump(to: Moment): void };
	/** Says a word where moves are spoken of. */
	tell(text: string): void;
}

/** Jumps to where something changes or an expression holds, in both directions; never round the ends. */
export class Find {
	constructor(
		private readonly seeker: Seeker,
		private readonly columns: AskedColumns
	) {}

	readonly #asked: Asked | null = $derived.by(() => {
		const { loop } = this.seeker;
		return loop && this.condition !== '' ? this.columns.of(loop, this.condition) : null;
	});

	/** What keeps the condition from being looked for. */
	readonly fault: Failure | null = $derived(this.#asked && conditionFault(this.#asked));

	/** Where the condition holds; null while there is none, or while it is not known. */
	readonly hits: Hits | null = $derived.by(() => {
		const { loop } = this.seeker;
		if (!loop || this.#asked?.kind !== 'known' || this.fault) return null;
		return hitsOf(loop, truthOf(loop, this.#asked.column));
	});

	/** The carry, x or y whose changes are jumped to: that of the selected value, else the first carry. */
	readonly leaf: NamedLeaf | null = $derived.by(() => {
		const { loop, selected } = this.seeker;
		return loop && changingLeaf(loop, selected);
	});

	get condition(): string {
		return this.seeker.marks.find ?? '';
	}

	/** Looks for another condition; an empty one ends it. */
	look(expression: string): void {
		const text = expression.trim();
		if (text === this.condition) return;
		this.seeker.mark({ find: text === '' ? undefined : text });
	}

	/** To the next step in which the condition holds. */
	hit(direction: Direction): void {
		const { loop } = this.seeker;
		if (loop && this.hits) this.#jump(loop, this.hits, direction, 'hit');
	}

	/** To the next step in which the value changes. */
	change(scope: Scope, direction: Direction): void {
		const { leaf, seeker } = this;
		const { loop } = seeker;
		if (!loop || !leaf) return;
		const holds = changeOf(loop, leaf);
		const mine = seeker.selected?.lane ?? seeker.focusLane;
		const what = `change of ${leaf.name}`;
		if (scope === 'lane') {
			const who = loop.axes.length > 0 ? ` in ${laneName(loop, mine)}` : '';
			this.#jump(
				loop,
				hitsOf(loop, (n, row) => row === mine && holds(n, row)),
				direction,
				what + who
			);
			return;
		}
		const any = hitsOf(loop, holds);
		if (scope === 'any') this.#jump(loop, any, direction, `${what} in any row`);
		else this.#jump(loop, everyLane(loop, any), direction, `${what} in all rows at once`);
	}

	#jump(loop: Loop, hits: Hits, direction: Direction, what: string): void {
		const from = this.seeker.player.goal.step;
		const hit = direction === 'later' ? hitAfter(hits, from) : hitBefore(hits, from);
		if (hit) this.goTo(loop, hit);
		else this.seeker.tell(`no ${direction} ${what}`);
	}

	/** Stands at a hit, with the first of its lanes in focus. */
	goTo(loop: Loop, hit: Hit): void {
		this.seeker.journey.toStep(hit.step);
		if (loop.lanes > 1) this.seeker.focus(hit.first);
		this.seeker.tell(hitWords(loop, hit));
	}
}
