import {
	withChanged,
	withMoved,
	withoutSlide,
	withSlide,
	type Deck,
	type DeckSource,
	type Slide,
	type Walk
} from './deck';
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

/** The deck that is walked through and edited, and the place in it. */
export class DeckWalk {
	#walk = $state.raw<Walk | null>(null);

	readonly deck: Deck | null = $derived(this.#walk && this.#deckOf(this.#walk.of));

	constructor(private readonly walker: Walker) {}

	/** As a link holds it; null outside of any deck. */
	get walk(): Walk | null {
		return this.#walk;
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

	/** Stands where a link says, without showing anything; a place beyond the end is the last one. */
	enter(walk: Walk | null): void {
		const deck = walk && this.#deckOf(walk.of);
		this.#walk = walk && deck && { ...walk, at: Math.min(walk.at, deck.slides.length - 1) };
	}

	/** Goes to a slide and shows it. */
	go(at: number): void {
		const slide = this.deck?.slides[at];
		if (!this.#walk || !slide) return;
		this.walker.leave();
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
		const slide: Slide = { title, note: '', sight: this.walker.sight() };
		const { deck } = this;
		if (deck === null) this.#edited({ title: '', slides: [slide] }, 0);
		else this.#edited(withSlide(deck, this.at, slide), this.at + 1);
	}

	/** Takes a slide away; with the last one the deck goes. What is seen stays. */
	remove(at: number): void {
		if (this.deck === null) return;
		const deck = withoutSlide(this.deck, at);
		if (deck === null) this.close();
		else this.#edited(deck, Math.min(this.at > at ? this.at - 1 : this.at, deck.slides.length - 1));
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

	/** Keeps what is seen now as the slide that one is on. */
	retake(): void {
		if (this.deck) this.#edited(withChanged(this.deck, this.at, { sight: this.walker.sight() }), this.at);
	}

	rename(title: string): void {
		if (this.deck) this.#edited({ ...this.deck, title }, this.at);
	}

	/** Leaves the deck; what is seen stays. */
	close(): void {
		this.#walk = null;
		this.walker.changed();
	}

	/** An edited lesson is a deck of one's own. */
	#edited(deck: Deck, at: number): void {
		this.#walk = { of: { kind: 'own', deck }, at };
		this.walker.changed();
	}

	#deckOf(of: DeckSource): Deck | null {
		return of.kind === 'own' ? of.deck : this.walker.lesson(of.name);
	}
}
