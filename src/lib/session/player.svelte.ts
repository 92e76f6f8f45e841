import { loopIndex, step, type EqnIndex, type Moment } from '$lib/recording/moment';
import type { Loop } from '$lib/recording/recording';
import { isAtHand, nearestAtHand } from '$lib/recording/at-hand';
import {
	beatAfter,
	beatBefore,
	clampTo,
	compareMoments,
	firstOf,
	isLast,
	lastOf,
	restAt,
	sameMoment,
	startOf,
	stepAfter,
	stepBefore
} from '$lib/recording/walk';
import { Clock } from './clock';
import {
	advance,
	finish,
	isMoving,
	noStops,
	onward,
	snap,
	still,
	travel,
	type Motion,
	type Stops
} from './motion';
import type { Speed } from './timing';

/** Where a player stands that has no loop. */
const nowhere: Moment = { within: [], loop: loopIndex(0), step: step(-1), beat: 'rest', eqn: null };

/**
 * The cursor in the recording and its clock. Every move first completes the one under way. Forward moves are played,
 * jumps and steps back are there at once.
 */
export class Player {
	#loop = $state.raw<Loop | null>(null);
	#motion = $state.raw<Motion>(still(nowhere));
	#playing = $state(false);
	/** What is to be shown once its values are at hand: those of a long loop have to be got. */
	#awaited = $state.raw<Motion | null>(null);
	#clock = new Clock((ms) => this.#tick(ms));

	/** Pictures instead of motion. */
	reduced = false;

	/** Where playing stops. */
	stops: Stops = noStops;

	/** Told where one stands in a long loop, or is going to: the values round it are to be supplied. */
	fetch: (loop: Loop, step: number) => void = () => {};

	/** The nearest to a moment that may be gone to. */
	fence: (goal: Moment) => Moment = (goal) => goal;

	/** The loop that goes on where one ends, or that one goes on from: the other pass of a gradient. */
	joined: (loop: Loop, by: 1 | -1) => Loop | null = () => null;

	speed = $state<Speed>(1);

	/**
	 * `moved` is told whenever the place where it stands, or is going to stand, is another. `range` are the first and last
	 * step of a stretch that is played over and over.
	 */
	constructor(
		private readonly moved: () => void,
		private readonly range: () => readonly [number, number] | null = () => null
	) {}

	get loop(): Loop | null {
		return this.#loop;
	}

	/** What is shown, `t` of the way into its beat. */
	get moment(): Moment {
		return this.#motion.moment;
	}

	get t(): number {
		return this.#motion.t;
	}

	/** Where it stands, or will stand when it has come to rest. */
	get goal(): Moment {
		return (this.#awaited ?? this.#motion).goal;
	}

	get playing(): boolean {
		return this.#playing;
	}

	get moving(): boolean {
		return isMoving(this.#motion);
	}

	get atStart(): boolean {
		return this.goal.step < 0 && this.#joined(-1) === null;
	}

	get atEnd(): boolean {
		return this.#loop === null || (isLast(this.#loop, this.goal) && this.#joined(1) === null);
	}

	/** Whether what is shown is not where it stands, since values are not there yet. */
	get awaiting(): boolean {
		return this.#awaited !== null;
	}

	/** The same loop with the values round `step` at hand. */
	supply(loop: Loop, step: number): void {
		this.#loop = loop;
		const awaited = this.#awaited;
		if (awaited && this.#take(awaited) && (this.#playing || isMoving(awaited))) this.#clock.wake();
		if (!isAtHand(loop, this.#motion.moment.step)) this.#motion = still(restAt(loop, step));
	}

	/** More is known of the loop. */
	learn(loop: Loop): void {
		this.#loop = loop;
	}

	/** Takes another loop, or another recording of it, and stands at the moment nearest to the wanted one. */
	enter(loop: Loop | null, wanted: Moment | null): void {
		this.#playing = false;
		this.#loop = loop;
		this.#awaited = null;
		if (loop === null) this.#motion = still(nowhere);
		else {
			const goal = this.fence(wanted === null ? firstOf(loop) : clampTo(loop, wanted));
			if (!isAtHand(loop, goal.step)) this.#motion = still(restAt(loop, nearestAtHand(loop, goal.step)));
			this.#show(still(goal));
			return;
		}
		this.moved();
	}

	/** Stands where another window's player does, `t` of the way into the beat. */
	mirror(moment: Moment, t: number): void {
		if (this.#loop === null) return;
		const there = clampTo(this.#loop, moment);
		this.#playing = false;
		this.#show({ ...still(there), t });
	}

	stepForward(): void {
		this.#walk(stepAfter, 1);
	}

	stepBack(): void {
		this.#walk(stepBefore, -1);
	}

	beatForward(): void {
		this.#walk(beatAfter, 1);
	}

	beatBack(): void {
		this.#walk(beatBefore, -1);
	}

	/** Before the first step, where only the init is: the beginning of the story. */
	first(): void {
		this.#jump(startOf);
	}

	last(): void {
		this.#jump(lastOf);
	}

	/** Settled after step `n`, at once; -1 is the start. */
	seek(n: number): void {
		this.#jump((loop) => restAt(loop, n));
	}

	goTo(moment: Moment): void {
		this.#jump((loop) => clampTo(loop, moment));
	}

	/** Singles an equation of the step out, or at a lesser `depth` a call around it, or lets go of it. */
	pickEquation(eqn: EqnIndex, depth?: number): void {
		const { goal } = this;
		this.#playing = false;
		if (this.#loop === null || goal.step < 0) return;
		const again = goal.eqn === eqn && goal.depth === depth;
		this.#show(still(this.fence(clampTo(this.#loop, { ...goal, eqn: again ? null : eqn, depth }))));
	}

	/** Plays on; from the last step it plays again from the start, outside of a range from the range's first step. */
	play(): void {
		const range = this.range();
		if (range === null && this.#loop && isLast(this.#loop, this.goal)) this.#turnRound();
		const loop = this.#loop;
		if (loop === null || loop.recorded === 0) return;
		const { step } = this.goal;
		const outside = range !== null && (step < range[0] - 1 || step >= range[1]);
		const again = range ? outside : isLast(loop, this.goal);
		const from = again ? restAt(loop, (range?.[0] ?? 0) - 1) : this.goal;
		this.#playing = true;
		this.#show(travel(from, onward(loop, from, this.stops), this.reduced));
	}

	/** Stops at the end of the step under way. */
	pause(): void {
		this.#playing = false;
		this.moved();
	}

	toggle(): void {
		if (this.#playing) this.pause();
		else this.play();
	}

	close(): void {
		this.#clock.stop();
	}

	#joined(by: 1 | -1): Loop | null {
		return this.#loop && this.joined(this.#loop, by);
	}

	/** At the end of a loop: to the start of the one that goes on there, else of the one that this one went on from. */
	#turnRound(): void {
		const next = this.#joined(1) ?? this.#joined(-1);
		if (next) this.enter(next, startOf(next));
	}

	#walk(walker: (loop: Loop, from: Moment) => Moment, by: 1 | -1): void {
		const loop = this.#loop;
		if (loop === null) return;
		this.#playing = false;
		const wanted = walker(loop, this.goal);
		const next = isOver(loop, this.goal, wanted) ? this.#joined(by) : null;
		if (next && by < 0) return this.enter(next, lastOf(next));
		if (next) {
			this.enter(next, startOf(next));
			return this.#walk(walker, by);
		}
		const goal = this.fence(wanted);
		if (sameMoment(goal, this.goal)) this.#show(finish(this.#motion));
		else if (compareMoments(goal, this.goal) < 0) this.#show(snap(goal, this.reduced));
		else this.#show(travel(this.goal, goal, this.reduced));
	}

	#jump(to: (loop: Loop) => Moment): void {
		if (this.#loop === null) return;
		this.#playing = false;
		this.#show(snap(this.fence(to(this.#loop)), this.reduced));
	}

	#show(motion: Motion): void {
		const isThere = this.#take(motion);
		this.moved();
		if (!isThere) return;
		if (this.#playing || isMoving(motion)) this.#clock.wake();
	}

	#goOnOrPause(): void {
		const next = this.stops.at(this.goal) ? null : this.#joined(1);
		if (next === null) return this.pause();
		this.enter(next, startOf(next));
		this.#playing = true;
	}

	/** Shows a motion, or awaits what it is to show. */
	#take(motion: Motion): boolean {
		const loop = this.#loop;
		const isThere = loop === null || isAtHand(loop, motion.goal.step);
		this.#awaited = isThere ? null : motion;
		if (isThere) this.#motion = motion;
		if (loop?.long) this.fetch(loop, motion.goal.step);
		return isThere;
	}

	/** Whether there is more to come. */
	#tick(ms: number): boolean {
		const loop = this.#loop;
		if (loop === null) return false;
		const before = this.goal;
		const { speed, reduced, stops } = this;
		const range = this.range();
		const pace = { speed, playing: this.#playing, reduced, stops, range };
		if (!this.#take(advance(loop, this.#motion, ms, pace))) {
			this.moved();
			return false;
		}
		const ended = (range === null && isLast(loop, this.goal)) || stops.at(this.goal);
		if (this.#playing && !this.moving && ended) this.#goOnOrPause();
		if (!sameMoment(before, this.goal)) this.moved();
		return this.#playing || this.moving;
	}
}

/** Whether a way leads out of the loop: beyond its last step, or to before its first. */
const isOver = (loop: Loop, from: Moment, to: Moment): boolean =>
	to.step < 0 || (isLast(loop, from) && sameMoment(from, to));
