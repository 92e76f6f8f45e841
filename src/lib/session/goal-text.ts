import { restAt } from '$lib/recording/walk';
import type { Moment } from '$lib/recording/moment';
import type { Loop } from '$lib/recording/recording';
import { readMoment } from './moment-text';

/** What is meant by a step that is typed in. */
export type Goal =
	| { readonly kind: 'moment'; readonly moment: Moment }
	/** The next time a line of the program is carried out; from 1. */
	| { readonly kind: 'line'; readonly line: number }
	/** `why` is a sentence. */
	| { readonly kind: 'none'; readonly why: string };

const starts = new Set(['start', 'first', 'init']);
const ends = new Set(['end', 'last', 'final']);
/** Further than any loop goes: the last step of whatever loop it is. */
const beyond = '999999999';

/**
 * Reads `12`, `start`, `end` (steps of the present loop), `3/5` (step 5 of the loop inside step 3), any moment as links
 * have it, and `line 7`. `way` are the loops around the present one, outermost first, and itself.
 */
export function readGoal(typed: string, way: readonly Loop[]): Goal {
	const text = typed.trim().toLowerCase();
	const loop = way.at(-1);
	if (!loop) return none('Nothing has run.');
	const [, line] = /^(?:line|l)\s*(\d{1,6})$/.exec(text) ?? [];
	if (line !== undefined) return { kind: 'line', line: Number(line) };
	if (starts.has(text)) return { kind: 'moment', moment: restAt(loop, -1) };
	if (ends.has(text)) return { kind: 'moment', moment: restAt(loop, loop.recorded - 1) };
	if (/^\d+$/.test(text)) return stepOf(loop, Number(text));
	return text.includes('/') ? pathOf(text, way) : exactly(text, loop);
}

const none = (why: string): Goal => ({ kind: 'none', why });

const rangeText = ({ recorded }: Loop): string =>
	recorded === 0 ? 'The loop has no steps.' : `The steps are 0 to ${recorded - 1}.`;

const stepOf = (loop: Loop, n: number): Goal =>
	n < loop.recorded
		? { kind: 'moment', moment: restAt(loop, n) }
		: none(`There is no step ${n}. ${rangeText(loop)}`);

/** A path; of loops that are not numbered those of the present way are meant. */
function pathOf(text: string, way: readonly Loop[]): Goal {
	const parts = text.split('/').map((part) => part.trim());
	const numbered = parts.map((part, n) => {
		const step = starts.has(part) ? 'start' : ends.has(part) ? beyond : part;
		return step.includes('.') ? step : `${way[n]?.index ?? 0}.${step}`;
	});
	const moment = readMoment(numbered.join('/'));
	if (moment === null) return none(`“${text}” is no path. Write the step of each loop, as 3/5.`);
	const [top] = way;
	const outer = moment.within[0];
	return outer.loop === top.index && outer.step >= top.recorded
		? none(`There is no step ${outer.step} in the outermost loop. ${rangeText(top)}`)
		: { kind: 'moment', moment };
}

/** A moment of the present loop as links have it: `2c:1`. */
function exactly(text: string, loop: Loop): Goal {
	const moment = readMoment(text);
	if (moment === null) return none(`“${text}” is no step. Type a number, start, end, 3/5 or line 7.`);
	if (moment.step >= loop.recorded) return stepOf(loop, moment.step);
	return { kind: 'moment', moment: { ...moment, within: loop.within, loop: loop.index } };
}
