import type { misconceptions } from './check/messages';
import type { Exercise } from './exercise';
import type { Parsons } from './parsons';
import type { Block } from './text';

/** A lesson as data: sections in the order of reading. */
export interface Lesson {
	/** Part of addresses and links, for ever. */
	readonly name: string;
	readonly title: string;
	/** One sentence, for lists of lessons. */
	readonly summary: string;
	/** What it takes a reader, about. */
	readonly minutes: number;
	readonly sections: readonly Section[];
}

interface Part {
	/** Within the lesson: the anchor of its heading. */
	readonly name: string;
	readonly title: string;
}

export type Section = TextSection | SceneSection | Pitfall | ExerciseSection;

export interface TextSection extends Part {
	readonly kind: 'text';
	readonly blocks: readonly Block[];
}

/** Something to be stepped through, with what is said before and after. */
export interface SceneSection extends Part {
	readonly kind: 'scene';
	readonly before: readonly Block[];
	readonly scene: Scene;
	readonly after: readonly Block[];
}

/** What people write, what really happens, and what to write. */
export interface Pitfall extends Part {
	readonly kind: 'pitfall';
	/** Its number in the catalogue; null for one that is not in it. */
	readonly misconception: keyof typeof misconceptions | null;
	readonly before: readonly Block[];
	/** One that shows what happens, and others that differ from it a little. */
	readonly scenes: readonly Scene[];
	readonly happens: readonly Block[];
	readonly instead: readonly Block[];
}

export interface ExerciseSection extends Part {
	readonly kind: 'exercise';
	readonly exercise: Exercise;
	/** The solution as a puzzle, where there is one. */
	readonly parsons?: Parsons;
	/** To be shown once it is solved. */
	readonly after: readonly Block[];
}

/** A program at a moment: a place of the lesson's deck. */
export interface Scene {
	/** Within the lesson. */
	readonly name: string;
	readonly title: string;
	readonly program: string;
	/** What running it gives; held by the tests. */
	readonly outcome: SceneOutcome;
	/** As in a link: `start`, `2`, `1.2`; null where it opens by itself, or where nothing loops. */
	readonly moment: string | null;
	/** The row whose values the code shows. */
	readonly lane: number | null;
	/** A sentence under the picture, for all to read. */
	readonly caption: string;
	/** For the presenter alone. */
	readonly note: string;
	readonly gates: readonly Gate[];
	/** Nothing that comes after the moment is shown. */
	readonly hide: boolean;
	readonly locks: readonly Lock[];
}

export type SceneOutcome =
	/** `repr` of the last expression. */
	| { readonly kind: 'value'; readonly text: string }
	/** `message` is how JAX's text begins. */
	| { readonly kind: 'error'; readonly type: string; readonly message: string };

/** Fields and their words are those of marks in links. */
export interface Gate {
	/** The moment that is asked about. */
	readonly at: string;
	readonly ask: Ask;
	readonly lane?: number;
	readonly leaf?: number;
	readonly by?: 'choice' | 'vote';
}

/** The next carry of a row, its y, its final carry, the output's shape, the rows whose carry changes. */
export const asks = ['carry', 'y', 'final', 'shape', 'rows'] as const;
export type Ask = (typeof asks)[number];

export type Lock = 'read-only' | 'data-only' | 'hidden-code' | 'hidden-table';

/** A scene with the usual left out: it opens at the start, the future hidden, free to be edited. */
export const scene = (
	given: Pick<Scene, 'name' | 'title' | 'program' | 'outcome' | 'caption' | 'note'> & Partial<Scene>
): Scene => ({ moment: 'start', lane: null, gates: [], hide: true, locks: [], ...given });

/** A scene of a program that fails. */
export const failing = (
	given: Pick<Scene, 'name' | 'title' | 'program' | 'caption' | 'note'>,
	type: string,
	message: string
): Scene => scene({ ...given, outcome: { kind: 'error', type, message }, moment: null, hide: false });

/** Every scene of a lesson, in the order of reading: its deck. */
export const scenesOf = ({ sections }: Lesson): readonly Scene[] =>
	sections.flatMap((section) => {
		if (section.kind === 'scene') return [section.scene];
		return section.kind === 'pitfall' ? section.scenes : [];
	});

/** Every exercise of a lesson. */
export const exercisesOf = ({ sections }: Lesson): readonly Exercise[] =>
	sections.flatMap((section) => (section.kind === 'exercise' ? [section.exercise] : []));
