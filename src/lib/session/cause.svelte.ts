import type { Crossing } from '$lib/recording/crossing';
import type { Failure, Loop } from '$lib/recording/recording';
import { isSettled } from '$lib/recording/walk';
import type { Lane, Moment } from '$lib/recording/moment';
import { leafOf as keptBy, sameValue, type ValueRef } from '$lib/recording/value-ref';
import type { Direction, Trail } from '$lib/recording/trail';
import { placeOf } from './inner';
import type { QuestionOf, Reply } from './protocol';
import type { Panel } from './view';

/** What a cause needs of the session. */
export interface Inquirer {
	readonly loop: Loop | null;
	readonly selected: ValueRef | null;
	readonly focusLane: Lane;
	readonly player: { readonly goal: Moment };
	readonly view: { readonly panel: Panel | null };
	readonly looking: { setPanel(panel: Panel): void };
	select(value: ValueRef | null): void;
	ask<K extends 'trail' | 'crossing'>(question: QuestionOf<K>): Promise<Reply<K>>;
}

/** What is known of the trail that is looked at. */
export type Followed =
	| { readonly kind: 'pending' }
	| { readonly kind: 'known'; readonly trail: Trail }
	| { readonly kind: 'refused'; readonly failure: Failure }
	| { readonly kind: 'crashed'; readonly message: string };

interface Wanted {
	readonly loop: Loop;
	readonly value: ValueRef;
	readonly direction: Direction;
	readonly element: number | null;
}

/** What the selected value came from, or went into: asked for when it is first looked at. */
export class Cause {
	direction = $state<Direction>('origin');
	/** Row-major place in the value; null for all of it. */
	element = $state<number | null>(null);
	#proof = $state.raw<{ readonly loop: Loop; readonly crossing: Crossing } | null>(null);
	#answer = $state.raw<{ readonly wanted: Wanted; readonly followed: Followed } | null>(null);

	constructor(
		private readonly inquirer: Inquirer,
		/** Whether questions are about the recording that is shown. */
		private readonly ready: () => boolean
	) {}

	/** Elements of the selected value; 0 where nothing of the loop's own is selected. */
	readonly size: number = $derived.by(() => {
		const { loop, selected } = this.inquirer;
		const leaf = loop && selected && selected.kind !== 'watch' ? keptBy(loop, selected) : null;
		return leaf ? leaf.column.shape.reduce((product, n) => product * n, 1) : 0;
	});

	readonly wanted: Wanted | null = $derived.by(() => {
		const { loop, selected: value } = this.inquirer;
		if (!loop || !value || this.size === 0) return null;
		const { element, direction } = this;
		const isOne = element !== null && this.size > 1 && element >= 0 && element < this.size;
		return { loop, value, direction, element: isOne ? element : null };
	});

	readonly followed: Followed | null = $derived.by(() => {
		if (!this.wanted) return null;
		const known = this.#answer && same(this.#answer.wanted, this.wanted) ? this.#answer.followed : null;
		return known ?? { kind: 'pending' };
	});

	/** Whether values cross rows in the loop that is shown; null while it is not known. */
	readonly crossing: Crossing | null = $derived.by(() =>
		this.#proof && this.inquirer.loop && isSameLoop(this.#proof.loop, this.inquirer.loop)
			? this.#proof.crossing
			: null
	);

	readonly trail: Trail | null = $derived(this.followed?.kind === 'known' ? this.followed.trail : null);

	/** Shows it, of the selected value; where there is none, of the focus lane's first carry as it stands. */
	open(direction: Direction): void {
		const { loop, selected, player, focusLane } = this.inquirer;
		if (loop && this.size === 0) this.inquirer.select(presentValue(loop, player.goal, focusLane) ?? selected);
		this.direction = direction;
		this.inquirer.looking.setPanel('cause');
	}

	/** Whether it is to be drawn over the lanes. */
	get shown(): boolean {
		return this.inquirer.view.panel === 'cause';
	}

	/** Lets go of the value that is followed; false where none is. */
	clear(): boolean {
		if (!this.shown || this.inquirer.selected === null) return false;
		this.inquirer.select(null);
		return true;
	}

	/** Asks for what is looked at, unless that is known. Late answers of what is looked at no more are dropped. */
	async look(): Promise<void> {
		const { wanted } = this;
		if (!wanted || !this.ready() || this.followed?.kind !== 'pending') return;
		const { loop, value, direction, element } = wanted;
		const reply = await this.inquirer.ask({ kind: 'trail', place: placeOf(loop), direction, value, element });
		if (reply.kind === 'superseded' || !this.wanted || !same(wanted, this.wanted)) return;
		const followed: Followed = reply.kind === 'answered' ? { kind: 'known', trail: reply.answer } : reply;
		this.#answer = { wanted, followed };
	}

	/** Asks whether values cross rows, unless that is known. */
	async prove(): Promise<void> {
		const { loop } = this.inquirer;
		if (!loop || !this.ready() || this.crossing !== null) return;
		const reply = await this.inquirer.ask({ kind: 'crossing', place: placeOf(loop) });
		if (reply.kind === 'answered' && this.inquirer.loop && isSameLoop(loop, this.inquirer.loop))
			this.#proof = { loop, crossing: reply.answer };
	}
}

/** Whether they are the same loop of the same run, whatever window of it each has. */
const isSameLoop = (a: Loop, b: Loop): boolean =>
	a === b || (a.long !== undefined && a.long.profile === b.long?.profile);

const same = (a: Wanted, b: Wanted): boolean =>
	isSameLoop(a.loop, b.loop) &&
	a.direction === b.direction &&
	a.element === b.element &&
	sameValue(a.value, b.value);

/** The first carry of a lane as it stands at a moment; of a loop without, the last y. */
function presentValue(loop: Loop, moment: Moment, row: Lane): ValueRef | null {
	const done = isSettled(moment) ? moment.step : moment.step - 1;
	const leaf = loop.carry[0] ?? loop.ys[0];
	if (!leaf) return null;
	const at = leaf.column.shared ? null : row;
	if (loop.carry.length === 0) return done < 0 ? null : { kind: 'y', lane: at, step: done, leaf: 0 };
	return done < 0
		? { kind: 'init', lane: at, step: 0, leaf: 0 }
		: { kind: 'carry', lane: at, step: done, leaf: 0 };
}
