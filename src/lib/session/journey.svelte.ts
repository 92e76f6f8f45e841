import { samePlace, type LoopPlace, type Moment, type EqnIndex } from '$lib/recording/moment';
import { lineExecutionFrom } from '$lib/recording/line-execution';
import type { Loop, LoopSketch, Recording } from '$lib/recording/recording';
import { sameInStep, stepInto, stepOut, stopAfter, stopBefore, type Around } from '$lib/recording/stops';
import { clampTo, firstOf, lastOf, restAt, sameMoment, startOf } from '$lib/recording/walk';
import { readGoal } from './goal-text';
import { around, atTop, InnerLoops, placeOf, type Found } from './inner';
import type { Player } from './player.svelte';
import type { QuestionOf, Reply } from './protocol';
import { Debounce } from './throttle';
import { patience } from './timing';

/** What a journey needs of the session. */
export interface Traveller {
	readonly player: Player;
	/** What is shown of the program. */
	readonly recordingNow: () => Recording | null;
	ask(question: QuestionOf<'inner'>): Promise<Reply<'inner'>>;
	/** The moment to stand at instead, where a question bars the way to a loop. */
	readonly barring: (place: LoopPlace) => Moment | null;
	/** Leaves a mark in the history to come back to. */
	leave(): void;
}

/** What is said while one is on the way, or of why one did not get there. */
export type Word =
	{ readonly kind: 'going'; readonly slow: boolean } | { readonly kind: 'told'; readonly text: string };

/**
 * Moves that are more than a step: into equations, calls and inner loops and out of them, to places that are known by
 * what they mean. Jumps leave a mark in the history; steps inside one step do not.
 */
export class Journey {
	/** The loops around the present one, outermost first. */
	trail = $state.raw<readonly Around[]>([]);
	/** The loops that ran beside the present one in the same step, itself among them; of the outermost, all of them. */
	beside = $state.raw<readonly Loop[]>([]);
	word = $state.raw<Word | null>(null);
	/** Line of the program where the editor's cursor is, from 1. */
	line = $state<number | null>(null);

	readonly #inner: InnerLoops;
	readonly #slow = new Debounce(patience);
	/** Of the newest way set out on: what an older one finds is dropped. */
	#way = 0;

	constructor(private readonly traveller: Traveller) {
		this.#inner = new InnerLoops((question) => traveller.ask(question));
	}

	/** Whether there is a level to go out to. */
	get inside(): boolean {
		return this.trail.length > 0 || this.traveller.player.goal.eqn !== null;
	}

	/**
	 * Finds the loop of a moment in a recording, or as near as one gets; null opens it where it opens. `arrived` is called
	 * at once for a loop outside any other, later for others, and never when something else was set out on meanwhile.
	 */
	find(recording: Recording, wanted: Moment | null, arrived: (found: Found) => void): void {
		if (wanted === null || wanted.within.length === 0) {
			this.stop();
			arrived(atTop(recording, wanted));
		} else void this.#find(recording, wanted, [], arrived);
	}

	/** Stands where was found. */
	arrive(found: Found): void {
		const { trail, beside, loop, moment, stuck } = this.#asFarAsMay(found);
		this.trail = trail;
		this.beside = beside;
		this.traveller.player.enter(loop, moment);
		this.word = stuck === null ? null : { kind: 'told', text: stuck };
	}

	/** A loop that is found out of sight of an unanswered question, else the place before that question. */
	#asFarAsMay(found: Found): Found {
		const stop = found.loop && this.traveller.barring(placeOf(found.loop));
		if (!stop) return found;
		const level = found.trail.findIndex(({ loop }) => samePlace(placeOf(loop), stop));
		const loop = found.trail[level]?.loop ?? this.traveller.recordingNow()?.loops[stop.loop] ?? null;
		const trail = found.trail.slice(0, Math.max(0, level));
		const beside = trail.length > 0 ? [] : (this.traveller.recordingNow()?.loops ?? []);
		return { trail, beside, loop, moment: stop, stuck: 'Answer the question first.' };
	}

	/** A move of another kind was made: what was said is of no interest any more. */
	moved(): void {
		if (this.word?.kind === 'told') this.word = null;
	}

	/** Gives up what was set out on. */
	stop(): void {
		this.#way++;
		this.#slow.cancel();
		this.word = null;
	}

	/** Jumps to a moment of any loop. */
	jump(to: Moment): void {
		const { player } = this.traveller;
		const recording = this.traveller.recordingNow();
		if (recording === null) return;
		if (player.loop && samePlace(to, placeOf(player.loop))) this.#jumpHere(clampTo(player.loop, to));
		else this.find(recording, to, (found) => this.#leaveAndArrive(found));
	}

	/** Whether one stands in a loop. */
	isHere(loop: Loop): boolean {
		const here = this.traveller.player.loop;
		return here !== null && samePlace(placeOf(loop), placeOf(here));
	}

	/** Jumps into a loop that ran beside the present one, to where it opens. */
	jumpInto(loop: Loop): void {
		if (this.beside.includes(loop)) this.jump(firstOf(loop));
	}

	first(): void {
		this.#here((loop) => startOf(loop));
	}

	last(): void {
		this.#here((loop) => lastOf(loop));
	}

	/** Settled after a step of the present loop; -1 is the start. */
	toStep(n: number): void {
		this.#here((loop) => restAt(loop, n));
	}

	/** Follows what is typed; a sentence where that is no place. */
	toTyped(text: string): string | null {
		const { loop } = this.traveller.player;
		const way = loop ? [...this.trail.map((one) => one.loop), loop] : [];
		const goal = readGoal(text, way);
		if (goal.kind === 'none') return goal.why;
		if (goal.kind === 'moment') this.jump(goal.moment);
		else return this.#toLine(goal.line, 1);
		return null;
	}

	/** One level deeper: into the step, a call, or the loop that the equation is. */
	into(): void {
		const { player } = this.traveller;
		const { loop, goal } = player;
		if (!loop) return;
		const inside = stepInto(loop, goal);
		if (inside) this.#step(inside);
		else if (goal.eqn !== null) this.intoLoop(goal.eqn);
	}

	/** Into a loop that an equation of the present step ran: the one meant, else the first. */
	intoLoop(eqn: EqnIndex, sketch: LoopSketch | null = null): void {
		const { player } = this.traveller;
		const recording = this.traveller.recordingNow();
		const { loop, goal } = player;
		if (!loop || !recording) return;
		if (loop.eqns[eqn].loops.length === 0) return this.#tell('There is nothing to go into here.');
		const step = Math.max(0, goal.step);
		const from = goal.eqn === eqn && goal.step === step ? goal : null;
		void this.#await(this.#inner.inside(recording, loop, step), (found) => {
			if ('stuck' in found) return this.#tell(found.stuck);
			const ran = found.loops.filter((one) => one.eqn === eqn);
			const inner = ran.find(({ call }) => call?.from === sketch?.call?.from) ?? ran[0];
			if (!inner) return this.#tell(`In step ${step} no loop ran here: its branch was not taken.`);
			const here = from ? { loop, moment: from } : around(loop, step, inner);
			const trail = [...this.trail, here];
			this.#leaveAndArrive({ trail, beside: found.loops, loop: inner, moment: null, stuck: null });
		});
	}

	/** One level up: to the call around, the whole step, or the step of the loop around. */
	out(): void {
		const { loop, goal } = this.traveller.player;
		const outside = loop && stepOut(loop, goal);
		if (outside) this.#step(outside);
		else if (this.trail.length > 0) this.outTo(this.trail.length - 1);
	}

	/** Out to one of the loops around, 0 the outermost. */
	outTo(level: number): void {
		const recording = this.traveller.recordingNow();
		if (recording) this.jump(this.trail[level].moment);
	}

	/** Over to the next stop of the step. */
	next(): void {
		this.#stepHere(stopAfter);
	}

	previous(): void {
		this.#stepHere(stopBefore);
	}

	/** The same equation, else the same inner loop, in the step `by` further on. */
	same(by: 1 | -1): void {
		const { loop, goal } = this.traveller.player;
		if (!loop) return;
		if (goal.eqn === null && this.trail.length > 0) return this.sameLoop(this.trail.length - 1, by);
		const there = sameInStep(loop, goal, by);
		if (there) this.#jumpHere(there);
		else this.#tell(by > 0 ? 'This is the last step.' : 'This is the first step.');
	}

	/** The present loop in the step `by` further on of a loop around it, 0 the outermost. */
	sameLoop(level: number, by: 1 | -1): void {
		const { player } = this.traveller;
		const recording = this.traveller.recordingNow();
		const { loop: outer, moment } = this.trail[level];
		if (!player.loop || !recording) return;
		const step = restAt(outer, moment.step + by).step;
		if (step === moment.step || step < 0) return this.#tell(`${outer.kind} has no such step.`);
		const within = player.loop.within.map((visit, n) => (n === level ? { ...visit, step } : visit));
		const like = [...this.trail.map(({ loop }) => loop), player.loop];
		void this.#find(recording, { ...player.goal, within }, like, (found) => {
			if (found.stuck === null) this.#leaveAndArrive(found);
			else this.#tell(found.stuck);
		});
	}

	/** The next time, or with -1 the last time, that the line of the editor's cursor is carried out. */
	execution(by: 1 | -1): void {
		if (this.line === null) return this.#tell('Put the cursor on a line of the program first.');
		const word = this.#toLine(this.line, by);
		if (word !== null) this.#tell(word);
	}

	/** A sentence where there is none. */
	#toLine(line: number, by: 1 | -1): string | null {
		const { loop, goal } = this.traveller.player;
		const recording = this.traveller.recordingNow();
		if (!loop || !recording) return 'Nothing has run.';
		const outermost = this.trail[0]?.loop ?? loop;
		const there = lineExecutionFrom(recording, { loop, moment: goal, outermost }, line, by);
		if (!there)
			return `Line ${line} is not carried out ${by > 0 ? 'after' : 'before'} this in any loop drawn here.`;
		this.jump(there);
		return null;
	}

	/** A move inside a step: nothing to come back to by itself. */
	#step(to: Moment): void {
		this.stop();
		this.traveller.player.goTo(to);
	}

	#stepHere(walk: (loop: Loop, from: Moment) => Moment): void {
		const { loop, goal } = this.traveller.player;
		if (!loop) return;
		const to = walk(loop, goal);
		if (sameMoment(to, goal)) this.#tell('There is no further equation.');
		else this.#step(to);
	}

	#here(to: (loop: Loop) => Moment): void {
		const { loop } = this.traveller.player;
		if (loop) this.#jumpHere(to(loop));
	}

	#jumpHere(to: Moment): void {
		this.stop();
		const { player } = this.traveller;
		if (!sameMoment(to, player.goal)) this.traveller.leave();
		player.goTo(to);
	}

	#leaveAndArrive(found: Found): void {
		this.traveller.leave();
		this.arrive(found);
	}

	async #find(
		recording: Recording,
		wanted: Moment,
		like: readonly Loop[],
		arrived: (found: Found) => void
	): Promise<void> {
		await this.#await(this.#inner.find(recording, wanted, like), arrived);
	}

	/** Waits for an answer, unless something else is set out on meanwhile. */
	async #await<T>(answer: Promise<T | null>, then: (answer: T) => void): Promise<void> {
		this.stop();
		const way = this.#way;
		this.word = { kind: 'going', slow: false };
		this.#slow.do(() => (this.word = { kind: 'going', slow: true }));
		const found = await answer;
		if (way !== this.#way) return;
		this.stop();
		if (found !== null) then(found);
	}

	#tell(text: string): void {
		this.stop();
		this.word = { kind: 'told', text };
	}
}
