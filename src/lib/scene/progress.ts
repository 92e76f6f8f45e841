import { easeCubicInOut } from 'd3';
import { beats, type Beat, type Moment } from '$lib/recording/moment';

/** How far each beat of the present step has come, 0 to 1; all 1 before the first step. */
export type Progress = { readonly step: number } & { readonly [B in Beat]: number };

/** How far each beat of the step has come, 0 to 1. */
export function progressAt(moment: Moment, t: number): Progress {
	const now = beats.indexOf(moment.beat);
	const of = (beat: Beat): number => {
		const place = beats.indexOf(beat);
		return place < now ? 1 : place > now ? 0 : Math.max(0, Math.min(1, t));
	};
	if (moment.step < 0) return { step: -1, pull: 1, combine: 1, emit: 1, rest: 1 };
	return { step: moment.step, pull: of('pull'), combine: of('combine'), emit: of('emit'), rest: of('rest') };
}

/** Slow-in slow-out progress of the part of a beat between `from` and `to`. */
export const eased = (t: number, from = 0, to = 1): number =>
	easeCubicInOut(Math.max(0, Math.min(1, (t - from) / (to - from))));
