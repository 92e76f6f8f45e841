import { eqnIndex, loopIndex, step, type Beat, type Moment } from '$lib/recording/moment';

/** Letters of the beats in an address; `rest` needs none. */
const letters: { readonly [B in Beat]: string } = { pull: 'p', combine: 'c', emit: 'e', rest: '' };
const beatOf = new Map(Object.entries(letters).map(([beat, letter]) => [letter, beat as Beat]));

/**
 * A moment in an address: `[loop.]step[beat][:equation]`, as `2`, `1.2`, `2c`, `2c:1`; the step before the first is
 * `start`, and loop 0 goes without saying.
 */
export function momentText({ loop, step, beat, eqn }: Moment): string {
	const place = step < 0 ? 'start' : `${step}${letters[beat]}`;
	return `${loop > 0 ? `${loop}.` : ''}${place}${eqn === null ? '' : `:${eqn}`}`;
}

const form = /^(?:(\d{1,6})\.)?(?:start|(\d{1,9})([pce]?))(?::(\d{1,6}))?$/;

/** The inverse of `momentText`; null where the text is none. */
export function readMoment(text: string): Moment | null {
	const found = form.exec(text);
	if (found === null) return null;
	const [, loop = '0', at = '-1', letter = '', eqn] = found;
	return {
		loop: loopIndex(Number(loop)),
		step: step(Number(at)),
		beat: beatOf.get(letter) ?? 'rest',
		eqn: eqn === undefined ? null : eqnIndex(Number(eqn))
	};
}
