import { gradeText } from '$lib/lessons/predict/grade';
import { optionsFor, type Options } from '$lib/lessons/predict/options';
import { truthOf, wordsOf, type Question } from '$lib/lessons/predict/question';
import { lane as laneOf } from '$lib/recording/moment';
import type { Loop } from '$lib/recording/recording';
import type { Gate, Gates } from './gates.svelte';
import type { Sight } from './payload';
import { Reveal } from './reveal.svelte';
import type { Walk } from './deck';

/** What a prediction needs of the session. */
export interface Predicted {
	readonly loop: Loop | null;
	readonly text: string;
	readonly sight: Sight;
	readonly deck: { readonly walk: Walk | null; readonly slide: { readonly title: string } | null };
	readonly gates: Gates;
	readonly player: { readonly goal: { readonly step: number }; stepForward(): void };
}

/** A question that stands open. */
export interface Asked {
	readonly gate: Gate;
	readonly words: string;
	/** To choose from; null where the answer is typed. */
	readonly options: Options | null;
	/** Hands are counted for each of the options. */
	readonly isVote: boolean;
}

/** What was said and what is the case. */
export interface Told {
	readonly gate: Gate;
	/** Of which program. */
	readonly program: string;
	/** Where it was asked. */
	readonly sight: Sight;
	readonly walk: Walk | null;
	/** Of the slide; empty outside of any deck. */
	readonly title: string;
	readonly words: string;
	/** Null where the question was skipped, or put to the vote. */
	readonly given: string | null;
	readonly truth: string;
	readonly right: boolean | null;
	/** What leads to the answer that was given. */
	readonly mistake: string | null;
	/** Hands by option, round by round; empty where none were counted. */
	readonly votes: readonly (readonly number[])[];
	readonly texts: readonly string[];
}

/** What an audience is to see of the presenter's predictions. */
export interface Revealed {
	/** Hands by option in each round so far. */
	readonly votes: readonly (readonly number[])[];
	readonly told: Told | null;
	/** Whether the presenter's next press reveals the answer. */
	readonly armed: boolean;
}

/** Predict, then reveal: the question one stands before, the answers given, and what became of them. */
export class Prediction {
	/** What was answered on this visit, the newest first. */
	log = $state.raw<readonly Told[]>([]);
	/** Why an answer could not be read. */
	fault = $state<string | null>(null);
	#votes = $state.raw<readonly (readonly number[])[]>([]);
	/** The presenter's, where this window is the audience's. */
	#mirrored = $state.raw<Revealed | null>(null);

	readonly asked: Asked | null = $derived.by(() => {
		const { loop, gates } = this.predicted;
		const gate = gates.open;
		if (!loop || !gate) return null;
		const question = questionOf(gate, loop);
		const choice = gate.mark.by !== undefined;
		const options = choice ? optionsFor(loop, question, seedOf(this.predicted.text, gate)) : null;
		return {
			gate,
			words: wordsOf(loop, question),
			options,
			isVote: gate.mark.by === 'vote' && options !== null
		};
	});

	/** What is told of the step one stands in; null where nothing was asked before it. */
	readonly told: Told | null = $derived.by(() => {
		if (this.#mirrored) return this.#mirrored.told;
		const { player, text } = this.predicted;
		return (
			this.log.find(({ gate, program }) => program === text && gate.asked.step === player.goal.step) ?? null
		);
	});

	/** For whoever can only go on. */
	readonly reveal: Reveal = new Reveal(this);

	constructor(private readonly predicted: Predicted) {}

	/** Whether the next press of the button that goes on reveals the answer. */
	get armed(): boolean {
		return this.#mirrored?.armed ?? this.reveal.armed;
	}

	/** Hands by option in each round so far. */
	get votes(): readonly (readonly number[])[] {
		return this.#mirrored?.votes ?? this.#votes;
	}

	/** Shows what the presenter has. */
	mirror(revealed: Revealed): void {
		this.#mirrored = revealed;
	}

	/** Commits to an answer and goes on; where it cannot be read, `fault` says why. */
	commit(given: string): void {
		const { asked } = this;
		const { loop } = this.predicted;
		if (!asked || !loop) return;
		const truth = truthOf(loop, questionOf(asked.gate, loop));
		if (!truth) return this.#go(asked, null, null, null);
		const place = asked.options?.texts.indexOf(given) ?? -1;
		if (asked.options && place >= 0)
			return this.#go(asked, given, place === asked.options.right, asked.options.mistakes[place]);
		const grade = gradeText(loop, truth, given);
		if (grade.kind === 'unreadable') this.fault = grade.reason;
		else this.#go(asked, given, grade.kind === 'right', null);
	}

	/** Commits to one of the answers that there are to choose from; nothing where there is none of the number. */
	choose(option: number): void {
		const { asked } = this;
		const text = asked?.isVote ? undefined : asked?.options?.texts[option];
		if (text !== undefined) this.commit(text);
	}

	/** Goes on without an answer. */
	skip(): void {
		if (this.asked) this.#go(this.asked, null, null, null);
	}

	/** So many hands for an option in the round that is counted. */
	count(option: number, hands: number): void {
		const { asked } = this;
		if (!asked?.options) return;
		const before = this.#votes.length > 0 ? this.#votes : [asked.options.texts.map(() => 0)];
		const round = before[before.length - 1].with(option, Math.max(0, Math.floor(hands) || 0));
		this.#votes = before.with(before.length - 1, round);
	}

	/** Counts again, after people have talked. */
	secondRound(): void {
		const { asked } = this;
		if (asked?.options && this.#votes.length === 1)
			this.#votes = [...this.#votes, asked.options.texts.map(() => 0)];
	}

	#go(asked: Asked, given: string | null, right: boolean | null, mistake: string | null): void {
		const { loop, text, gates, player, sight, deck } = this.predicted;
		const truth = loop && truthOf(loop, questionOf(asked.gate, loop));
		const told: Told = {
			gate: asked.gate,
			program: text,
			sight: { ...sight, moment: asked.gate.stop },
			walk: deck.walk,
			title: deck.slide?.title ?? '',
			words: asked.words,
			given,
			truth: truth?.text ?? 'nothing of the kind',
			right,
			mistake,
			votes: this.#votes,
			texts: asked.options?.texts ?? []
		};
		this.log = [told, ...this.log];
		this.fault = null;
		this.#votes = [];
		this.reveal.disarm();
		gates.answer(given);
		player.stepForward();
	}
}

const questionOf = ({ mark, asked }: Gate, loop: Loop): Question => ({
	ask: mark.ask,
	step: asked.step,
	lane: laneOf(Math.min(mark.lane ?? 0, loop.lanes - 1)),
	leaf: mark.leaf ?? 0
});

/** The same order of options whenever the same question is opened. */
function seedOf(text: string, { mark }: Gate): number {
	let seed = 0;
	for (const letter of text + JSON.stringify(mark)) seed = (Math.imul(seed, 31) + letter.charCodeAt(0)) >>> 0;
	return seed;
}
