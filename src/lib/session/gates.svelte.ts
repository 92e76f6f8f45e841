import { beats, samePlace, type LoopPlace, type Moment } from '$lib/recording/moment';
import type { Loop, Recording } from '$lib/recording/recording';
import { compareMoments, isLast, restAt } from '$lib/recording/walk';
import type { GateMark, Marks } from './marks';
import { readMoment } from './moment-text';
import type { Stops } from './motion';

/** A question before a step, in the loop that is shown. */
export interface Gate {
	readonly mark: GateMark;
	/** The moment asked about, all settled. */
	readonly asked: Moment;
	/** As far as one gets before it is answered: x has come down, nothing is combined yet. */
	readonly stop: Moment;
}

/** What gates need of the session. */
export interface Gated {
	readonly marks: Marks;
	readonly loop: Loop | null;
	readonly recording: Recording | null;
	/** The program that is shown: an answer is one about it. */
	readonly text: string;
	readonly player: { readonly goal: Moment; readonly moment: Moment; goTo(moment: Moment): void };
	mark(change: Partial<Marks>): void;
}

/** What was answered: the text typed or chosen; null where the question was skipped. */
export interface Answer {
	readonly given: string | null;
}

/** The questions that stand in the way, and what was answered to them on this visit. Not in the link. */
export class Gates {
	#answers = $state.raw<Readonly<Record<string, Answer>>>({});

	readonly list: readonly Gate[] = $derived.by(() => {
		const { marks, loop } = this.gated;
		const gates = (marks.gates ?? []).flatMap((mark) => (loop && gateIn(loop, mark)) ?? []);
		return gates.sort((a, b) => compareMoments(a.asked, b.asked));
	});

	/** The gate one stands before; null where the way is free. */
	readonly open: Gate | null = $derived.by(() => {
		const { goal } = this.gated.player;
		return this.list.find((gate) => compareMoments(gate.stop, goal) <= 0 && this.#stands(gate, goal)) ?? null;
	});

	/** Whether nothing of what comes later may be seen, in any view. */
	readonly veiled: boolean = $derived.by(
		() => this.open !== null || (this.gated.marks.hide === true && !this.#allSeen)
	);

	/** Whether there are questions that were not answered yet, near or far. */
	readonly unanswered: boolean = $derived.by(() =>
		(this.gated.marks.gates ?? []).some((mark) => this.#answers[this.#keyOf({ mark })] === undefined)
	);

	/** Whether one stands at the very end, where nothing comes later. */
	get #allSeen(): boolean {
		const { loop, recording, player } = this.gated;
		return loop !== null && loop === recording?.loops.at(-1) && isLast(loop, player.moment);
	}

	constructor(private readonly gated: Gated) {}

	/** What was answered before a gate; null while nothing was. */
	answerTo(gate: Gate): Answer | null {
		return this.#answers[this.#keyOf(gate)] ?? null;
	}

	/** The nearest moment to `goal` that may be gone to. */
	fence(goal: Moment): Moment {
		const shut = this.list.find((gate) => this.#stands(gate, goal) && compareMoments(gate.stop, goal) < 0);
		if (shut) return shut.stop;
		return this.list.some((gate) => this.#stands(gate, goal) && compareMoments(gate.stop, goal) === 0)
			? { ...goal, eqn: null }
			: goal;
	}

	/**
	 * The moment before the unanswered question by which a loop may not be seen yet: one that runs in a step asked about, or
	 * after it. Null where none is in the way.
	 */
	barring(place: LoopPlace): Moment | null {
		for (const mark of this.gated.marks.gates ?? []) {
			const at = readMoment(mark.at);
			if (at && this.#answers[this.#keyOf({ mark })] === undefined && isBehind(place, at))
				return { ...at, beat: beats[0], eqn: null };
		}
		return null;
	}

	/** Stops of playing, with those of the gates. */
	stopsWith(others: Stops): Stops {
		return {
			after: (from) => {
				const stop = others.after(from);
				const gate = this.list.find((one) => this.#stands(one, from) && compareMoments(one.stop, from) > 0);
				return gate && (stop === null || compareMoments(gate.stop, stop) < 0) ? gate.stop : stop;
			},
			at: (moment) =>
				others.at(moment) ||
				this.list.some((gate) => this.#stands(gate, moment) && compareMoments(gate.stop, moment) === 0)
		};
	}

	/** Answers the open gate: the way is free. */
	answer(given: string | null): void {
		const { open } = this;
		if (open) this.#answers = { ...this.#answers, [this.#keyOf(open)]: { given } };
	}

	/** Asks again: forgets the answer and goes back before the step. */
	again(gate: Gate): void {
		const { [this.#keyOf(gate)]: _, ...others } = this.#answers;
		this.#answers = others;
		this.gated.player.goTo(gate.stop);
	}

	/** Puts a gate before a step, in place of one of the same question there, and goes before it. */
	add(mark: GateMark): void {
		const others = (this.gated.marks.gates ?? []).filter((one) => one.at !== mark.at || one.ask !== mark.ask);
		this.gated.mark({ gates: [...others, mark] });
		const gate = this.list.find((one) => one.mark === mark);
		if (gate) this.gated.player.goTo(gate.stop);
	}

	remove(mark: GateMark): void {
		this.gated.mark({ gates: (this.gated.marks.gates ?? []).filter((one) => one !== mark) });
	}

	/** Whether a gate is in the way of a moment's loop. */
	#stands(gate: Gate, moment: Moment): boolean {
		return samePlace(gate.stop, moment) && this.answerTo(gate) === null;
	}

	#keyOf({ mark }: Pick<Gate, 'mark'>): string {
		return JSON.stringify([this.gated.text, mark]);
	}
}

/** Whether a loop runs inside the step of a moment or a later one, or after the loop that the moment is of. */
function isBehind(place: LoopPlace, at: Moment): boolean {
	const depth = at.within.length;
	const visit = place.within[depth] as LoopPlace['within'][number] | undefined;
	if (visit && samePlace({ within: place.within.slice(0, depth), loop: visit.loop }, at))
		return visit.step >= at.step;
	return depth === 0 && (place.within[0]?.loop ?? place.loop) > at.loop;
}

/** The gate of a mark; null where the loop has no such step. */
function gateIn(loop: Loop, mark: GateMark): Gate | null {
	const at = readMoment(mark.at);
	if (
		!at ||
		!samePlace(at, { within: loop.within, loop: loop.index }) ||
		at.step < 0 ||
		at.step >= loop.recorded
	)
		return null;
	const asked = restAt(loop, at.step);
	return { mark, asked, stop: { ...asked, beat: beats[0] } };
}
