import type { Moment } from '$lib/recording/moment';
import type { Loop } from '$lib/recording/recording';
import { sameMoment } from '$lib/recording/walk';
import type { Marks } from './marks';
import { momentText, readMoment } from './moment-text';

/** What landmarks need of the session. */
export interface Ground {
	readonly marks: () => Marks;
	readonly mark: (change: Partial<Marks>) => void;
	readonly loop: () => Loop | null;
	readonly goal: () => Moment;
}

/** A bookmark that can be gone to. */
export interface Landmark {
	readonly moment: Moment;
	readonly note: string;
	/** The step of the present loop that it is at or in; null where it is elsewhere. */
	readonly step: number | null;
}

/** First and last step of the stretch that plays over and over. */
export type Range = readonly [from: number, to: number];

/** Bookmarks with their notes, and the stretch that is played over and over. All of it is kept in the marks. */
export class Landmarks {
	constructor(private readonly ground: Ground) {}

	readonly bookmarks: readonly Landmark[] = $derived.by(() => {
		const loop = this.ground.loop();
		return (this.ground.marks().bookmarks ?? []).flatMap(({ at, note }) => {
			const moment = readMoment(at);
			return moment ? [{ moment, note, step: loop && stepIn(loop, moment) }] : [];
		});
	});

	/** The bookmark of the moment where the cursor stands. */
	readonly here: Landmark | null = $derived.by(() => {
		const goal = this.ground.goal();
		return this.bookmarks.find(({ moment }) => sameMoment(moment, goal)) ?? null;
	});

	/** The stretch of the present loop; null where there is none, or it is of another loop. */
	readonly range: Range | null = $derived.by(() => {
		const { range, rangeIn = '0' } = this.ground.marks();
		const loop = this.ground.loop();
		if (!range || !loop || rangeIn !== nameOf(loop)) return null;
		const last = loop.recorded - 1;
		const [from, to] = range;
		return from > last ? null : [from, Math.min(to, last)];
	});

	/** Marks the moment where the cursor stands, or gives its mark another note. */
	bookmark(note: string): void {
		const at = momentText(this.ground.goal());
		const kept = this.ground.marks().bookmarks ?? [];
		const known = kept.some((one) => one.at === at);
		const bookmarks = known
			? kept.map((one) => (one.at === at ? { at, note } : one))
			: [...kept, { at, note }];
		this.ground.mark({ bookmarks });
	}

	forget({ moment }: Landmark): void {
		const at = momentText(moment);
		const bookmarks = (this.ground.marks().bookmarks ?? []).filter((one) => one.at !== at);
		this.ground.mark({ bookmarks });
	}

	/** Plays from the one step to the other, over and over; in either order. */
	repeat(from: number, to: number): void {
		const loop = this.ground.loop();
		if (!loop || loop.recorded === 0) return;
		const inLoop = (n: number): number => Math.max(0, Math.min(n, loop.recorded - 1));
		const range: [number, number] = [inLoop(Math.min(from, to)), inLoop(Math.max(from, to))];
		const name = nameOf(loop);
		this.ground.mark({ range, rangeIn: name === '0' ? undefined : name });
	}

	/** The stretch begins at the present step. */
	repeatFromHere(): void {
		const { step } = this.ground.goal();
		this.repeat(step, Math.max(step, this.range?.[1] ?? (this.ground.loop()?.recorded ?? 1) - 1));
	}

	/** The stretch ends at the present step. */
	repeatToHere(): void {
		const { step } = this.ground.goal();
		this.repeat(Math.min(step, this.range?.[0] ?? 0), step);
	}

	clearRange(): void {
		this.ground.mark({ range: undefined, rangeIn: undefined });
	}
}

/** A loop by its place in the program: in every step of the loops around it the same. */
const nameOf = ({ within, index }: Loop): string => [...within.map(({ loop }) => loop), index].join('/');

/** The step of the loop that a moment is at, or that it lies in. */
function stepIn({ within, index }: Loop, moment: Moment): number | null {
	const way = [...moment.within, moment];
	const around = way.slice(0, within.length);
	const same = around.every(({ loop, step }, n) => loop === within[n].loop && step === within[n].step);
	const at = way.at(within.length);
	return same && at && at.loop === index && at.step >= 0 ? at.step : null;
}
