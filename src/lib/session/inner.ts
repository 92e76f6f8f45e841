import type { LoopPlace, Moment } from '$lib/recording/moment';
import type { Loop, Recording } from '$lib/recording/recording';
import type { Around } from '$lib/recording/stops';
import { clampTo, restAt } from '$lib/recording/walk';
import type { QuestionOf, Reply } from './protocol';

/** A loop and the way to it. */
export interface Found {
	/** Loops around it, outermost first. */
	readonly trail: readonly Around[];
	/** The loops that ran in the same step, or outside any other, itself among them. */
	readonly beside: readonly Loop[];
	/** Null where there is none at all. */
	readonly loop: Loop | null;
	/** Where to stand in it; null: where one opens. */
	readonly moment: Moment | null;
	/** Why it is not the loop that was wanted but one around it; null where it is. */
	readonly stuck: string | null;
}

/** Where there is no loop. */
export const nothing: Found = { trail: [], beside: [], loop: null, moment: null, stuck: null };

type Ask = (question: QuestionOf<'inner'>) => Promise<Reply<'inner'>>;
type Inner = { readonly loops: readonly Loop[] } | { readonly stuck: string };

/** Steps whose inner loops are kept at hand. */
const mostKept = 24;

/** Finds loops inside the steps of others. The engine is asked once for each step, as long as it is remembered. */
export class InnerLoops {
	readonly #kept = new Map<string, readonly Loop[]>();
	#recording: Recording | null = null;

	constructor(private readonly ask: Ask) {}

	/**
	 * The loop of a moment, or as near as one gets to it. `like` are the loops wanted on the way, outermost first; without
	 * them loops go by their numbers. Null where another program has been run meanwhile.
	 */
	async find(recording: Recording, wanted: Moment, like: readonly Loop[] = []): Promise<Found | null> {
		const trail: Around[] = [];
		let beside: readonly Loop[] = recording.loops;
		for (const visit of wanted.within) {
			const outer = pick(beside, visit.loop, like[trail.length]);
			if (!outer) return { ...atTop(recording, null), stuck: noLoop(visit.loop) };
			trail.push({ loop: outer, moment: restAt(outer, visit.step) });
			const inner = await this.inside(recording, outer, trail[trail.length - 1].moment.step);
			if (inner === null) return null;
			if ('stuck' in inner) return landed(trail, beside, inner.stuck);
			const next = pick(inner.loops, wanted.within[trail.length]?.loop ?? wanted.loop, like[trail.length]);
			if (!next) return landed(trail, beside, notRun(trail[trail.length - 1], like[trail.length]));
			trail[trail.length - 1] = around(outer, visit.step, next);
			beside = inner.loops;
		}
		const loop = pick(beside, wanted.loop, like[trail.length]);
		if (!loop) return atTop(recording, wanted);
		return { trail, beside, loop, moment: clampTo(loop, wanted), stuck: null };
	}

	/** The loops inside a step, or why there are none; null where another program has been run meanwhile. */
	async inside(recording: Recording, outer: Loop, step: number): Promise<Inner | null> {
		this.#open(recording);
		const key = JSON.stringify([outer.within, outer.index, step]);
		const kept = this.#kept.get(key);
		if (kept) return { loops: kept };
		const reply = await this.ask({ kind: 'inner', place: placeOf(outer), step });
		if (reply.kind === 'superseded' || recording !== this.#recording) return null;
		if (reply.kind !== 'answered') return { stuck: troubleOf(reply, step) };
		this.#keep(key, reply.answer);
		return { loops: reply.answer };
	}

	#open(recording: Recording): void {
		if (recording !== this.#recording) this.#kept.clear();
		this.#recording = recording;
	}

	#keep(key: string, loops: readonly Loop[]): void {
		this.#kept.set(key, loops);
		const [oldest] = this.#kept.keys();
		if (this.#kept.size > mostKept && oldest !== undefined) this.#kept.delete(oldest);
	}
}

/** A loop outside any other: the one of the moment, else the first. */
export function atTop({ loops }: Recording, wanted: Moment | null): Found {
	const loop = loops[wanted?.loop ?? 0];
	const moment = wanted && loop ? clampTo(loop, wanted) : null;
	return { trail: [], beside: loops, loop: loop ?? loops[0] ?? null, moment, stuck: null };
}

export const placeOf = ({ within, index }: Loop): LoopPlace => ({ within, loop: index });

/** Having carried out the equation of `outer` that ran `inner`. */
export function around(outer: Loop, step: number, inner: Loop): Around {
	const rest = restAt(outer, step);
	return { loop: outer, moment: inner.eqn === null ? rest : { ...rest, beat: 'combine', eqn: inner.eqn } };
}

/** The loop of this number; of loops in neighbouring steps the one that stands for `like`. */
function pick(loops: readonly Loop[], index: number, like: Loop | undefined): Loop | undefined {
	if (!like) return loops[index];
	const alike = loops.filter((loop) => isLike(loop, like));
	return alike.find((loop) => loop.index === index) ?? alike[0];
}

/** Whether two loops are the same place of the program. */
const isLike = (a: Loop, b: Loop): boolean =>
	a.within.length === b.within.length &&
	a.eqn === b.eqn &&
	a.name === b.name &&
	a.call?.from === b.call?.from &&
	(a.within.length > 0 || a.index === b.index);

/** The innermost loop one came to, where the way goes no further. */
function landed(trail: readonly Around[], beside: readonly Loop[], stuck: string): Found {
	const { loop, moment } = trail[trail.length - 1];
	return { trail: trail.slice(0, -1), beside, loop, moment, stuck };
}

const noLoop = (index: number): string => `There is no loop ${index + 1} here any more.`;

const notRun = ({ loop, moment }: Around, like: Loop | undefined): string =>
	like
		? `${like.kind} ${like.name} did not run in step ${moment.step} of ${loop.kind}.`
		: `Step ${moment.step} of ${loop.kind} has no such loop inside.`;

function troubleOf(
	reply: Exclude<Reply<'inner'>, { kind: 'answered' | 'superseded' }>,
	step: number
): string {
	if (reply.kind === 'crashed') return `Lockstep itself failed inside step ${step}: ${reply.message}`;
	const { type, message } = reply.failure;
	return `Step ${step} could not be gone into. ${type}: ${message}.`;
}
