import type { Moment } from '$lib/recording/moment';

/** How far each beat has brought its step when it begins. */
const begun = { pull: 0, combine: 0.3, emit: 0.65, rest: 1 } as const;
const ended = { pull: 0.3, combine: 0.65, emit: 1, rest: 1 } as const;

/**
 * Where the thumb stands, 0 to 1: each step has a stretch of equal width and is done in its middle; the start is at
 * the left end.
 */
export function placeOf(moment: Moment, t: number, steps: number): number {
	if (moment.step < 0 || steps === 0) return 0;
	const done = begun[moment.beat] + (ended[moment.beat] - begun[moment.beat]) * t;
	const from = moment.step === 0 ? 0 : moment.step - 0.5;
	return (from + (moment.step + 0.5 - from) * done) / steps;
}

/** The step, or -1 for the start, whose place is nearest to `place`. */
export function stepAt(place: number, steps: number): number {
	const at = Math.max(0, Math.min(1, place)) * steps;
	return at < 0.25 ? -1 : Math.min(steps - 1, Math.floor(at));
}

/** The steps whose numbers stand under the timeline: all, or round ones so that at most `most` are named. */
export function namedSteps(steps: number, most: number): number[] {
	let every = 1;
	for (let n = 0; steps / every > most; n++) every = [1, 2, 5][n % 3] * 10 ** Math.floor(n / 3);
	return Array.from({ length: Math.ceil(steps / every) }, (_, n) => n * every);
}

/** The profile as bars, binned by the highest so that at most `most` are drawn. */
export function bars(profile: readonly number[], most: number): number[] {
	const width = Math.max(1, Math.ceil(profile.length / most));
	return Array.from({ length: Math.ceil(profile.length / width) }, (_, n) =>
		Math.max(...profile.slice(n * width, (n + 1) * width))
	);
}
