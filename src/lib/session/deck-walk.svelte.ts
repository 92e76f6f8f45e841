import {
	mostSlides,
	withChanged,
	withMoved,
	withoutSlide,
	withSlide,
	type Deck,
	type DeckSource,
	type Slide,
	type Walk
} from './deck';
import type { Lock } from './marks';
import type { Sight } from './payload';

/** What a walk needs of the session. */
export interface Walker {
	/** What is seen now. */
	readonly sight: () => Sight;
	/** Shows a slide's sight; the theme, the room and the speed stay as they are. */
	readonly show: (sight: Sight) => void;
	/** Leaves an entry in the history. */
	readonly leave: () => void;
	readonly changed: () => void;
	/** The deck of a lesson; null where there is none of that name. */
	readonly lesson: (name: string) => Deck | null;
}

/** A slide that was taken away, and where it stood. */
interface Removed {
	readonly slide: Slide;
	readonly at: number;
	/** The deck's title. */
	readonly of: string;
	/** Whether one stood on it. */
	readonly stood: boolean;
}

/** The deck that is walked through and edited, and the place in it. */
export class DeckWalk {
	/** What was taken away last, to be brought back; null once something else was done. */
	removed = $state.raw<Removed | null>(null);
	#walk = $state.raw<Walk | null>(null);

	readonly deck: Deck | null = $derived(this.#walk && this.#deckOf(this.#walk.of));

	constructor(private readonly walker: Walker) {}

	/** As a link holds it; null outside of any deck. */
	get walk(): Walk | null {
		return this.#walk;
	}

	/** The same where the deck is one's own: another program may become its next slide. */
	get own(): Walk | null {
		return this.#walk?.of.kind === 'own' ? this.#walk : null;
	}

	get at(): number {
		return this.#walk?.at ?? 0;
	}

	get slide(): Slide | null {
		return this.deck?.slides[this.at] ?? null;
	}

	get hasNext(): boolean {
		return this.deck !== null && this.at + 1 < this.deck.slides.length;
	}

	get hasPrevious(): boolean {
		return this.deck !== null && this.at > 0;
	}

	/** Whether a deck holds no more. */
	get isFull(): boolean {
		return this.deck !== null && this.deck.slides.length >= mostSlides;
	}

	/** Stands where a link says, without showing anything; a place beyond the end is the last one. */
	enter(walk: Walk | null): void {
		const deck = walk && this.#deckOf(walk.of);
		this.removed = null;
		this.#walk = walk && deck && { ...walk, at: Math.min(walk.at, deck.slides.length - 1) };
	}

	/** Goes to a slide and shows it. */
	go(at: number): void {
		const slide = this.deck?.slides[at];
		if (!this.#walk || !slide) return;
		this.walker.leave();
		this.removed = null;
		this.#walk = { ...this.#walk, at };
		this.walker.show(slide.sight);
	}

	/** False where there is no further slide. */
	next(): boolean {
		if (!this.hasNext) return false;
		this.go(this.at + 1);
		return true;
	}

	/** False where there is none before. */
	previous(): boolean {
		if (!this.hasPrevious) return false;
		this.go(this.at - 1);
		return true;
	}

	/** Keeps what is seen now: as a slide behind this one, or as the first of a new deck. */
	add(title = ''): void {
		if (this.isFull) return;
		const slide: Slide = { title, note: '', sight: this.walker.sight() };
		const { deck } = this;
		if (deck === null) this.#edited({ title: '', slides: [slide] }, 0);
		else this.#edited(withSlide(deck, this.at, slide), this.at + 1);
	}

	/** Takes a slide away; with the last one the deck goes. What is seen stays. */
	remove(at: number): void {
		const { deck } = this;
		const slide = deck?.slides[at];
		if (!deck || !slide) return;
		const left = withoutSlide(deck, at);
		const removed = { slide, at, of: deck.title, stood: at === this.at };
		if (left === null) this.close();
		else this.#edited(left, Math.min(this.at > at ? this.at - 1 : this.at, left.slides.length - 1));
		this.removed = removed;
	}

	/** Puts the slide that was taken away last back where it was. */
	bringBack(): void {
		const { removed, deck } = this;
		if (!removed) return;
		const { slide, at, of, stood } = removed;
		if (deck === null) this.#edited({ title: of, slides: [slide] }, 0);
		else this.#edited(withSlide(deck, at - 1, slide), stood ? at : this.at < at ? this.at : this.at + 1);
	}

	/** What was taken away stays away. */
	forget(): void {
		this.removed = null;
	}

	/** Moves a slide; the cursor stays with the slide it is on. */
	move(from: number, to: number): void {
		const { deck, at } = this;
		if (deck === null || to < 0 || to >= deck.slides.length || from === to) return;
		const moved = withMoved(deck, from, to);
		this.#edited(moved, moved.slides.indexOf(deck.slides[at]));
	}

	/** Changes what is said of a slide. */
	describe(at: number, change: { readonly title?: string; readonly note?: string }): void {
		if (this.deck) this.#edited(withChanged(this.deck, at, change), this.at);
	}

	/** What a viewer of a slide may not change or see. */
	lock(at: number, locks: readonly Lock[]): void {
		const sight = this.deck?.slides[at]?.sight;
		if (!this.deck || !sight) return;
		const marks = { ...sight.marks, locks: locks.length > 0 ? [...locks] : undefined };
		this.#edited(withChanged(this.deck, at, { sight: { ...sight, marks } }), this.at);
	}

	/** Keeps what is seen now as the slide that one is on. */
	retake(): void {
		if (this.deck) this.#edited(withChanged(this.deck, this.at, { sight: this.walker.sight() }), this.at);
	}

	rename(title: string): void {
		if (this.deck) this.#edited({ ...this.deck, title }, this.at);
	}

	/** Leaves the deck; what is seen stays. */
	close(): void {
		this.removed = null;
		this.#walk = null;
		this.walker.changed();
	}

	/** An edited lesson is a deck of one's own. */
	#edited(deck: Deck, at: number): void {
		this.removed = null;
		this.#walk = { of: { kind: 'own', deck }, at };
		this.walker.changed();
	}

	#deckOf(of: DeckSource): Deck | null {
		return of.kind === 'own' ? of.deck : this.walker.lesson(of.name);
	}
}
