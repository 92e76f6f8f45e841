import type { GateMark } from './marks';

/**
 * Two presses closer together than this are one: of a button that bounces, or of a key that is held, which begins to
 * repeat after at most 660 where systems are left as they come, ms.
 */
const apart = 700;

/** What revealing needs of the predictions. */
export interface Revealable {
	readonly asked: { readonly gate: { readonly mark: GateMark } } | null;
	skip(): void;
}

/**
 * How whoever has one button gets past a question: the press that leads to it reveals nothing, the next one says what
 * another will do, and only that one reveals.
 */
export class Reveal {
	#announced = $state.raw<GateMark | null>(null);
	#last = -Infinity;

	constructor(private readonly prediction: Revealable) {}

	/** Whether the next press reveals. */
	get armed(): boolean {
		return this.#announced !== null && this.prediction.asked?.gate.mark === this.#announced;
	}

	/** A press of the button at the time `now`, ms: true where a question took it. */
	press(now: number): boolean {
		const isApart = now - this.#last >= apart;
		this.#last = now;
		const { asked } = this.prediction;
		if (asked === null) {
			this.disarm();
			return false;
		}
		if (!isApart) return true;
		if (this.armed) this.prediction.skip();
		else this.#announced = asked.gate.mark;
		return true;
	}

	/** Something else was done. */
	disarm(): void {
		this.#announced = null;
	}
}
