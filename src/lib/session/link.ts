import * as v from 'valibot';
import type { Walk } from './deck';
import { exampleLink, lessonLink, readNamed, slideSight, type DeckNamed, type Said } from './named-link';
import {
	DeckPayload,
	Payload,
	sightFromFields,
	sightOf,
	sightToFields,
	walkFromFields,
	walkToFields,
	type Sight
} from './payload';
import { largestText, squeeze, unsqueeze } from './squeeze';

/**
 * The link: everything after `#`, in one of four forms, each readable for ever (`tests/links`).
 *
 *     running-max@2&tab=jaxpr     an example by its name, `@` a moment, then what differs from the plain view and,
 *                                 as `marks`, a squeezed JSON object, what is laid over it
 *     vmap-over-scan/3@2          a place of a lesson's deck, from 1, `@` a moment, then what differs from that slide
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

/** Whether a link is too long to be read back: it holds too much. */
export const isTooLong = (state: LinkState): boolean =>
	new TextEncoder().encode(payloadOf(state)).length > largestText;

/** Some mail and chat programs cut a longer address. */
export const longLink = 2000;

/** The fragment, without `#`. */
export function encodeLink(state: LinkState, lessons: DeckNamed = noLessons): string {
	const { source, walk } = state;
	const named = walk
		? lessonLink(state, walk, lessons)
		: source.kind === 'example' && exampleLink(source.name, state);
	return named || `${walk ? 2 : 1}.${squeeze(payloadOf(state))}`;
}

/** What formats 1 and 2 hold. */
function payloadOf(state: LinkState): string {
	const { fingerprint, walk } = state;
	const result = fingerprint !== null && { result: fingerprint };
	return JSON.stringify({ ...sightToFields(state), ...result, ...(walk && walkToFields(walk)) });
}

const noLessons: DeckNamed = () => null;

/** Reads a fragment, with or without its `#`. `examples` are the names there are. */
export function decodeLink(
	fragment: string,
	examples: ReadonlySet<string>,
	lessons: DeckNamed = noLessons
): Decoded {
	const text = fragment.replace(/^#/, '').replace(/[.,;:)\]>]+$/, '');
	if (text === '') return { kind: 'none' };
	try {
		if (text.startsWith('1.')) return decodePayload(text.slice(2));
		if (text.startsWith('2.')) return decodeDeck(text.slice(2), examples);
		return decodeNamed(unescaped(text), examples, lessons);
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

function decodeNamed(text: string, examples: ReadonlySet<string>, lessons: DeckNamed): Decoded {
	if (/^\d+\./.test(text)) return { kind: 'damaged', reason: 'was made by a newer Lockstep than this one' };
	const [name] = text.split(/[&@]/);
	if (name.includes('/')) return decodeLesson(readNamed(text), lessons);
	if (!examples.has(name)) return { kind: 'damaged', reason: `names an example, ${name}, that is not here` };
	const { moment, fields, marks } = readNamed(text);
	return stateOf(sightOf({ kind: 'example', name }, moment, fields, marks));
}

function decodeLesson(said: Said, lessons: DeckNamed): Decoded {
	const [name, place] = said.head.split('/');
	const deck = lessons(name);
	if (!deck) return { kind: 'damaged', reason: `names a lesson, ${name}, that is not here` };
	const at = Number(place) - 1;
	const slide = deck.slides[at];
	if (!/^\d+$/.test(place) || !slide)
		return { kind: 'damaged', reason: `names scene ${place} of a lesson of ${deck.slides.length}` };
	return stateOf(slideSight(slide, said), null, { of: { kind: 'lesson', name }, at });
}

const stateOf = (sight: Sight, result: string | null = null, walk: Walk | null = null): Decoded => ({
	kind: 'state',
	state: { ...sight, fingerprint: result, walk }
});
