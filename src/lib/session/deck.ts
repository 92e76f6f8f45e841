import type { Sight } from './payload';

/**
 * A place of a deck: something to be seen, with what is said of it. On screen it is called a scene; in the code that
 * word means the shapes of a picture.
 */
export interface Slide {
	/** Empty where the slide has no name of its own. */
	readonly title: string;
	/** For the presenter alone. */
	readonly note: string;
	readonly sight: Sight;
}

/** What a slide's fields may hold at most, in characters. */
export const longestTitle = 200;
export const longestNote = 4000;

/** Slides in the order in which they are walked. */
export interface Deck {
	readonly title: string;
	/** At least one. */
	readonly slides: readonly Slide[];
}

/** A deck of a lesson, which a link calls by its name, or one that the link holds. */
export type DeckSource =
	{ readonly kind: 'lesson'; readonly name: string } | { readonly kind: 'own'; readonly deck: Deck };

/** Where one stands in a deck. */
export interface Walk {
	readonly of: DeckSource;
	/** Place of the slide, from 0. */
	readonly at: number;
}

/** Links of a longer deck would be too long for anything but a file. */
export const mostSlides = 60;

/** With another slide behind the one at `at`. */
export const withSlide = (deck: Deck, at: number, slide: Slide): Deck => ({
	...deck,
	slides: deck.slides.toSpliced(at + 1, 0, slide)
});

/** Without the slide at `at`; null where it was the only one. */
export const withoutSlide = (deck: Deck, at: number): Deck | null =>
	deck.slides.length === 1 ? null : { ...deck, slides: deck.slides.toSpliced(at, 1) };

/** With something else in the slide at `at`. */
export const withChanged = (deck: Deck, at: number, change: Partial<Slide>): Deck => ({
	...deck,
	slides: deck.slides.with(at, { ...deck.slides[at], ...change })
});

/** With the slide at `from` taken out and put back so that it stands at `to`. */
export function withMoved(deck: Deck, from: number, to: number): Deck {
	const rest = deck.slides.toSpliced(from, 1);
	return { ...deck, slides: rest.toSpliced(to, 0, deck.slides[from]) };
}
