import { isAtHand, isNearEnd } from '$lib/recording/at-hand';
import { withValues } from '$lib/recording/columns';
import type { Closeness, Divergence } from '$lib/recording/divergence';
import type { Hits } from '$lib/recording/hits';
import type { LastOfLane } from '$lib/recording/long-queries';
import type { Lane, LoopPlace } from '$lib/recording/moment';
import type { Failure, Loop, LongLoop } from '$lib/recording/recording';
import type { Player } from './player.svelte';
import type { AnswerTo, QuestionOf, Reply, Sought } from './protocol';
import { Recent } from './recent';

type Kind = 'window' | 'hits' | 'flags' | 'partings' | 'lanesPart' | 'lasts';

/** What long loops need of the session. */
export interface Keeper {
	readonly player: Player;
	/** Told when a loop has been looked through for faults. */
	readonly faults?: { goOn(): void };
	ask<K extends Kind>(question: QuestionOf<K>): Promise<Reply<K>>;
}

/** What was found in all of a long loop. */
export type Search =
	{ readonly kind: 'pending' } | { readonly kind: 'known'; readonly hits: Hits & LaneHits } | Fault;

/** What the lanes of a long loop come to. */
export type Lasts =
	{ readonly kind: 'pending' } | { readonly kind: 'lasts'; readonly lasts: readonly LastOfLane[] } | Fault;

/** Where two lanes of a long loop part. */
export type Parting =
	| { readonly kind: 'pending' }
	| { readonly kind: 'parting'; readonly divergence: Divergence | null }
	| Fault
	| { readonly kind: 'crashed'; readonly message: string };

interface LaneHits {
	/** By lane: whether it ever holds there. */
	readonly ever: Uint8Array;
}

type Fault = { readonly kind: 'refused'; readonly failure: Failure };

const pending = { kind: 'pending' } as const;

type Answered = Search | Lasts | Parting | Float64Array | null;

/** Answers that are kept at a time. */
const mostKept = 24;

/**
 * Loops that are too long to be kept whole: gets the values round the place where one stands, and has all of a loop
 * looked through by the engine.
 */
export class LongLoops {
	/** The step whose window is on its way, and the newest that was asked for meanwhile. */
	#asked: number | null = null;
	#next: { readonly loop: Loop; readonly step: number } | null = null;
	/** Values round a place that one may be about to go to, of the loop with this profile. */
	#foreseen: { readonly of: Float32Array; readonly values: AnswerTo<'window'> } | null = null;
	#foreseeing = false;
	/** The loop that was looked through for faults, or is. */
	#looked: Float32Array | null = null;
	/** What was found, by what was looked for; of one loop at a time. */
	#of: Float32Array | null = null;
	readonly #found = new Recent<Answered>(mostKept);
	/** Counts answers: whoever looked is told of them. */
	#count = $state(0);

	constructor(
		private readonly keeper: Keeper,
		/** Whether questions are about the recording that is shown. */
		private readonly ready: () => boolean
	) {}

	/** Sees to it that there are values round a step of a long loop. */
	readonly fetch = (loop: Loop, step: number): void => {
		this.#lookThrough(loop);
		if (!this.ready() || !isNearEnd(loop, step)) {
			this.#next = null;
			return;
		}
		const values = this.#foreseenAt(loop, step);
		if (values) {
			this.#next = null;
			return this.keeper.player.supply(shifted(loop, values), step);
		}
		this.#next = { loop, step };
		if (this.#asked === null) void this.#fetchNext();
	};

	/** Gets values round a step that one may be about to go to: the pointer is over it. */
	async foresee(loop: Loop, step: number): Promise<void> {
		if (!loop.long || !this.ready() || this.#foreseeing || this.#asked !== null) return;
		if (isAtHand(loop, step) || this.#foreseenAt(loop, step)) return;
		this.#foreseeing = true;
		const reply = await this.keeper.ask({ kind: 'window', place: placeOf(loop), step });
		this.#foreseeing = false;
		if (reply.kind === 'answered') this.#foreseen = { of: loop.long.profile, values: reply.answer };
	}

	/** What was foreseen, where a step is well inside of it. */
	#foreseenAt(loop: Loop, step: number): AnswerTo<'window'> | null {
		const foreseen = this.#foreseen;
		if (!foreseen || foreseen.of !== loop.long?.profile) return null;
		const there = shifted(loop, foreseen.values);
		return isAtHand(there, step) && !isNearEnd(there, step) ? foreseen.values : null;
	}

	/** Where any of what is sought is found, over all of a long loop. */
	hits(loop: Loop, anyOf: readonly Sought[]): Search {
		return this.#answer<Search>(loop, JSON.stringify(anyOf), pending, async (place) => {
			const reply = await this.keeper.ask({ kind: 'hits', place, anyOf });
			if (reply.kind === 'answered') return { kind: 'known', hits: reply.answer };
			return reply.kind === 'refused' ? reply : null;
		});
	}

	/** Where an expression holds; null while that is not known, or where it has a mistake. */
	search(loop: Loop, expression: string): Hits | null {
		const search = this.hits(loop, [{ kind: 'true', expression }]);
		return search.kind === 'known' ? search.hits : null;
	}

	/** What is wrong with an expression that is looked for; null where nothing is, or nothing is known yet. */
	faultOf(loop: Loop, expression: string): Failure | null {
		const search = this.hits(loop, [{ kind: 'true', expression }]);
		return search.kind === 'refused' ? search.failure : null;
	}

	/** Looks for something once; null where there is no answer. */
	async find(loop: Loop, sought: Sought): Promise<Hits | null> {
		const key = JSON.stringify([sought]);
		this.#open(loop);
		const known = this.#found.get(key);
		if (known && 'kind' in known && known.kind === 'known') return known.hits;
		const reply = await this.keeper.ask({ kind: 'hits', place: placeOf(loop), anyOf: [sought] });
		if (reply.kind !== 'answered') return null;
		if (this.#of === factsOf(loop).profile) this.#found.set(key, { kind: 'known', hits: reply.answer });
		return reply.answer;
	}

	/** Whether two are the same loop of the same run, whatever values they have. */
	isSame(a: Loop, b: Loop): boolean {
		return a.long !== undefined && a.long.profile === b.long?.profile;
	}

	/** By lane: the first entry of a leaf that is another than in a certain lane; null while that is not known. */
	partings(loop: Loop, role: 'carry' | 'xs' | 'ys', leaf: number, lane: Lane): Float64Array | null {
		return this.#answer<Float64Array | null>(loop, `${role} ${leaf} ${lane}`, null, async (place) => {
			const reply = await this.keeper.ask({ kind: 'partings', place, role, leaf, lane });
			return reply.kind === 'answered' ? reply.answer : null;
		});
	}

	/** By lane: what an expression comes to in the lane's last step. */
	lasts(loop: Loop, expression: string): Lasts {
		return this.#answer<Lasts>(loop, `last ${expression}`, pending, async (place) => {
			const reply = await this.keeper.ask({ kind: 'lasts', place, expression });
			if (reply.kind === 'answered') return { kind: 'lasts', lasts: reply.answer };
			return reply.kind === 'refused' ? reply : null;
		});
	}

	/** Where two lanes first part. */
	lanesPart(loop: Loop, lanes: readonly [Lane, Lane], closeness: Closeness): Parting {
		const key = `part ${lanes.join()} ${closeness.tolerance} ${closeness.kinds.join()}`;
		return this.#answer<Parting>(loop, key, pending, async (place) => {
			const reply = await this.keeper.ask({ kind: 'lanesPart', place, lanes, closeness });
			if (reply.kind === 'answered') return { kind: 'parting', divergence: reply.answer };
			return reply.kind === 'refused' ? reply : null;
		});
	}

	#answer<T extends Answered>(
		loop: Loop,
		key: string,
		meanwhile: T,
		ask: (place: LoopPlace) => Promise<T | null>
	): T {
		void this.#count;
		this.#open(loop);
		const known = this.#found.get(key);
		// What is kept under a key is of the kind that the key is for.
		if (known !== undefined) return known as T;
		if (!this.ready()) return meanwhile;
		this.#found.set(key, meanwhile);
		const { profile } = factsOf(loop);
		void ask(placeOf(loop)).then((answer) => {
			if (this.#of !== profile) return;
			if (answer === null) this.#found.delete(key);
			else this.#found.set(key, answer);
			this.#count++;
		});
		return meanwhile;
	}

	/** Forgets what was found in another loop. */
	#open(loop: Loop): void {
		const { profile } = factsOf(loop);
		if (profile !== this.#of) this.#found.clear();
		this.#of = profile;
	}

	async #fetchNext(): Promise<void> {
		while (this.#next) {
			const { loop, step } = this.#next;
			this.#next = null;
			this.#asked = step;
			const reply = await this.keeper.ask({ kind: 'window', place: placeOf(loop), step });
			this.#asked = null;
			const { player } = this.keeper;
			if (reply.kind === 'answered' && player.loop && this.isSame(player.loop, loop))
				player.supply(shifted(player.loop, reply.answer), step);
		}
	}

	/** Has all of a loop looked through for faults, once. */
	#lookThrough(loop: Loop): void {
		const { profile } = factsOf(loop);
		if (profile === this.#looked || !this.ready()) return;
		this.#looked = profile;
		void this.keeper.ask({ kind: 'flags', place: placeOf(loop) }).then((reply) => {
			const { player } = this.keeper;
			if (reply.kind === 'answered' && player.loop?.long?.profile === profile) {
				player.learn({ ...player.loop, long: { ...player.loop.long, flags: reply.answer } });
				this.keeper.faults?.goOn();
			} else if (reply.kind === 'superseded' && this.#looked === profile) this.#looked = null;
		});
	}
}

const placeOf = ({ within, index }: Loop): LoopPlace => ({ within, loop: index });

function factsOf({ long }: Loop): LongLoop {
	if (!long) throw new Error('internal: a loop that is kept whole is not looked through by the engine');
	return long;
}

const shifted = (loop: Loop, { from, to, columns }: AnswerTo<'window'>): Loop => ({
	...withValues(loop, columns),
	long: { ...factsOf(loop), from, to }
});
