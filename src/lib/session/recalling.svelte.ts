import { recallFor, type Recall } from '$lib/lessons/predict/recall';
import type { Moment } from '$lib/recording/moment';
import type { Loop } from '$lib/recording/recording';
import type { Told } from './prediction.svelte';

/** What recalling needs of the session. */
export interface Recalled {
	readonly loop: Loop | null;
	readonly prediction: { readonly told: Told | null };
	readonly player: { readonly goal: Moment; goTo(moment: Moment): void; stepForward(): void };
}

/** What somebody says to have seen. */
interface Seen {
	readonly of: Told;
	readonly right: boolean;
	/** What there was to be seen. */
	readonly truth: string;
}

/**
 * After a prediction was told: a question about what could be seen in the step. About one in five sees what was not there
 * (Miller 2013), and is offered to see it again.
 */
export class Recalling {
	#seen = $state.raw<Seen | null>(null);

	/** The question; null where none is to be asked, or it was answered. */
	readonly asked: Recall | null = $derived.by(() => {
		const { loop, player, prediction } = this.recalled;
		const { told } = prediction;
		if (!loop || !told || told.gate.mark.ask === 'rows' || told === this.#seen?.of) return null;
		const { goal } = player;
		return goal.beat === 'rest' && goal.eqn === null ? recallFor(loop, goal.step, goal.step) : null;
	});

	/** What became of the answer; null before there is one. */
	readonly seen: Seen | null = $derived.by(() =>
		this.#seen !== null && this.#seen.of === this.recalled.prediction.told ? this.#seen : null
	);

	constructor(private readonly recalled: Recalled) {}

	/** Takes one of the answers, by its place. */
	answer(place: number): void {
		const { asked, recalled } = this;
		const { told } = recalled.prediction;
		if (asked && told)
			this.#seen = { of: told, right: place === asked.right, truth: asked.texts[asked.right] };
	}

	/** Shows the step once more, and asks again. */
	replay(): void {
		const { seen } = this;
		if (!seen) return;
		this.#seen = null;
		this.recalled.player.goTo(seen.of.gate.stop);
		this.recalled.player.stepForward();
	}
}
