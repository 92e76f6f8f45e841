import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exampleNames } from '$lib/examples/catalogue';
import type { Deck, Walk } from '$lib/session/deck';
import { decodeLink, type LinkState } from '$lib/session/link';
import { lockNames, marksFields, noMarks, questions, sorts } from '$lib/session/marks';
import { jaxprForms, orders, panels, plainView, rooms, tabs, themes, type View } from '$lib/session/view';

/**
 * Every form of link ever published: a file holds the fragment on its first line and below it, as JSON, the state it
 * stands for. Files are added, never changed: a link is a promise.
 */
/** Stands for a lesson: what lessons hold may change, the form of their links may not. */
const lesson: Deck = {
	title: 'A lesson',
	slides: ['first', 'second', 'third'].map((title) => ({
		title,
		note: '',
		sight: {
			source: { kind: 'program', text: `# ${title}\n` },
			moment: null,
			view: { ...plainView, tab: 'output' },
			marks: { caption: title }
		}
	}))
};
const lessons = (name: string): Deck | null => (name === 'vmap-over-scan' ? lesson : null);

const folder = import.meta.dirname;
const files = readdirSync(folder).filter((name) => name.endsWith('.txt'));

/** A field that came later stands as it did before there was any. */
const seenNow = (view: Partial<View>): View => ({ ...plainView, ...view });

function walkNow(walk: Walk | null): Walk | null {
	if (walk?.of.kind !== 'own') return walk;
	const { deck } = walk.of;
	const slides = deck.slides.map((slide) => ({
		...slide,
		sight: { ...slide.sight, view: seenNow(slide.sight.view) }
	}));
	return { ...walk, of: { kind: 'own', deck: { ...deck, slides } } };
}

describe('links published once are read for ever', () => {
	it.each(files)('%s', (name) => {
		const text = readFileSync(join(folder, name), 'utf8');
		const end = text.indexOf('\n');
		const decoded = decodeLink(text.slice(0, end), exampleNames, lessons);
		const state: LinkState = { marks: noMarks, walk: null, ...JSON.parse(text.slice(end)) };
		const moment = state.moment && { ...{ within: [] }, ...state.moment };
		const { view, walk } = { view: seenNow(state.view), walk: walkNow(state.walk) };
		expect(decoded).toEqual({ kind: 'state', state: { ...state, moment, view, walk } });
	});

	it('hold every field of the view and of the marks, and every choice there is', () => {
		const states = files.map((name) => {
			const text = readFileSync(join(folder, name), 'utf8');
			return JSON.parse(text.slice(text.indexOf('\n'))) as Partial<LinkState>;
		});
		const views = states.map(({ view }) => view);
		const chosen = (field: keyof View): Set<unknown> => new Set(views.map((view) => view?.[field]));
		const choicesOf = { tab: tabs, theme: themes, room: rooms, panel: panels, jaxpr: jaxprForms, order: orders };
		for (const [field, choices] of Object.entries(choicesOf))
			for (const choice of choices) expect(chosen(field as keyof View), field).toContain(choice);
		const marks = states.flatMap((state) => (state.marks ? [state.marks] : []));
		const fields = new Set(marks.flatMap((one) => Object.keys(one)));
		for (const field of Object.keys(marksFields.entries)) expect(fields).toContain(field);
		expect(new Set(marks.flatMap(({ sort }) => sort ?? []))).toEqual(new Set(sorts));
		expect(new Set(marks.flatMap(({ against }) => against?.with ?? []))).toEqual(
			new Set(['edits', 'float16', 'tree', 'row', 'program'])
		);
		expect(new Set(marks.flatMap(({ edits }) => edits?.map(({ of }) => of) ?? []))).toEqual(
			new Set(['x', 'init', 'number'])
		);
		expect(new Set(marks.flatMap(({ gates }) => gates?.map(({ ask }) => ask) ?? []))).toEqual(new Set(questions));
		expect(new Set(marks.flatMap(({ locks }) => locks ?? []))).toEqual(new Set(lockNames));
	});

	it('are of every form', () => {
		expect(files.length).toBeGreaterThanOrEqual(14);
	});
});
