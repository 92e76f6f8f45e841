import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exampleNames } from '$lib/examples/catalogue';
import type { Deck } from '$lib/session/deck';
import { decodeLink, type LinkState } from '$lib/session/link';
import { noMarks } from '$lib/session/marks';
import { plainView } from '$lib/session/view';

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

describe('links published once are read for ever', () => {
	it.each(files)('%s', (name) => {
		const text = readFileSync(join(folder, name), 'utf8');
		const end = text.indexOf('\n');
		const decoded = decodeLink(text.slice(0, end), exampleNames, lessons);
		// A field that came later stands as it did before there was any.
		const state: LinkState = { marks: noMarks, walk: null, ...JSON.parse(text.slice(end)) };
		const view = { ...plainView, ...state.view };
		const moment = state.moment && { ...{ within: [] }, ...state.moment };
		expect(decoded).toEqual({ kind: 'state', state: { ...state, moment, view } });
	});

	it('are of every form', () => {
		expect(files.length).toBeGreaterThanOrEqual(14);
	});
});
