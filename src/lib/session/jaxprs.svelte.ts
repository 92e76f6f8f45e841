import type { LoopJaxprs, PlacedEquation } from '$lib/recording/loop-jaxprs';
import { eqnMoment } from '$lib/recording/stops';
import type { Moment } from '$lib/recording/moment';
import type { Loop } from '$lib/recording/recording';
import { placeOf } from './inner';
import type { QuestionOf, Reply } from './protocol';

/** What the jaxprs need of the session. */
export interface JaxprReader {
	readonly loop: Loop | null;
	readonly player: { readonly goal: Moment };
	readonly journey: { jump(to: Moment): void };
	tell(text: string): void;
	ask(question: QuestionOf<'jaxprs'>): Promise<Reply<'jaxprs'>>;
}

/** What is known of a loop's jaxprs. */
export type Traced =
	| { readonly kind: 'pending' }
	| { readonly kind: 'known'; readonly jaxprs: LoopJaxprs }
	| { readonly kind: 'crashed'; readonly message: string };

const pending: Traced = { kind: 'pending' };

/** The jaxprs of the loop that is shown: asked for when they are first looked at. */
export class Jaxprs {
	#answer = $state.raw<{ readonly loop: Loop; readonly traced: Traced } | null>(null);

	constructor(
		private readonly reader: JaxprReader,
		/** Whether questions are about the recording that is shown. */
		private readonly ready: () => boolean
	) {}

	/** Null where there is no loop. */
	readonly traced: Traced | null = $derived.by(() => {
		const { loop } = this.reader;
		if (!loop) return null;
		return this.#answer?.loop === loop ? this.#answer.traced : pending;
	});

	/** Asks, unless they are known. */
	async look(): Promise<void> {
		const { loop } = this.reader;
		if (!loop || !this.ready() || this.traced?.kind !== 'pending') return;
		const reply = await this.reader.ask({ kind: 'jaxprs', place: placeOf(loop) });
		if (reply.kind === 'superseded' || loop !== this.reader.loop) return;
		if (reply.kind === 'answered') this.#answer = { loop, traced: { kind: 'known', jaxprs: reply.answer } };
		else {
			const message = reply.kind === 'crashed' ? reply.message : reply.failure.message;
			this.#answer = { loop, traced: { kind: 'crashed', message } };
		}
	}

	/** Goes to an equation of the present step. */
	goTo({ eqn }: PlacedEquation): void {
		const { loop, player, journey } = this.reader;
		if (!loop) return;
		if (eqn === null) this.reader.tell('JAX keeps its books here: no step stops at this equation.');
		else if (loop.recorded > 0) journey.jump(eqnMoment(loop, Math.max(0, player.goal.step), eqn));
	}
}
