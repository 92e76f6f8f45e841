import * as v from 'valibot';
import { readMoment } from './moment-text';

/**
 * What a user lays over a recording: it changes nothing in the program and travels in the link. The names of the fields
 * are part of the link's format.
 */

const index = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1e9));
const expression = v.pipe(v.string(), v.minLength(1), v.maxLength(400));
const momentText = v.pipe(
	v.string(),
	v.maxLength(120),
	v.check((text) => readMoment(text) !== null)
);
const most = 100;

/** Every part that is there has to hold: a line of the program (from 1), a step, a lane, an expression. */
const breakpoint = v.strictObject({
	line: v.optional(index),
	step: v.optional(index),
	lane: v.optional(index),
	when: v.optional(expression),
	off: v.optional(v.literal(true))
});

const bookmark = v.strictObject({ at: momentText, note: v.pipe(v.string(), v.maxLength(400)) });

const written = v.pipe(v.string(), v.minLength(1), v.maxLength(40));

/** Another number for an element of an x or an init (`at` is the step it is read in), or for one in the program. */
const edit = v.variant('of', [
	v.strictObject({
		of: v.picklist(['x', 'init']),
		at: momentText,
		leaf: index,
		lane: v.optional(index),
		element: v.optional(index),
		value: written
	}),
	v.strictObject({ of: v.literal('number'), from: index, was: written, value: written })
]);

/** What the run is compared with. */
const against = v.variant('with', [
	v.strictObject({ with: v.picklist(['edits', 'float16', 'tree']) }),
	v.strictObject({ with: v.literal('row'), row: index }),
	v.strictObject({ with: v.literal('program'), program: v.pipe(v.string(), v.maxLength(100_000)) })
]);

export const questions = ['carry', 'y', 'final', 'shape', 'rows'] as const;

/**
 * A question before a step: what will the carry, the y or the final carry be, of which shape the output, which rows will
 * change. Until it is answered nothing goes beyond the moment `at`, which is the one asked about.
 */
const gate = v.strictObject({
	at: momentText,
	ask: v.picklist(questions),
	lane: v.optional(index),
	leaf: v.optional(index),
	/** Answers to choose from, or a show of hands for each of them; absent: the answer is typed. */
	by: v.optional(v.picklist(['choice', 'vote']))
});

export const lockNames = ['read-only', 'data-only', 'hidden-code', 'hidden-table'] as const;

export const sorts = ['index', 'final', 'divergence', 'nan'] as const;

export const marksFields = v.strictObject({
	/** Python expressions over the user's names, shown as rows of their own. */
	watches: v.optional(v.pipe(v.array(expression), v.maxLength(most))),
	/** What is looked for: where this holds. */
	find: v.optional(expression),
	breaks: v.optional(v.pipe(v.array(breakpoint), v.maxLength(most))),
	bookmarks: v.optional(v.pipe(v.array(bookmark), v.maxLength(most))),
	/** First and last step of a stretch that plays over and over. */
	range: v.optional(v.tuple([index, index])),
	/** The loop of the range, where it is not the first: by its number, after those of the loops around it. */
	rangeIn: v.optional(v.pipe(v.string(), v.regex(/^\d{1,6}(\/\d{1,6}){0,20}$/))),
	/** Lanes that are drawn in full beside the heat map. */
	pins: v.optional(v.pipe(v.array(index), v.maxLength(most))),
	/** How the lanes of the heat map are ordered, and which of them are there. */
	sort: v.optional(v.picklist(sorts)),
	filter: v.optional(expression),
	group: v.optional(expression),
	/** The leaf that the heat map shows: `carry 0`. */
	leaf: v.optional(v.pipe(v.string(), v.regex(/^(carry|y|x|watch) \d{1,4}$/))),
	/** What if these numbers were others, in the order they were changed. */
	edits: v.optional(v.pipe(v.array(edit), v.maxLength(most))),
	against: v.optional(against),
	/** Both passes of a gradient as one picture. */
	gradient: v.optional(v.literal(true)),
	/** Numbers that differ by no more count as the same in a comparison. */
	tolerance: v.optional(v.pipe(v.number(), v.minValue(0))),
	gates: v.optional(v.pipe(v.array(gate), v.maxLength(most))),
	/** Nothing of what comes after the moment is shown, in any view. */
	hide: v.optional(v.literal(true)),
	/** What a viewer may not change or see before opening a copy. */
	locks: v.optional(v.pipe(v.array(v.picklist(lockNames)), v.maxLength(lockNames.length))),
	/** A sentence under the picture, for all to read. */
	caption: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(400)))
});

export type Marks = v.InferOutput<typeof marksFields>;
export type Breakpoint = v.InferOutput<typeof breakpoint>;
export type Edit = v.InferOutput<typeof edit>;
export type Against = v.InferOutput<typeof against>;
export type GateMark = v.InferOutput<typeof gate>;
export type Lock = (typeof lockNames)[number];
export type Sort = (typeof sorts)[number];

export const noMarks: Marks = {};

/** The marks that say something; null where there is none. */
export function spokenMarks(marks: Marks): Marks | null {
	const entries = Object.entries(marks).filter(
		([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0)
	);
	return entries.length === 0 ? null : Object.fromEntries(entries);
}
