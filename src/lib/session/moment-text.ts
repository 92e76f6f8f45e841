import { eqnIndex, loopIndex, step, type Beat, type Moment, type Visit } from '$lib/recording/moment';

/** Letters of the beats in an address; `rest` needs none. */
const letters: { readonly [B in Beat]: string } = { pull: 'p', combine: 'c', emit: 'e', rest: '' };
const beatOf = new Map(Object.entries(letters).map(([beat, letter]) => [letter, beat as Beat]));

/**
 * A moment in an address: `[loop.]step[beat][:equation[~depth]]`, as `2`, `1.2`, `2c`, `2c:1`; the step before the first
 * is `start`, and loop 0 goes without saying. In a loop inside others the steps gone into stand before it: `3/1.2c:1`.
 */
export function momentText({ within, loop, step, beat, eqn, depth }: Moment): string {
	const way = within.map((visit) => `${loopText(visit.loop)}${visit.step}/`).join('');
	const place = step < 0 ? 'start' : `${step}${letters[beat]}`;
	const equation = eqn === null ? '' : `:${eqn}${depth === undefined ? '' : `~${depth}`}`;
	return `${way}${loopText(loop)}${place}${equation}`;
}

const loopText = (loop: number): string => (loop > 0 ? `${loop}.` : '');

const visitForm = /^(?:(\d{1,6})\.)?(\d{1,9})$/;
const form = /^(?:(\d{1,6})\.)?(?:start|(\d{1,9})([pce]?))(?::(\d{1,6})(?:~(\d{1,3}))?)?$/;

/** The inverse of `momentText`; null where the text is none. */
export function readMoment(text: string): Moment | null {
	const way = text.split('/');
	const found = form.exec(way.pop() ?? '');
	const within = way.map(readVisit);
	if (found === null || !within.every((visit) => visit !== null)) return null;
	const [, loop = '0', at = '-1', letter = '', eqn, depth] = found;
	return {
		within,
		loop: loopIndex(Number(loop)),
		step: step(Number(at)),
		beat: beatOf.get(letter) ?? 'rest',
		eqn: eqn === undefined ? null : eqnIndex(Number(eqn)),
		...(depth !== undefined && { depth: Number(depth) })
	};
}

function readVisit(text: string): Visit | null {
	const found = visitForm.exec(text);
	return found && { loop: loopIndex(Number(found[1] ?? 0)), step: step(Number(found[2])) };
}
