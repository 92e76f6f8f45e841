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
import type { LongLoops } from './long.svelte';
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
		private readonly columns: AskedColumns,
		private readonly long: LongLoops
	) {}

	readonly #asked: Asked | null = $derived.by(() => {
		const { loop } = this.seeker;
		return loop && !loop.long && this.condition !== '' ? this.columns.of(loop, this.condition) : null;
	});

	/** What keeps the condition from being looked for. */
	readonly fault: Failure | null = $derived.by(() => {
		const { loop } = this.seeker;
		if (loop?.long && this.condition !== '') return this.long.faultOf(loop, this.condition);
		return this.#asked && conditionFault(this.#asked);
	});

	/** Where the condition holds; null while there is none, or while it is not known. */
	readonly hits: Hits | null = $derived.by(() => {
		const { loop } = this.seeker;
		if (loop?.long && this.condition !== '') return this.long.search(loop, this.condition);
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
		if (loop.long) return void this.#changeInLong(loop, leaf, scope, direction);
		const holds = changeOf(loop, leaf);
		const mine = seeker.selected?.lane ?? seeker.focusLane;
		const what = changeWords(loop, leaf, scope, mine);
		if (scope === 'lane') {
			const hits = hitsOf(loop, (n, row) => row === mine && holds(n, row));
			this.#jump(loop, hits, direction, what);
			return;
		}
		const any = hitsOf(loop, holds);
		this.#jump(loop, scope === 'any' ? any : everyLane(loop, any), direction, what);
	}

	/** The same in a loop that the engine has to look through. */
	async #changeInLong(loop: Loop, leaf: NamedLeaf, scope: Scope, direction: Direction): Promise<void> {
		const { seeker } = this;
		const mine = seeker.selected?.lane ?? seeker.focusLane;
		const lanes = scope === 'lane' ? mine : scope;
		seeker.tell(`looking for a ${changeWords(loop, leaf, scope, mine)} …`);
		const hits = await this.long.find(loop, {
			kind: 'change',
			leaf: { role: leaf.role, leaf: leaf.leaf },
			lanes
		});
		if (hits && seeker.loop && this.long.isSame(seeker.loop, loop))
			this.#jump(seeker.loop, hits, direction, changeWords(loop, leaf, scope, mine));
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

function changeWords(loop: Loop, leaf: NamedLeaf, scope: Scope, mine: Lane): string {
	const what = `change of ${leaf.name}`;
	if (scope === 'any') return `${what} in any row`;
	if (scope === 'all') return `${what} in all rows at once`;
	return loop.axes.length > 0 ? `${what} in ${laneName(loop, mine)}` : what;
}
