import * as v from 'valibot';
import { lane, type Moment } from '$lib/recording/moment';
import { momentText, readMoment } from './moment-text';
import { largestText, squeeze, unsqueeze } from './squeeze';
import { speeds } from './timing';
import { marksFields, noMarks, spokenMarks, type Marks } from './marks';
import { panels, plainView, tabs, themes, type View } from './view';

/**
 * The link: everything after `#`, in one of two forms, each readable for ever (`tests/links`).
 *
 *     running-max@2&tab=jaxpr     an example by its name, `@` a moment, then what differs from the plain view and,
 *                                 as `marks`, a squeezed JSON object, what is laid over it
 *     1.<payload>                 format 1: a squeezed JSON object, `Payload` below
 *
 * A published form is never changed; a new one gets a new tag.
 */
export interface LinkState {
	readonly source: Source;
	/** Null: where a recording opens. */
	readonly moment: Moment | null;
	readonly view: View;
	readonly marks: Marks;
	/** Of the result when the link was made; null while there is none, and in links to examples. */
	readonly fingerprint: string | null;
}

export type Source =
	{ readonly kind: 'example'; readonly name: string } | { readonly kind: 'program'; readonly text: string };

export type Decoded =
	| { readonly kind: 'state'; readonly state: LinkState }
	/** An address without a fragment. */
	| { readonly kind: 'none' }
	/** `reason` ends a sentence that begins with "This link". */
	| { readonly kind: 'damaged'; readonly reason: string };

/** Whether a program is too long for any link: such a link would not be read back. */
export const isTooLong = (program: string): boolean =>
	new TextEncoder().encode(JSON.stringify(program)).length > largestText - 1024;

/** Some mail and chat programs cut a longer address. */
export const longLink = 2000;

const momentField = v.pipe(
	v.string(),
	v.maxLength(120),
	v.check((text) => readMoment(text) !== null)
);

/** What differs from the plain view; the names of the fields are part of the format. */
const viewFields = {
	tab: v.optional(v.picklist(tabs)),
	theme: v.optional(v.picklist(themes)),
	speed: v.optional(v.picklist(speeds)),
	lane: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1e9))),
	panel: v.optional(v.picklist(panels))
};

const Payload = v.strictObject({
	program: v.string(),
	moment: v.optional(momentField),
	result: v.optional(v.pipe(v.string(), v.maxLength(16))),
	marks: v.optional(marksFields),
	...viewFields
});

const ViewFields = v.strictObject(viewFields);

/** The fragment, without `#`. */
export function encodeLink({ source, moment, view, marks, fingerprint }: LinkState): string {
	const fields = differences(view);
	const spoken = spokenMarks(marks);
	if (source.kind === 'example') return namedLink(source.name, moment, fields, spoken);
	const payload: v.InferInput<typeof Payload> = {
		program: source.text,
		...(moment && { moment: momentText(moment) }),
		...(fingerprint !== null && { result: fingerprint }),
		...(spoken && { marks: spoken }),
		...fields
	};
	return `1.${squeeze(JSON.stringify(payload))}`;
}

/** Reads a fragment, with or without its `#`. `examples` are the names there are. */
export function decodeLink(fragment: string, examples: ReadonlySet<string>): Decoded {
	const text = fragment.replace(/^#/, '').replace(/[.,;:)\]>]+$/, '');
	if (text === '') return { kind: 'none' };
	try {
		return text.startsWith('1.') ? decodePayload(text.slice(2)) : decodeNamed(unescaped(text), examples);
	} catch {
		return { kind: 'damaged', reason: 'was cut short or altered on its way' };
	}
}

const unescaped = (text: string): string => (text.includes('%') ? decodeURIComponent(text) : text);

function decodePayload(payload: string): Decoded {
	const { program, moment, result, marks, ...fields } = v.parse(Payload, JSON.parse(unsqueeze(payload)));
	return stateOf({ kind: 'program', text: program }, moment, fields, marks, result);
}

function namedLink(name: string, moment: Moment | null, fields: Fields, marks: Marks | null): string {
	const options = Object.entries(fields).map(([field, value]) => `&${field}=${value}`);
	if (marks) options.push(`&marks=${squeeze(JSON.stringify(marks))}`);
	return `${name}${moment ? `@${momentText(moment)}` : ''}${options.join('')}`;
}

function decodeNamed(text: string, examples: ReadonlySet<string>): Decoded {
	const [head, ...options] = text.split('&');
	const [name, moment, ...rest] = head.split('@');
	if (/^\d+\./.test(text)) return { kind: 'damaged', reason: 'was made by a newer Lockstep than this one' };
	if (!examples.has(name)) return { kind: 'damaged', reason: `names an example, ${name}, that is not here` };
	if (rest.length > 0) throw new Error('internal: two moments');
	const { marks, ...fields } = Object.fromEntries(options.map((option) => readOption(option)));
	return stateOf(
		{ kind: 'example', name },
		v.parse(v.optional(momentField), moment),
		v.parse(ViewFields, fields),
		marks === undefined ? undefined : v.parse(marksFields, JSON.parse(unsqueeze(String(marks))))
	);
}

function readOption(option: string): [string, string | number] {
	const [field, value = ''] = option.split('=');
	return [field, /^[\d.]+$/.test(value) ? Number(value) : value];
}

type Fields = v.InferOutput<typeof ViewFields>;

function differences(view: View): Fields {
	const entries = Object.entries(view).filter(([field, value]) => value !== plainView[field as keyof View]);
	return Object.fromEntries(entries);
}

function stateOf(
	source: Source,
	moment: string | undefined,
	fields: Fields,
	marks: Marks = noMarks,
	result: string | null = null
): Decoded {
	const view: View = { ...plainView, ...fields, lane: fields.lane === undefined ? null : lane(fields.lane) };
	const at = moment === undefined ? null : readMoment(moment);
	return { kind: 'state', state: { source, moment: at, view, marks, fingerprint: result } };
}
