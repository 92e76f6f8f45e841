import type { Closeness } from '$lib/recording/divergence';
import type { Failure, Loop } from '$lib/recording/recording';
import type { Stretch } from '$lib/recording/windows';
import type { OtherRun } from './answers/other-run';
import { placeOf } from './inner';
import type { Parting } from './long.svelte';
import { dropped, keyOfOther } from './other-key';
import type { QuestionOf, Reply } from './protocol';

/** A run that is compared with, as far as it is there. */
export type Other =
	| { readonly kind: 'pending' }
	| { readonly kind: 'known'; readonly loop: Loop }
	| { readonly kind: 'refused'; readonly failure: Failure }
	| { readonly kind: 'crashed'; readonly message: string }
	| { readonly kind: 'none'; readonly reason: string };

/** A loop, and what it is compared with. */
export interface Compared {
	readonly loop: Loop;
	readonly other: OtherRun;
}

type Ask = <K extends 'other' | 'apart'>(question: QuestionOf<K>) => Promise<Reply<K>>;

const pending = { kind: 'pending' } as const;

/** Steps round the moment that are asked for of a long run beside one that is kept whole. */
const aside = 512;

/** The run that a loop is compared with, got from the engine: of a long one the steps that are at hand of the loop. */
export class OtherLoop {
	#answer = $state.raw<{ readonly of: Compared; readonly other: Other } | null>(null);
	/** What was asked for last and is not answered yet: earlier answers come too late. */
	#asked: { readonly of: Compared; readonly window: Stretch } | null = null;
	#parted: { readonly of: Compared; readonly closeness: Closeness; parting: Parting } | null = null;
	/** Counts answers about where the two part. */
	#count = $state(0);

	constructor(
		private readonly ask: Ask,
		/** Whether questions are about the recording that is shown. */
		private readonly ready: () => boolean
	) {}

	/** Of a long one the steps that were at hand last. */
	of(compared: Compared): Other {
		const known = this.#answer;
		return known && isSameComparison(known.of, compared) ? known.other : pending;
	}

	/** Asks for it, unless there is what one needs of it to stand at a step. */
	async look(compared: Compared, step: number): Promise<void> {
		const window = windowAt(compared.loop, step);
		if (!this.ready() || covers(this.of(compared), window) || this.#isAsked(compared, window)) return;
		const { loop, other } = compared;
		const asked = (this.#asked = { of: compared, window });
		const reply = await this.ask({ kind: 'other', place: placeOf(loop), other, window });
		if (asked !== this.#asked) return;
		this.#asked = null;
		if (reply.kind === 'superseded' || isDropped(reply)) return;
		this.#answer = { of: compared, other: reply.kind === 'answered' ? reply.answer : reply };
	}

	#isAsked(compared: Compared, { from, to }: Stretch): boolean {
		const asked = this.#asked;
		return (
			asked !== null &&
			asked.window.from === from &&
			asked.window.to === to &&
			isSameComparison(asked.of, compared)
		);
	}

	/** Where the two first part, one of them being long: which the engine looks for. */
	apart(compared: Compared, closeness: Closeness): Parting {
		void this.#count;
		const known = this.#parted;
		if (known && isSameComparison(known.of, compared) && alike(known.closeness, closeness))
			return known.parting;
		if (!this.ready()) return pending;
		const asked = (this.#parted = { of: compared, closeness, parting: pending as Parting });
		const { loop, other } = compared;
		void this.ask({ kind: 'apart', place: placeOf(loop), other, closeness }).then((reply) => {
			if (asked !== this.#parted) return;
			if (reply.kind === 'superseded' || isDropped(reply)) this.#parted = null;
			else asked.parting = reply.kind === 'answered' ? { kind: 'parting', divergence: reply.answer } : reply;
			this.#count++;
		});
		return pending;
	}
}

/** Whether the engine did not go on with it, being asked for something else. */
const isDropped = (reply: Reply<'other' | 'apart'>): boolean =>
	reply.kind === 'refused' && reply.failure.type === dropped;

/** Whatever steps of the loop are at hand. */
export const isSameComparison = (a: Compared, b: Compared): boolean =>
	isSameRun(a.loop, b.loop) && keyOfOther(a.other) === keyOfOther(b.other);

const isSameRun = (a: Loop, b: Loop): boolean =>
	a === b || (a.long !== undefined && a.long.profile === b.long?.profile);

const alike = (a: Closeness, b: Closeness): boolean =>
	a.tolerance === b.tolerance && a.kinds.join() === b.kinds.join();

const windowAt = ({ long }: Loop, step: number): Stretch =>
	long
		? { from: long.from, to: long.to }
		: { from: Math.max(0, Math.floor(step / aside) - 1) * aside, to: (Math.floor(step / aside) + 2) * aside };

/** Whether what is known has all there is of some steps. */
function covers(other: Other, { from, to }: Stretch): boolean {
	if (other.kind !== 'known') return other.kind !== 'pending';
	const { long, recorded } = other.loop;
	const first = Math.max(0, Math.min(from, recorded - 1));
	return !long || (long.from <= first && long.to >= Math.min(to, recorded));
}
