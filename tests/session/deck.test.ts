import { describe, expect, it, vi } from 'vitest';
import { withMoved, withoutSlide, withSlide, type Deck, type Slide } from '$lib/session/deck';
import { decodeLink } from '$lib/session/link';
import { noMarks } from '$lib/session/marks';
import { stepBack, stepOn } from '$lib/session/pace';
import { Session } from '$lib/session/session.svelte';
import { plainView } from '$lib/session/view';
import { fourRows, runningMax } from '../support/fixture';
import { inStillTime } from '../support/still-time';
import { FakeBar, FakeWorld } from '../support/world';

const slide = (title: string): Slide => ({
	title,
	note: '',
	sight: { source: { kind: 'program', text: title }, moment: null, view: plainView, marks: noMarks }
});
const deckOf = (...titles: string[]): Deck => ({ title: 'a deck', slides: titles.map(slide) });
const titles = (deck: Deck | null): string[] | undefined => deck?.slides.map(({ title }) => title);

describe('a deck', () => {
	it('takes a slide in behind another', () => {
		expect(titles(withSlide(deckOf('a', 'b'), 0, slide('new')))).toEqual(['a', 'new', 'b']);
	});

	it('is none without its last slide', () => {
		expect(titles(withoutSlide(deckOf('a', 'b'), 0))).toEqual(['b']);
		expect(withoutSlide(deckOf('a'), 0)).toBeNull();
	});

	it('has a slide where it was moved to, forwards and backwards', () => {
		expect(titles(withMoved(deckOf('a', 'b', 'c'), 0, 2))).toEqual(['b', 'c', 'a']);
		expect(titles(withMoved(deckOf('a', 'b', 'c'), 2, 0))).toEqual(['c', 'a', 'b']);
	});
});

describe('a walk through a deck', () => {
	let session: Session;
	let bar: FakeBar;

	async function open(fragment = ''): Promise<void> {
		bar = new FakeBar(fragment);
		session = new Session();
		session.start(new FakeWorld(bar, (program) => ({ ...runningMax(fourRows), program })));
		session.player.reduced = true;
		await vi.advanceTimersByTimeAsync(1000);
	}

	const type = async (text: string): Promise<void> => {
		session.setProgram(text);
		await vi.advanceTimersByTimeAsync(1000);
	};
	const seen = (): [string, number] => [session.text, session.player.goal.step];

	/** Three slides: at step 1 of one program, at the start of another, and at its step 2. */
	async function build(): Promise<void> {
		await open();
		await type('first');
		session.player.seek(1);
		session.deck.add('one');
		await type('second');
		session.player.first();
		session.deck.add('two');
		session.player.seek(2);
		session.deck.add('three');
	}

	inStillTime(() => session.close());

	it('shows each slide as it was kept', async () => {
		await build();
		session.deck.go(0);
		await vi.advanceTimersByTimeAsync(1000);
		expect(seen()).toEqual(['first', 1]);
		session.deck.go(1);
		await vi.advanceTimersByTimeAsync(1000);
		expect(seen()).toEqual(['second', -1]);
		session.deck.next();
		expect(seen()).toEqual(['second', 2]);
		expect(session.deck.next()).toBe(false);
	});

	it('goes on from the last step, and back from the start', async () => {
		await build();
		session.deck.go(0);
		await vi.advanceTimersByTimeAsync(1000);
		session.player.last();
		stepOn(session);
		await vi.advanceTimersByTimeAsync(1000);
		expect([session.deck.at, ...seen()]).toEqual([1, 'second', -1]);
		stepBack(session);
		await vi.advanceTimersByTimeAsync(1000);
		expect([session.deck.at, ...seen()]).toEqual([0, 'first', 1]);
	});

	it('is in the link, with the place and what is seen there', async () => {
		await build();
		session.deck.go(1);
		await vi.advanceTimersByTimeAsync(1000);
		session.player.seek(1);
		const link = session.linking.link();
		session.close();
		await open(`#${link}`);
		expect([session.deck.at, ...seen()]).toEqual([1, 'second', 1]);
		expect(titles(session.deck.deck)).toEqual(['one', 'two', 'three']);
		expect(session.linking.link()).toBe(link);
	});

	it('leaves an entry in the history for each slide', async () => {
		await build();
		session.deck.go(0);
		await vi.advanceTimersByTimeAsync(1000);
		session.deck.go(2);
		await vi.advanceTimersByTimeAsync(1000);
		bar.back();
		session.linking.read();
		await vi.advanceTimersByTimeAsync(1000);
		expect([session.deck.at, ...seen()]).toEqual([0, 'first', 1]);
	});

	it('stays with its slide while the others are moved and taken away', async () => {
		await build();
		session.deck.move(2, 0);
		expect([session.deck.slide?.title, titles(session.deck.deck)]).toEqual([
			'three',
			['three', 'one', 'two']
		]);
		session.deck.remove(1);
		expect([session.deck.slide?.title, titles(session.deck.deck)]).toEqual(['three', ['three', 'two']]);
		session.deck.remove(0);
		session.deck.remove(0);
		expect(session.deck.walk).toBeNull();
		expect(decodeLink(session.linking.link(), new Set())).toMatchObject({ state: { walk: null } });
	});

	it('keeps titles and notes, and takes a slide again', async () => {
		await build();
		session.deck.describe(2, { note: 'say why' });
		session.player.seek(1);
		session.deck.retake();
		expect(session.deck.slide).toMatchObject({
			title: 'three',
			note: 'say why',
			sight: { moment: { step: 1 } }
		});
	});

	it('stays where another program is opened, which may be its next slide', async () => {
		await build();
		session.opening.openExample('ema');
		await vi.advanceTimersByTimeAsync(1000);
		session.deck.add();
		expect(session.deck.at).toBe(3);
		expect(session.deck.slide?.sight.source).toEqual({ kind: 'example', name: 'ema' });
	});

	it('gets a slide back that was taken away, at its place', async () => {
		await build();
		session.deck.go(1);
		session.deck.remove(0);
		expect([titles(session.deck.deck), session.deck.at]).toEqual([['two', 'three'], 0]);
		session.deck.bringBack();
		expect([titles(session.deck.deck), session.deck.at]).toEqual([['one', 'two', 'three'], 1]);
		session.deck.remove(1);
		session.deck.bringBack();
		expect([titles(session.deck.deck), session.deck.at]).toEqual([['one', 'two', 'three'], 1]);
		expect(session.deck.removed).toBeNull();
	});

	it('gets its only slide back, with its title', async () => {
		await open();
		session.deck.add('one');
		session.deck.rename('all');
		session.deck.remove(0);
		expect(session.deck.deck).toBeNull();
		session.deck.bringBack();
		expect(session.deck.deck).toMatchObject({ title: 'all', slides: [{ title: 'one' }] });
	});

	it('keeps locks with their slide, and a copy has none of them', async () => {
		await build();
		session.locks.set('read-only', true);
		expect(session.deck.slide?.sight.marks.locks).toEqual(['read-only']);
		session.deck.go(0);
		await vi.advanceTimersByTimeAsync(1000);
		expect(session.locks.all).toEqual([]);
		session.deck.go(2);
		await vi.advanceTimersByTimeAsync(1000);
		expect(session.locks.has('read-only')).toBe(true);
		session.locks.openCopy();
		expect([session.deck.walk, session.locks.all, ...seen()]).toEqual([null, [], 'second', 2]);
		bar.back();
		session.linking.read();
		await vi.advanceTimersByTimeAsync(1000);
		expect([session.deck.at, session.locks.all]).toEqual([2, ['read-only']]);
	});
});
