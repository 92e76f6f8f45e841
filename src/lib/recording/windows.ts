import type { Data } from '$lib/array/dtype';
import type { NDArray } from '$lib/array/ndarray';
import type { Var } from '$lib/core/jaxpr';
import type { Ahead, Change } from './ahead';
import { columnsOf, withColumns } from './columns';
import type { KeptLoop, Track } from './kept';
import type { LiveLoop } from './live-loop';
import type { RanLoop } from './loop';
import type { Column, Loop } from './recording';

/** A stretch of steps: `to` is the first that is not in it. */
export interface Stretch {
	readonly from: number;
	readonly to: number;
}

/** Gets steps of a loop back: entries and steps of what was kept count from `from`, that of a checkpoint. */
export type Again = (from: number, to: number) => KeptLoop;

/** A loop as it is described by what was kept of a window, entries counted from the window's first. */
export type Describe = (kept: KeptLoop) => Loop;

/** Steps a page has round the moment at least, so that all columns in sight are among them. */
const leastShown = 384;

/** Checkpoints' distances a page has round the moment. */
const shownDistances = 3;

/** Checkpoints' distances that are looked through at a time. */
const stretchDistances = 8;

/** A loop of one length with the variable that each of its columns is of. */
interface Template {
	readonly loop: Loop;
	readonly sources: readonly (Var | 'active' | null)[];
}

/** What is known of a loop once it has run. */
interface Settled {
	/** With what holds for all of it. */
	readonly loop: Loop;
	/** Steps from one checkpoint to the next. */
	readonly every: number;
	readonly again: Again;
	readonly changed: (change: Change) => Ahead;
}

/** The windows of a loop that is too long to keep whole. The values of one last until another is asked for. */
export class Windows {
	/** By the number of steps: where values lie is the same in all windows of one length. */
	private readonly templates = new Map<number, Template>();
	private newest: { readonly stretch: Stretch; readonly live: LiveLoop } | null = null;
	private settled: Settled | null = null;

	constructor(
		private readonly ran: RanLoop,
		private readonly args: readonly NDArray[],
		private readonly describe: Describe
	) {}

	settle(settled: Settled): void {
		this.settled = settled;
	}

	get loop(): Loop {
		return this.known.loop;
	}

	private get known(): Settled {
		if (!this.settled) throw new Error('internal: a window of a loop that has not ended');
		return this.settled;
	}

	/** The same loop with a change, and windows of it, to be settled as it goes on. */
	changed(change: Change): { readonly ahead: Ahead; readonly windows: Windows } {
		const windows = new Windows(change.ran, change.args, this.describe);
		return { ahead: this.known.changed(change), windows };
	}

	/** The window between two checkpoints that a step lies in. */
	at(step: number): LiveLoop {
		const { loop, every } = this.known;
		const from = Math.floor(Math.max(0, Math.min(step, loop.recorded - 1)) / every) * every;
		return this.between({ from, to: Math.min(from + every, loop.recorded) });
	}

	/** The stretch that a page shows round a step. */
	around(step: number): Stretch {
		const { loop, every } = this.known;
		const distances = Math.max(shownDistances, Math.ceil(leastShown / every));
		const middle = Math.floor(Math.max(0, Math.min(step, loop.recorded - 1)) / every);
		const first = Math.max(0, middle - Math.floor(distances / 2));
		return { from: first * every, to: Math.min((first + distances) * every, loop.recorded) };
	}

	/** Steps from one checkpoint to the next. */
	get every(): number {
		return this.known.every;
	}

	/** Steps that take some milliseconds to run again. */
	get stride(): number {
		return this.known.every * stretchDistances;
	}

	/** All steps from that of a checkpoint on, in stretches of so many. */
	*stretches(first = 0): Generator<Stretch> {
		const { loop } = this.known;
		const steps = this.stride;
		for (let from = first; from < loop.recorded; from += steps)
			yield { from, to: Math.min(from + steps, loop.recorded) };
	}

	/** The last checkpoint at or before a step. */
	checkpointBefore(step: number): number {
		const { every } = this.known;
		return Math.floor(step / every) * every;
	}

	/** Steps from a checkpoint on. */
	between(stretch: Stretch): LiveLoop {
		const { newest } = this;
		if (newest && newest.stretch.from === stretch.from && newest.stretch.to === stretch.to)
			return newest.live;
		const { from, to } = stretch;
		const live = this.placed(this.known.again(from, to), from, this.loop);
		this.newest = { stretch, live };
		return live;
	}

	/** The same, with values of its own. */
	kept({ from, to }: Stretch): LiveLoop {
		this.newest = null;
		return this.placed(withOwnValues(this.known.again(from, to)), from, this.loop);
	}

	/** What was kept of steps from `from` on, in the loop's own numbers of steps. `whole` has what holds for all of the loop. */
	placed(kept: KeptLoop, from: number, whole: Loop | null): LiveLoop {
		const template = this.templateOf(kept);
		const facts = whole && columnsOf(whole);
		let n = 0;
		const moved = withColumns(template.loop, (column) => {
			const source = template.sources[n];
			const track = source && (source === 'active' ? kept.active : kept.tracks.get(source));
			const { whole: inShort } = facts?.[n] ?? column;
			n++;
			return {
				...column,
				...(track && { data: track.data, offset: track.offset - from * track.stride }),
				...(inShort && { whole: inShort }),
				extremes: track?.extremes ?? undefined
			};
		});
		const shift = (track: Track): Track => ({ ...track, offset: track.offset - from * track.stride });
		const tracks = new Map([...kept.tracks].map(([v, track]) => [v, shift(track)]));
		const active = kept.active && shift(kept.active);
		const to = from + kept.recorded;
		return {
			loop: whole?.long ? { ...whole, ...leavesOf(moved), long: { ...whole.long, from, to } } : moved,
			ran: this.ran,
			args: this.args,
			kept: { ...kept, tracks, active, carry: kept.carry.map(shift) }
		};
	}

	private templateOf(kept: KeptLoop): Template {
		let template = this.templates.get(kept.recorded);
		if (!template) {
			const loop = this.describe(kept);
			const sources = columnsOf(loop).map((column) => sourceOf(column, kept));
			this.templates.set(kept.recorded, (template = { loop, sources }));
		}
		return template;
	}
}

const leavesOf = ({
	carry,
	xs,
	ys,
	active,
	eqns,
	returns
}: Loop): Pick<Loop, 'carry' | 'xs' | 'ys' | 'active' | 'eqns' | 'returns'> => ({
	carry,
	xs,
	ys,
	active,
	eqns,
	returns
});

/** Which variable's history a column is; null for what is in none. */
function sourceOf({ data, offset, stepStride }: Column, { tracks, active }: KeptLoop): Var | 'active' | null {
	const is = (track: Track): boolean =>
		track.data === data && track.offset === offset && track.stride === stepStride;
	if (stepStride === 0) return null;
	for (const [v, track] of tracks) if (is(track)) return v;
	return active && is(active) ? 'active' : null;
}

/** With copies of all values that differ from step to step, each as long as it is. */
function withOwnValues(kept: KeptLoop): KeptLoop {
	const copies = new Map<Data, Data>();
	const own = (track: Track): Track => {
		if (track.stride === 0) return track;
		let data = copies.get(track.data);
		if (!data) copies.set(track.data, (data = track.data.slice()));
		return { ...track, data };
	};
	return {
		...kept,
		tracks: new Map([...kept.tracks].map(([v, track]) => [v, own(track)])),
		carry: kept.carry.map(own),
		active: kept.active && own(kept.active),
		storage: []
	};
}
