import * as v from 'valibot';
import type { Moment } from '$lib/recording/moment';
import type { Walk } from './deck';
import { marksFields, spokenMarks, type Marks } from './marks';
import { momentText } from './moment-text';
import {
	DeckPayload,
	differences,
	momentField,
	Payload,
	sightFromFields,
	sightOf,
	sightToFields,
	ViewFields,
	walkFromFields,
	walkToFields,
	type Fields,
	type Sight
} from './payload';
import { largestText, squeeze, unsqueeze } from './squeeze';

/**
 * The link: everything after `#`, in one of three forms, each readable for ever (`tests/links`).
 *
 *     running-max@2&tab=jaxpr     an example by its name, `@` a moment, then what differs from the plain view and,
 *                                 as `marks`, a squeezed JSON object, what is laid over it
 *     1.<payload>                 format 1: a squeezed JSON object, `Payload`
 *     2.<payload>                 format 2, in a deck: a squeezed JSON object, `DeckPayload`
 *
 * A published form is never changed; a new one gets a new tag.
 */
export interface LinkState extends Sight {
	/** Of the result when the link was made; null while there is none, and in links to examples. */
	readonly fingerprint: string | null;
	/** The deck that it is seen in; null outside of any. */
	readonly walk: Walk | null;
}

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

/** The fragment, without `#`. */
export function encodeLink(state: LinkState): string {
	const { source, moment, view, marks, fingerprint, walk } = state;
	const result = fingerprint !== null && { result: fingerprint };
	if (walk)
		return `2.${squeeze(JSON.stringify({ ...sightToFields(state), ...result, ...walkToFields(walk) }))}`;
	if (source.kind === 'example') return namedLink(source.name, moment, differences(view), spokenMarks(marks));
	return `1.${squeeze(JSON.stringify({ ...sightToFields(state), ...result }))}`;
}

/** Reads a fragment, with or without its `#`. `examples` are the names there are. */
export function decodeLink(fragment: string, examples: ReadonlySet<string>): Decoded {
	const text = fragment.replace(/^#/, '').replace(/[.,;:)\]>]+$/, '');
	if (text === '') return { kind: 'none' };
	try {
		if (text.startsWith('1.')) return decodePayload(text.slice(2));
		if (text.startsWith('2.')) return decodeDeck(text.slice(2), examples);
		return decodeNamed(unescaped(text), examples);
	} catch {
		return { kind: 'damaged', reason: 'was cut short or altered on its way' };
	}
}

const unescaped = (text: string): string => (text.includes('%') ? decodeURIComponent(text) : text);

function decodePayload(payload: string): Decoded {
	const { program, moment, result, marks, ...fields } = v.parse(Payload, JSON.parse(unsqueeze(payload)));
	return stateOf(sightOf({ kind: 'program', text: program }, moment, fields, marks), result);
}

function decodeDeck(payload: string, examples: ReadonlySet<string>): Decoded {
	const { result, ...fields } = v.parse(DeckPayload, JSON.parse(unsqueeze(payload)));
	const { lesson: _, slides: __, at: ___, ...sight } = fields;
	return stateOf(sightFromFields(sight, examples), result, walkFromFields(fields, examples));
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
		sightOf(
			{ kind: 'example', name },
			v.parse(v.optional(momentField), moment),
			v.parse(ViewFields, fields),
			marks === undefined ? undefined : v.parse(marksFields, JSON.parse(unsqueeze(String(marks))))
		)
	);
}

function readOption(option: string): [string, string | number] {
	const [field, value = ''] = option.split('=');
	return [field, /^[\d.]+$/.test(value) ? Number(value) : value];
}

const stateOf = (sight: Sight, result: string | null = null, walk: Walk | null = null): Decoded => ({
	kind: 'state',
	state: { ...sight, fingerprint: result, walk }
});
