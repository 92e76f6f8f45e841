import { anyBreak, breakOf, equationOnLine, isStop, nextStop, type Break } from '$lib/recording/breaks';
import type { Hits } from '$lib/recording/hits';
import { lane, type Moment } from '$lib/recording/moment';
import type { Failure, Loop } from '$lib/recording/recording';
import type { AskedColumns } from './asked.svelte';
import { conditionFault } from './condition';
import type { Direction, Seeker } from './find.svelte';
import type { LongLoops } from './long.svelte';
import type { Breakpoint } from './marks';
import type { Stops } from './motion';
import type { Sought } from './protocol';

/** A breakpoint with what it comes to in the loop that is shown. */
export interface BreakState {
	readonly breakpoint: Breakpoint;
	/** Null while its condition is not known. */
	readonly found: Break | null;
	readonly fault: Failure | null;
	/** Its line makes nothing in this loop. */
	readonly elsewhere: boolean;
}

/** Where to stop: on a line, in a step, in a lane, where a condition holds. Queries over the whole history. */
export class Breakpoints {
	constructor(
		private readonly seeker: Seeker,
		private readonly columns: AskedColumns,
		private readonly long: LongLoops
	) {}

	readonly list: readonly BreakState[] = $derived.by(() =>
		this.breakpoints.map((breakpoint) => this.#stateOf(breakpoint))
	);

	readonly #on: readonly Break[] = $derived(
		this.list.flatMap(({ breakpoint, found }) => (found && !breakpoint.off ? [found] : []))
	);

	/** Where any that is on holds; null where none is. */
	readonly hits: Hits | null = $derived.by(() => {
		const { loop } = this.seeker;
		if (!loop || this.#on.length === 0) return null;
		return loop.long ? this.#anyInLong(loop) : anyBreak(loop, this.#on);
	});

	/** Lines that have breakpoints, and whether all of a line's are off. */
	readonly lines: readonly { readonly line: number; readonly off: boolean }[] = $derived.by(() => {
		const numbers = this.breakpoints.flatMap(({ line }) => line ?? []);
		const distinct = numbers.filter((line, n) => numbers.indexOf(line) === n);
		return distinct.map((line) => ({
			line,
			off: this.breakpoints.every((one) => one.line !== line || one.off === true)
		}));
	});

	get breakpoints(): readonly Breakpoint[] {
		return this.seeker.marks.breaks ?? [];
	}

	#stateOf(breakpoint: Breakpoint): BreakState {
		const { loop } = this.seeker;
		const nothing = { breakpoint, found: null, fault: null, elsewhere: false };
		if (!loop) return nothing;
		const { line, step, lane: row, when } = breakpoint;
		const query = { line, step, lane: row };
		const elsewhere = line !== undefined && equationOnLine(loop, line) === null;
		if (loop.long) return { ...nothing, ...this.#stateInLong(loop, breakpoint, elsewhere), elsewhere };
		if (when === undefined) return { ...nothing, found: breakOf(loop, { ...query, when: null }), elsewhere };
		const asked = this.columns.of(loop, when);
		const fault = conditionFault(asked);
		const known = asked.kind === 'known' && fault === null;
		return {
			breakpoint,
			found: known ? breakOf(loop, { ...query, when: asked.column }) : null,
			fault,
			elsewhere
		};
	}

	/** In a loop that the engine has to look through: those lanes are known that come first. */
	#stateInLong(loop: Loop, breakpoint: Breakpoint, elsewhere: boolean): Pick<BreakState, 'found' | 'fault'> {
		const { line } = breakpoint;
		const search = elsewhere ? null : this.long.hits(loop, [soughtBy(breakpoint)]);
		if (search?.kind === 'refused') return { found: null, fault: search.failure };
		if (search?.kind !== 'known') return { found: null, fault: null };
		const { hits } = search;
		const eqn = line === undefined ? null : equationOnLine(loop, line);
		return { found: { hits, eqn, holds: (n, row) => hits.first[n] === row }, fault: null };
	}

	#anyInLong(loop: Loop): Hits | null {
		const on = this.list.filter(({ found, breakpoint }) => found && !breakpoint.off);
		if (on.length === 1) return on[0].found?.hits ?? null;
		const search = this.long.hits(
			loop,
			on.map(({ breakpoint }) => soughtBy(breakpoint))
		);
		return search.kind === 'known' ? search.hits : null;
	}

	/** Sets a breakpoint, once. */
	add(breakpoint: Breakpoint): void {
		const text = JSON.stringify(breakpoint);
		if (!this.breakpoints.some((known) => JSON.stringify(known) === text))
			this.#set([...this.breakpoints, breakpoint]);
	}

	/** Sets a breakpoint on a line, or takes those away that ask for nothing but the line. */
	toggleLine(line: number): void {
		const others = this.breakpoints.filter((one) => !isPlainLine(one, line));
		if (others.length < this.breakpoints.length) this.#set(others);
		else this.add({ line });
	}

	/** Switches a breakpoint off, or on again. */
	toggle(n: number): void {
		this.#set(
			this.breakpoints.map((one, k) => {
				if (k !== n) return one;
				const { off, ...rest } = one;
				return off ? rest : { ...rest, off: true as const };
			})
		);
	}

	remove(n: number): void {
		this.#set(this.breakpoints.filter((_, k) => k !== n));
	}

	/** Where playing stops. */
	readonly stops: Stops = {
		after: (from) => this.seeker.loop && nextStop(this.seeker.loop, this.#on, from, 'later'),
		at: (moment) => {
			const { loop } = this.seeker;
			return loop !== null && this.#on.some((one) => isStop(loop, one, moment));
		}
	};

	/** To the next stop. */
	next(direction: Direction): void {
		const { journey, loop, player } = this.seeker;
		if (!loop) return;
		const stop = nextStop(loop, this.#on, player.goal, direction);
		if (!stop) {
			this.seeker.tell(this.#on.length === 0 ? 'no breakpoint is on' : `no ${direction} breakpoint`);
			return;
		}
		journey.jump(stop);
		this.#focus(stop);
	}

	/** The first lane that stops here comes into focus, unless the one in focus does. */
	#focus(stop: Moment): void {
		const { loop } = this.seeker;
		if (!loop || loop.lanes < 2) return;
		const here = this.#on.filter(({ hits, eqn }) => hits.lanes[stop.step] > 0 && eqn === stop.eqn);
		if (here.some(({ holds }) => holds(stop.step, this.seeker.focusLane))) return;
		const first = here[0]?.hits.first[stop.step];
		if (first !== undefined) this.seeker.focus(lane(first));
	}

	#set(breaks: readonly Breakpoint[]): void {
		this.seeker.mark({ breaks: [...breaks] });
	}
}

const isPlainLine = ({ line, step, lane: row, when }: Breakpoint, wanted: number): boolean =>
	line === wanted && step === undefined && row === undefined && when === undefined;

const soughtBy = ({ step, lane: row, when }: Breakpoint): Sought => ({
	kind: 'true',
	expression: when ?? null,
	...(step !== undefined && { step }),
	...(row !== undefined && { lane: row })
});
