import * as v from 'valibot';
import type { Moment } from '$lib/recording/moment';
import type { Deck, Slide, Walk } from './deck';
import { marksFields, noMarks, spokenMarks, type Marks } from './marks';
import { momentText } from './moment-text';
import { differences, momentField, sightOf, ViewFields, type Fields, type Sight } from './payload';
import { squeeze, unsqueeze } from './squeeze';
import type { View } from './view';

/** The links that are read aloud: an example, or a place of a lesson, by its name. */

/** The deck of a lesson; null where there is none of that name. */
export type DeckNamed = (name: string) => Deck | null;

/** `running-max@2&tab=jaxpr`. */
export const exampleLink = (name: string, { moment, view, marks }: Sight): string =>
	named(name, moment, differences(view), spokenMarks(marks));

/** `vmap-over-scan/3@2`, places counted from 1; null where what is seen is not that slide's program, or cannot be said so. */
export function lessonLink(sight: Sight, { of, at }: Walk, lessons: DeckNamed): string | null {
	const slide = of.kind === 'lesson' ? lessons(of.name)?.slides[at] : undefined;
	if (of.kind !== 'lesson' || !slide || !isSame(slide.sight.source, sight.source)) return null;
	const fields = changesOf(slide.sight.view, sight.view);
	const moment = isSame(slide.sight.moment, sight.moment) ? null : sight.moment;
	if (fields === null || (sight.moment === null && slide.sight.moment !== null)) return null;
	const marks = spokenMarks(sight.marks) ?? noMarks;
	const own = isSame(spokenMarks(slide.sight.marks) ?? noMarks, marks) ? null : marks;
	return named(`${of.name}/${at + 1}`, moment, fields, own);
}

function named(head: string, moment: Moment | null, fields: Fields, marks: Marks | null): string {
	const options = Object.entries(fields).map(([field, value]) => `&${field}=${value}`);
	if (marks) options.push(`&marks=${squeeze(JSON.stringify(marks))}`);
	return `${head}${moment ? `@${momentText(moment)}` : ''}${options.join('')}`;
}

/** What a named link says after its name. */
export interface Said {
	/** All before `@`. */
	readonly head: string;
	readonly moment: string | undefined;
	readonly fields: Fields;
	readonly marks: Marks | undefined;
}

/** Throws where it is no such link. */
export function readNamed(text: string): Said {
	const [first, ...options] = text.split('&');
	const [head, moment, ...rest] = first.split('@');
	if (rest.length > 0) throw new Error('internal: two moments');
	const { marks, ...fields } = Object.fromEntries(options.map((option) => readOption(option)));
	return {
		head,
		moment: v.parse(v.optional(momentField), moment),
		fields: v.parse(ViewFields, fields),
		marks: marks === undefined ? undefined : v.parse(marksFields, JSON.parse(unsqueeze(String(marks))))
	};
}

/** A slide's sight with what the link says otherwise. */
export function slideSight({ sight }: Slide, { moment, fields, marks }: Said): Sight {
	const said = sightOf(sight.source, moment, { ...differences(sight.view), ...fields }, marks);
	return {
		...said,
		moment: moment === undefined ? sight.moment : said.moment,
		marks: marks ?? sight.marks
	};
}

function readOption(option: string): [string, string | number] {
	const [field, value = ''] = option.split('=');
	return [field, /^[\d.]+$/.test(value) ? Number(value) : value];
}

/** What of a view is not as in the other; null where that is nothing in place of something. */
function changesOf(from: View, to: View): Fields | null {
	const changed = Object.entries(to).filter(([field, value]) => value !== from[field as keyof View]);
	return changed.some(([, value]) => value === null) ? null : Object.fromEntries(changed);
}

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
