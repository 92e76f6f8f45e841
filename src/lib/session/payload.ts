import * as v from 'valibot';
import { lane, type Moment } from '$lib/recording/moment';
import { longestNote, longestTitle, mostSlides, type Deck, type Slide, type Walk } from './deck';
import { marksFields, noMarks, spokenMarks, type Marks } from './marks';
import { momentText, readMoment } from './moment-text';
import { speeds } from './timing';
import { jaxprForms, orders, panels, plainView, rooms, tabs, themes, type View } from './view';

export type Source =
	{ readonly kind: 'example'; readonly name: string } | { readonly kind: 'program'; readonly text: string };

/** What is to be seen: a program, a moment of it, how it is looked at and what is laid over it. */
export interface Sight {
	readonly source: Source;
	/** Null: where a recording opens. */
	readonly moment: Moment | null;
	readonly view: View;
	readonly marks: Marks;
}

export const momentField = v.pipe(
	v.string(),
	v.maxLength(120),
	v.check((text) => readMoment(text) !== null)
);

/** What differs from the plain view; the names of the fields are part of the format. */
const viewFields = {
	tab: v.optional(v.picklist(tabs)),
	theme: v.optional(v.picklist(themes)),
	room: v.optional(v.picklist(rooms)),
	speed: v.optional(v.picklist(speeds)),
	lane: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1e9))),
	panel: v.optional(v.picklist(panels)),
	jaxpr: v.optional(v.picklist(jaxprForms)),
	order: v.optional(v.picklist(orders))
};

export const ViewFields = v.strictObject(viewFields);
export type Fields = v.InferOutput<typeof ViewFields>;

const sightFields = {
	moment: v.optional(momentField),
	marks: v.optional(marksFields),
	...viewFields
};

/** Format 1. */
export const Payload = v.strictObject({
	program: v.string(),
	result: v.optional(v.pipe(v.string(), v.maxLength(16))),
	...sightFields
});

const exampleName = v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,60}$/));
const anySight = {
	program: v.optional(v.string()),
	example: v.optional(exampleName),
	...sightFields
};
const title = v.optional(v.pipe(v.string(), v.maxLength(longestTitle)));
const place = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(mostSlides - 1));

const SlideFields = v.strictObject({
	title,
	note: v.optional(v.pipe(v.string(), v.maxLength(longestNote))),
	...anySight
});

/** Format 2: what is seen now, and the deck that it is seen in. */
export const DeckPayload = v.strictObject({
	result: v.optional(v.pipe(v.string(), v.maxLength(16))),
	...anySight,
	lesson: v.optional(exampleName),
	title,
	slides: v.optional(v.pipe(v.array(SlideFields), v.minLength(1), v.maxLength(mostSlides))),
	at: place
});

type WrittenSight = v.InferOutput<typeof SlideFields>;

/** A sight as the fields of a payload. */
export const sightToFields = ({
	source,
	moment,
	view,
	marks
}: Sight): Omit<WrittenSight, 'title' | 'note'> => {
	const spoken = spokenMarks(marks);
	return {
		...(source.kind === 'program' ? { program: source.text } : { example: source.name }),
		...(moment && { moment: momentText(moment) }),
		...(spoken && { marks: spoken }),
		...differences(view)
	};
};

/** The inverse. Throws where the fields name an example that is not in `examples`, or no program at all. */
export function sightFromFields(written: WrittenSight, examples: ReadonlySet<string>): Sight {
	const { program, example, moment, marks, title: _, note: __, ...fields } = written;
	if (example !== undefined && !examples.has(example)) throw new Error('no such example');
	if (program === undefined && example === undefined) throw new Error('no program');
	const source: Source =
		program === undefined ? { kind: 'example', name: example ?? '' } : { kind: 'program', text: program };
	return sightOf(source, moment, fields, marks);
}

/** The view as it differs from the plain one. */
export function differences(view: View): Fields {
	const entries = Object.entries(view).filter(([field, value]) => value !== plainView[field as keyof View]);
	return Object.fromEntries(entries);
}

export function sightOf(
	source: Source,
	moment: string | undefined,
	fields: Fields,
	marks: Marks = noMarks
): Sight {
	const view: View = { ...plainView, ...fields, lane: fields.lane === undefined ? null : lane(fields.lane) };
	return { source, moment: moment === undefined ? null : readMoment(moment), view, marks };
}

/** What of a payload is the deck's. */
export function walkToFields({
	of,
	at
}: Walk): Pick<v.InferOutput<typeof DeckPayload>, 'lesson' | 'title' | 'slides' | 'at'> {
	if (of.kind === 'lesson') return { lesson: of.name, at };
	const { title, slides } = of.deck;
	return { ...(title !== '' && { title }), slides: slides.map(slideToFields), at };
}

/** The inverse. Throws where it names no deck, or a place beyond its end. */
export function walkFromFields(
	{ lesson, title = '', slides, at }: v.InferOutput<typeof DeckPayload>,
	examples: ReadonlySet<string>
): Walk {
	if (lesson !== undefined) return { of: { kind: 'lesson', name: lesson }, at };
	if (slides === undefined || at >= slides.length) throw new Error('no such slide');
	const deck: Deck = { title, slides: slides.map((slide) => slideFromFields(slide, examples)) };
	return { of: { kind: 'own', deck }, at };
}

const slideToFields = ({ title, note, sight }: Slide): WrittenSight => ({
	...(title !== '' && { title }),
	...(note !== '' && { note }),
	...sightToFields(sight)
});

const slideFromFields = (written: WrittenSight, examples: ReadonlySet<string>): Slide => ({
	title: written.title ?? '',
	note: written.note ?? '',
	sight: sightFromFields(written, examples)
});
