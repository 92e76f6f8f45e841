import { faultFrom, faultStops, momentOfFault } from '$lib/recording/faults';
import type { FlagPlace } from '$lib/recording/flags';
import { faultWords } from '$lib/recording/hit-words';
import type { Lane, Moment } from '$lib/recording/moment';
import type { Loop } from '$lib/recording/recording';
import { sameMoment } from '$lib/recording/walk';
import type { Player } from './player.svelte';

/** What a tour of the faults needs of the session. */
export interface Tourist {
	readonly player: Player;
	readonly journey: { jump(to: Moment): void };
	readonly loop: Loop | null;
	readonly focusLane: Lane;
	focus(lane: Lane): void;
}

/** Goes from fault to fault in the order of time, each in the first lane and step it happens in. */
export class FaultTour {
	/** What came of the last jump. */
	said = $state('');
	/** What was gone to last, and where that is. */
	#last: { readonly flag: FlagPlace; readonly moment: Moment } | null = null;
	/** Where to go once the loop has been looked through. */
	#wish: 1 | -1 | null = null;

	constructor(private readonly tourist: Tourist) {}

	/** How many there are in the loop that is shown, one a lane and equation. */
	readonly count: number = $derived.by(() => {
		const { loop } = this.tourist;
		return loop ? faultStops(loop).length : 0;
	});

	next(): void {
		this.#go(1);
	}

	previous(): void {
		this.#go(-1);
	}

	/** Stands on the equation of a fault, in its lane and step. */
	goTo(flag: FlagPlace): void {
		const { loop } = this.tourist;
		const moment = loop && momentOfFault(loop, flag);
		if (!loop || !moment) return;
		this.#last = { flag, moment };
		this.tourist.focus(flag.lane);
		this.tourist.journey.jump(moment);
		this.said = faultWords(loop, flag, 1);
	}

	/** Whether one stands on a fault. */
	isAt(flag: FlagPlace): boolean {
		const { loop, player } = this.tourist;
		const moment = loop && momentOfFault(loop, flag);
		return moment !== null && moment.step === player.goal.step && moment.eqn === player.goal.eqn;
	}

	/** Goes where it was to go as soon as all of a long loop would be looked through, as it is now. */
	goOn(): void {
		if (this.#wish !== null) this.#go(this.#wish);
	}

	#go(direction: 1 | -1): void {
		const { loop, player, focusLane } = this.tourist;
		if (!loop) return;
		const isKnown = !loop.long || loop.long.flags !== undefined;
		this.#wish = isKnown ? null : direction;
		if (!isKnown) {
			this.said = 'Still looking through all steps for faults …';
			return;
		}
		const { goal } = player;
		const on = this.#last && sameMoment(this.#last.moment, goal) ? this.#last.flag : null;
		const flag = faultFrom(loop, goal, focusLane, direction, on?.lane === focusLane ? on : null);
		if (flag) this.goTo(flag);
		else if (this.count === 0) this.said = 'Nothing went wrong in this loop.';
		else this.said = `No ${direction === 1 ? 'later' : 'earlier'} fault.`;
	}
}
